package calendar

import (
	"strconv"
	"strings"
	"time"

	"hotline/internal/yamlfile"
)

// day counts days since 1970-01-01, whatever the zone.
type day int32

const (
	secondsOfDay = 24 * 60 * 60
	mostSpan     = 366 // days in one range: longer is a slip of the pen
)

// dayOf is the day of a moment in a zone.
func dayOf(t time.Time, zone *time.Location) day {
	_, offset := t.In(zone).Zone()
	s := t.Unix() + int64(offset)
	d := s / secondsOfDay
	if s%secondsOfDay < 0 {
		d--
	}
	return day(d)
}

// at is a minute of the day in a zone; minute 1440 is the midnight at its end.
func (d day) at(minute int, zone *time.Location) time.Time {
	return time.Date(1970, 1, 1+int(d), 0, minute, 0, 0, zone)
}

func (d day) date() time.Time        { return d.at(0, time.UTC) }
func (d day) year() int              { return d.date().Year() }
func (d day) weekday() time.Weekday  { return time.Weekday(((int(d)+4)%7 + 7) % 7) }
func (d day) String() string         { return d.date().Format(time.DateOnly) }
func (d day) weekend() bool          { w := d.weekday(); return w == time.Saturday || w == time.Sunday }
func (d day) is() string             { return d.String() + " is a " + d.weekday().String() }
func firstOf(year int) day           { return dayOf(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), time.UTC) }
func (d day) nearYear(year int) bool { return d >= firstOf(year)-31 && d < firstOf(year+1)+31 }

// parseDay reads 2026-10-01 and, if a year is given, 10-01 as a day of it.
func parseDay(text string, year int) (day, bool) {
	if year > 0 && len(text) == len("10-01") {
		text = strconv.Itoa(year) + "-" + text
	}
	t, err := time.Parse(time.DateOnly, text)
	return dayOf(t, time.UTC), err == nil
}

// dated is a day with the place that names it.
type dated struct {
	day day
	at  yamlfile.Node
}

// loadDays reads a date, a range of dates, or a list of both. A year that is not
// 0 may be left out of the dates.
func loadDays(n yamlfile.Node, year int) []dated {
	items := []yamlfile.Node{n}
	if !n.IsText() {
		items, _ = n.List()
	}
	var days []dated
	for _, item := range items {
		first, last, ok := loadSpan(item, year)
		for d := first; ok && d <= last; d++ {
			days = append(days, dated{d, item})
		}
	}
	return days
}

func loadSpan(n yamlfile.Node, year int) (first, last day, ok bool) {
	text, ok := n.Text()
	if !ok {
		return 0, 0, false
	}
	from, to, ranged := strings.Cut(text, "..")
	if !ranged {
		to = from
	}
	first, ok1 := parseDay(from, year)
	last, ok2 := parseDay(to, year)
	switch {
	case !ok1:
		return badDay(n, from, year)
	case !ok2:
		return badDay(n, to, year)
	case last < first:
		n.Error("put the earlier date first; a range into another year needs the years written out", "%s ends before it begins", text)
		return 0, 0, false
	case last-first >= mostSpan:
		n.Error("give a range of at most a year", "%s is longer than a year", text)
		return 0, 0, false
	}
	return first, last, true
}

func badDay(n yamlfile.Node, text string, year int) (first, last day, ok bool) {
	hint := "write it like 2026-10-01, or 2026-10-01..2026-10-07 for several days"
	if year > 0 {
		hint = "write it like 10-01, or 10-01..10-07 for several days"
	}
	n.Error(hint, "%q is no date", text)
	return 0, 0, false
}
