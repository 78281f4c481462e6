package plan

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hotline/internal/calendar"
	"hotline/internal/problem"
	"hotline/internal/record"
)

// Weeks says which calls of a journal to look at.
type Weeks struct {
	Until time.Time     // those of whole days before the one of this moment, China's time
	Weeks int           // so many
	Queue string        // only what came to this queue at last; empty = all
	AHT   time.Duration // instead of the one that the journal tells; 0 = that one
}

// enough calls for a mean of their own; a half hour of the day with fewer has that
// of all.
const enough = 50

// History is the mean day of each weekday in the last weeks of a data directory,
// Monday first. An engine may be writing there. Weekdays that the journal does not
// reach are left out, and so are days before its first call.
//
// The callers of a half hour are those who joined a queue in it; who is called back
// is not counted again. AHT is the talk and the wrap-up of who was answered. A line
// is taken by each call of a trunk, and each call back that a seat took, in the half
// hour in which it arrived, until it ended.
func History(ctx context.Context, dir string, w Weeks) ([]Day, error) {
	calls, since, err := w.calls(ctx, dir)
	if err != nil {
		return nil, err
	}
	wraps, err := wrapUps(ctx, dir)
	if err != nil {
		return nil, err
	}
	c := count{observed: observed(since, w.Until)}
	for i := range calls {
		c.add(&calls[i], wraps[calls[i].ID])
	}
	if w.AHT > 0 {
		c.aht = means{all: mean{w.AHT, 1}}
	}
	if c.aht.all.n == 0 {
		return nil, fmt.Errorf("no call in these weeks was answered, so %s does not tell how long calls take: say it with --aht", dir)
	}
	return c.days(), nil
}

// calls are those of the weeks, and the midnight from which the journal has them.
func (w *Weeks) calls(ctx context.Context, dir string) ([]record.Call, time.Time, error) {
	w.Until = midnight(w.Until)
	since := w.Until.AddDate(0, 0, -7*w.Weeks)
	calls, err := record.List(ctx, dir, record.Filter{Since: since, Until: w.Until})
	if err != nil {
		return nil, since, err
	}
	if len(calls) == 0 {
		return nil, since, fmt.Errorf("the journal in %s has no finished call from %s to before %s: take more --weeks, or write a --forecast",
			dir, since.Format(time.DateOnly), w.Until.Format(time.DateOnly))
	}
	earlier, err := record.List(ctx, dir, record.Filter{Until: since, Limit: 1})
	if err != nil {
		return nil, since, err
	}
	if len(earlier) == 0 {
		since = midnight(calls[0].Arrived)
	}
	calls, err = ofQueue(calls, w.Queue)
	return calls, since, err
}

// midnight is when the day of a moment began in China.
func midnight(t time.Time) time.Time {
	t = t.In(calendar.China())
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

func ofQueue(calls []record.Call, queue string) ([]record.Call, error) {
	if queue == "" {
		return calls, nil
	}
	var known []string
	seen := map[string]bool{"": true}
	var kept []record.Call
	for _, c := range calls {
		if c.Queue == queue {
			kept = append(kept, c)
		}
		if !seen[c.Queue] {
			seen[c.Queue] = true
			known = append(known, c.Queue)
		}
	}
	if len(kept) == 0 {
		text := fmt.Sprintf("no call in these weeks came to the queue %q", queue)
		if hint := problem.DidYouMean(queue, known); hint != "" {
			text += "; " + hint
		}
		return nil, errors.New(text)
	}
	return kept, nil
}

// observed is how often each weekday is between two midnights.
func observed(since, until time.Time) (days [7]int) {
	for d := since; d.Before(until); d = d.AddDate(0, 0, 1) {
		days[d.Weekday()]++
	}
	return days
}
