package main

import (
	"context"
	"errors"
	"time"

	"hotline/internal/record"
)

type callsCmd struct {
	Data  string        `help:"Folder of the journal; an engine may be running on it." default:"data" env:"HOTLINE_DATA" type:"path"`
	JSON  bool          `help:"Print a JSON array. Times waited and talked are in seconds."`
	Since time.Duration `help:"Only calls that arrived within this time, such as 24h." placeholder:"DURATION"`
	Last  int           `help:"Only so many calls, the newest. 0 is all." default:"0"`
}

// Validate refuses what no list can be.
func (c callsCmd) Validate() error {
	if c.Since < 0 || c.Last < 0 {
		return errors.New("--since and --last count backwards from now: give a positive value")
	}
	return nil
}

func (c callsCmd) Run(ctx context.Context, std streams) error {
	filter := record.Filter{Limit: c.Last}
	if c.Since > 0 {
		filter.Since = time.Now().Add(-c.Since)
	}
	calls, err := record.List(ctx, c.Data, filter)
	if err != nil {
		return err
	}
	if c.JSON {
		return record.WriteJSON(std.out, calls)
	}
	return record.WriteText(std.out, calls)
}
