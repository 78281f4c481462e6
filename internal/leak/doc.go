// Package leak looks for what no log may hold: callers' telephone numbers in full, and
// passwords and PINs. Tests write the logs of engines and of Asterisk into a [Log], say
// what is secret, and fail on every line that [Secrets.Find] returns.
//
// A number counts however it is written in front: +8613800138000 and 013800138000 hold
// 13800138000. It counts as part of a longer run of digits too. A secret counts where it
// stands by itself or behind a code that was dialled, so that the digits of a PIN may be
// part of a time or an id.
package leak
