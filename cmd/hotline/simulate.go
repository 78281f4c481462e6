package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"hotline/internal/dialplan"
	"hotline/internal/jsonout"
	"hotline/internal/simulate"
)

type simulateCmd struct {
	Scenario string `help:"Simulate the day of this file: queues, calls, roster." type:"path" placeholder:"FILE"`
	Dir      string `help:"With --scenario: the dialplans tree with the calendars, and the hours and rules of its queues." type:"path" placeholder:"DIR"`

	Data string `help:"With --scenario: the calls of its date come as the journal of this folder has them." type:"path" placeholder:"DIR"`

	Rate        simulate.Rate  `help:"One queue: how many calls come, such as 200/h." placeholder:"RATE"`
	AHT         time.Duration  `name:"aht" help:"Mean handling time, talk and wrap-up, exponential." placeholder:"DURATION"`
	Seats       int            `help:"Seats of the one queue." placeholder:"NUMBER"`
	Patience    *time.Duration `help:"Mean time after which callers give up, exponential; 0s, as without it: never." placeholder:"DURATION"`
	WrapUp      *time.Duration `help:"A fixed wrap-up after each talk, which is then not in --aht." placeholder:"DURATION"`
	AnswerAfter *time.Duration `help:"How long telephones ring until a seat answers; at once without it." placeholder:"DURATION"`
	Calls       *int           `help:"How many calls to count, 100000 without it." placeholder:"NUMBER"`

	Days *int   `help:"With --scenario: how often the day is simulated, instead of as the file says." placeholder:"NUMBER"`
	Seed uint64 `help:"The same seed brings the same callers." default:"1"`
	JSON bool   `help:"Print a JSON object. Shares are from 0 to 1, times in seconds."`
	Out  string `short:"o" help:"With --scenario: draw the day as SVG." type:"path" placeholder:"FILE"`
}

// Help says what the command is for.
func (simulateCmd) Help() string {
	return `Runs the real distributor in virtual time, with callers who come by chance.

  hotline simulate --rate 200/h --aht 180s --seats 12 --patience 2m --calls 2000000
  hotline simulate --scenario monday.yaml --dir dialplans --out monday.svg

Every figure comes with its 95 % interval: in 95 of 100 simulations it holds the
true value. For one queue the formula of Erlang stands beside it.`
}

// Validate refuses what cannot be simulated, and flags that would change nothing.
func (c simulateCmd) Validate() error {
	if err := c.oneThing(); err != nil {
		return err
	}
	switch {
	case c.Out != "" && !strings.EqualFold(filepath.Ext(c.Out), ".svg"):
		return errors.New("--out: the picture is SVG: let the name end in .svg")
	case c.Days != nil && (*c.Days < 1 || *c.Days > simulate.MaxDays):
		return fmt.Errorf("--days is from 1 to %d", simulate.MaxDays)
	case c.Scenario == "":
		if _, err := c.single().Model(); err != nil {
			return fmt.Errorf("--%w", err)
		}
	}
	return nil
}

func (c simulateCmd) oneThing() error {
	single := c.Rate != 0 || c.AHT != 0 || c.Seats != 0 || c.Patience != nil || c.WrapUp != nil || c.AnswerAfter != nil || c.Calls != nil
	switch {
	case c.Scenario == "" && !single:
		return errors.New("say what to simulate: --rate, --aht and --seats of one queue, or --scenario FILE")
	case c.Scenario != "" && single:
		return errors.New("with --scenario the file tells calls, times and seats: leave --rate, --aht, --seats, --patience, --wrap-up, --answer-after and --calls out")
	case c.Scenario == "" && (c.Dir != "" || c.Data != "" || c.Days != nil || c.Out != ""):
		return errors.New("--dir, --data, --days and --out are for a day: give --scenario, or leave them out")
	}
	return nil
}

func (c simulateCmd) single() simulate.Single {
	const usualCalls = 100_000
	return simulate.Single{
		Rate: c.Rate, AHT: c.AHT, Seats: c.Seats, Patience: given(c.Patience, 0),
		WrapUp: given(c.WrapUp, 0), AnswerAfter: given(c.AnswerAfter, 0), Calls: given(c.Calls, usualCalls), Seed: c.Seed,
	}
}

// given is the flag's value, or the usual one.
func given[T any](flag *T, usual T) T {
	if flag == nil {
		return usual
	}
	return *flag
}

func (c simulateCmd) Run(ctx context.Context, std streams) error {
	model, formula, err := c.model(ctx)
	if err != nil {
		return err
	}
	began := time.Now()
	report, err := simulate.Run(ctx, model)
	if err != nil {
		return err
	}
	took := time.Since(began).Seconds()
	if c.Out != "" {
		if err := replace([]outFile{{path: c.Out, content: report.SVG(), mode: 0o644}}); err != nil {
			return err
		}
	}
	if c.JSON {
		return jsonout.Write(std.out, struct {
			simulate.Report
			Formula *simulate.Formula `json:"formula,omitempty"`
		}{report, formula})
	}
	if err := report.WriteText(std.out, formula); err != nil {
		return err
	}
	calls := int64(report.WarmUp) + report.Offered
	fmt.Fprintf(std.err, "%d calls in %.1f s, %.0f a second\n", calls, took, float64(calls)/took)
	return nil
}

// model is what to simulate, with the formula if there is one.
func (c simulateCmd) model(ctx context.Context) (simulate.Model, *simulate.Formula, error) {
	if c.Scenario == "" {
		m, err := c.single().Model()
		return m, c.single().Formula(), err
	}
	house, err := c.house()
	if err != nil {
		return simulate.Model{}, nil, err
	}
	text, err := os.ReadFile(c.Scenario)
	if err != nil {
		return simulate.Model{}, nil, fmt.Errorf("cannot read the scenario %s: %w", c.Scenario, reason(err))
	}
	m, err := simulate.ReadScenario(c.Scenario, text, house)
	if err != nil {
		return m, nil, err
	}
	m.Seed, m.Days = c.Seed, given(c.Days, m.Days)
	return m, nil, c.replay(ctx, &m)
}

// replay brings the journal's calls, if one is given.
func (c simulateCmd) replay(ctx context.Context, m *simulate.Model) error {
	if c.Data == "" {
		return nil
	}
	calls, err := simulate.History(ctx, c.Data, m.Start)
	if err != nil {
		return err
	}
	taken := m.Replay(calls)
	if left := len(calls) - taken; left > 0 {
		m.Note = fmt.Sprintf("%d of the journal's %d calls of that day came to other queues, or to one that does not say how long callers talk: they are left out", left, len(calls))
	}
	if taken == 0 {
		return fmt.Errorf("none of the %d calls of that day came to a queue of the scenario that says how long callers talk", len(calls))
	}
	return nil
}

// house is what the dialplans tree knows, if one is given.
func (c simulateCmd) house() (simulate.House, error) {
	if c.Dir == "" {
		return simulate.House{}, nil
	}
	tree, err := dialplan.Load(c.Dir)
	if err != nil {
		return simulate.House{}, err
	}
	h := simulate.House{Calendar: tree.Calendar, Queues: map[string]simulate.HouseQueue{}}
	for _, centre := range tree.Centres {
		for _, rules := range tree.Rules(centre.Floor).Queues {
			h.Queues[rules.ID] = simulate.HouseQueue{Rules: rules}
		}
	}
	for _, centre := range tree.Centres {
		for _, q := range centre.Queues {
			known := h.Queues[q.ID]
			known.Title, known.Hours = q.Title, centre.Hours
			h.Queues[q.ID] = known
		}
	}
	return h, nil
}
