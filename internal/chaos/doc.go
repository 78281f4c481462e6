// Package chaos accounts for every call of a run in which parts were broken on purpose.
//
// Two sides are heard that know nothing of each other: the telephones (Leg, from the
// trace of every SIP message) and the journals of the engines (Told). What both say must
// agree, and neither may say that a talk was dropped, a wait lost or a call offered
// twice; where they differ is a Finding, and one is enough to fail the run. First the
// traces and journals are read, then every caller is followed, then every place in line.
// What a fault excuses is said in Account and nowhere else: a call that Asterisk's own
// crash cut off is counted apart, and what happened while an engine could see nothing is
// compared with what it could know afterwards.
//
// The package is pure: the times are those of the evidence, in milliseconds since the
// Unix epoch, all by one clock.
package chaos
