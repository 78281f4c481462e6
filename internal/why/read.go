package why

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"hotline/acd"
	"hotline/internal/journal"
	"hotline/internal/problem"
)

// RulesOf gives the rules of a floor as they are today; without queues if there is no
// such floor. A dialplans tree does.
type RulesOf interface {
	Rules(floor string) acd.Rules
}

// Read tells the story of a call. today may be nil: then nothing is compared. The
// error is a [*NoCallError] if the journal does not have the call.
func Read(ctx context.Context, j journal.Reader, id string, today RulesOf) (*Story, error) {
	t, err := follow(ctx, j, id)
	if err != nil {
		return nil, err
	}
	events := append([]Event{}, t.events...)
	misfits := 0
	for _, name := range t.order {
		v, err := t.visit(ctx, j, name, today)
		if err != nil {
			return nil, err
		}
		events = append(events, v.events...)
		n, _ := v.floor.Misfits()
		misfits += n
	}
	slices.SortStableFunc(events, func(a, b Event) int { return cmp.Compare(a.Seq, b.Seq) })
	s := t.story(events)
	s.Misfits = misfits
	secret, err := t.isSecret(ctx, j)
	if err != nil {
		return nil, err
	}
	if secret {
		s.hide()
	}
	if today != nil && t.restless() {
		s.Uncompared = fmt.Sprintf("decisions after the first %d on a floor", MostCopies)
	}
	return s, nil
}

// restless calls have more decisions than are compared.
func (t *trace) restless() bool {
	for _, s := range t.floors {
		if len(s.decisions) > MostCopies {
			return true
		}
	}
	return false
}

func (t *trace) story(events []Event) *Story {
	c := &t.lives[t.call].state
	s := &Story{
		Call: t.call, From: c.From, To: c.To, Trunk: c.Trunk, DialledBy: c.Seat, Centre: c.Centre,
		CallbackOf: c.Of, Outcome: c.Outcome, By: c.By, Events: events, Passed: t.passed,
	}
	began := c.Arrived
	if began != 0 {
		at := stamp(began)
		s.Arrived = &at
	} else if len(events) > 0 {
		began = time.Time(events[0].At).UnixMilli()
	}
	for i := range events {
		events[i].After = float64(time.Time(events[i].At).UnixMilli()-began) / 1000
	}
	return s
}

// visit folds a floor up to the last fact that concerns the call.
func (t *trace) visit(ctx context.Context, j journal.Reader, name string, today RulesOf) (*visit, error) {
	v := newVisit(t, name, today)
	err := j.ReadStream(ctx, journal.FloorStream(name), 1, func(g journal.Group) error {
		if g.Seq > v.stay.last {
			return errEnough
		}
		return v.group(g)
	})
	return v, enough(err)
}

func unreadable(seq int64, err error) error {
	return fmt.Errorf("group %d of the journal cannot be read, and without it the floor would be wrong: %w", seq, err)
}

// happened is the time of a fact in ms; 0 if it tells none.
func happened(e journal.Entry) int64 {
	var f struct {
		At int64 `json:"at"`
	}
	if json.Unmarshal(e.Data, &f) != nil {
		return 0
	}
	return f.At
}

// unknown helps whoever mistyped an id, with the newest of the journal.
func unknown(ctx context.Context, j journal.Reader, id string) error {
	const far, shown = 20_000, 3
	last, err := j.Last(ctx)
	if err != nil {
		return err
	}
	var ids []string
	seen := map[string]bool{}
	err = j.Read(ctx, max(1, last-far), func(g journal.Group) error {
		if g.Call != "" && !seen[g.Call] {
			seen[g.Call] = true
			ids = append(ids, g.Call)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return &NoCallError{Call: id, Hint: "it has no calls at all"}
	}
	newest := ids[max(0, len(ids)-shown):]
	slices.Reverse(newest)
	hint := "the newest: " + strings.Join(newest, ", ")
	if like := problem.DidYouMean(id, ids); strings.HasPrefix(like, "did you mean") {
		hint = like + " " + hint
	}
	return &NoCallError{Call: id, Hint: hint + " (hotline calls lists them)"}
}
