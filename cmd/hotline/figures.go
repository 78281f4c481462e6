package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"hotline/internal/figures"
	"hotline/internal/problem"
	"hotline/internal/record"
)

type figuresCmd struct {
	Data  string `help:"Folder of the journal; an engine may be running on it." default:"data" env:"HOTLINE_DATA" type:"path"`
	JSON  bool   `help:"Print a JSON object. Shares are from 0 to 1, times in seconds."`
	Check bool   `help:"Compute every figure a second time, from the journal's first fact on, and compare."`

	By []string `help:"A row for each queue, centre, floor or seat; for each half-hour, hour or day; or both, such as queue,hour." placeholder:"WHAT"`

	Within time.Duration `help:"The time in which a caller should be answered." default:"15s"`
	Short  time.Duration `help:"Who hangs up before this did so at once." default:"5s"`

	between
}

// Help says what the command is for.
func (figuresCmd) Help() string {
	return `Prints what a hotline is judged by, of the last 24 hours unless told otherwise: the
connection rate, what was answered within 15 s, service level, ASA, abandonment, AHT,
occupancy, callbacks and more, each with its formula, beside what GB/T 33358-2016 asks.

  hotline figures --last 24h --by queue
  hotline figures --since 2026-10-01 --until 2026-10-08 --by centre,day --json`
}

// Validate refuses what no figures can be of.
func (c figuresCmd) Validate() error {
	if _, _, err := c.rows(); err != nil {
		return err
	}
	if c.Within < time.Second || c.Within > time.Hour || c.Short < 0 || c.Short > time.Hour {
		return errors.New("--within is from 1s to 1h, --short from 0s to 1h")
	}
	return c.between.Validate()
}

// rows are what --by says.
func (c figuresCmd) rows() (place record.Place, every record.Period, err error) {
	places := []string{string(record.ByQueue), string(record.ByCentre), string(record.ByFloor), string(record.BySeat)}
	periods := map[string]record.Period{"half-hour": record.HalfHour, "hour": record.Hour, "day": record.Day}
	for _, word := range c.By {
		period, isPeriod := periods[word]
		switch {
		case isPeriod && every == record.Whole:
			every = period
		case slices.Contains(places, word) && place == record.Everything:
			place = record.Place(word)
		case isPeriod || slices.Contains(places, word):
			return place, every, fmt.Errorf("--by: %q is one too many: a row has one place and one time", word)
		default:
			text := fmt.Sprintf("--by: there are no figures by %q", word)
			if hint := problem.DidYouMean(word, append(places, "half-hour", "hour", "day")); hint != "" {
				text += "; " + hint
			}
			return place, every, errors.New(text)
		}
	}
	return place, every, nil
}

func (c figuresCmd) Run(ctx context.Context, std streams) error {
	of, err := c.question(time.Now())
	if err != nil {
		return err
	}
	read := figures.Read
	if c.Check {
		read = figures.ReadChecked
	}
	rows, err := read(ctx, c.Data, of)
	if err != nil {
		return err
	}
	if c.JSON {
		return figures.WriteJSON(std.out, of, rows, c.Check)
	}
	if err := figures.WriteText(std.out, of, rows); err != nil || !c.Check {
		return err
	}
	_, err = fmt.Fprintln(std.out, "\nEvery figure agrees with the journal.")
	return err
}

// question is what the flags ask.
func (c figuresCmd) question(now time.Time) (of record.SumsOf, err error) {
	of = figures.Of(now, figures.UsualSpan)
	of.Within, of.Short = c.Within, c.Short
	if of.Place, of.Every, err = c.rows(); err != nil {
		return of, err
	}
	of.Since, of.Until, err = c.span(now, figures.UsualSpan)
	return of, err
}
