// Package ivr is the call-flow language: it loads, checks and runs the call
// scripts that a telecom engineer writes in YAML.
//
// A [Session] is one caller's walk through a flow: a resumable pure machine.
// [Session.Next] takes an [Input] (a key, a prompt that ended, a timer, a
// result) and returns the [Effect]s to carry out now, in order. The package
// knows no clock, goroutine, telephone or I/O; a [Checkpoint] is small, and a
// session restored from one says the current step again.
//
// What a caller types in secret is in no checkpoint and is never said.
//
// The keys 0 (a person), * (again) and # (slowly, from now on) mean the same in every
// step; where digits are typed, # behind them ends them. Formulas are of expr
// (expr-lang.org), without what could read a clock or grow without bounds: ranges,
// let, and functions that make much of little. A formula that fails gives nothing
// and a [Warn]; what a flow keeps or says of values is bounded.
package ivr
