package dialplan

import (
	"time"

	"hotline/acd"
)

// CallbackWindows are the hours of a queue's centre from a moment on, as far as they
// begin within so many days. Nil means always: 7x24 has no windows. A queue that the
// tree does not have is never open.
func (t *Tree) CallbackWindows(queue string, from time.Time, days int) []acd.Window {
	c, ok := t.queue(queue)
	if ok && c.Hours.Always() {
		return nil
	}
	windows := []acd.Window{}
	until := from.AddDate(0, 0, days)
	for at := from; ok && at.Before(until); {
		a := t.Calendar.At(c.Hours, at)
		end := a.Next
		if end.IsZero() { // no change in sight
			end = until
		}
		if a.Open {
			windows = append(windows, acd.Window{From: at.UnixMilli(), To: end.UnixMilli()})
		}
		at = end
	}
	return windows
}
