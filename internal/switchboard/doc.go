// Package switchboard is the conductor between the callers' scripts (ivr), the
// distributor (acd) and Asterisk. It is the only place with goroutines, clocks
// and I/O on a call's way.
//
// There is one goroutine a call and one a floor. A call's goroutine has one
// select, where the events of its channels, the facts of its floor and its timer
// meet; it owns the call's legs and bridge. A floor's goroutine owns the
// distributor's state. They talk through unbounded, ordered inboxes, so neither
// ever waits for the other.
//
// The order is always: decide, let the journal accept, then change the world. A
// floor that decided an offer has it in the journal before the call's goroutine
// learns of it and dials the seat. The journal is authoritative: what the engine
// knows at start is what the facts add up to, compared with what Asterisk has.
//
// Where all seats of a queue ring, a call has a leg to each of them. The first whose
// answer reaches the floor has the call; the others are hung up as their offers end,
// and one that was picked up in the same moment as well. A seat may have several phones,
// which ring together: the first that is picked up answers for it, and its offer has
// failed when all of them have. A phone is dialled for one call at a time: for its floor
// a seat may be free already while its phone still rings for the call before, so the
// next leg waits for that one's release.
//
// A seat is within reach while one of its phones is registered, those that are its own
// or the one where it is signed in as a guest; a remote seat always is, on its number
// outside. There, and where a phone sends calls on (SIP 302), somebody has to accept by
// a key before the seat has the call, lest a voicemail box takes it. Until then, and
// while a seat is told of the caller, he hears what he heard before. The queue's ring
// time goes on while that is asked: give a queue with remote seats 45 seconds or more.
//
// Whoever reaches nobody, and has not chosen what he got, is put on the callback list
// before his call is over: by his queue's distributor if he hung up while he waited,
// else at the end of the call.
//
// A telephone that dials stands for the seat that has signed in there, else for the one
// whose it is. It dials a feature code, whose flow acts by [Seats], or a number: then the
// seat is the caller of a call of its own, to another seat, a queue, or a number that the
// dialplan allows. While it lasts the seats in it are occupied on their floors; the calls
// that occupy a seat are counted here, and the floor knows one of them. What a seat says
// of a call may come after that call's end: such facts begin no call, see [call.Beside].
//
// A talk is recorded by two channels that listen to the caller's, one in each direction:
// they go with him wherever the talk goes. Nothing is recorded before it was announced.
// What is muted, or deleted because the call is confidential, is on record first and done
// then; a new engine does it again.
//
// In a fleet machines share floors. An input goes to the floor's log, one machine decides,
// and what it decided comes back to all alike: it is in our journal and folded before a
// call hears of it, see [shared]. Each call has its home at the machine that has its channel;
// its record, its metrics and its legs are there and nowhere else. Where telephones are
// registered is told in the house, see [house]; one at another machine is dialled through
// that machine's Asterisk. While nobody decides talks go on, callers are answered and keep
// their places, nobody is offered a call, and a call that ends by its own doing is released
// at once. A seat's code about a call of another machine is handed on to that one.
//
// Sound that is recorded, of a message or a talk, is on record when it begins. A
// call ends when its recordings are in the folder of recordings, or are known to
// be lost; so a restart in between loses none. A caller who hangs up has left what
// he said so far.
//
// While the link to Asterisk is down the floors stand still: nothing is offered
// that could not be dialled, and inputs wait; when it is back they happen, and
// callers keep their places and the age of their waits. A panic in one call is contained: that
// caller is handed to Asterisk's own dialplan, which rings the fallback group.
package switchboard
