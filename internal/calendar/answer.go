package calendar

import "time"

// Why is the reason for an answer, in a word.
type Why string

// The reasons. The first two are open, the others closed.
const (
	Always       Why = "always"        // 7x24
	WorkingHours Why = "working-hours" // within the times of a day
	BeforeHours  Why = "before-hours"  // the day's first time is still to come
	Break        Why = "break"         // between two times of a day
	AfterHours   Why = "after-hours"   // the day's last time is over
	Weekend      Why = "weekend"       // Saturday or Sunday, no make-up working day
	Holiday      Why = "holiday"       // off by the State Council's notice
	DayOff       Why = "day-off"       // none of the days of the week listed
	Exception    Why = "exception"     // closed that day by the centre itself
)

// Answer tells whether a centre is open at a moment.
type Answer struct {
	Open   bool
	Why    Why
	Day    string    // the holiday that the notice names for the day (国庆节), or empty
	MakeUp bool      // a make-up working day (调休) of that holiday
	Reason string    // Mandarin, a sentence for callers without full stop
	Next   time.Time // the next opening or closing, in the zone of the hours; zero if none within 400 days
	Known  bool      // false if Open or Next rests on a year whose notice is missing
	Steps  []string  // English, how it was found, for engineers
}

// At tells whether a centre with these hours is open at a moment.
func (b *Book) At(h Hours, t time.Time) Answer {
	if h.Always() {
		e, listed := b.entry(dayOf(t, China()))
		return Answer{
			Open: true, Why: Always, Day: e.name, MakeUp: listed && !e.off,
			Reason: "这里全天24小时服务", Known: true, Steps: []string{"the hours are 7x24"},
		}
	}
	l := h.plan.look(b, t)
	e, listed := b.entry(l.day)
	a := Answer{Open: l.open, Why: l.why(), Day: e.name, MakeUp: listed && !e.off, Next: l.next, Known: l.known}
	a.Reason = reason(a, l)
	a.Steps = steps(b, h.plan, l)
	return a
}

// why sums the look up in a word.
func (l look) why() Why {
	switch {
	case l.open:
		return WorkingHours
	case len(l.today.times) == 0:
		return l.today.closed
	case l.index == 0:
		return BeforeHours
	case l.index < len(l.today.times):
		return Break
	default:
		return AfterHours
	}
}

// NextOpening is the first moment from t on at which the hours are open: t
// itself if they are. With otherDay it is on the next day of the calendar at the
// earliest; for 7x24 that is its midnight. It is false if there is none within
// 400 days.
func (b *Book) NextOpening(h Hours, t time.Time, otherDay bool) (time.Time, bool) {
	zone := China()
	if !h.Always() {
		zone = h.plan.zone
	}
	if otherDay {
		t = (dayOf(t, zone) + 1).at(0, zone)
	}
	if h.Always() {
		return t, true
	}
	l := h.plan.look(b, t)
	if l.open {
		return l.at, true
	}
	return l.next, !l.next.IsZero()
}
