package why

import (
	"fmt"
	"strings"

	"hotline/acd"
	"hotline/internal/plain"
)

// Because puts into words the rule that chose a seat, as it stands in
// [acd.Reasons].
func Because(rule string) string {
	switch rule {
	case "only-seat":
		return "the only seat that could take it"
	case "last-seat":
		return "the seat that the caller spoke to last"
	case "level":
		return "the lowest level of seats that are idle"
	case "skill":
		return "the most of the skills that are preferred"
	}
	return strategy(acd.Strategy(rule))
}

func strategy(s acd.Strategy) string {
	switch s {
	case acd.RingAll:
		return "all idle seats are rung at once"
	case acd.LongestIdle:
		return "idle for the longest time"
	case acd.RoundRobin:
		return "its turn in the round"
	case acd.FewestCalls:
		return "has answered the fewest calls"
	case acd.LeastTalkTime:
		return "has talked for the shortest time"
	case acd.Random:
		return "drawn at random"
	case acd.Weighted:
		return "furthest behind its share of calls"
	case acd.FixedOrder:
		return "the first in the order of the rules"
	case acd.SkillFirst:
		return "the highest levels of the skills that count"
	}
	return plain.Text(string(s))
}

// figure is what counted of a seat under that rule.
func figure(rule string, c acd.Candidate) string {
	switch rule {
	case "level":
		return fmt.Sprintf("level %d", max(c.Level, 1))
	case "skill", string(acd.SkillFirst):
		return fmt.Sprintf("skill %d", c.Skill)
	case string(acd.FewestCalls), string(acd.Weighted):
		return count(int(c.Calls), "call")
	case string(acd.LeastTalkTime):
		return "talked " + span(c.Talk)
	default:
		return "idle " + span(c.Idle)
	}
}

func candidates(rule string, list []acd.Candidate) string {
	words := make([]string, len(list))
	for i, c := range list {
		words[i] = c.Seat + " (" + figure(rule, c) + ")"
	}
	return strings.Join(words, ", ")
}

// cause is why a seat could not have a call: the name of a field of [acd.Out].
func cause(field string) string {
	switch field {
	case "signed-out":
		return "signed out"
	case "offered":
		return "being offered another"
	case "on-hold":
		return "with a call on hold"
	case "wrap-up":
		return "in wrap-up"
	case "skills":
		return "without a skill that it needs"
	case "levels":
		return "of a level that is not asked yet"
	case "reserve":
		return "in reserve"
	case "last-seat":
		return "not the seat it waits for"
	case "occupied":
		return "in a call of its own"
	default: // paused, talking, consulting, unreachable
		return field
	}
}

// out says how many seats were out for which cause; empty = none.
func out(o acd.Out) string { return outAs(o, cause) }

func outAs(o acd.Out, name func(field string) string) string {
	var words []string
	add := func(n int, field string) {
		if n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, name(field)))
		}
	}
	add(o.SignedOut, "signed-out")
	add(o.Paused, "paused")
	add(o.Offered, "offered")
	add(o.Talking, "talking")
	add(o.OnHold, "on-hold")
	add(o.Consulting, "consulting")
	add(o.WrapUp, "wrap-up")
	add(o.Unreachable, "unreachable")
	add(o.Occupied, "occupied")
	add(o.Skills, "skills")
	add(o.Levels, "levels")
	add(o.Reserve, "reserve")
	add(o.LastSeat, "last-seat")
	return strings.Join(words, ", ")
}

func offerEnd(end acd.OfferEnd) string {
	switch end {
	case acd.Accepted:
		return "it answered"
	case acd.NoAnswer:
		return "it rang out"
	case acd.Busy:
		return "the telephone was engaged"
	case acd.Declined:
		return "the agent rejected it"
	case acd.Unreachable:
		return "the telephone could not be reached"
	case acd.Failed:
		return "the line failed"
	case acd.CallerGone:
		return "the caller was gone"
	case acd.SeatGone:
		return "the seat signed out"
	case acd.Elsewhere:
		return "another seat answered first"
	case acd.Withdrawn:
		return "taken back, the seat is not to blame"
	}
	return plain.Text(string(end))
}

func overflow(reason string) string {
	switch reason {
	case acd.OverflowNoSeat:
		return "no seat that could ever have it is signed in"
	case acd.OverflowAllPaused:
		return "all seats that could have it are paused or unreachable"
	case acd.OverflowAllBusy:
		return "no seat that could have it is ready"
	case acd.OverflowStaff:
		return "too few seats are signed in"
	case acd.OverflowWait:
		return "its longest wait is over"
	case acd.OverflowSize:
		return "too many calls wait"
	case acd.OverflowExpected:
		return "the wait that is expected is too long"
	case acd.OverflowQueueRemoved:
		return "the rules know the queue no more"
	case acd.OverflowMoved:
		return "it joins another queue"
	case acd.OverflowLeft:
		return "the flow took it away"
	}
	return plain.Text(reason)
}
