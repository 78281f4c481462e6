package engine

import (
	"context"
	"log/slog"
	"path/filepath"
	"time"

	"hotline/internal/journal"
	"hotline/internal/journal/fleet"
	"hotline/internal/prompt"
	"hotline/internal/switchboard"
)

// Config is what an operator decides.
type Config struct {
	Dialplans string // folder of the dialplans tree
	Data      string // folder of the journal
	Sounds    string // folder for sounds made from texts; Asterisk must be able to read it
	Listen    string // address of metrics and health checks
	Readers   string // file of age public keys that recordings are encrypted for; empty: the engine's own key
	ARI       ARI
	Sync      journal.Sync  // when the journal is safe from a loss of power
	Keep      time.Duration // how long the journal keeps what is over; 0 = for ever
	Secrets   string        // file of secrets, for the PINs of seats; empty = there are none

	Redis   *fleet.Redis // where the machines of a fleet meet; nil = this engine is alone
	Machine string       // this machine's name in the fleet

	// Voice finds the program that speaks; it is asked once.
	Voice func(context.Context) (prompt.Command, error)

	// TakeOver asks an engine that runs on the same data folder to leave; without it
	// a data folder in use is an error.
	TakeOver bool

	Offset  time.Duration // of the engine's clock from the machine's, for tests and drills
	Drain   time.Duration // longest wait for running calls when the engine ends
	Log     *slog.Logger
	Observe func(switchboard.Seen) // may be nil
}

// ARI says where Asterisk is.
type ARI struct {
	URL      string // "http://127.0.0.1:8088/ari"
	User     string
	Password string
	App      string // the Stasis application that the dialplan names
}

// soundsDir is where sounds go unless told otherwise.
func (c Config) soundsDir() string {
	if c.Sounds != "" {
		return c.Sounds
	}
	return filepath.Join(c.Data, "sounds")
}
