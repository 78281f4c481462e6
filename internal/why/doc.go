// Package why says why: what was decided about a call and for which reasons, and how
// a floor stood at any moment.
//
// The journal is authoritative, and nothing here writes. What was decided, and the
// reasons that counted, are told from the facts as they were recorded. What the record
// leaves out (the names of the seats that were not chosen) comes from the floor as it
// stood: its facts folded up to just before that one, and then asked. Both are kept
// apart in what is told.
//
// [Read] goes over the life of the call once to find what concerns it, then over each
// floor that had it, once from the beginning to the last of those facts. What today's
// rules would do is decided on copies of the floor that are folded beside it, one for
// each decision and no more than [MostCopies]: they get the rules, then the input of
// that moment, and what follows in that instant is compared with what was recorded.
// That is no forecast of how the day would have gone.
//
// A floor without one of its facts would be wrong, so a fact of a newer program ends
// the reading with an error; such a fact of a call's own is passed by and counted.
package why
