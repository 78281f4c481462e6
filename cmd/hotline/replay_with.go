package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"hotline/acd"
	"hotline/internal/calendar"
	"hotline/internal/dialplan"
	"hotline/internal/journal"
	"hotline/internal/jsonout"
	"hotline/internal/simulate"
	"hotline/internal/simulate/whatif"
)

// replayWith is what a day would have been.
type replayWith struct {
	With     string         `help:"Compare a day with what it would have been under the rules of this dialplans tree." type:"path" placeholder:"DIR"`
	AddSeats []whatif.Extra `help:"The same with more seats: harbin/advice=2, or harbin/advice=2@09:00-12:00. May be given several times." placeholder:"QUEUE=N"`
	Day      string         `help:"With --with or --add-seats: the day, such as 2026-11-20, by China's clocks." placeholder:"DATE"`
	Runs     *int           `help:"With --with or --add-seats: how often the day is simulated, 20 times without it." placeholder:"NUMBER"`
	Seed     *uint64        `help:"With --with or --add-seats: the same seed draws the same." placeholder:"NUMBER"`
}

// compares tells whether a day is to be simulated.
func (c replayWith) compares() bool { return c.With != "" || len(c.AddSeats) > 0 }

// Validate refuses flags that would change nothing.
func (c replayCmd) Validate() error {
	switch {
	case !c.compares() && (c.Day != "" || c.Runs != nil || c.Seed != nil):
		return errors.New("--day, --runs and --seed are for other rules: give --with DIR or --add-seats, or leave them out")
	case !c.compares():
		return nil
	case c.Until != "" || c.From != "":
		return errors.New("--until and --from show what was: leave them out with --with and --add-seats, and name the --day")
	case c.Day == "":
		return errors.New("--day is missing; write it like --day 2026-11-20")
	case c.Runs != nil && (*c.Runs < 1 || *c.Runs > simulate.MaxDays):
		return fmt.Errorf("--runs is from 1 to %d", simulate.MaxDays)
	}
	if _, err := c.date(); err != nil {
		return fmt.Errorf("--day: %q is no date; write it like 2026-11-20", c.Day)
	}
	return nil
}

func (c replayWith) date() (time.Time, error) {
	return time.ParseInLocation(time.DateOnly, c.Day, calendar.China())
}

// compare simulates the day under its own rules and under the others.
func (c replayCmd) compare(ctx context.Context, std streams, j journal.Reader) error {
	date, err := c.date()
	if err != nil {
		return err
	}
	var tree *dialplan.Tree
	if c.With != "" {
		if tree, err = dialplan.Load(c.With); err != nil {
			return err
		}
	}
	lived, err := whatif.Read(ctx, j, c.Floor, date)
	if err != nil {
		return err
	}
	const usualRuns = 20
	options := whatif.Options{
		Other: lived.Rules, Name: "with more seats", Extra: c.AddSeats, Runs: given(c.Runs, usualRuns), Seed: given(c.Seed, 1),
	}
	if tree != nil {
		options.Name = filepath.Base(c.With)
		if options.Other, err = lived.Other(tree.Rules(lived.Floor), tree.Floors()); err != nil {
			return fmt.Errorf("%s: %w", c.With, err)
		}
	}
	if err := checkSeats(c.AddSeats, options.Other); err != nil {
		return err
	}
	compared, err := lived.Compare(ctx, options)
	if err != nil {
		return err
	}
	if c.JSON {
		return jsonout.Write(std.out, compared)
	}
	return compared.WriteText(std.out)
}

func checkSeats(extra []whatif.Extra, rules acd.Rules) error {
	for _, e := range extra {
		if err := e.Check(rules); err != nil {
			return fmt.Errorf("--add-seats: %w", err)
		}
	}
	return nil
}
