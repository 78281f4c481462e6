package main

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"hotline/internal/dialplan"
	"hotline/internal/journal"
	"hotline/internal/why"
)

type whyCmd struct {
	Call      string `arg:"" help:"Id of the call, as hotline calls lists it." placeholder:"CALL"`
	Data      string `help:"Folder of the journal; an engine may be running on it." default:"data" env:"HOTLINE_DATA" type:"path"`
	Dialplans string `help:"Folder of the dialplans tree with today's rules; ./dialplans if it is there." env:"HOTLINE_DIALPLANS" type:"path" placeholder:"DIR"`
	JSON      bool   `help:"Print a JSON object, with the facts as recorded." name:"json"`
}

// Help says what the command is for.
func (whyCmd) Help() string {
	return `Says of each decision on a call what was chosen and for which reasons, from what
was recorded with it; who the others were, as the floor stood at that moment; and
where today's rules would decide otherwise. The calls that call its caller back are told
of with it.

  hotline why 1kdvdna00zzzzzzz --dialplans dialplans`
}

func (c whyCmd) Run(ctx context.Context, std streams) error {
	today, uncompared, err := c.today()
	if err != nil {
		return err
	}
	reader, err := journal.OpenReader(ctx, c.Data)
	if err != nil {
		return err
	}
	defer reader.Close()
	story, err := why.Read(ctx, reader, c.Call, today)
	if err != nil {
		return err
	}
	if uncompared != "" {
		story.Uncompared = uncompared
	}
	if c.JSON {
		return why.WriteJSON(std.out, story)
	}
	return story.WriteText(std.out)
}

// today's rules are those of the tree that was named, or of one that happens to be
// here.
func (c whyCmd) today() (rules why.RulesOf, uncompared string, err error) {
	const usual = "dialplans"
	dir := c.Dialplans
	if dir == "" {
		if _, err := os.Stat(usual); errors.Is(err, fs.ErrNotExist) {
			return nil, "there is no folder " + usual + " here; name one with --dialplans", nil
		}
		dir = usual
	}
	tree, err := dialplan.Load(dir)
	if err != nil {
		return nil, "", err
	}
	return tree, "", nil
}
