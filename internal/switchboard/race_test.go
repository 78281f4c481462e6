//go:build race

package switchboard

// racing: the race detector watches, and everything takes five times as long.
const racing = true
