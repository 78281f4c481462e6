// Package engine puts the parts of hotline together: one engine beside one
// Asterisk. New checks what can be checked without leaving a trace (dialplans and
// recordings, the HTTP port, Asterisk, the voice) and only then writes: journal,
// sounds. It leaves nothing running behind when something is wrong: each failure
// is one error that says what to do. An engine that takes over asks the one before to
// leave only between the two, so that one is not touched by what is wrong with this
// one. Start returns; Stop waits and may be called
// twice; clean-ups run in reverse order.
package engine
