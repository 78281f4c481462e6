// Package probe makes test calls (拨测): it dials the hotline as a citizen does,
// through the trunk, and tells whether it was answered in time, whether the right
// prompt was heard and whether a key does what it should.
//
// Authoritative is what the telephone of the test call sent and heard. A call goes
// through its phases in this order, answer, sound, prompt, key, and ends at the
// first that fails: its [Result] has the phases that were passed, with their times,
// and one [Cause]. Nothing is tried twice.
//
// [Schedule] says when: at fixed distances from its start, never two calls at a
// time; a moment that passes while a call is under way is skipped and counted. What
// is read from a file ([Load]) and what is typed are held to the same rules
// ([Probe.Check]).
//
// A test call bears the header X-Hotline-Probe: 1. When its context ends, it hangs
// up at once, whatever its phase, and counts neither as passed nor as failed.
package probe
