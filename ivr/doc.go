// Package ivr is the call-flow language: it loads, checks and runs the call
// scripts that a telecom engineer writes in YAML.
//
// A [Session] is one caller's walk through a flow: a resumable pure machine.
// [Session.Next] takes an [Input] (a key, a prompt that ended, a timer, a
// result) and returns the [Effect]s to carry out now, in order. The package
// knows no clock, goroutine, telephone or I/O; a [Checkpoint] is small, and a
// session restored from one says the current step again.
package ivr
