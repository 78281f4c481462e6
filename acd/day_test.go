package acd

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"
)

// day draws inputs.
type day struct {
	t     *rapid.T
	floor *testFloor
	at    int64
	loads int
}

var (
	dayCalls   = names("call", 14)
	daySeats   = names("seat", 6)
	dayQueues  = names("queue", 3)
	dayBacks   = names("back", 4)
	dayNumbers = []string{"13900000001", "13900000002", "045112345678", ""}
	daySkills  = []string{"sign", "law"}
	// dayAttempts are the calls that the callbacks will be.
	dayAttempts = slices.Concat(suffixed(dayBacks, ""), suffixed(dayBacks, ".2"), suffixed(dayBacks, ".3"))
	dayMissed   = suffixed(dayCalls, "-back")
	everyCall   = slices.Concat(dayCalls, dayAttempts, dayMissed)
	// dayVerbs are drawn with the weight they have here.
	dayVerbs = []string{
		"enqueue", "enqueue", "enqueue", "enqueue", "answer", "answer", "answer", "answer",
		"talk-over", "talk-over", "talk-over", "tick", "tick", "tick", "sign-in", "sign-in", "ready",
		"hang-up", "fail", "pause", "sign-out", "leave", "rare", "rare", "rare", "rare",
		"ask", "called-back",
	}
	dayRarities = []string{"rules", "rules", "hours", "move", "move", "reach", "reach", "extend", "priority", "hang-up"}
)

func names(of string, n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprintf("%s%d", of, i))
	}
	return all
}

func suffixed(ids []string, suffix string) (all []string) {
	for _, id := range ids {
		all = append(all, id+suffix)
	}
	return all
}

func (d *day) pick(from []string) string { return rapid.SampledFrom(from).Draw(d.t, "pick") }

func (d *day) upTo(most int64) int64 { return rapid.Int64Range(0, most).Draw(d.t, "upTo") }

// oneIn is true now and then.
func (d *day) oneIn(n int64) bool { return d.upTo(n-1) == 1 }

// span is now and then some milliseconds.
func (d *day) span(most int64) int64 {
	if d.upTo(2) > 0 {
		return 0
	}
	return d.upTo(4) * most / 4
}

func (d *day) next() Input {
	if d.loads == 0 {
		return d.rules()
	}
	d.at += []int64{0, 0, 1, 500, 4000, -2000}[d.upTo(5)]
	switch d.pick(dayVerbs) {
	case "enqueue":
		return d.enqueue()
	case "answer":
		return SeatAnswered{d.at, d.offer()}
	case "fail":
		return OfferFailed{d.at, d.offer(), OfferEnd(d.pick([]string{"busy", "declined", "unreachable", "no-answer", "withdrawn", "odd"}))}
	case "talk-over":
		return TalkOver{d.at, d.call(CallTalking), Party(d.pick([]string{"seat", "caller", "system"}))}
	case "tick":
		return d.tick()
	case "hang-up":
		return HangUp{d.at, d.call(CallWaiting)}
	case "leave":
		return Leave{d.at, d.call(CallWaiting), d.pick([]string{"key", ""})}
	case "ask":
		return d.ask()
	case "called-back":
		return CallbackOver{d.at, d.back(), CallbackEnd(d.pick([]string{"reached", "no-answer", "busy", "refused", "failed", "odd"}))}
	case "sign-in":
		return SignIn{d.at, d.pick(daySeats)}
	case "ready":
		return Ready{d.at, d.pick(daySeats)}
	case "pause":
		return Pause{d.at, d.pick(daySeats), "lunch"}
	case "sign-out":
		return SignOut{d.at, d.pick(daySeats)}
	default:
		return d.rarity()
	}
}

func (d *day) rarity() Input {
	switch d.pick(dayRarities) {
	case "hours":
		return SetHours{d.at, d.pick(dayQueues), d.windows()}
	case "move":
		return MoveTalk{d.at, d.call(CallTalking), SeatState(d.upTo(int64(seatStates)))}
	case "reach":
		return Reach{d.at, d.pick(daySeats), d.upTo(1) == 0}
	case "extend":
		return ExtendWrapUp{d.at, d.pick(daySeats), d.upTo(3) * 2000}
	case "priority":
		return Reprioritise{d.at, d.call(CallWaiting), d.upTo(3) * 1000}
	case "rules":
		return d.rules()
	default:
		return HangUp{d.at, d.pick(everyCall)}
	}
}

// offer is mostly one under way.
func (d *day) offer() int64 {
	under := []int64{d.upTo(d.floor.state.lastOffer + 1)}
	for id := range d.floor.state.offers {
		under = append(under, id)
	}
	slices.Sort(under)
	return rapid.SampledFrom(under).Draw(d.t, "offer")
}

// call is mostly one in that state.
func (d *day) call(in CallState) string {
	all := []string{d.pick(everyCall)}
	for _, c := range d.floor.state.Calls() {
		if c.State == in {
			all = append(all, c.ID)
		}
	}
	return d.pick(all)
}

// back is mostly a callback on the list.
func (d *day) back() string {
	all := []string{d.pick(dayBacks)}
	for _, b := range d.floor.state.Callbacks() {
		all = append(all, b.ID)
	}
	return d.pick(all)
}

// tick is mostly on time.
func (d *day) tick() Input {
	if at, ok := d.floor.state.NextTimer(); ok && d.upTo(3) > 0 {
		d.at = max(d.at, at)
	}
	return Tick{d.at}
}

func (d *day) enqueue() Input {
	in := Enqueue{
		At: d.at, Call: d.pick(dayCalls), Queue: d.pick(dayQueues), Since: d.at - d.upTo(3)*1000,
		From: d.pick(dayNumbers), Limits: d.limits(),
	}
	if d.upTo(19) == 0 {
		in.Call = d.pick(dayAttempts) // an id that is not for such calls
	}
	if d.upTo(3) == 0 {
		in.Needs = d.skills()
	}
	if d.upTo(3) == 0 {
		in.Prefer = []string{d.pick(daySkills)}
	}
	if d.upTo(7) == 0 {
		in.Priority = d.upTo(4) * 1000
	}
	return in
}

func (d *day) limits() (l Limits) {
	switch d.upTo(13) {
	case 1:
		l.NoSeat = true
	case 2:
		l.Wait = 1 + d.upTo(20_000)
	case 3:
		l.Size = int(1 + d.upTo(2))
	case 4:
		l.Expected = 1 + d.upTo(5000)
	case 5:
		l.AllPaused = true
	case 6:
		l.AllBusy = true
	case 7:
		l.Staff = int(1 + d.upTo(2))
	case 8:
		l = Limits{NoSeat: true, AllPaused: true, Wait: 1 + d.upTo(9000), Size: 3}
	}
	return l
}

func (d *day) skills() (all []Skill) {
	for _, skill := range daySkills {
		if level := int(d.upTo(3)); level > 0 {
			all = append(all, Skill{skill, level})
		}
	}
	return all
}

func (d *day) ask() Input {
	return AskCallback{
		At: d.at, Callback: d.pick(dayBacks), Of: d.pick(dayCalls), Queue: d.pick(dayQueues),
		Number: d.pick(dayNumbers), Since: d.at - d.upTo(3)*1000, Due: d.at + d.upTo(2)*3000, Missed: d.upTo(3) == 0,
	}
}

// windows are two spans of hours to come, or none.
func (d *day) windows() (all []Window) {
	from := d.at - 5000
	for range d.upTo(2) {
		from += d.upTo(3) * 5000
		all = append(all, Window{from, from + 20_000})
		from += 21_000
	}
	return all
}

// rules are drawn anew; now and then a queue or a seat is missing.
func (d *day) rules() Input {
	d.loads++
	r := Rules{Hash: fmt.Sprint(d.loads)}
	for _, id := range dayQueues {
		if d.upTo(9) > 0 {
			r.Queues = append(r.Queues, d.queue(id))
		}
	}
	for _, id := range daySeats {
		if d.upTo(9) > 0 {
			r.Seats = append(r.Seats, d.seat(id))
		}
	}
	return LoadRules{d.at, r}
}

func (d *day) queue(id string) Queue {
	q := Queue{
		ID: id, Strategy: rapid.SampledFrom(Strategies()).Draw(d.t, "strategy"), Ring: d.upTo(3) * 7000, WrapUp: d.upTo(3) * 3000,
		Weight: d.span(4000), Return: d.span(20_000), Levels: int(d.span(4)),
	}
	q.WrapUpMode = WrapUpMode(d.pick([]string{"", "", "extendable", "until-ended"}))
	if q.WrapUpMode == WrapUpExtendable {
		q.WrapUpMost = d.upTo(2) * 6000
	}
	if d.oneIn(3) {
		q.Needs = d.skills()
	}
	if d.oneIn(3) {
		q.Prefer = []string{d.pick(daySkills)}
	}
	q.Relax = d.stages()
	if d.oneIn(3) {
		q.Pressed = Pressure{int(d.upTo(3)), d.upTo(2) * 3000}
	}
	if d.oneIn(2) {
		q.LastSeat, q.LastWait = d.upTo(3)*20_000, d.upTo(2)*5000
	}
	if d.oneIn(2) {
		q.Missed = Missed{int(d.upTo(2)), MissedThen(d.pick([]string{"", "rest", "sign-out"})), d.upTo(2) * 3000}
	}
	if d.oneIn(2) {
		q.Callback = CallbackRules{
			int(d.upTo(2)), d.upTo(2) * 8000, true, d.upTo(1) * 500, d.upTo(2) * 3000, int(d.upTo(1)), d.upTo(2) * 20_000,
		}
	}
	return q
}

func (d *day) stages() (all []Stage) {
	after := int64(0)
	for range d.span(4) {
		after += 500 + d.upTo(2)*3000
		all = append(all, Stage{After: after, Needs: []Skill{{d.pick(daySkills), int(d.upTo(2))}}, Levels: []int{0, 2, AllLevels}[d.upTo(2)]})
	}
	return all
}

func (d *day) seat(id string) Seat {
	seat := Seat{ID: id, Skills: d.skills()}
	for _, q := range dayQueues {
		if d.upTo(2) == 0 {
			continue
		}
		seat.Queues = append(seat.Queues, Post{
			Queue: q, Level: int(d.span(4)), Weight: d.span(4000), Share: int(d.span(4)), Reserve: d.upTo(7) == 0,
		})
	}
	if d.upTo(7) == 0 {
		wrap := d.upTo(2) * 1000
		seat.WrapUp = &wrap
	}
	if d.upTo(7) == 0 {
		mode := WrapUpMode(d.pick([]string{"", "extendable", "until-ended"}))
		seat.WrapUpMode = &mode
	}
	return seat
}
