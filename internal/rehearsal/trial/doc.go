// Package trial lets somebody at a terminal be the caller of a rehearsed call: he
// reads what is said, types keys, and lets time pass. Nothing happens between two
// of his lines but what he asks for.
package trial
