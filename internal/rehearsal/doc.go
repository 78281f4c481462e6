// Package rehearsal runs calls without Asterisk and without waiting: the same
// switchboard, flows and distributor as live, over a scripted telephone and a
// virtual clock.
//
// The [Clock] is authoritative on time and on whose turn it is. One goroutine
// runs at a time; when none has anything left to do, the clock jumps to the next
// thing on its agenda: a timer, or something that a person at a telephone does.
// So a rehearsal is the same each time, and takes no longer than the computing.
//
// The [Stage] holds one switchboard with everything around it. Whoever conducts
// it (a call test, or somebody at a terminal) places a call, presses keys and lets
// time pass; what happens is told by the [Story], a time axis.
//
// Other callers may stand in line already: a crowd that is not told of.
//
// A rehearsal that gets stuck, or in which more happens than in any real call,
// ends with an error. Nothing of it outlives [Stage.Close].
package rehearsal
