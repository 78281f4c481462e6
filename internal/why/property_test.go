package why

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"hotline/acd"
	"hotline/internal/journal"
	"hotline/internal/why/whytest"
)

// Rules of another name but the same content decide the same, whatever happens, and
// every decision that was recorded is told and compared.
func TestTheSameRulesDecideTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		then := anyRules(t)
		j := journal.NewMemory()
		floor := whytest.New(j, "harbin")
		require.NoError(t, floor.Do(t.Context(), acd.LoadRules{At: noon, Rules: then}))
		now := noon
		for range rapid.IntRange(5, 60).Draw(t, "inputs") {
			now += rapid.Int64Range(1, 9000).Draw(t, "later")
			for due, ok := floor.NextTimer(); ok && due <= now; due, ok = floor.NextTimer() {
				require.NoError(t, floor.Do(t.Context(), acd.Tick{At: due}))
			}
			require.NoError(t, floor.Do(t.Context(), anyInput(t, floor.State, now)))
		}
		today := then
		today.Hash = "of-today"
		for _, id := range callsIn(t, j) {
			s, err := Read(t.Context(), j, id, tree{"harbin": today})
			require.NoError(t, err)
			require.Zero(t, s.Misfits)
			require.NotEmpty(t, s.Events)
			for _, e := range s.Events {
				if e.Today != nil {
					require.True(t, e.Today.Same, "%s: %s, %s", id, e.Text, e.Today.Text)
				}
				require.NotEmpty(t, e.Text)
			}
		}
	})
}

func anyRules(t *rapid.T) acd.Rules {
	r := rules("of-then", "8001", "8002", "8003")
	q := &r.Queues[0]
	q.Strategy = rapid.SampledFrom(acd.Strategies()).Draw(t, "strategy")
	q.WrapUp = rapid.Int64Range(0, 1).Draw(t, "wrap-up") * 8000
	// Where all telephones ring, a reload lets others ring besides the last seat.
	if q.Strategy != acd.RingAll && rapid.Bool().Draw(t, "rich") {
		q.LastSeat, q.LastWait, q.Return = 60_000, 10_000, 60_000
		q.Relax = []acd.Stage{{After: 10_000, Needs: []acd.Skill{{Skill: "sign"}}}}
		q.Pressed = acd.Pressure{Waiting: 2, Wait: 20_000}
		q.Callback = acd.CallbackRules{Missed: true, Delay: 10_000}
		r.Seats[1].Queues[0].Level, r.Seats[2].Queues[0].Reserve = 2, true
		r.Seats[0].Skills = []acd.Skill{{Skill: "sign", Level: 2}}
	}
	return r
}

func callsIn(t *rapid.T, j journal.Reader) (ids []string) {
	seen := map[string]bool{}
	require.NoError(t, j.Read(t.Context(), 1, func(g journal.Group) error {
		if g.Call != "" && !seen[g.Call] {
			seen[g.Call] = true
			ids = append(ids, g.Call)
		}
		return nil
	}))
	return ids
}

func anyInput(t *rapid.T, s *acd.State, at int64) acd.Input {
	call := fmt.Sprint("c", rapid.IntRange(1, 5).Draw(t, "call"))
	seat := rapid.SampledFrom([]string{"8001", "8002", "8003"}).Draw(t, "seat")
	status, _ := s.Seat(seat)
	switch rapid.IntRange(0, 11).Draw(t, "input") {
	case 0:
		return acd.Enqueue{At: at, Call: call, Queue: queue, Needs: []acd.Skill{{Skill: "sign", Level: 1}}}
	case 1:
		return acd.Enqueue{At: at, Call: call, Queue: queue, From: call, Limits: acd.Limits{Size: 2}}
	case 2:
		return acd.SignIn{At: at, Seat: seat}
	case 3:
		return acd.SeatAnswered{At: at, Offer: status.Offer}
	case 4:
		return acd.TalkOver{At: at, Call: status.Call, By: acd.Caller}
	case 5:
		return acd.OfferFailed{At: at, Offer: status.Offer, Result: acd.Declined}
	case 6:
		return acd.Pause{At: at, Seat: seat, Reason: "tea"}
	case 7:
		return acd.Ready{At: at, Seat: seat}
	case 8:
		return acd.Occupy{At: at, Seat: seat, Call: call}
	case 9:
		return acd.Vacate{At: at, Seat: seat, Call: status.Call}
	case 10:
		return acd.PassTalk{At: at, Call: call, To: seat, By: status.Call}
	default:
		return acd.HangUp{At: at, Call: call}
	}
}
