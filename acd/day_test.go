package acd

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"
)

// day draws inputs. Each event is one number of rapid's, from which all that is chosen
// for it follows evenly; rapid itself would prefer what comes first.
type day struct {
	t     *rapid.T
	floor *testFloor
	at    int64
	loads int
	event uint64
}

// begin draws the next event.
func (d *day) begin() { d.event = rapid.Uint64().Draw(d.t, "event") }

var (
	dayCalls    = names("call", 14)
	daySeats    = names("seat", 6)
	dayQueues   = names("queue", 3)
	dayBacks    = names("back", 4)
	dayNumbers  = []string{"13900000001", "13900000002", "045112345678", ""}
	dayMachines = []string{"m1", "m2", ""}
	daySkills   = []string{"sign", "law"}
	// dayAttempts are the calls that the callbacks will be.
	dayAttempts = slices.Concat(suffixed(dayBacks, ""), suffixed(dayBacks, ".2"), suffixed(dayBacks, ".3"))
	dayMissed   = suffixed(dayCalls, "-back")
	everyCall   = slices.Concat(dayCalls, dayAttempts, dayMissed)
	// dayVerbs are drawn with the weight they have here.
	dayVerbs = []string{
		"enqueue", "enqueue", "enqueue", "enqueue", "answer", "answer", "answer", "answer", "answer",
		"talk-over", "talk-over", "tick", "tick", "tick", "sign-in", "sign-in", "sign-in", "sign-in", "ready", "ready", "ready",
		"hang-up", "fail", "pause", "sign-out", "leave", "rare", "rare", "rare", "rare",
		"ask", "called-back", "second", "second", "second",
	}
	dayRarities = []string{"rules", "hours", "move", "move", "move", "reach", "found", "extend", "extend", "priority", "hang-up", "lost", "came", "came", "cut"}
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

func (d *day) pick(from []string) string { return from[d.upTo(int64(len(from)-1))] }

func (d *day) upTo(most int64) int64 {
	d.event++
	return int64(draw(d.event, 1) % uint64(most+1))
}

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
	d.begin()
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
		return CallbackOver{d.at, d.back(), CallbackEnd(d.pick([]string{"reached", "no-answer", "busy", "refused", "machine", "unwanted", "failed", "odd"}))}
	case "second":
		return d.second()
	case "sign-in":
		return SignIn{d.at, d.pick(daySeats), d.pick([]string{"", "", "", "", "8051"})}
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
		to := []SeatState{StateTalking, StateOnHold, StateConsulting, StatePaused}
		return MoveTalk{d.at, d.call(CallTalking), to[d.upTo(3)]}
	case "reach":
		return Reach{d.at, d.pick(daySeats), true}
	case "found":
		return Reach{d.at, d.pick(daySeats), false}
	case "extend":
		return ExtendWrapUp{d.at, d.seatIn(StateWrapUp), d.upTo(3) * 2000}
	case "priority":
		return Reprioritise{d.at, d.call(CallWaiting), d.upTo(3) * 1000}
	case "rules":
		return d.rules()
	case "lost":
		return MachineLost{d.at, d.pick(dayMachines)}
	case "came":
		return MachineBack{d.at, d.pick(dayMachines)}
	case "cut":
		return CutOff{d.at, d.call(CallState(d.upTo(2)))}
	default:
		return HangUp{d.at, d.pick(everyCall)}
	}
}

// second is what comes of a seat that has a call besides those of the queues.
func (d *day) second() Input {
	switch d.upTo(4) {
	case 0:
		return Occupy{d.at, d.pick(daySeats), d.pick([]string{"own0", d.call(CallTalking)})}
	case 1:
		seat := d.seatIn(StateOccupied)
		held, _ := d.floor.state.Seat(seat)
		return Vacate{d.at, seat, d.pick([]string{held.Call, held.Call, "own0"}), d.upTo(2) * 1000}
	case 2:
		to := d.seatIn(StateTalking)
		has, _ := d.floor.state.Seat(to)
		return PassTalk{d.at, d.call(CallTalking), to, d.pick([]string{has.Call, has.Call, d.call(CallTalking)})}
	default:
		return PassTalk{d.at, d.call(CallTalking), d.seatIn(StateOccupied), d.pick([]string{"", "", d.call(CallTalking)})}
	}
}

// offer is mostly one under way.
func (d *day) offer() int64 {
	under := []int64{d.upTo(d.floor.state.lastOffer + 1)}
	for id := range d.floor.state.offers {
		under = append(under, id)
	}
	slices.Sort(under)
	return under[d.upTo(int64(len(under)-1))]
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

// seatIn is mostly a seat in that state.
func (d *day) seatIn(state SeatState) string {
	all := []string{d.pick(daySeats)}
	for _, st := range d.floor.state.Seats() {
		if st.Stance.Now == state {
			all = append(all, st.ID)
		}
	}
	return all[len(all)-1]
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
		From: d.pick(dayNumbers), Limits: d.limits(), Home: d.pick(dayMachines),
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
	switch d.upTo(23) {
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
		Number: d.pick(dayNumbers), Since: d.at - d.upTo(3)*1000, Due: d.at + d.upTo(2)*3000, Missed: d.upTo(3) == 0, Home: d.pick(dayMachines),
	}
}

// windows are two spans of hours to come, or none.
func (d *day) windows() (all []Window) {
	from := d.at - 5000
	for range min(d.upTo(4), 2) {
		from += d.upTo(3) * 5000
		all = append(all, Window{from, from + 20_000})
		from += 21_000
	}
	return all
}
