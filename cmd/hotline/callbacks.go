package main

import (
	"context"

	"hotline/internal/record"
)

type callbacksCmd struct {
	Data string `help:"Folder of the journal; an engine may be running on it." default:"data" env:"HOTLINE_DATA" type:"path"`
	JSON bool   `help:"Print a JSON array."`
	Open bool   `help:"Only those who are still to be called back."`
}

func (c callbacksCmd) Run(ctx context.Context, std streams) error {
	list, err := record.Callbacks(ctx, c.Data)
	if err != nil {
		return err
	}
	if c.Open {
		list = record.OpenCallbacks(list)
	}
	if c.JSON {
		return record.WriteCallbacksJSON(std.out, list)
	}
	return record.WriteCallbacksText(std.out, list)
}
