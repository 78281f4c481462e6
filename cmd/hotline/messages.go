package main

import (
	"context"
	"errors"
	"time"

	"hotline/internal/record"
)

type messagesCmd struct {
	Data   string        `help:"Folder of the journal; an engine may be running on it." default:"data" env:"HOTLINE_DATA" type:"path"`
	JSON   bool          `help:"Print a JSON array. The length is in seconds."`
	Centre string        `help:"Only those in this centre's voicemail."`
	Since  time.Duration `help:"Only messages left within this time, such as 24h." placeholder:"DURATION"`
	Last   int           `help:"Only so many messages, the newest. 0 is all." default:"0"`
}

// Validate refuses what no list can be.
func (c messagesCmd) Validate() error {
	if c.Since < 0 || c.Last < 0 {
		return errors.New("--since and --last count backwards from now: give a positive value")
	}
	return nil
}

func (c messagesCmd) Run(ctx context.Context, std streams) error {
	filter := record.MessageFilter{Centre: c.Centre, Limit: c.Last}
	if c.Since > 0 {
		filter.Since = time.Now().Add(-c.Since)
	}
	list, err := record.ListMessages(ctx, c.Data, filter)
	if err != nil {
		return err
	}
	if c.JSON {
		return record.WriteMessagesJSON(std.out, list)
	}
	return record.WriteMessagesText(std.out, list)
}
