// Package simulate runs the real distributor in virtual time: callers who are drawn
// by chance, or were recorded, meet the rules and the roster, and nobody waits.
//
// Authoritative is package acd: every choice is made by acd.Decide, and every figure
// is counted from the facts that it gives. The simulator only plays the world
// around it: when calls come and what they need, how long talks and patience last, who
// calls again; when seats come, go, pause and miss a call; whether those answer who are
// called back. All that a caller brings is drawn when he arrives, from generators of his
// stream alone, so the same seed sends the same callers to another roster.
//
// Events happen in the order of their time, which is kept in nanoseconds; the
// distributor's own timers, in milliseconds, go first. [Run] simulates one of two
// things. An endless queue, until so many calls have come: the beginning is left
// out, and the rest is cut into batches, whose differences give the intervals. Or
// the same day several times, each from an empty floor: then each day is a batch.
//
// The same model and seed give the same [Report], to the bit. A scenario file with
// mistakes gives problems at their lines, and no model.
package simulate
