// Package numbering makes sense of telephone numbers as carriers send them. It
// is pure.
//
// The same subscriber arrives in many forms, differing by trunk: with +86, 0086
// or 86 in front, a mobile with a needless 0, a fixed line with or without the
// trunk prefix 0, a bare local number, or nothing. [Caller] and [Called] bring
// each to one form, so that rules, records and callbacks see one number. Doing
// it twice changes nothing.
package numbering
