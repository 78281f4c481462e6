// Package parts finds or fetches the programs that hotline needs and does not
// bring along: Asterisk (22.10 or newer), espeak-ng (1.52 or newer) and, for a
// fleet that is tried out on one machine, Redis (7.0 or newer); and what only the tests
// need.
//
// In this order: a program of the machine's own that is new enough and has all
// that is needed; the one in the cache, if it is whole; a fetch of Debian's
// packages into the cache, without root (asterisk-config/fetch). What the
// manifest in the cache says is authoritative: a file that is missing or has
// another size makes the whole entry damaged, and it is fetched anew. A fetch
// that fails leaves the cache as it was and gives one line of why.
package parts

import (
	"context"
	"os/exec"
)

// Program is an external program that can be started.
type Program struct {
	Path    string // the program, or the launcher of an unpacked one
	Root    string // folder it was unpacked to; empty for the machine's own
	Version string // such as 22.10.1

	// Of Asterisk only.
	Modules string // folder of its loadable modules
	Data    string // its data folder, which holds documentation and sounds
}

// Cmd prepares a call of the program; it is killed when ctx ends.
func (p Program) Cmd(ctx context.Context, args ...string) *exec.Cmd {
	return exec.CommandContext(ctx, p.Path, args...)
}
