package dialplan

import (
	"path/filepath"
	"strconv"
	"time"

	"hotline/internal/calendar"
	"hotline/internal/problem"
)

// dated is an old number, and when its time is over.
type dated struct {
	until time.Time
	at    problem.Place
}

func (l *loader) noteOld(until time.Time, at problem.Place) {
	l.tree.dated = append(l.tree.dated, dated{until, at})
}

// CalendarWarnings are what only the date can tell: a year is needed whose
// calendar is missing, or the time of an old number is over.
func (t *Tree) CalendarWarnings(now time.Time) problem.Problems {
	var found problem.Problems
	if year, missing := t.Calendar.EndsSoon(now); missing && t.needsCalendar() {
		at := problem.Place{File: filepath.Join(t.dir, calendarsDir, strconv.Itoa(year)+".yaml")}
		found.Add(at.Warning("write it from the State Council's notice",
			"the calendar of %d is missing: until it is there, every weekday of that year is taken for a working day", year))
	}
	for _, old := range t.dated {
		if !now.Before(old.until) {
			found.Add(old.at.Warning("take the number out when nobody calls it any more", "the time of this old number is over"))
		}
	}
	found.Sort()
	return found
}

// needsCalendar is true if the hours of any centre are not always.
func (t *Tree) needsCalendar() bool {
	for _, c := range t.Centres {
		if !c.Hours.Always() {
			return true
		}
	}
	return false
}

// OpenAt tells whether a centre is open, why, and until when. A centre that the
// tree does not have is closed.
func (t *Tree) OpenAt(centre string, at time.Time) calendar.Answer {
	c, ok := t.Centres[centre]
	if !ok {
		return calendar.Answer{Known: true, Steps: []string{"there is no centre " + centre}}
	}
	return t.Calendar.At(c.Hours, at)
}
