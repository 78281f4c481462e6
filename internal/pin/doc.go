// Package pin guards the PINs of seats against guessing. It is pure: time comes with
// each try, in milliseconds since the Unix epoch, and nothing here waits.
//
// Each wrong PIN makes the answer to the seat's next try come later: 1 s, 2 s, 4 s,
// 8 s. After [MostOfSeat] wrong ones within [Window] the seat is locked for [Lock],
// and the right PIN is refused as well. So is every seat at a telephone that has tried
// [MostOfPhone] wrong ones. The right PIN clears the seat's row, never the telephone's:
// who knows one PIN must not guess others the longer for it.
//
// A seat that there is not, or that has no PIN, is tried like any other and is never
// right: nobody learns which numbers are seats. What is remembered of a try is
// forgotten after [Window]; since each telephone has few tries, so is its memory small.
package pin
