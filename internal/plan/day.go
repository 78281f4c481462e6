package plan

import (
	"fmt"
	"time"
)

// HalfHours of a day.
const HalfHours = 48

const halfHour = 30 * time.Minute

// Day is what callers do in the half hours of a day.
type Day struct {
	Name      string // mon … sun, a date, or empty if the forecast is of one day
	HalfHours [HalfHours]HalfHour
}

// HalfHour is what callers do in half an hour.
type HalfHour struct {
	Calls  float64       // who want a seat
	AHT    time.Duration // mean handling time of these: talk and wrap-up
	Lines  float64       // calls that take a line, also those that want no seat
	OnLine time.Duration // how long these hold it on average, the wait for a seat not counted
}

// load is in erlangs.
func load(calls float64, mean time.Duration) float64 {
	return calls * mean.Seconds() / halfHour.Seconds()
}

// clock is when a half hour begins.
func clock(slot int) string { return fmt.Sprintf("%02d:%02d", slot/2, slot%2*30) }

// slotOf is the half hour that a moment is in.
func slotOf(t time.Time) int { return t.Hour()*2 + t.Minute()/30 }

// weekday is the short name of a day of the week.
func weekday(d time.Weekday) string {
	return [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}[d]
}

// span is from the first half hour in which somebody calls to behind the last; from
// = to if nobody does.
func (d *Day) span() (from, to int) {
	for i, h := range d.HalfHours {
		if h.Calls == 0 && h.Lines == 0 {
			continue
		}
		if to == 0 {
			from = i
		}
		to = i + 1
	}
	return from, to
}
