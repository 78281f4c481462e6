package main

import (
	"context"

	"hotline/internal/record"
)

type callsCmd struct {
	Data string `help:"Folder of the journal; an engine may be running on it." default:"data" env:"HOTLINE_DATA" type:"path"`
	JSON bool   `help:"Print a JSON array. Times waited and talked are in seconds."`

	newest
}

func (c callsCmd) Run(ctx context.Context, std streams) error {
	calls, err := record.List(ctx, c.Data, record.Filter{Since: c.begin(), Limit: c.Last})
	if err != nil {
		return err
	}
	if c.JSON {
		return record.WriteJSON(std.out, calls)
	}
	return record.WriteText(std.out, calls)
}
