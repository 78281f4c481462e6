package why

import (
	"fmt"
	"strconv"

	"hotline/acd"
)

// choice is what was recorded with an offer.
func choice(f *acd.Offered) (notes []string) {
	r := f.Considered
	if text := candidates(r.Because, r.RunnersUp); text != "" {
		notes = append(notes, "next would have been "+text)
	}
	if text := out(r.Out); text != "" {
		notes = append(notes, "out: "+text)
	}
	return notes
}

// asStood names the seats of a queue, as they stood for the call.
func asStood(e *acd.Explanation) (notes []string) {
	if e == nil {
		return nil
	}
	var could, not []string
	for _, s := range e.Seats {
		if s.Place > 0 {
			could = append(could, fmt.Sprintf("%d. %s (%s)", s.Place, s.Seat, figure(e.Because, s.Candidate)))
			continue
		}
		not = append(not, s.Seat+" "+cause(s.Out))
	}
	text := "as the floor stood, " + join(demand(e), "it ", "; ")
	switch {
	case len(could) > 0:
		text += "eligible: " + shown(could)
	case len(not) == 0:
		text += "the queue had no seats"
	default:
		text += "nobody could have it"
	}
	return []string{text + join(shown(not), "; not: ", "")}
}

// demand is what the call asked of seats, beyond what it came with.
func demand(e *acd.Explanation) string {
	var words []string
	if e.Ahead > 0 {
		words = append(words, "waited behind "+count(e.Ahead, "call"))
	}
	if len(e.Needs) > 0 {
		words = append(words, "needed "+skills(e.Needs))
	}
	if len(e.Prefer) > 0 {
		words = append(words, "preferred "+list(e.Prefer))
	}
	if e.Levels > 0 && e.Levels < acd.AllLevels {
		words = append(words, "was for levels 1 to "+strconv.Itoa(e.Levels))
	}
	if e.Stage > 0 {
		words = append(words, "had come to stage "+strconv.Itoa(e.Stage))
	}
	if e.Last != "" {
		words = append(words, "was for seat "+e.Last+" alone")
	}
	return list(words)
}

// shown keeps a long list readable; JSON has all of it.
func shown(words []string) string {
	const most = 12
	if len(words) <= most {
		return list(words)
	}
	return list(words[:most]) + fmt.Sprintf(", and %d more", len(words)-most)
}

// limit tells which limit of the call led to its overflow, and the figure that met
// it.
func limit(reason string, joined *acd.CallQueued, q acd.QueueStatus) []string {
	if joined == nil {
		return nil
	}
	l := joined.Limits
	switch reason {
	case acd.OverflowSize:
		return []string{fmt.Sprintf("limit: at most %d in line before it; %d were", l.Size, q.Waiting)}
	case acd.OverflowStaff:
		return []string{fmt.Sprintf("limit: at least %s signed in that could have it", count(l.Staff, "seat"))}
	case acd.OverflowExpected:
		return []string{"limit: an expected wait of " + span(l.Expected) + join(expected(joined.Expected, joined.Low, joined.High), "; it was ", "")}
	case acd.OverflowWait:
		return []string{"limit: a wait of " + span(l.Wait) + " in this queue"}
	case acd.OverflowNoSeat, acd.OverflowAllPaused, acd.OverflowAllBusy:
		return standingOut(q)
	}
	return nil
}

// standingOut is how the seats of the queue stood, all needs apart.
func standingOut(q acd.QueueStatus) []string {
	if text := out(q.Out); text != "" {
		return []string{"seats of the queue: " + text + join(readySeats(q.Ready), ", ", "")}
	}
	return nil
}

func readySeats(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d ready", n)
}
