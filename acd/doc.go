// Package acd is the distributor: it decides which seat gets which call.
//
// It is a pure state machine. [Decide] looks at a floor (the seats and queues
// that one distributor sees) and an [Input], and says what happens now as
// [Fact]s, each with the reasons that led to it. [Fold] applies one fact to the
// state, and nothing else changes it: recovery, followers and projections only
// fold. Decide folds each fact as it makes it, so that the next choice within the
// same turn sees the last one; a seat that becomes free therefore gets its next
// call in the same Decide.
//
// The package knows no clock, goroutine, random source or I/O. Time is in
// milliseconds since the Unix epoch, comes with each input, and never runs
// backwards on a floor: an input that is older than the floor's own time is
// taken as happening now. Timers are facts of the state: [State.NextTimer] tells
// when the floor wants a [Tick].
//
// Authoritative are the facts, in their order; the state follows from them. Calls
// wait in the order of Since − Priority, then of arrival, and keep that place until
// they leave the queue, however often they are offered. Among the calls that a free
// seat could take the first in that order goes first, and to the seat that has been
// ready for the longest time. What a seat does is drawn in states.md, and so is what
// becomes of a caller on the callback list: an entry that is due waits in its queue as a
// call of its own, at the place of its age, and ends visibly, done or given up.
//
// Failure is ordinary: an input that has no meaning (any more) makes no facts, and a
// fact that does not fit changes nothing and is counted ([State.Misfits]). After a
// failed offer the seat is paused and the call goes on within the same Decide.
package acd
