package switchboard

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
)

// pair is a caller for whom both telephones of seat 8031 ring.
func pair(s *scene) *scene {
	return s.at(0).online("8031", "8051").arrives("ann", "12391").heard("ann")
}

// standsAs checks what a seat does, on any floor.
func (s *scene) standsAs(floor, id string, now acd.SeatState) *scene {
	s.t.Helper()
	var seat acd.SeatStatus
	s.floor(floor, func(state *acd.State) { seat, _ = state.Seat(id) })
	require.Equal(s.t, now.String(), seat.Stance.Now.String(), "seat %s", id)
	return s
}

func TestAllPhonesOfASeatRing(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8031", "8051").arrives("ann", "12391").look()
		s.at(3).heard("ann").happened("ann", "* stepped city/wait",
			"* leg-dialled 8031", "dial PJSIP/8031 as ann-1 for 32s", "bridge ann-talk",
			"* leg-dialled 8031 at 8051", "dial PJSIP/8051 as ann-1-2 for 32s", "music ann calm")
		s.rings("8031").rings("8051").look()
		s.at(6).answers("8051").happened("ann", "stop music ann", "join ann and ann-1-2", "* connected",
			"hang up ann-1 normal", "* leg-ended").talking("ann", "8051")
		require.Equal(t, 1, s.legsThere("ann"))
		s.at(60).hangsUp("8051").heard("ann").ended("ann", call.Answered, "seat").standsAs("pair", "8031", acd.StateWrapUp)
		s.happened("floor pair", "offer-ended ann at 8031: answered", "answered ann by 8031", "talk-ended ann by seat")
		require.Empty(t, s.board.lines.legs, "all telephones are free")
	})
}

func TestPhonesOfASeat(t *testing.T) {
	for name, act := range map[string]func(s *scene){
		"both answer at once": func(s *scene) {
			pair(s).do(func(p *phones) {
				p.enter(p.channels[s.leg("ann", 1)+"-2"])
				p.enter(p.channels[s.leg("ann", 1)])
			})
			s.talking("ann", "8051").told("ann", "hang up ann-1 normal")
			require.Equal(s.t, 1, s.legsThere("ann"))
			s.hangsUp("ann").ended("ann", call.Answered, "caller")
		},
		"one answers and hangs up while the other still rings": func(s *scene) {
			pair(s).answers("8031").talking("ann", "8031").hangsUp("8031").heard("ann").ended("ann", call.Answered, "seat")
		},
		"one answers and hangs up at once": func(s *scene) {
			written := make(chan struct{})
			pair(s).story.slow("floor/pair", written)
			s.do(func(p *phones) {
				p.enter(p.channels[s.leg("ann", 1)])
				p.end(s.leg("ann", 1), true, 16, 0)
			})
			close(written)
			s.at(1).told("ann", "hang up ann-1-2 normal").heard("ann").ended("ann", call.Answered, "seat")
		},
		"one ends after the other has answered": func(s *scene) {
			written := make(chan struct{})
			pair(s).story.slow("floor/pair", written)
			s.do(func(p *phones) {
				p.enter(p.channels[s.leg("ann", 1)])
				p.end(s.leg("ann", 1)+"-2", false, 17, 486)
			})
			close(written)
			s.at(1).talking("ann", "8031").notTold("ann", "hang up ann-1-2 normal").hangsUp("ann")
		},
		"one is busy": func(s *scene) {
			pair(s).refuses("8031", asterisk.DialBusy, 17, 486).notTold("floor pair", "seat-paused 8031: busy")
			s.notTold("ann", "hang up ann-1-2 normal").plays("ann", "calm").answers("8051").talking("ann", "8051").hangsUp("ann")
			s.ended("ann", call.Answered, "caller")
		},
		"one is busy, and the other is not there": func(s *scene) {
			pair(s).refuses("8031", asterisk.DialBusy, 17, 486).refuses("8051", asterisk.DialNoAnswer, 1, 404)
			s.told("floor pair", "seat-paused 8031: busy").hangsUp("ann").ended("ann", call.AbandonedInQueue, "caller")
		},
		"both decline": func(s *scene) {
			pair(s).refuses("8051", asterisk.DialNoAnswer, 21, 603).refuses("8031", asterisk.DialNoAnswer, 21, 603)
			s.told("floor pair", "seat-paused 8031: declined").hangsUp("ann")
		},
		"neither is picked up": func(s *scene) {
			pair(s).at(30).told("floor pair", "seat-paused 8031: no-answer")
			require.Zero(s.t, s.legsThere("ann"))
			s.hangsUp("ann")
		},
		"one cannot be dialled": func(s *scene) {
			s.trouble(trouble{op: "dial", times: 1, kind: asterisk.BadRequest})
			pair(s).answers("8051").talking("ann", "8051").hangsUp("ann")
		},
		"none can be dialled": func(s *scene) {
			s.trouble(trouble{op: "dial", times: 2, kind: asterisk.BadRequest})
			pair(s).standsAs("pair", "8031", acd.StateUnreachable).hangsUp("ann")
		},
		"the link fails at the second": func(s *scene) {
			s.trouble(trouble{op: "dial", skip: 1, times: 1, kind: asterisk.Timeout})
			pair(s).at(1).told("floor pair", "offer-ended ann at 8031: withdrawn")
			s.told("ann", "hang up ann-1 normal").told("ann", "hang up ann-1-2 normal").answers("8051").talking("ann", "8051").hangsUp("ann")
		},
		"only the one that is there is dialled": func(s *scene) {
			s.at(0).online("8051").arrives("ann", "12391").heard("ann").told("ann", "dial PJSIP/8051 as ann-1 for 32s")
			require.Equal(s.t, 1, s.legsThere("ann"))
			s.answers("8051").talking("ann", "8051").hangsUp("ann")
		},
		"the caller hangs up": func(s *scene) {
			pair(s).hangsUp("ann").told("ann", "hang up ann-1 normal").told("ann", "hang up ann-1-2 normal")
			s.ended("ann", call.AbandonedRinging, "caller").standsAs("pair", "8031", acd.StateReady)
		},
		"it breaks between the two": func(s *scene) {
			s.trouble(trouble{op: "dial", skip: 1, times: 1, do: func() { panic("a mistake") }})
			pair(s).ended("ann", call.Handed, "system")
			require.Zero(s.t, s.legsThere("ann"))
		},
		"one is still in the leg of before": func(s *scene) {
			pair(s).arrives("bob", "12391").heard("bob").look()
			stuck := make(chan struct{})
			s.trouble(trouble{op: "hangup", times: 1, wait: stuck})
			s.atOnce(func(p *phones) {
				p.end(s.leg("ann", 1), false, 17, 486)
				p.end("ann", true, 16, 0)
			})
			s.told("floor pair", "offered bob to 8031").told("bob", "dial PJSIP/8031 as bob-2 for 32s").notTold("bob", "* leg-dialled 8031 at 8051")
			close(stuck)
			s.at(1).told("bob", "dial PJSIP/8051 as bob-2-2 for 32s").answers("8051").talking("bob", "8051").hangsUp("bob")
		},
	} {
		t.Run(name, func(t *testing.T) { play(t, act) })
	}
}

func TestPhonesRangWhenTheEngineDied(t *testing.T) {
	for name, act := range map[string]func(s *scene){
		"they still ring": func(s *scene) {
			pair(s).crash().look().at(5).restart(loadTree(t)).happened("floor pair").answers("8051").talking("ann", "8051")
			s.told("ann", "hang up ann-1 normal").hangsUp("ann")
		},
		"one has answered": func(s *scene) {
			pair(s).crash().answers("8051").restart(loadTree(t)).talking("ann", "8051")
			require.Equal(s.t, 1, s.legsThere("ann"))
			s.hangsUp("ann")
		},
		"one rings no more": func(s *scene) {
			pair(s).crash().look().hangsUp("8031").restart(loadTree(t)).notTold("floor pair", "offer-ended ann at 8031: withdrawn")
			s.answers("8051").talking("ann", "8051").hangsUp("ann")
		},
		"neither rings any more": func(s *scene) {
			pair(s).crash().hangsUp("8031").hangsUp("8051").restart(loadTree(t))
			s.told("floor pair", "offer-ended ann at 8031: withdrawn").answers("8051").talking("ann", "8051").hangsUp("ann")
		},
		"the seat's answer was on record, and nothing else": func(s *scene) {
			pair(s).look().story.dieAfter(1)
			s.answers("8051").crash().restart(loadTree(t)).talking("ann", "8051")
			require.Equal(s.t, 1, s.legsThere("ann"))
			s.hangsUp("ann").ended("ann", call.Answered, "caller")
		},
		"the other was being hung up": func(s *scene) {
			pair(s).look().story.dieAfter(4) // answered, music off, joined, on record
			s.answers("8051").crash().restart(loadTree(t)).talking("ann", "8051")
			require.Equal(s.t, 1, s.legsThere("ann"))
			s.hangsUp("8051").heard("ann").ended("ann", call.Answered, "seat")
		},
		"they talk": func(s *scene) {
			pair(s).answers("8051").crash().look().restart(loadTree(t)).happened("ann").talking("ann", "8051").hangsUp("ann")
		},
	} {
		t.Run(name, func(t *testing.T) { play(t, act) })
	}
}

func TestCallbackToASeatWithTwoPhones(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8031", "8051").listsIn("pair/advice", 1).at(1).told("floor pair", "offered back to 8031")
		s.answers("8051").told("back", "play back-1-2 "+wordCalling).told("back", "hang up back-1 normal")
		s.heard(s.channel("8051")).answers(backNumber).talking(s.channel("8051"), backNumber)
		s.hangsUp("8051").ended("back", call.CallbackReached, "seat")
		s.floor("pair", func(state *acd.State) { require.Empty(t, state.Callbacks()) })
	})
}

func TestTheMostTellingEnd(t *testing.T) {
	for _, c := range []struct{ a, b, want acd.OfferEnd }{
		{"", acd.Unreachable, acd.Unreachable},
		{acd.Unreachable, acd.Busy, acd.Busy},
		{acd.Declined, acd.Busy, acd.Busy},
		{acd.NoAnswer, acd.Declined, acd.Declined},
		{acd.Unreachable, acd.NoAnswer, acd.NoAnswer},
		{acd.Withdrawn, acd.Unreachable, acd.Unreachable},
		{"", acd.Withdrawn, acd.Withdrawn},
	} {
		require.Equal(t, c.want, moreTelling(c.a, c.b), "%s and %s", c.a, c.b)
		require.Equal(t, c.want, moreTelling(c.b, c.a), "%s and %s", c.b, c.a)
	}
}
