// Package numbering makes sense of telephone numbers as carriers send them. It
// is pure.
//
// The same subscriber arrives in many forms, differing by trunk: with +86, 0086
// or 86 in front, a mobile with a needless 0, a fixed line with or without the
// trunk prefix 0, a bare local number, or nothing. [Caller] and [Called] bring
// each to one form, so that rules, records and callbacks see one number; [Rules]
// do so by what is known of one trunk: its own area, and the prefixes that its
// carrier adds. Doing it twice changes nothing.
//
// 12385, with an area code or without, is recognised before any other rule.
//
// [Areas] are the area codes of China. They tell what a code may mean, never
// which centre answers: that is for the dialplan to say.
package numbering
