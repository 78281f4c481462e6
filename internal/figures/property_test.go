package figures

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/record"
)

// TestAnyDayAgrees plays days of generated inputs on two floors; the records, brought
// up to date at any moments, and the checker must tell the same of every span, place
// and slot.
func TestAnyDayAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := newDay(t)
		l := live(t, d.w.j)
		defer func() { require.NoError(t, l.Close()) }()
		for range 120 {
			d.step()
			if d.upTo(20) == 0 {
				_, err := l.records.Catchup(context.Background(), d.w.j)
				require.NoError(t, err)
			}
		}
		d.requireStates(l)
		for range 4 {
			of := d.question()
			_, err := l.Check(context.Background(), of)
			require.NoError(t, err, "%+v", of)
		}
	})
}

// day draws inputs for two floors.
type day struct {
	t      *rapid.T
	w      writer
	floors []*acd.State
	offers map[string][]int64
	at     int64
	backs  int
	calls  []string
}

func newDay(t *rapid.T) *day {
	d := &day{t: t, w: newWriter(t), at: noon - 3*3_600_000, offers: map[string][]int64{}}
	for _, name := range []string{"hlj", "cn"} {
		d.floors = append(d.floors, acd.New(name))
		d.give(d.floors[len(d.floors)-1], d.rules())
	}
	for i := range 30 {
		d.calls = append(d.calls, fmt.Sprintf("c%d", i))
	}
	return d
}

func (d *day) upTo(most int) int { return rapid.IntRange(0, most).Draw(d.t, "upTo") }

func (d *day) pick(from ...string) string { return rapid.SampledFrom(from).Draw(d.t, "pick") }

func (d *day) queue() string { return d.pick("harbin/main", "harbin/sign", "nation/main", "plain") }

func (d *day) seat() string { return d.pick("8001", "8002", "8003", "8004") }

func (d *day) rules() acd.LoadRules {
	r := acd.Rules{Hash: fmt.Sprint(d.at)}
	for _, id := range []string{"harbin/main", "harbin/sign", "nation/main", "plain"} {
		if d.upTo(9) == 0 {
			continue
		}
		r.Queues = append(r.Queues, acd.Queue{
			ID: id, Strategy: rapid.SampledFrom(acd.Strategies()).Draw(d.t, "strategy"),
			Ring: int64(d.upTo(2)) * 20_000, WrapUp: int64(d.upTo(2)) * 30_000,
			WrapUpMode: acd.WrapUpMode(d.pick("", "extendable", "until-ended")),
			Missed:     acd.Missed{Then: acd.MissedThen(d.pick("", "rest", "sign-out"))},
			Callback:   acd.CallbackRules{Missed: d.upTo(1) == 0, First: d.pick("", "", acd.FirstCaller)},
		})
	}
	for _, id := range []string{"8001", "8002", "8003", "8004"} {
		if d.upTo(9) > 0 {
			r.Seats = append(r.Seats, acd.Seat{ID: id, Queues: acd.Serving(d.queue(), d.queue())})
		}
	}
	return acd.LoadRules{At: d.at, Rules: r}
}

// give lets a floor decide and writes what it decided.
func (d *day) give(s *acd.State, in acd.Input) {
	facts := acd.Decide(s, in)
	d.w.floor(s.Floor(), facts...)
	for _, fact := range facts {
		switch f := fact.(type) {
		case *acd.Offered:
			d.offers[s.Floor()] = append(d.offers[s.Floor()], f.Offer)
		case *acd.CallQueued:
			if f.Callback.ID != "" {
				d.calls = append(d.calls, f.Call)
			}
		}
	}
}

func (d *day) step() {
	d.at += int64([]int{0, 0, 1, 5000, 15_000, 61_000}[d.upTo(5)])
	s := d.floors[d.upTo(len(d.floors)-1)]
	id := rapid.SampledFrom(d.calls).Draw(d.t, "call")
	switch d.upTo(19) {
	case 0, 1, 2:
		if d.upTo(1) == 0 {
			d.w.call(id, call.Arrived{At: d.at - int64(d.upTo(20_000)), Call: id, From: "1", To: "12385"})
		}
		d.give(s, d.enqueue(id))
	case 3, 4, 5:
		d.give(s, acd.SeatAnswered{At: d.at, Offer: d.offer(s)})
	case 6:
		end := rapid.SampledFrom([]acd.OfferEnd{acd.Busy, acd.Declined, acd.Unreachable, acd.NoAnswer, acd.Withdrawn}).Draw(d.t, "end")
		d.give(s, acd.OfferFailed{At: d.at, Offer: d.offer(s), Result: end})
	case 7, 8:
		d.give(s, acd.TalkOver{At: d.at, Call: id, By: acd.Agent})
	case 9:
		if d.upTo(3) == 0 {
			d.give(s, acd.CutOff{At: d.at, Call: id})
			return
		}
		d.give(s, acd.HangUp{At: d.at, Call: id})
	case 10:
		d.give(s, acd.Leave{At: d.at, Call: id, Reason: "key"})
	case 11, 12:
		d.tick(s)
	case 13:
		d.callback(s, id)
	default:
		d.seatInput(s, id)
	}
}

func (d *day) enqueue(id string) acd.Enqueue {
	in := acd.Enqueue{At: d.at, Call: id, Queue: d.queue(), From: d.pick("1", "2", "3", "")}
	if d.upTo(3) == 0 {
		in.Limits = acd.Limits{NoSeat: d.upTo(1) == 0, AllBusy: d.upTo(3) == 0, Wait: int64(d.upTo(60_000)), Size: d.upTo(3)}
	}
	return in
}

func (d *day) offer(s *acd.State) int64 {
	made := d.offers[s.Floor()]
	if len(made) == 0 {
		return 0
	}
	return made[len(made)-1-min(d.upTo(3), len(made)-1)]
}

func (d *day) tick(s *acd.State) {
	if due, ok := s.NextTimer(); ok && due < d.at+600_000 {
		d.at = max(d.at, due)
	}
	d.give(s, acd.Tick{At: d.at})
}

func (d *day) callback(s *acd.State, of string) {
	if d.upTo(1) == 0 {
		d.backs++
		d.give(s, acd.AskCallback{
			At: d.at, Callback: fmt.Sprintf("b%d", d.backs), Of: of, Queue: d.queue(), Number: d.pick("1", "2", "3"), Due: d.at + int64(d.upTo(60_000)),
		})
		return
	}
	list := s.Callbacks()
	if len(list) == 0 {
		return
	}
	end := rapid.SampledFrom([]acd.CallbackEnd{acd.CallbackReached, acd.CallbackReached, acd.CallbackBusy, acd.CallbackUnwanted}).Draw(d.t, "end")
	d.give(s, acd.CallbackOver{At: d.at, Callback: list[d.upTo(len(list)-1)].ID, Result: end})
}

func (d *day) seatInput(s *acd.State, id string) {
	seat := d.seat()
	switch d.upTo(13) {
	case 0, 1, 2:
		d.give(s, acd.SignIn{At: d.at, Seat: seat})
	case 3, 4:
		d.give(s, acd.Ready{At: d.at, Seat: seat})
	case 5:
		d.give(s, acd.Pause{At: d.at, Seat: seat, Reason: "lunch"})
	case 6:
		d.give(s, acd.SignOut{At: d.at, Seat: seat})
	case 7:
		d.give(s, acd.Reach{At: d.at, Seat: seat, Lost: d.upTo(1) == 0})
	case 8:
		to := rapid.SampledFrom([]acd.SeatState{acd.StateTalking, acd.StateOnHold, acd.StateConsulting}).Draw(d.t, "to")
		d.give(s, acd.MoveTalk{At: d.at, Call: id, To: to})
	case 9:
		d.give(s, acd.Occupy{At: d.at, Seat: seat, Call: d.pick("own", id)})
	case 10:
		held, _ := s.Seat(seat)
		d.give(s, acd.Vacate{At: d.at, Seat: seat, Call: held.Call, WrapUp: int64(d.upTo(1)) * 10_000})
	case 11, 12:
		d.pass(s, seat)
	default:
		if d.upTo(9) == 0 {
			d.give(s, d.rules())
		}
		d.give(s, acd.ExtendWrapUp{At: d.at, Seat: seat, By: 20_000})
	}
}

// pass lets a seat go on with a call that talks, whatever that seat does.
func (d *day) pass(s *acd.State, to string) {
	by, _ := s.Seat(to)
	for _, c := range s.Calls() {
		if c.State == acd.CallTalking && c.Seat != to {
			d.give(s, acd.PassTalk{At: d.at, Call: c.ID, To: to, By: by.Call})
			return
		}
	}
}

// requireStates wants the distributor to say of each seat what the checker says.
func (d *day) requireStates(l *Live) {
	c := NewChecker()
	require.NoError(d.t, c.Read(context.Background(), l.journal, math.MaxInt64))
	for _, s := range d.floors {
		for id, seat := range c.seats {
			if id.floor == s.Floor() {
				status, _ := s.Seat(id.seat) // who is not known is signed out
				require.Equal(d.t, status.Stance.Now, seat.state, "%v", id)
			}
		}
	}
}

func (d *day) question() record.SumsOf {
	begin := noon - 3*3_600_000
	ends := []int64{begin + int64(d.upTo(int(d.at-begin)+1000)), begin + int64(d.upTo(int(d.at-begin)+1000))}
	slices.Sort(ends)
	return record.SumsOf{
		Since: time.UnixMilli(ends[0]), Until: time.UnixMilli(ends[1] + 1), Now: time.UnixMilli(d.at + int64(d.upTo(1000))),
		Place:  rapid.SampledFrom([]record.Place{record.Everything, record.ByFloor, record.ByCentre, record.ByQueue, record.BySeat}).Draw(d.t, "place"),
		Every:  rapid.SampledFrom([]record.Period{record.Whole, record.HalfHour, record.Hour, record.Day}).Draw(d.t, "every"),
		Within: UsualWithin, Short: UsualShort,
	}
}
