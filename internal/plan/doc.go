// Package plan sizes a hotline: the seats and trunks that each half hour needs.
//
// What callers will do, a [Day] of half hours, comes from a forecast that somebody
// wrote ([ReadForecast]) or from what the journal holds of the last weeks
// ([History]). [Make] then sizes each half hour on its own, as if its load were
// steady: first calls grow, then Erlang C, and Erlang A where callers have a
// patience, give the seats, and shrinkage those to be rostered; then the time that
// calls are on a line, the wait that the seats leave included, gives the trunks by
// Erlang B. [Size] is the same for one figure.
//
// A forecast with mistakes gives problems at their lines and no days. A journal
// without calls in the weeks asked for is an error.
package plan
