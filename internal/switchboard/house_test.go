package switchboard

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/internal/journal"
)

func TestDraining(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8001").arrives("ann", "12385").heard("ann").answers("8001")
		require.NoError(t, s.board.Ready())
		left := make(chan int, 1)
		go func() { left <- s.board.Drain(s.t.Context()) }()
		s.at(1).arrives("bob", "12385").ended("bob", call.Handed, "system")
		s.dials("desk", "8002", "*11").ended("desk", call.Refused, "system")
		require.ErrorContains(t, s.board.Ready(), "draining")
		s.at(2).hangsUp("ann")
		require.Zero(t, <-left)

		// Those who come between the last call and the end are handed over as well.
		s.arrives("cat", "12385").ended("cat", call.Handed, "system")
		s.arrives("dan", "12385").ended("dan", call.Handed, "system")
		require.Zero(t, s.board.Drain(s.t.Context()))
	})
}

func TestTheLogMasksNumbers(t *testing.T) {
	play(t, func(s *scene) {
		s.dials("desk", "8001", "13911112222").heard("desk").ended("desk", call.Refused, "system")
		require.Contains(t, s.log.String(), "139******22")
		require.NotContains(t, s.log.String(), "13911112222")
	})
}

func TestDrainingHasALimit(t *testing.T) {
	play(t, func(s *scene) {
		s.arrives("ann", "12385")
		ctx, cancel := context.WithTimeout(s.t.Context(), time.Minute)
		defer cancel()
		require.Equal(t, 1, s.board.Drain(ctx))
		s.hangsUp("ann")
	})
}

func TestReloadLetsRunningCallsFinish(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8001").arrives("ann", "12385")
		tree := loadTree(t)
		in := tree.Trunks["carrier"]
		in.Numbers["12385"] = dialplan.Route{Centre: "city", Flow: "hello"}
		tree.Trunks["carrier"] = in
		s.board.Reload(tree)
		s.at(1).arrives("bob", "12385").heard("bob").ended("bob", call.Completed, "system")
		s.heard("ann").answers("8001").hangsUp("8001").told("ann", "* stepped city/bye").heard("ann")
		s.ended("ann", call.Answered, "seat")
	})
}

// Calls of a queue that a reload takes away are not lost.
func TestReloadTakesTheQueueAway(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).arrives("ann", "12385").heard("ann")
		tree := loadTree(t)
		centre := tree.Centres["city"]
		centre.Queues = centre.Queues[1:]
		tree.Centres["city"] = centre
		tree.Seats = map[string]dialplan.Seat{}
		s.board.Reload(tree)
		s.at(1).told("floor city", "overflowed ann: queue-removed").ended("ann", call.Handed, "system")
	})
}

func TestReplacedByAnotherEngine(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8001").arrives("ann", "12385")
		s.do(func(p *phones) { p.puts[p.lobby](asterisk.Replaced{}) })
		require.ErrorContains(t, s.board.Ready(), "no link")
		s.heard("ann").look()
		s.at(60).happened("floor city") // it offers nothing that is another's
		s.linkUp().told("floor city", "offered ann to 8001").hangsUp("ann")
	})
}

// What ended while nobody watched is found out: here a seat's leg, and a caller.
func TestLinkComesBack(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8001", "8002").arrives("ann", "12385").heard("ann").answers("8001")
		s.arrives("bob", "12385").heard("bob").answers("8002")
		s.linkDown().do(func(p *phones) {
			p.end("bob", true, 16, 0)
			p.end(s.leg("ann", 1), true, 16, 0)
		})
		s.linkUp().ended("bob", call.Answered, "system")
		s.told("floor city", "talk-ended ann by seat").heard("ann").ended("ann", call.Answered, "seat")
	})
}

// A call whose arrival nobody saw is taken at the next link.
func TestArrivalWhileTheLinkIsDown(t *testing.T) {
	play(t, func(s *scene) {
		s.linkDown().arrives("ann", "12382").linkUp().heard("ann").ended("ann", call.Completed, "system")
	})
}

// A carrier that names no called number still has a centre.
func TestNoCalledNumber(t *testing.T) {
	play(t, func(s *scene) {
		tree := loadTree(t)
		in := tree.Trunks["carrier"]
		in.Centre = "city"
		tree.Trunks["carrier"] = in
		s.board.Reload(tree)
		s.arrives("ann", "").told("ann", "* stepped city/greet").hangsUp("ann")
		s.enters("bob", "", "trunk", "carrier").told("bob", "* stepped city/greet").hangsUp("bob")
	})
}

func TestForwardOutside(t *testing.T) {
	dialled := func(s *scene) *scene {
		return s.arrives("ann", "12384").told("ann", "dial PJSIP/01088881234@carrier as ann-out-1 for 45s")
	}
	for name, act := range map[string]func(s *scene){
		"talks": func(s *scene) {
			dialled(s).plays("ann", "default").answers("01088881234").talking("ann", "01088881234").plays("ann", "")
			s.hangsUp("ann").ended("ann", call.Forwarded, "caller")
		},
		"busy": func(s *scene) {
			dialled(s).refuses("01088881234", asterisk.DialBusy, 17, 486).told("floor city", "call-queued ann")
			s.hangsUp("ann").ended("ann", call.AbandonedInQueue, "caller")
		},
		"the caller hangs up while it rings": func(s *scene) {
			dialled(s).hangsUp("ann").told("ann", "hang up ann-out-1 normal").ended("ann", call.AbandonedRinging, "caller")
		},
		"not dialled": func(s *scene) {
			s.trouble(trouble{op: "dial", times: 1, kind: asterisk.Server})
			dialled(s).told("floor city", "call-queued ann").plays("ann", "calm").hangsUp("ann")
		},
		"not joined": func(s *scene) {
			s.trouble(trouble{op: "join", times: -1, kind: asterisk.Server})
			dialled(s).answers("01088881234").told("ann", "hang up ann-out-1 normal").told("floor city", "call-queued ann")
			s.hangsUp("ann").ended("ann", call.AbandonedInQueue, "caller")
		},
		"not allowed": func(s *scene) {
			tree := loadTree(t)
			in := tree.Trunks["carrier"]
			in.Allow = nil
			tree.Trunks["carrier"] = in
			s.board.Reload(tree)
			s.arrives("ann", "12384").notTold("ann", "dial PJSIP/01088881234@carrier as ann-out-1 for 45s")
			s.told("floor city", "call-queued ann").hangsUp("ann")
		},
	} {
		t.Run(name, func(t *testing.T) { play(t, act) })
	}
}

func TestForwardToAnotherCentre(t *testing.T) {
	play(t, func(s *scene) {
		s.arrives("ann", "12386").told("ann", "* moved to nation").told("floor nation", "offered ann to 8003")
		s.answers("8003").talking("ann", "8003").hangsUp("8003").ended("ann", call.Answered, "seat")
	})
}

// Centres that forward to each other do not send a caller round for ever.
func TestForwardInACircle(t *testing.T) {
	play(t, func(s *scene) {
		s.arrives("ann", "12387").told("floor city", "call-queued ann").hangsUp("ann")
		s.ended("ann", call.AbandonedInQueue, "caller")
	})
}

// A journal that takes nothing costs no caller his call.
func TestJournalThatFails(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8001").arrives("ann", "12385").heard("ann")
		s.story.mu.Lock()
		s.story.full = true
		s.story.mu.Unlock()
		s.answers("8001").talking("ann", "8001")
		require.Greater(t, s.metric("hotline_facts_unrecorded_total"), 0.0)
		s.hangsUp("ann").at(1)
		require.Zero(t, s.metric("hotline_calls_active"))
		s.story.journal, s.board.floors = newStory().journal, map[string]*floor{} // there is no record to compare with
	})
}

// The observer sees what the journal has, in the order of each stream.
func TestObserver(t *testing.T) {
	story := newStory()
	var seen []string
	see := func(f Seen) { seen = append(seen, f.Stream+" "+f.Fact.(interface{ Kind() string }).Kind()) }
	l := &ledger{journal: story.journal, observe: see, log: slog.New(slog.DiscardHandler), failed: func() { t.Error("not recorded") }}
	l.call(1, "c", call.Arrived{Call: "c"}, call.Stepped{Call: "c"})
	l.floor(2, "city", []turn{
		{acd.Tick{}, nil}, // nothing happened
		{acd.Tick{}, []acd.Fact{&acd.WrapUpEnded{Seat: "8001"}, &acd.Offered{Call: "c"}}},
	})
	require.Equal(t, []string{"call/c call-arrived", "call/c call-stepped", "floor/city wrap-up-ended", "floor/city offered"}, seen)
	var groups []string
	require.NoError(t, story.journal.Read(t.Context(), 1, func(g journal.Group) error {
		groups = append(groups, fmt.Sprint(g.Stream, " of ", g.Call, ": ", len(g.Facts)))
		return nil
	}))
	require.Equal(t, []string{"call/c of c: 2", "floor/city of c: 2"}, groups)
}

func TestGauges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.open(loadTree(t))
		s.at(0).online("8001").arrives("ann", "12385").heard("ann").at(1).arrives("bob", "12385").heard("bob").at(8)
		require.Equal(t, map[string]float64{
			"calls_waiting advice": 1, "longest_wait_seconds advice": 7, "seats offered": 1, "seats signed-out": 4,
		}, s.gauges("city"))
		s.at(21).seat("8001", acd.StatePaused)
		require.Equal(t, map[string]float64{
			"calls_waiting advice": 2, "longest_wait_seconds advice": 21, "seats paused": 1, "seats signed-out": 4,
		}, s.gauges("city"))
		s.stop()

		// Whoever asks when the floors have stopped is not kept waiting for ever.
		began := time.Now()
		require.Empty(t, s.gauges("city"))
		require.LessOrEqual(t, time.Since(began), gaugeTime)
	})
}

// The gauges of forecasts and of reserves, from facts as the distributor makes them.
func TestGaugesOfForecastsAndReserves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.open(loadTree(t))
		s.floor("nation", func(state *acd.State) {
			for n, waited := range []int64{9_000, 20_000, 11_000, 12_000} {
				id, offer := fmt.Sprint("call", n), int64(n+1)
				for _, f := range []acd.Fact{
					&acd.CallQueued{At: s.board.now(), Call: id, Queue: "nation/advice", Since: 1, Expected: 10_000, Low: 8_000, High: 12_000},
					&acd.Offered{At: s.board.now(), Call: id, Queue: "nation/advice", Seat: "8003", Offer: offer},
					&acd.OfferEnded{At: s.board.now(), Call: id, Seat: "8003", Offer: offer, Result: acd.Accepted},
					&acd.Answered{At: s.board.now(), Call: id, Queue: "nation/advice", Seat: "8003", Waited: waited},
					&acd.TalkEnded{At: s.board.now(), Call: id, Queue: "nation/advice", Seat: "8003"},
				} {
					acd.Fold(state, f)
				}
			}
			acd.Fold(state, &acd.ReserveCalled{At: s.board.now(), Queue: "nation/advice"})
			n, last := state.Misfits()
			require.Zero(t, n, last)
		})
		require.Equal(t, map[string]float64{
			"forecast_calls advice": 4, "forecast_held_ratio advice": 0.75, "pressed advice": 1, "seats ready": 1,
		}, s.gauges("nation"))
		s.stop()
	})
}

// gauges are those of a floor that are not zero.
func (s *scene) gauges(floor string) map[string]float64 {
	s.t.Helper()
	families, err := s.reg.Gather()
	require.NoError(s.t, err)
	found := map[string]float64{}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			labels := map[string]string{}
			for _, l := range m.GetLabel() {
				labels[l.GetName()] = l.GetValue()
			}
			switch {
			case labels["floor"] != floor || m.GetGauge().GetValue() == 0:
			case f.GetName() == "hotline_seats":
				found["seats "+labels["state"]] = m.GetGauge().GetValue()
			default:
				queue := strings.TrimPrefix(f.GetName(), "hotline_queue_")
				found[queue+" "+strings.TrimPrefix(labels["queue"], floor+"/")] = m.GetGauge().GetValue()
			}
		}
	}
	return found
}

func TestEveryOutcomeIsAMetric(t *testing.T) {
	reg := prometheus.NewPedanticRegistry()
	newMetrics(reg)
	families, err := reg.Gather()
	require.NoError(t, err)
	labels := map[string]bool{}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			if f.GetName() == "hotline_calls_ended_total" {
				labels[m.GetLabel()[0].GetValue()] = true
			}
		}
	}
	require.Len(t, labels, len(call.Outcomes()))
}

func TestFactsNameTheirCall(t *testing.T) {
	for _, f := range []acd.Fact{
		&acd.CallQueued{Call: "c"},
		&acd.Offered{Call: "c"},
		&acd.OfferEnded{Call: "c"},
		&acd.Answered{Call: "c"},
		&acd.Abandoned{Call: "c"},
		&acd.Overflowed{Call: "c"},
		&acd.TalkEnded{Call: "c"},
		&acd.CallbackTried{Call: "c"},
	} {
		require.Equal(t, "c", acd.CallOf(f), f.Kind())
	}
	require.Empty(t, acd.CallOf(&acd.SeatReady{Seat: "8001"}))
}

func TestStartedTwice(t *testing.T) {
	play(t, func(s *scene) { require.ErrorContains(t, s.board.Start(s.t.Context()), "started twice") })
}
