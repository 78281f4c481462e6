package calendar

import "time"

// horizon is how many days ahead a change is looked for.
const horizon = 400

// look is what a plan says of one moment.
type look struct {
	at    time.Time // in the zone of the plan
	day   day
	today schedule
	index int  // of the interval it is in; if closed, of the one that comes next
	open  bool // in an interval
	next  time.Time
	known bool // false: this, or the next change, rests on a missing notice
}

func (p *plan) look(b *Book, t time.Time) look {
	l := look{at: t.In(p.zone), day: dayOf(t, p.zone)}
	l.today = p.on(b, l.day)
	l.known = l.today.known
	for _, i := range l.today.times {
		if t.Before(l.day.at(i.to, p.zone)) {
			l.open = !t.Before(l.day.at(i.from, p.zone))
			break
		}
		l.index++
	}
	switch {
	case l.open:
		p.findEnd(b, &l)
	case l.index < len(l.today.times):
		l.next = l.day.at(l.today.times[l.index].from, p.zone)
	default:
		p.findBeginning(b, &l)
	}
	return l
}

// findEnd finds when a centre closes that is open now. Midnight alone does not
// close it.
func (p *plan) findEnd(b *Book, l *look) {
	i := l.today.times[l.index]
	for d := l.day; p.worthwhile(d, l.day); {
		if i.to < minutesOfDay {
			l.next = d.at(i.to, p.zone)
			return
		}
		d++
		s := p.on(b, d)
		l.known = l.known && s.known
		if len(s.times) == 0 || s.times[0].from > 0 {
			l.next = d.at(0, p.zone)
			return
		}
		i = s.times[0]
	}
}

// findBeginning finds when a centre opens that is closed for the day.
func (p *plan) findBeginning(b *Book, l *look) {
	for d := l.day + 1; d <= l.day+horizon; d++ {
		s := p.on(b, d)
		l.known = l.known && s.known
		if len(s.times) > 0 {
			l.next = d.at(s.times[0].from, p.zone)
			return
		}
	}
}

// worthwhile is false when no change can follow that day, or too late to matter.
func (p *plan) worthwhile(d, from day) bool {
	return d <= from+horizon && (!p.allDays || d <= p.last)
}
