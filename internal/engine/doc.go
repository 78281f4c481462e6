// Package engine puts the parts of hotline together: one engine beside one
// Asterisk. New checks everything in an order that costs nothing until it must
// (dialplans, journal, prompts, the HTTP port, Asterisk) and leaves nothing
// behind when something is wrong: each failure is one error that says what to
// do. Start returns; Stop waits and may be called twice; clean-ups run in
// reverse order.
package engine
