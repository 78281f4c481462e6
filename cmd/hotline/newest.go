package main

import (
	"errors"
	"time"
)

// newest are the flags of lists that can be cut to their end.
type newest struct {
	Since time.Duration `help:"Only those from within this time, such as 24h." placeholder:"DURATION"`
	Last  int           `help:"Only so many, the newest. 0 is all." default:"0"`
}

// Validate refuses what no list can be.
func (n newest) Validate() error {
	if n.Since < 0 || n.Last < 0 {
		return errors.New("--since and --last count backwards from now: give a positive value")
	}
	return nil
}

// begin is the moment from which things count; zero is the beginning of time.
func (n newest) begin() time.Time {
	if n.Since == 0 {
		return time.Time{}
	}
	return time.Now().Add(-n.Since)
}
