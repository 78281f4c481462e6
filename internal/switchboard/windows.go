package switchboard

import (
	"maps"
	"math"
	"slices"
	"time"

	"hotline/acd"
	"hotline/internal/calendar"
	"hotline/internal/dialplan"
)

// windows keep a floor's distributor informed of when its queues may call callers
// back who did not ask for it. They go from the beginning of a week to the end of the
// week after next, so they are the same for a week, and stand until another one has
// begun. A floor on which nothing happens is not told; what happens first in a new
// week is told after the new windows.
type windows struct {
	of    func(queue string, from time.Time, days int) []acd.Window // nil = always open
	rules func() acd.Rules
	told  map[string][]acd.Window // on record, by queue
	until int64                   // they stand, ms
}

const windowDays = 3 * 7

// newWindows begins with what is on record. Nothing is told before there are rules.
func (sb *Switchboard) newWindows(floor string, told map[string][]acd.Window) *windows {
	tree := func() *dialplan.Tree { return sb.tree.Load() }
	if told == nil {
		told = map[string][]acd.Window{}
	}
	return &windows{
		of: func(queue string, from time.Time, days int) []acd.Window {
			return tree().CallbackWindows(queue, from, days)
		},
		rules: func() acd.Rules { return tree().Rules(floor) },
		told:  told, until: math.MaxInt64,
	}
}

// due are the windows that have to be told, now that there are new rules or there is
// a new week.
func (w *windows) due(now time.Time) (changed []acd.SetHours) {
	monday := weekOf(now.In(calendar.China()))
	w.until = monday.AddDate(0, 0, 7).UnixMilli()
	queues := w.rules().Queues
	maps.DeleteFunc(w.told, func(id string, _ []acd.Window) bool {
		return !slices.ContainsFunc(queues, func(q acd.Queue) bool { return q.ID == id })
	})
	for _, q := range queues {
		told, known := w.told[q.ID]
		open := w.open(q, monday)
		switch {
		case open == nil && !known:
			continue
		case open == nil:
			open = alwaysOpen()
		}
		if !known || !slices.Equal(told, open) {
			changed = append(changed, acd.SetHours{At: now.UnixMilli(), Queue: q.ID, Open: open})
		}
	}
	return changed
}

// open is nil for a queue that is always open, and for one whose callers are called
// back only if they asked for it: they were told when.
func (w *windows) open(q acd.Queue, monday time.Time) []acd.Window {
	if !q.Callback.Missed {
		return nil
	}
	return w.of(q.ID, monday, windowDays)
}

// alwaysOpen is told of a queue whose hours have been told, and do not count any more.
func alwaysOpen() []acd.Window {
	const forEver = 1<<53 - 1 // that every reader of JSON can read
	return []acd.Window{{From: 0, To: forEver}}
}

func weekOf(t time.Time) time.Time {
	sinceMonday := (int(t.Weekday()) + 6) % 7
	return time.Date(t.Year(), t.Month(), t.Day()-sinceMonday, 0, 0, 0, 0, t.Location())
}
