// Package talk is the conversation of a caller with a seat, and with whomever the
// seat brings in: hold, consultation, transfer, three-party call. It is pure: it knows
// no channels, clock or I/O.
//
// [State.Next] follows one arrow of the diagram in talk.md: it takes what somebody did
// and says how the talk stands now and what is to be done about it, as [Act]s in order.
// [State.Sounds] says who hears whom in a phase; whoever carries it out compares that
// with how things are, so what was half done is simply done again.
//
// A caller is never lost between two hands. While a third party is dialled the caller
// hears music; if that fails the caller is with the seat again, and if the seat has left
// meanwhile, at the head of the queue. What is not possible in a phase changes nothing:
// Next returns ErrNotNow.
package talk
