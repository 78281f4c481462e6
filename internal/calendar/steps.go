package calendar

import "strconv"

// steps tell an engineer how an answer was found.
func steps(b *Book, p *plan, l look) []string {
	out := []string{dayStep(b, p, l)}
	if !l.today.known {
		out = append(out, missing(l.day.year())+": Monday to Friday count as working days")
	}
	if len(l.today.times) > 0 {
		out = append(out, timeStep(p, l))
	}
	if l.today.known && !l.known {
		out = append(out, "the next change rests on "+strconv.Itoa(l.at.Year()+1)+": "+missing(l.at.Year()+1))
	}
	return out
}

func missing(year int) string { return "the notice of " + strconv.Itoa(year) + " is missing" }

func dayStep(b *Book, p *plan, l look) string {
	e, listed := b.entry(l.day)
	is := l.day.is()
	switch {
	case l.today.special && len(l.today.times) == 0:
		return is + ", closed by an exception of the centre (" + l.today.why + ")"
	case l.today.special && l.today.why != "":
		return is + " with times of its own (" + l.today.why + ")"
	case l.today.special:
		return is + " with times of its own"
	case !p.byCalendar && l.today.closed == DayOff:
		return is + ", none of the centre's days"
	case !p.byCalendar:
		return is + ", one of the centre's days whatever the calendar says"
	case listed:
		return is + noticed(e, l.day.weekend())
	case l.day.weekend():
		return is + ", a day off"
	default:
		return is + ", a working day"
	}
}

// noticed tells what the notice makes of a day.
func noticed(e entry, weekend bool) string {
	switch {
	case e.off && weekend:
		return " and a holiday (" + e.name + ")"
	case e.off:
		return ", but a holiday (" + e.name + ")"
	case weekend:
		return ", but a make-up working day (" + e.name + ")"
	default:
		return " and a make-up working day (" + e.name + ")"
	}
}

func timeStep(p *plan, l look) string {
	now := l.at.Format("15:04")
	if p.zoneName != "" {
		now += " in " + p.zoneName
	}
	times := l.today.times
	switch {
	case l.open:
		return now + " lies in " + times[l.index].words
	case l.index == 0:
		return now + " is before " + times[0].words
	case l.index < len(times):
		return now + " lies between " + times[l.index-1].words + " and " + times[l.index].words
	default:
		return now + " is after " + times[len(times)-1].words
	}
}
