// Package whatif asks what a day would have been under other rules, or with more seats.
//
// Authoritative is the journal: [Read] takes from the facts of one floor and day what
// came from outside: who called when, for which queue, with which needs and from which
// number; how long the talks took; how long callers were ready to wait, as far as that
// is known; when seats signed in and out, paused and came back; how they answered.
// [Day.Compare] gives this to the simulator, first under the rules of that day, then
// under the others, several times each. The first shows how near the simulation comes
// to what really happened: the figures of the second are worth no more than that.
//
// What nobody can know is drawn. A journal without calls of that day is an error that
// says so.
package whatif
