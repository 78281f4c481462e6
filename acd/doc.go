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
// when the floor wants a [Tick]. Chance ([Random]) follows from the floor's name and
// the number of the offer.
//
// Authoritative are the facts, in their order; the state follows from them. Calls
// wait in the order of Since − Priority − the queue's Weight, then of arrival, and keep
// that place until they leave the queue, however often they are offered. Calls of a
// queue with the same needs share a lane, and a seat is in the lanes whose calls it may
// have: so a call that joins looks at the best idle seat of one lane, and a seat that
// becomes free at the heads of its own. Stages (Queue.Relax) move a call that waits on
// to wider lanes; a call that waits for its caller's last seat alone begins in one of
// its own. Idle seats stand by the level of their post, then by skills, then by the
// queue's [Strategy]. A seat that is in a call of its own ([Occupy]) has no calls, and a
// talk may pass from seat to seat ([PassTalk]). What a seat does is drawn in states.md,
// and so is what becomes of a caller on the callback list: an entry that is due waits in
// its queue as a call of its own and ends visibly, done or given up.
//
// A floor can be written down between two inputs and made again ([State.Snapshot],
// [Restore]); the other decides the same from there on. Where several machines hold the
// calls of a floor, those of one that is away keep their places and are offered to nobody
// ([MachineLost]); whom a breakdown cuts off ([CutOff]) is called back before others.
//
// Failure is ordinary: an input that has no meaning (any more) makes no facts, and a
// fact that does not fit changes nothing and is counted ([State.Misfits]). After a
// failed offer the seat rests, is paused or unreachable, and the call goes on within the
// same Decide.
package acd
