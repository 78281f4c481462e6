package main

import (
	"context"

	"hotline/internal/record"
)

type messagesCmd struct {
	Data   string `help:"Folder of the journal; an engine may be running on it." default:"data" env:"HOTLINE_DATA" type:"path"`
	JSON   bool   `help:"Print a JSON array. The length is in seconds."`
	Centre string `help:"Only those in this centre's voicemail."`

	newest
}

// Help says how to hear them.
func (messagesCmd) Help() string {
	return `A message is a recording, encrypted like every other: hotline recordings play FILE
lets you hear it, hotline recordings list shows which are deleted by now.`
}

func (c messagesCmd) Run(ctx context.Context, std streams) error {
	list, err := record.ListMessages(ctx, c.Data, record.MessageFilter{Centre: c.Centre, Since: c.begin(), Limit: c.Last})
	if err != nil {
		return err
	}
	if c.JSON {
		return record.WriteMessagesJSON(std.out, list)
	}
	return record.WriteMessagesText(std.out, list)
}
