package calendar

import "time"

// Hours are when a centre answers. The zero value is always.
type Hours struct {
	plan *plan // nil: always
}

// AlwaysOpen are the hours 7x24.
func AlwaysOpen() Hours { return Hours{} }

// Always is true for hours that never end, whatever the day.
func (h Hours) Always() bool { return h.plan == nil }

// plan is hours that are not always.
type plan struct {
	zone       *time.Location
	zoneName   string // to be told; empty for the usual one
	byCalendar bool   // open on working days, whichever those are
	week       [7]bool
	times      []interval
	exceptions map[day]exception
	last       day  // the last exception
	allDays    bool // open all the time but for exceptions
}

// exception is what a centre does on one day instead.
type exception struct {
	times []interval // none: closed
	why   string     // Mandarin, for callers; may be empty if there are times
}

// schedule is what a plan makes of one day.
type schedule struct {
	times   []interval
	closed  Why    // why there are none
	special bool   // decided by an exception
	why     string // of the exception
	known   bool   // false: it rests on a year whose notice is missing
}

// on is the plan for a day.
func (p *plan) on(b *Book, d day) schedule {
	if e, ok := p.exceptions[d]; ok {
		return schedule{times: e.times, closed: Exception, special: true, why: e.why, known: true}
	}
	if p.byCalendar {
		return p.byNotice(b, d)
	}
	if !p.week[d.weekday()] {
		return schedule{closed: DayOff, known: true}
	}
	return schedule{times: p.times, known: true}
}

func (p *plan) byNotice(b *Book, d day) schedule {
	e, listed := b.entry(d)
	known := listed || b.Known(d.year())
	switch {
	case listed && e.off:
		return schedule{closed: Holiday, known: known}
	case !listed && d.weekend():
		return schedule{closed: Weekend, known: known}
	}
	return schedule{times: p.times, known: known}
}
