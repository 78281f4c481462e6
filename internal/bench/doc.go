// Package bench turns what was measured into figures: SIP traces into delays, delays into
// medians, rounds of several contenders into ratios, and those into a table, a page, a
// JSON file and plots. It is pure but for the readers and writers it is handed;
// internal/bench/arena carries the calls.
//
// The traces that SIPp wrote at both ends are authoritative: what a contender says about
// itself is never asked. First the traces become legs, then a caller's leg and a seat's
// become one call, then a round is summed up and checked for honesty, and at last rounds
// are compared: each round of a contender with the same round of the other, so that what
// the machine did meanwhile hits both. A trace that cannot be read is an error; a round
// that is not honest is kept and marked.
package bench
