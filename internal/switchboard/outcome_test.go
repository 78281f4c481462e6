package switchboard

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/ivr"
)

// Every outcome by the way that leads to it.
func TestOutcomes(t *testing.T) {
	ways := map[call.Outcome]func(s *scene){
		call.Answered: func(s *scene) {
			s.online("8001").arrives("ann", "12385").heard("ann").answers("8001").hangsUp("8001").heard("ann")
		},
		call.AbandonedInMenu: func(s *scene) { s.arrives("ann", "12381").hangsUp("ann") },
		call.AbandonedInQueue: func(s *scene) {
			s.arrives("ann", "12385").heard("ann").plays("ann", "calm").hangsUp("ann").told("floor city", "abandoned ann")
		},
		call.AbandonedRinging: func(s *scene) {
			s.online("8001").arrives("ann", "12385").heard("ann").rings("8001").hangsUp("ann").seat("8001", acd.StateReady)
		},
		call.Overflowed: func(s *scene) {
			s.arrives("ann", "12383").at(31).told("ann", "* stepped patient/sorry").hangsUp("ann")
		},
		call.Forwarded: func(s *scene) {
			s.arrives("ann", "12384").answers("01088881234").hangsUp("01088881234").heard("ann")
		},
		call.CalledOut:  func(s *scene) { s.dials("ann", "8001", "8002").answers("8002").hangsUp("8002") },
		call.NotReached: func(s *scene) { s.dials("ann", "8001", "8002").hangsUp("ann") },
		call.Refused:    func(s *scene) { s.dials("ann", "8001", "*99").told("ann", "hang up ann unallocated") },
		call.Completed:  func(s *scene) { s.arrives("ann", "12382").heard("ann") },
		call.Handed: func(s *scene) {
			s.arrives("ann", "99999").told("ann", "continue ann in to-person,s,1").notTold("ann", "answer ann")
		},
		call.AskedCallback: func(s *scene) {
			s.arrives("ann", "12379").heard("ann").presses("ann", '1').heard("ann").heard("ann")
		},
		call.LeftMessage: func(s *scene) {
			s.at(0).arrives("ann", "12371").heard("ann").at(5).presses("ann", '#').heard("ann").heard("ann")
		},
		call.Closed: func(s *scene) {
			s.arrives("ann", "12374").told("ann", "* stepped town/sorry").hangsUp("ann")
		},
		call.Failed: func(s *scene) {
			s.arrives("ann", "12381").linkDown().do(func(p *phones) { p.end("ann", true, 38, 0) }).linkUp()
		},
	}
	by := map[call.Outcome]string{
		call.Answered: "seat", call.AbandonedInMenu: "caller", call.AbandonedInQueue: "caller", call.AbandonedRinging: "caller",
		call.Forwarded: "system", call.Overflowed: "caller", call.Refused: "system", call.Completed: "system",
		call.Handed: "system", call.Failed: "system", call.AskedCallback: "system",
		call.LeftMessage: "system", call.Closed: "caller", call.CalledOut: "system", call.NotReached: "caller",
	}
	require.Len(t, ways, len(call.Outcomes())-3) // for those of calls back see TestCallingBack
	for outcome, way := range ways {
		t.Run(string(outcome), func(t *testing.T) {
			play(t, func(s *scene) {
				way(s)
				s.ended("ann", outcome, by[outcome])
			})
		})
	}
}

func TestOutcomeRanks(t *testing.T) {
	for _, c := range []struct {
		name string
		call *caller
		want call.Outcome
	}{
		{"told that the centre is closed", &caller{ending: true, end: call.Ended{Detail: "closed", By: "system"}}, call.Closed},
		{"a talk counts for more than a lost line", &caller{talked: true, end: call.Ended{By: "system"}}, call.Answered},
		{"a seat counts for more than a forward", &caller{talked: true, forwarded: true}, call.Answered},
		{"our mistake is never hidden", &caller{talked: true, end: call.Ended{Outcome: call.Handed}}, call.Handed},
		{"a lost line is nobody's choice", &caller{end: call.Ended{Outcome: call.AbandonedInQueue, By: "system"}}, call.Failed},
		{"abandoned after an overflow", &caller{overflowed: true, end: call.Ended{Outcome: call.AbandonedInQueue, By: "caller"}}, call.AbandonedInQueue},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, c.call.outcome()) })
	}
}

func TestWhyNotAnswered(t *testing.T) {
	for _, c := range []struct {
		name       string
		status     asterisk.DialStatus
		cause, sip int
		lost       bool
		want       acd.OfferEnd
	}{
		{"486", asterisk.DialBusy, 17, 486, false, acd.Busy},
		{"603", asterisk.DialNoAnswer, 21, 0, false, acd.Declined},
		{"480, do not disturb", asterisk.DialNoAnswer, 19, 480, false, acd.Declined},
		{"302 to nowhere", asterisk.DialNoAnswer, 23, 302, false, acd.Declined},
		{"404", asterisk.DialNoAnswer, 1, 404, false, acd.Unreachable},
		{"503", asterisk.DialCongestion, 34, 503, false, acd.Failed},
		{"rang, then broke", asterisk.DialRinging, 127, 0, false, acd.Failed},
		{"picked up and put down at once", asterisk.DialRinging, 16, 0, false, acd.Declined},
		{"never rang", "", 20, 0, false, acd.Unreachable},
		{"lost with the link", asterisk.DialRinging, 0, 0, true, acd.Withdrawn},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, whyNotAnswered(c.status, c.cause, c.sip, c.lost))
		})
	}
}

// A line that is lost during a talk says so, and the talk still counts.
func TestCallerLostDuringTalk(t *testing.T) {
	play(t, func(s *scene) {
		s.online("8001").arrives("ann", "12385").heard("ann").answers("8001")
		s.linkDown().do(func(p *phones) { p.end("ann", true, 38, 0) }).linkUp()
		s.ended("ann", call.Answered, "system").told("floor city", "talk-ended ann by caller")
	})
}

func TestCallersKeepTheirPlaceInTheLine(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).arrives("ann", "12385").heard("ann")
		s.at(1).arrives("bob", "12385").heard("bob")
		s.at(20).told("ann", "play ann 您是下一位，请您稍候。").plays("ann", "").notTold("bob", "play bob 您前面还有 1 位来电者，请您稍候。")
		s.at(21).heard("ann").plays("ann", "calm").told("bob", "play bob 您前面还有1位来电者，请您稍候。").heard("bob")
		s.at(22).online("8001").told("floor city", "offered ann to 8001").answers("8001").talking("ann", "8001")
		s.at(23).hangsUp("bob").hangsUp("ann")
		s.ended("ann", call.Answered, "caller").ended("bob", call.AbandonedInQueue, "caller")
	})
}

// A caller who asks for his place while a telephone rings for him gets no
// answer; the music that the question stopped must come back.
func TestNoSilenceAfterAKeyWhileRinging(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8001").arrives("ann", "12381").presses("ann", '0').plays("ann", "")
		s.presses("ann", '*').plays("ann", "calm").hangsUp("ann")
		s.ended("ann", call.AbandonedRinging, "caller")
	})
}

func TestFailedPromptsDoNotStopTheScript(t *testing.T) {
	play(t, func(s *scene) {
		s.sounds.mute["您好"] = true
		s.online("8001").arrives("ann", "12385").told("floor city", "offered ann to 8001")
		require.Equal(t, 1.0, s.metric("hotline_prompts_without_sound_total"))
		s.trouble(trouble{op: "play", times: -1, kind: asterisk.Server})
		s.answers("8001").hangsUp("8001").ended("ann", call.Answered, "seat") // the goodbye was not heard
	})
}

// An announcement that fails must not cost the caller his music.
func TestMusicAfterAFailedAnnouncement(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).arrives("ann", "12385").heard("ann").trouble(trouble{op: "play", times: -1, kind: asterisk.Server})
		s.at(20).plays("ann", "calm").hangsUp("ann")
	})
}

func TestMusicIsTriedAgain(t *testing.T) {
	play(t, func(s *scene) {
		s.trouble(trouble{op: "music", times: 2, kind: asterisk.Server})
		s.at(0).arrives("ann", "12385").heard("ann").plays("ann", "")
		s.at(15).plays("ann", "calm").hangsUp("ann")
	})
}

func TestRequestsAreBounded(t *testing.T) {
	play(t, func(s *scene) {
		stuck := s.trouble(trouble{op: "play", times: 1, wait: make(chan struct{})})
		s.at(0).online("8001").arrives("ann", "12385").arrives("bob", "12382")
		s.at(1).heard("bob").ended("bob", call.Completed, "system") // the others go on
		s.at(6).told("floor city", "offered ann to 8001").hangsUp("ann")
		close(stuck.wait)
	})
}

func TestPanicIsContained(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8001", "8002").arrives("bob", "12385").heard("bob").answers("8001")
		s.sounds.broken = "您是下一位"
		s.trouble(trouble{op: "dial", times: 1, kind: asterisk.Server}) // 8002 is paused, ann waits
		s.at(1).arrives("ann", "12385").heard("ann").told("ann", "music ann calm")
		s.at(21).told("ann", "continue ann in to-person,s,1").ended("ann", call.Handed, "system")
		s.told("ann", "stop music ann").talking("bob", "8001")
		require.Equal(t, 1.0, s.metric("hotline_call_panics_total"))
		s.hangsUp("bob").ended("bob", call.Answered, "caller")
	})
}

// Whatever the call was doing when it broke, no telephone is left in it.
func TestPanicLeavesNoLeg(t *testing.T) {
	for name, called := range map[string]string{"a seat rings": "12385", "a number outside rings": "12384"} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *scene) {
				s.trouble(trouble{op: "bridge", times: 1, do: func() { panic("a mistake") }})
				s.online("8001").arrives("ann", called)
				if called == "12385" {
					s.heard("ann")
				}
				s.ended("ann", call.Handed, "system").told("ann", "* leg-ended")
				s.seat("8001", acd.StateReady)
			})
		})
	}
}

func TestPanicWhileTheLinkFails(t *testing.T) {
	play(t, func(s *scene) {
		s.sounds.broken = "您好"
		s.trouble(trouble{op: "continue", times: 1, kind: asterisk.Timeout})
		s.at(0).arrives("ann", "12385").ended("ann", call.Handed, "system")
		s.at(6).do(func(p *phones) { require.False(t, p.channels["ann"].inside) }) // the dialplan has her
	})
}

func TestFlowWithoutAPersonInReach(t *testing.T) {
	play(t, func(s *scene) {
		tree := loadTree(t)
		centre := tree.Centres["city"]
		centre.Queues = nil
		tree.Centres["city"] = centre
		s.board.Reload(tree)
		s.arrives("ann", "12385").heard("ann").told("ann", "continue ann in to-person,s,1")
		s.ended("ann", call.Handed, "system")
	})
}

// A farewell that Asterisk does not take is said again, lest the caller sit in
// silence.
func TestPartingIsTriedAgain(t *testing.T) {
	for name, way := range map[string]struct {
		op, called string
		outcome    call.Outcome
	}{
		"hang up":   {"hangup", "12382", call.Completed},
		"hand over": {"continue", "99999", call.Handed},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *scene) {
				s.trouble(trouble{op: way.op, times: 3, kind: asterisk.Unreachable})
				s.at(0).arrives("ann", way.called)
				if way.op == "hangup" {
					s.heard("ann")
				}
				s.at(16).ended("ann", way.outcome, "system")
			})
		})
	}
}

func TestHandOverThatIsRefusedHangsUp(t *testing.T) {
	play(t, func(s *scene) {
		s.trouble(trouble{op: "continue", times: 1, kind: asterisk.Server})
		s.arrives("ann", "99999").told("ann", "hang up ann normal").ended("ann", call.Handed, "system")
	})
}

func TestScriptsNeverHearNothing(t *testing.T) {
	c := &caller{}
	require.NotPanics(t, func() { c.step(ivr.Result{What: ivr.Talked}) }, "a call whose flow is no more has no session")
}
