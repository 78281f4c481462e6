// Package call holds what one call is outside any queue: its facts, how it can
// end, and the state that its facts add up to.
//
// The facts are what the journal keeps on the call's own stream; the waiting,
// offers and talks of a call are facts of its floor (package acd). Package call
// is pure: it knows no clock, goroutine or I/O.
package call
