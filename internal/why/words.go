package why

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"hotline/acd"
	"hotline/internal/calendar"
	"hotline/internal/call"
	"hotline/internal/plain"
)

// Words puts a fact of a floor or of a call into plain words: whom it is about, such
// as "call 1kdv…" or "seat 8001", and what happened. Times of day are China's.
func Words(fact any) (subject, text string) {
	if f, ok := fact.(call.Fact); ok { // an acd.Fact has the same methods
		if text := ofCall(f); text != "" {
			return "", text
		}
	}
	if f, ok := fact.(acd.Fact); ok {
		return ofFloor(f)
	}
	return "", fmt.Sprintf("%T", fact)
}

func ofFloor(fact acd.Fact) (subject, text string) {
	if id := acd.CallOf(fact); id != "" {
		return "call " + id, ofQueuedCall(fact)
	}
	if subject, text = ofSeat(fact); text != "" {
		return subject, text
	}
	if subject, text = ofCallback(fact); text != "" {
		return subject, text
	}
	return ofQueue(fact)
}

// ofQueuedCall is what happens to a call on its floor.
func ofQueuedCall(fact acd.Fact) string {
	switch f := fact.(type) {
	case *acd.CallQueued:
		return joined(f)
	case *acd.Offered:
		return "is offered to seat " + f.Seat + ringing(f) + ": " + Because(f.Considered.Because)
	case *acd.OfferEnded:
		return "the offer to seat " + f.Seat + " is over: " + offerEnd(f.Result)
	case *acd.Answered:
		return "is answered by seat " + f.Seat + " after " + span(f.Waited) + " in the queue"
	case *acd.Abandoned:
		return "the caller hangs up after " + span(f.Waited) + " in queue " + f.Queue + join(f.Ringing, ", while the telephone of seat ", " rings")
	case *acd.CallCutOff:
		return "is cut off by a breakdown of ours after " + span(f.Waited) + " in queue " + f.Queue + join(f.Ringing, ", while the telephone of seat ", " rings")
	case *acd.Overflowed:
		return "leaves queue " + f.Queue + " after " + span(f.Waited) + ": " + overflow(f.Reason)
	case *acd.TalkEnded:
		return talkEnded(f)
	case *acd.TalkMoved:
		return talkMoved(f)
	case *acd.TalkPassed:
		return talkPassed(f)
	case *acd.Relaxed:
		return relaxed(f)
	case *acd.PriorityChanged:
		return "gets a head start of " + span(f.Priority) + " from now on"
	case *acd.CallbackTried:
		return tried(f)
	}
	return fact.Kind()
}

func ofSeat(fact acd.Fact) (subject, text string) {
	switch f := fact.(type) {
	case *acd.SeatSignedIn:
		return "seat " + f.Seat, "signs in" + join(f.Phone, " at telephone ", "")
	case *acd.SeatSignedOut:
		return "seat " + f.Seat, "signs out"
	case *acd.SeatPaused:
		return "seat " + f.Seat, paused(f)
	case *acd.SeatReady:
		return "seat " + f.Seat, "is ready for calls again"
	case *acd.SeatUnreachable:
		return "seat " + f.Seat, "has a telephone that cannot be reached" + until(f.Until)
	case *acd.SeatReachable:
		return "seat " + f.Seat, "can be reached again"
	case *acd.SeatOccupied:
		return "seat " + f.Seat, "is in call " + f.Call + ", which no queue gave it"
	case *acd.SeatVacated:
		return "seat " + f.Seat, "is out of call " + f.Call + join(until(f.WrapUpUntil), ", and makes its notes", "")
	case *acd.WrapUpExtended:
		return "seat " + f.Seat, "extends its wrap-up" + until(f.Until)
	case *acd.WrapUpEnded:
		return "seat " + f.Seat, "has wrapped up"
	}
	return "", ""
}

func ofQueue(fact acd.Fact) (subject, text string) {
	switch f := fact.(type) {
	case *acd.RulesLoaded:
		return "rules " + f.Rules.Hash, fmt.Sprintf("hold from now on: %s, %s",
			count(len(f.Rules.Queues), "queue"), count(len(f.Rules.Seats), "seat"))
	case *acd.ReserveCalled:
		return "queue " + f.Queue, fmt.Sprintf("is pressed (%s in line, one for %s): its seats in reserve take calls", count(f.Waiting, "call"), span(f.Wait))
	case *acd.ReserveReleased:
		return "queue " + f.Queue, "is no longer pressed: its seats in reserve are released"
	case *acd.MachineWentAway:
		return "machine " + f.Machine, "is away: its calls keep their places and are offered to nobody"
	case *acd.MachineCame:
		return "machine " + f.Machine, "is there: its calls are offered in their order"
	case *acd.HoursSet:
		return "queue " + f.Queue, hours(f)
	}
	return "", fact.Kind()
}

func joined(f *acd.CallQueued) string {
	var b strings.Builder
	fmt.Fprintf(&b, "joins queue %s at position %d", f.Queue, f.Position)
	if f.Callback.ID != "" {
		fmt.Fprintf(&b, ", to call back %s for call %s, attempt %d", plain.Text(f.Callback.Number), f.Callback.Of, f.Callback.Attempt)
	}
	b.WriteString(join(f.Home, ", at machine ", ""))
	if f.Since != 0 && f.Since < f.At {
		fmt.Fprintf(&b, ", its wait counted from %s before", span(f.At-f.Since))
	}
	if f.Priority != 0 {
		fmt.Fprintf(&b, ", with a head start of %s", span(f.Priority))
	}
	b.WriteString(join(f.Again, ", in the place of call ", " from the same number"))
	b.WriteString(join(skills(f.Needs), ", needs ", ""))
	b.WriteString(join(strings.Join(f.Prefer, ", "), ", prefers ", ""))
	b.WriteString(join(f.Last, ", waits for seat ", " alone, which the caller spoke to last"))
	b.WriteString(join(expected(f.Expected, f.Low, f.High), "; expected wait ", ""))
	return b.String()
}

func ringing(f *acd.Offered) string {
	text := ""
	if f.RingUntil != 0 {
		text = ", for " + span(f.RingUntil-f.At)
	}
	if f.All {
		text += ", as to others at once"
	}
	return text
}

func talkEnded(f *acd.TalkEnded) string {
	text := "the talk with seat " + f.Seat + " is over after " + span(f.Talked)
	if f.Into != "" {
		return text + ": the seat goes on with call " + f.Into
	}
	if f.By == acd.Breakdown {
		return text + ", cut off by a breakdown of ours" + wrapUp("the seat", f.At, f.WrapUpUntil, f.WrapUpOpen)
	}
	return text + ", by the " + string(f.By) + wrapUp("the seat", f.At, f.WrapUpUntil, f.WrapUpOpen)
}

func wrapUp(who string, at, until int64, open bool) string {
	switch {
	case open:
		return "; " + who + " wraps up until it says so"
	case until != 0:
		return "; " + who + " wraps up for " + span(until-at)
	}
	return ""
}

func talkPassed(f *acd.TalkPassed) string {
	return "goes on with seat " + f.To + join(f.By, ", which was asked by call ", "") +
		"; the talk with seat " + f.From + " is over after " + span(f.Talked) +
		wrapUp("that seat", f.At, f.WrapUpUntil, f.WrapUpOpen)
}

func talkMoved(f *acd.TalkMoved) string {
	switch f.To {
	case acd.StateOnHold:
		return "is put on hold by seat " + f.Seat
	case acd.StateConsulting:
		return "waits while seat " + f.Seat + " consults somebody"
	default:
		return "is back with seat " + f.Seat
	}
}

func relaxed(f *acd.Relaxed) string {
	if f.Stage == 0 {
		return "no longer waits for its last seat alone"
	}
	return "has waited long enough for stage " + strconv.Itoa(f.Stage) + " of queue " + f.Queue + ": its circle of seats is wider"
}

func paused(f *acd.SeatPaused) string {
	by := ""
	if f.Auto {
		by = " by the distributor"
	}
	return "is paused" + by + until(f.Until) + join(plain.Text(f.Reason), ": ", "")
}

func hours(f *acd.HoursSet) string {
	if len(f.Open) == 0 {
		return "makes no callbacks as far as is known"
	}
	return fmt.Sprintf("may call back from %s to %s%s", clock(f.Open[0].From), clock(f.Open[0].To), more(len(f.Open)-1))
}

func more(n int) string {
	if n == 0 {
		return ""
	}
	return ", and at " + count(n, "later time")
}

// expected is a wait that is foreseen, or nothing.
func expected(mean, low, high int64) string {
	if mean == 0 {
		return ""
	}
	text := span(mean)
	if high != 0 {
		text += " (" + span(low) + " to " + span(high) + " for 4 callers in 5)"
	}
	return text
}

func skills(list []acd.Skill) string {
	words := make([]string, len(list))
	for i, s := range list {
		words[i] = s.Skill + " " + strconv.Itoa(s.Level)
	}
	return strings.Join(words, ", ")
}

func until(at int64) string {
	if at == 0 {
		return ""
	}
	return " until " + clock(at)
}

func moment(ms int64) time.Time { return time.UnixMilli(ms).In(calendar.China()) }

// clock is a time of day for people, with its date.
func clock(ms int64) string { return moment(ms).Format("2006-01-02 15:04:05") }

// span is a time as people read it: 7.6s, 2m05s, 15h00m07s.
func span(ms int64) string {
	d := (time.Duration(ms) * time.Millisecond).Round(time.Second / 10)
	switch {
	case d < 0:
		return "-" + span(-ms)
	case d < time.Minute:
		return fmt.Sprintf("%.1fs", d.Seconds())
	case d < time.Hour:
		return fmt.Sprintf("%dm%02ds", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%dh%02dm%02ds", int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60)
}

func count(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return strconv.Itoa(n) + " " + of + "s"
}

// join is a text between two others, or nothing.
func join(text, before, after string) string {
	if text == "" {
		return ""
	}
	return before + text + after
}
