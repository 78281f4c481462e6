package acd

import (
	"fmt"
	"strconv"
)

func seconds(ms int64) string {
	return strconv.FormatFloat(float64(ms)/1000, 'f', -1, 64)
}

// tell writes a fact in a line.
func tell(f Fact) string {
	switch v := f.(type) {
	case *RulesLoaded:
		return v.Kind() + " " + v.Rules.Hash
	case *SeatSignedIn:
		if v.Phone != "" {
			return v.Kind() + " " + v.Seat + " at " + v.Phone
		}
		return v.Kind() + " " + v.Seat
	case *SeatOccupied:
		return v.Kind() + " " + v.Seat + " by " + v.Call
	case *SeatVacated:
		return v.Kind() + " " + v.Seat + " by " + v.Call + until(v.WrapUpUntil)
	case *SeatSignedOut:
		return v.Kind() + " " + v.Seat
	case *SeatReady:
		return v.Kind() + " " + v.Seat
	case *SeatReachable:
		return v.Kind() + " " + v.Seat
	case *SeatUnreachable:
		return v.Kind() + " " + v.Seat + until(v.Until)
	case *WrapUpEnded:
		return v.Kind() + " " + v.Seat
	case *WrapUpExtended:
		return v.Kind() + " " + v.Seat + until(v.Until)
	case *SeatPaused:
		line := fmt.Sprintf("%s %s %s", v.Kind(), v.Seat, v.Reason)
		if v.Auto {
			line += " auto"
		}
		return line + until(v.Until)
	default:
		return tellQueue(f)
	}
}

func tellQueue(f Fact) string {
	switch v := f.(type) {
	case *ReserveCalled:
		return fmt.Sprintf("%s %s: %d waiting, %s", v.Kind(), v.Queue, v.Waiting, seconds(v.Wait))
	case *ReserveReleased:
		return v.Kind() + " " + v.Queue
	case *MachineWentAway:
		return v.Kind() + " " + v.Machine
	case *MachineCame:
		return v.Kind() + " " + v.Machine
	case *HoursSet:
		line := v.Kind() + " " + v.Queue
		for _, w := range v.Open {
			line += " " + seconds(w.From-dawn) + "-" + seconds(w.To-dawn)
		}
		return line
	case *Relaxed:
		return fmt.Sprintf("%s %s %s stage %d", v.Kind(), v.Call, v.Queue, v.Stage)
	case *PriorityChanged:
		return fmt.Sprintf("%s %s %s", v.Kind(), v.Call, seconds(v.Priority))
	case *TalkMoved:
		return fmt.Sprintf("%s %s %s %s", v.Kind(), v.Call, v.Seat, v.To)
	default:
		return tellCall(f)
	}
}

func until(at int64) string {
	if at == 0 {
		return ""
	}
	return " until " + seconds(at-dawn)
}

func tellCall(f Fact) string {
	switch v := f.(type) {
	case *CallQueued:
		line := fmt.Sprintf("%s %s %s position %d", v.Kind(), v.Call, v.Queue, v.Position)
		if b := v.Callback; b.ID != "" {
			line += fmt.Sprintf(", calls %s back for %s, attempt %d", b.Number, b.ID, b.Attempt)
		}
		if v.Home != "" {
			line += ", at " + v.Home
		}
		if v.Again != "" {
			line += fmt.Sprintf(", again for %s since %s", v.Again, seconds(v.Since-dawn))
		}
		if v.Last != "" {
			line += ", for seat " + v.Last
		}
		if v.Expected != 0 {
			line += fmt.Sprintf(", expected %s (%s to %s)", seconds(v.Expected), seconds(v.Low), seconds(v.High))
		}
		return line
	case *Offered:
		return tellOffer(v)
	case *OfferEnded:
		return fmt.Sprintf("%s #%d %s %s %s", v.Kind(), v.Offer, v.Call, v.Seat, v.Result)
	case *Answered:
		return fmt.Sprintf("%s %s %s %s waited %s", v.Kind(), v.Call, v.Queue, v.Seat, seconds(v.Waited))
	case *Abandoned:
		line := fmt.Sprintf("%s %s %s waited %s", v.Kind(), v.Call, v.Queue, seconds(v.Waited))
		if v.Ringing != "" {
			line += " ringing " + v.Ringing
		}
		return line
	case *CallCutOff:
		line := fmt.Sprintf("%s %s %s waited %s", v.Kind(), v.Call, v.Queue, seconds(v.Waited))
		if v.Ringing != "" {
			line += " ringing " + v.Ringing
		}
		return line
	case *Overflowed:
		return fmt.Sprintf("%s %s %s waited %s: %s", v.Kind(), v.Call, v.Queue, seconds(v.Waited), v.Reason)
	case *TalkEnded:
		line := fmt.Sprintf("%s %s %s %s talked %s by %s", v.Kind(), v.Call, v.Queue, v.Seat, seconds(v.Talked), v.By)
		if v.Into != "" {
			line += ", into " + v.Into
		}
		return line + tellWrapUp(v.WrapUpUntil, v.WrapUpOpen)
	case *TalkPassed:
		line := fmt.Sprintf("%s %s %s from %s to %s talked %s", v.Kind(), v.Call, v.Queue, v.From, v.To, seconds(v.Talked))
		if v.By != "" {
			line += " by " + v.By
		}
		return line + tellWrapUp(v.WrapUpUntil, v.WrapUpOpen)
	default:
		return tellCallback(f)
	}
}

func tellWrapUp(at int64, open bool) string {
	switch {
	case open:
		return " wrap-up until ended"
	case at != 0:
		return " wrap-up" + until(at)
	}
	return ""
}

func tellCallback(f Fact) string {
	switch v := f.(type) {
	case *CallbackListed:
		line := fmt.Sprintf("%s %s %s %s since %s due %s", v.Kind(), v.Callback, v.Number, v.Queue,
			seconds(v.Since-dawn), seconds(v.Due-dawn))
		if v.Same != "" {
			line += ", the same as " + v.Same
		}
		if v.Missed {
			line += ", missed"
		}
		if v.Cut {
			line += ", cut off"
		}
		if v.Home != "" {
			line += ", at " + v.Home
		}
		return line
	case *CallbackDue:
		return v.Kind() + " " + v.Callback + ", by " + seconds(v.By-dawn)
	case *CallbackPutOff:
		return fmt.Sprintf("%s %s%s: %s", v.Kind(), v.Callback, until(v.Due), v.Reason)
	case *CallbackTried:
		line := fmt.Sprintf("%s %s by %s, attempt %d: %s", v.Kind(), v.Callback, v.Call, v.Attempt, v.Result)
		if v.Due != 0 {
			line += ", again at " + seconds(v.Due-dawn)
		}
		return line
	case *CallbackDone:
		if v.By != "" {
			return v.Kind() + " " + v.Callback + " by " + v.By
		}
		return v.Kind() + " " + v.Callback
	case *CallbackGivenUp:
		return fmt.Sprintf("%s %s: %s", v.Kind(), v.Callback, v.Reason)
	default:
		return fmt.Sprintf("%#v", f)
	}
}

func tellOffer(v *Offered) string {
	line := fmt.Sprintf("%s #%d %s %s %s", v.Kind(), v.Offer, v.Call, v.Queue, v.Seat)
	if v.All {
		line += " with others"
	}
	line += until(v.RingUntil) + ", " + v.Considered.Because
	for _, c := range v.Considered.RunnersUp {
		line += ", then " + tellCandidate(c)
	}
	o := v.Considered.Out
	for i, n := range []int{
		o.SignedOut, o.Paused, o.Offered, o.Talking, o.OnHold, o.Consulting, o.WrapUp, o.Unreachable,
		o.Occupied, o.Skills, o.Levels, o.Reserve, o.LastSeat,
	} {
		if n > 0 {
			line += fmt.Sprintf(", %d %s", n, []string{
				"signed-out", "paused", "offered", "talking", "on-hold", "consulting", "wrap-up", "unreachable",
				"occupied", "skills", "levels", "reserve", "last-seat",
			}[i])
		}
	}
	return line
}

func tellCandidate(c Candidate) string {
	line := fmt.Sprintf("%s idle %s", c.Seat, seconds(c.Idle))
	for _, figure := range []struct {
		name string
		n    int64
	}{{"level", int64(c.Level)}, {"skill", int64(c.Skill)}, {"calls", c.Calls}} {
		if figure.n != 0 {
			line += fmt.Sprintf(" %s %d", figure.name, figure.n)
		}
	}
	if c.Talk != 0 {
		line += " talk " + seconds(c.Talk)
	}
	return line
}
