package main

import (
	"context"
	"io"

	"hotline/internal/journal"
	"hotline/internal/why"
)

type replayCmd struct {
	Until string `help:"The moment: \"2026-11-20 09:31:05\" by China's clocks, RFC 3339, a number of the journal, or a call (when it came in). The last of the journal without it." placeholder:"MOMENT"`
	From  string `help:"List in plain words what happened from this moment on, until the other." placeholder:"MOMENT"`
	Floor string `help:"Only this floor." placeholder:"NAME"`
	Data  string `help:"Folder of the journal; an engine may be running on it." default:"data" env:"HOTLINE_DATA" type:"path"`
	JSON  bool   `help:"Print a JSON object. Spans are in seconds, moments as in 2026-11-20T09:31:05.000+08:00." name:"json"`

	replayWith
}

// Help says what the command is for.
func (replayCmd) Help() string {
	return `Shows the floors as they stood at a moment: queues, the calls in line, seats and the
callback list. With --from it lists what happened in between instead. With --with or
--add-seats it estimates what a day would have been under other rules.

  hotline replay --until "2026-11-20 09:31:05" --floor harbin
  hotline replay --from "2026-11-20 09:30" --until "2026-11-20 09:31:05"
  hotline replay --with other-rules --day 2026-11-20 --floor harbin`
}

func (c replayCmd) Run(ctx context.Context, std streams) error {
	reader, err := journal.OpenReader(ctx, c.Data)
	if err != nil {
		return err
	}
	defer reader.Close()
	if c.compares() {
		return c.compare(ctx, std, reader)
	}
	shown, err := c.read(ctx, reader)
	if err != nil {
		return err
	}
	if c.JSON {
		return why.WriteJSON(std.out, shown)
	}
	return shown.WriteText(std.out)
}

// telling is what can be shown in words.
type telling interface{ WriteText(w io.Writer) error }

func (c replayCmd) read(ctx context.Context, j journal.Reader) (telling, error) {
	until, err := why.FindPoint(ctx, j, "--until", c.Until)
	if err != nil {
		return nil, err
	}
	if c.From == "" {
		return why.Stand(ctx, j, c.Floor, until)
	}
	from, err := why.FindPoint(ctx, j, "--from", c.From)
	if err != nil {
		return nil, err
	}
	return why.Between(ctx, j, c.Floor, from, until)
}
