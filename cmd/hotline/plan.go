package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"hotline/internal/plan"
	"hotline/internal/problem"
)

type planCmd struct {
	Erlangs  *float64 `help:"Size one load; --aht goes with it." placeholder:"NUMBER"`
	Forecast string   `help:"Size the half hours of a forecast, .csv or .yaml: time, calls, aht." type:"path" placeholder:"FILE"`
	Data     string   `help:"Size the weekdays as they were in the journal of this folder." type:"path" placeholder:"DIR"`

	Weeks *int   `help:"With --data: the last so many weeks, 4 without it." placeholder:"NUMBER"`
	Queue string `help:"With --data: only calls of this queue." placeholder:"NAME"`
	Day   string `help:"Only this day: mon to sun, or a date of the forecast." placeholder:"NAME"`

	AHT     time.Duration `name:"aht" help:"Mean handling time, talk and wrap-up. Of a forecast: where it tells none. With --data: instead of the journal's." placeholder:"DURATION"`
	Prompts time.Duration `help:"Of a forecast: how long a call hears prompts before it wants a seat." placeholder:"DURATION"`
	WrapUp  time.Duration `help:"Of a forecast: the part of the handling time in which the line is free again." placeholder:"DURATION"`

	Answer    plan.Answer   `help:"Share to be answered, and within which time." default:"95/15s"`
	Blocking  plan.Share    `help:"Share of calls that may find all trunks busy." default:"1%"`
	Shrinkage plan.Share    `help:"Share of paid time away from the phone." default:"0%"`
	Growth    plan.Share    `help:"Calls more than forecast or recorded; less with a minus (--growth=-5%)." default:"0%"`
	Patience  time.Duration `help:"Mean time after which callers give up: Erlang A as well." placeholder:"DURATION"`

	JSON bool   `help:"Print a JSON object. Shares are from 0 to 1, times in seconds."`
	Out  string `short:"o" help:"Draw the day as SVG; the one with the most calls, or --day." type:"path" placeholder:"FILE"`
}

// Validate refuses what cannot be planned, before anything is read.
func (c planCmd) Validate() error {
	if err := c.oneSource(); err != nil {
		return err
	}
	if err := c.fitting(); err != nil {
		return err
	}
	return c.limits()
}

func (c planCmd) oneSource() error {
	given := 0
	for _, is := range []bool{c.Erlangs != nil, c.Forecast != "", c.Data != ""} {
		if is {
			given++
		}
	}
	switch {
	case given == 0:
		return errors.New("say what to size: --erlangs NUMBER, --forecast FILE or --data DIR")
	case given > 1:
		return errors.New("give one of --erlangs, --forecast and --data, not several")
	case c.Erlangs != nil && c.AHT == 0:
		return errors.New("--erlangs goes with the mean handling time: give --aht, such as --aht 180s")
	}
	return nil
}

// fitting refuses flags that would change nothing.
func (c planCmd) fitting() error {
	switch {
	case c.Data == "" && (c.Weeks != nil || c.Queue != ""):
		return errors.New("--weeks and --queue choose calls of a journal: give --data, or leave them out")
	case c.Forecast == "" && (c.Prompts != 0 || c.WrapUp != 0):
		return errors.New("--prompts and --wrap-up are for a --forecast: leave them out")
	case c.Erlangs != nil && (c.Day != "" || c.Out != ""):
		return errors.New("--day and --out are for days: give --forecast or --data instead of --erlangs")
	case c.Out != "" && !strings.EqualFold(filepath.Ext(c.Out), ".svg"):
		return errors.New("--out: the picture is SVG: let the name end in .svg")
	}
	return nil
}

func (c planCmd) limits() error {
	const day = 24 * time.Hour
	for _, limit := range []struct {
		kept bool
		says string
	}{
		{c.Erlangs == nil || *c.Erlangs > 0 && *c.Erlangs <= plan.MaxErlangs, "--erlangs is more than 0, and 100000 at most"},
		{c.Weeks == nil || *c.Weeks >= 1 && *c.Weeks <= 520, "--weeks is from 1 to 520"},
		{c.AHT == 0 || c.AHT >= time.Second && c.AHT <= day, "--aht is from 1s to 24h"},
		{c.Patience == 0 || c.Patience >= time.Second && c.Patience <= day, "--patience is from 1s to 24h; leave it out for callers who never give up"},
		{c.Prompts >= 0 && c.Prompts <= time.Hour, "--prompts is from 0s to 1h"},
		{c.WrapUp >= 0 && c.WrapUp <= time.Hour, "--wrap-up is from 0s to 1h"},
		{c.Blocking > 0 && c.Blocking < 1, "--blocking is more than 0% and less than 100%"},
		{c.Shrinkage >= 0 && c.Shrinkage <= 0.95, "--shrinkage is from 0% to 95%"},
		{c.Growth >= -0.99 && c.Growth <= 10, "--growth is from -99% to 1000%"},
	} {
		if !limit.kept {
			return errors.New(limit.says)
		}
	}
	return nil
}

func (c planCmd) rules() plan.Rules {
	return plan.Rules{Answer: c.Answer, Blocking: c.Blocking, Shrinkage: c.Shrinkage, Growth: c.Growth, Patience: c.Patience}
}

func (c planCmd) Run(ctx context.Context, std streams) error {
	if c.Erlangs != nil {
		return c.size(std)
	}
	days, err := c.days(ctx)
	if err != nil {
		return err
	}
	plans := make([]plan.DayPlan, len(days))
	for i, d := range days {
		plans[i] = plan.Make(d, c.rules())
	}
	if c.Out != "" {
		picture := plan.Busiest(plans).SVG()
		if err := replace([]outFile{{path: c.Out, content: picture, mode: 0o644}}); err != nil {
			return err
		}
	}
	if c.JSON {
		return plan.WriteJSON(std.out, plans, c.rules())
	}
	return plan.WriteText(std.out, plans)
}

func (c planCmd) size(std streams) error {
	need := plan.Size(*c.Erlangs, c.AHT, c.rules())
	if c.JSON {
		return need.WriteJSON(std.out, c.rules())
	}
	return need.WriteText(std.out, c.rules())
}

// days are those to be planned, at least one.
func (c planCmd) days(ctx context.Context) ([]plan.Day, error) {
	days, err := c.read(ctx)
	if err != nil || c.Day == "" {
		return days, err
	}
	var known []string
	for _, d := range days {
		if d.Name == strings.ToLower(c.Day) {
			return []plan.Day{d}, nil
		}
		if d.Name != "" {
			known = append(known, d.Name)
		}
	}
	if len(known) == 0 {
		return nil, errors.New("--day: the forecast is of one day without a name: leave --day out")
	}
	text := fmt.Sprintf("--day: there is no day %q", c.Day)
	if hint := problem.DidYouMean(c.Day, known); hint != "" {
		text += "; " + hint
	}
	return nil, errors.New(text)
}

func (c planCmd) read(ctx context.Context) ([]plan.Day, error) {
	if c.Data != "" {
		weeks := 4
		if c.Weeks != nil {
			weeks = *c.Weeks
		}
		return plan.History(ctx, c.Data, plan.Weeks{Until: time.Now(), Weeks: weeks, Queue: c.Queue, AHT: c.AHT})
	}
	text, err := os.ReadFile(c.Forecast)
	if err != nil {
		return nil, fmt.Errorf("cannot read the forecast %s: %w", c.Forecast, reason(err))
	}
	return plan.ReadForecast(c.Forecast, text, plan.Defaults{AHT: c.AHT, Prompts: c.Prompts, WrapUp: c.WrapUp})
}
