// Package erlang has the three formulas by which telephone traffic is sized.
//
//   - Erlang B ([Blocking]): calls that find every line busy are lost. For trunks.
//   - Erlang C ([Queue]): they wait for as long as it takes (M/M/c). For seats.
//   - Erlang A ([Impatient]): they wait, and hang up after an exponential time
//     (Palm's queue, M/M/c+M). For seats where callers give up.
//
// The load is in erlangs and need not be whole: calls arriving in a span of time,
// times the mean handling time in that span. All times that go in are in one unit,
// any, and those that come out are in the same.
//
// Arrivals are Poisson, handling times exponential, callers served in their order,
// and the figures are those of the steady state. Sums have terms of one sign only
// and ratios are formed before anything can overflow, so the figures hold for loads
// of far over 10,000 erlangs. What is outside of a formula's domain (a negative load,
// a patience of zero) gives NaN. The package is pure.
package erlang
