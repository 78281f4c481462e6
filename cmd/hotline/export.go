package main

import (
	"context"
	"io"
	"time"

	"hotline/internal/figures"
	"hotline/internal/journal"
)

type exportCmd struct {
	QueueLog exportQueueLogCmd `cmd:"" name:"queue-log" help:"Write what happened in the queues as Asterisk's queue_log, for reporting tools."`
}

type exportQueueLogCmd struct {
	Data    string `help:"Folder of the journal; an engine may be running on it." default:"data" env:"HOTLINE_DATA" type:"path"`
	Out     string `short:"o" help:"The file to write; standard output without it." type:"path" placeholder:"FILE"`
	Numbers bool   `help:"Callers' numbers in full. Masked without it: reports need none, and who has a disability is sensitive."`

	between
}

// Help says what the command is for.
func (exportQueueLogCmd) Help() string {
	return `Writes a line for each event, epoch|call|queue|seat|EVENT|data, from the beginning of
the journal unless told otherwise. Calls that call somebody back are no callers and
appear as CALLBACK only.

  hotline export queue-log --since 2026-10-01 --out queue_log`
}

func (c exportQueueLogCmd) Run(ctx context.Context, std streams) error {
	since, until, err := c.span(time.Now(), 0)
	if err != nil {
		return err
	}
	if c.Until == "" {
		until = time.Time{}
	}
	reader, err := journal.OpenReader(ctx, c.Data)
	if err != nil {
		return err
	}
	defer reader.Close()
	write := func(w io.Writer) error {
		return figures.WriteQueueLog(ctx, w, reader, figures.QueueLog{Since: since, Until: until, Numbers: c.Numbers})
	}
	if c.Out == "" {
		return write(std.out)
	}
	return writeWhole(c.Out, 0o640, write) // it may hold numbers: others than owner and group do not read it
}
