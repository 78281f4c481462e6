package why

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
)

func TestTodaysRulesThatDecideTheSame(t *testing.T) {
	w := twoOffers(t)
	for _, today := range []acd.Rules{
		rules("of-then", "8001", "8002", "8003"),       // the very same
		rules("of-today", "8001", "8002", "8003", "4"), // others, to the same end
	} {
		s := w.read("c", tree{"harbin": today})
		compared := 0
		for _, e := range s.Events {
			if e.Today != nil {
				compared++
				require.True(t, e.Today.Same, e.Text)
				require.Empty(t, e.Today.Text)
			}
		}
		require.Equal(t, 2, compared)
		require.Equal(t, []string{"8001"}, s.Events[2].Today.Seats)
		require.Contains(t, written(t, s), "\ntoday's rules would decide the same\n")
	}
}

func TestTodaysRulesThatChooseAnotherSeat(t *testing.T) {
	s := twoOffers(t).read("c", tree{"harbin": rules("of-today", "8002", "8003")})
	require.Equal(t, &Today{
		Text:  "today's rules would offer it to 8002 (the only seat that could take it)",
		Seats: []string{"8002"}, Because: "only-seat",
	}, s.Events[2].Today)
	require.NotContains(t, written(t, s), "would decide the same")
}

func TestTodaysRulesThatFindNobody(t *testing.T) {
	s := twoOffers(t).read("c", tree{"harbin": rules("of-today", "8003")})
	require.Equal(t, "today's rules would let it wait", s.Events[2].Today.Text)
}

// The copy decides on the input once more: the limit that it came with holds for
// both, the seat that today's rules do not have makes the difference.
func TestTodaysRulesThatDoNotKeepTheCall(t *testing.T) {
	w := newWorld(t, "8001", "8002")
	w.do(acd.Enqueue{At: noon + 5000, Call: "c", Queue: queue, Limits: acd.Limits{NoSeat: true}})
	s := w.read("c", tree{"harbin": rules("of-today", "8009")})
	require.Equal(t, &Today{
		Text:   "today's rules would not keep it in the queue: no seat that could ever have it is signed in",
		Reason: acd.OverflowNoSeat,
	}, one(t, s, "offered").Today)
}

func TestTodaysRulesThatKeepTheCall(t *testing.T) {
	w := newWorld(t)
	w.do(acd.LoadRules{At: noon + 1, Rules: rules("both", "8001")}, acd.SignIn{At: noon + 2, Seat: "8001"})
	w.do(acd.LoadRules{At: noon + 3, Rules: acd.Rules{
		Hash: "aside", Queues: append(rules("", "").Queues, acd.Queue{ID: "harbin/other", Strategy: acd.LongestIdle}),
		Seats: []acd.Seat{{ID: "8001", Queues: acd.Serving("harbin/other")}},
	}})
	w.do(acd.Enqueue{At: noon + 5000, Call: "c", Queue: queue, Limits: acd.Limits{NoSeat: true}})
	s := w.read("c", tree{"harbin": rules("of-today", "8001")})
	require.Equal(t, "today's rules would offer it to 8001 (the only seat that could take it)", one(t, s, "overflowed").Today.Text)
}

func TestATreeWithoutTheFloorOrTheQueue(t *testing.T) {
	w := twoOffers(t)
	require.Equal(t, "today's tree has no floor harbin", w.read("c", tree{}).Events[2].Today.Text)
	other := acd.Rules{Hash: "x", Queues: []acd.Queue{{ID: "harbin/other", Strategy: acd.LongestIdle}}}
	require.Equal(t, "today's tree has no queue harbin/advice", w.read("c", tree{"harbin": other}).Events[2].Today.Text)
}

// When a seat is free again, who has it is decided in a group of another call.
func TestADecisionInAGroupOfAnotherCall(t *testing.T) {
	w := newWorld(t, "8001")
	r := rules("no-wrap-up", "8001")
	r.Queues[0].WrapUp = 0
	w.do(acd.LoadRules{At: noon + 500, Rules: r})
	w.arrive("a", noon+1000)
	w.arrive("c", noon+2000)
	w.do(acd.SeatAnswered{At: noon + 3000, Offer: 1}, acd.TalkOver{At: noon + 9000, Call: "a", By: acd.Agent})
	s := w.read("c", tree{"harbin": rules("of-today", "8001")}) // wraps up first
	require.Equal(t, "today's rules would let it wait", one(t, s, "offered").Today.Text)
}

func TestARestlessCallIsComparedAsFarAsItGoes(t *testing.T) {
	w := newWorld(t)
	for i := range int64(MostCopies + 2) {
		at := noon + i*10_000
		w.do(acd.Enqueue{At: at, Call: "c", Queue: queue}, acd.Leave{At: at + 5000, Call: "c", Reason: "round"})
	}
	s := w.read("c", tree{"harbin": rules("of-today", "8001")})
	compared := 0
	for _, e := range s.Events {
		if e.Today != nil {
			compared++
		}
	}
	require.Equal(t, MostCopies, compared)
	require.Contains(t, written(t, s), fmt.Sprintf("not compared with today's rules: decisions after the first %d on a floor", MostCopies))
}
