package switchboard

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
)

// crowd is a queue in which all three seats ring.
func crowd(s *scene) *scene {
	return s.at(0).online("8011", "8012", "8013").arrives("ann", "12389").heard("ann")
}

// legsThere counts the legs to seats that Asterisk has.
func (s *scene) legsThere(name string) (n int) {
	s.do(func(p *phones) {
		for id := range p.channels {
			if s.story.laneOf(id) == name && id != name {
				n++
			}
		}
	})
	return n
}

func TestAllRingAndOneAnswers(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8011", "8012", "8013").arrives("ann", "12389").look()
		s.at(3).heard("ann").happened("ann", "* stepped city/wait",
			"* leg-dialled 8011", "dial PJSIP/8011 as ann-1 for 22s", "bridge ann-talk",
			"* leg-dialled 8012", "dial PJSIP/8012 as ann-2 for 22s",
			"* leg-dialled 8013", "dial PJSIP/8013 as ann-3 for 22s", "music ann calm")
		s.rings("8011").rings("8012").rings("8013").look()
		s.at(6).answers("8012").happened("ann", "stop music ann", "join ann and ann-2", "* connected",
			"hang up ann-1 normal", "* leg-ended", "hang up ann-3 normal", "* leg-ended").talking("ann", "8012")
		require.Equal(t, 1, s.legsThere("ann"))
		s.seat("8011", acd.StateReady).seat("8012", acd.StateTalking).seat("8013", acd.StateReady)
		s.at(60).hangsUp("8012").heard("ann").ended("ann", call.Answered, "seat").seat("8012", acd.StateWrapUp)
		s.happened("floor city",
			"offer-ended ann at 8012: answered", "answered ann by 8012",
			"offer-ended ann at 8011: elsewhere", "offer-ended ann at 8013: elsewhere",
			"talk-ended ann by seat")
	})
}

func TestAllRing(t *testing.T) {
	for name, act := range map[string]func(s *scene){
		"two answer at once": func(s *scene) {
			crowd(s).do(func(p *phones) {
				p.enter(p.channels[s.leg("ann", 3)])
				p.enter(p.channels[s.leg("ann", 1)])
			})
			s.talking("ann", "8013").told("ann", "hang up ann-1 normal").told("ann", "hang up ann-2 normal")
			s.told("floor city", "answered ann by 8013").notTold("floor city", "answered ann by 8011")
			s.hangsUp("ann").ended("ann", call.Answered, "caller").seat("8011", acd.StateReady)
		},
		"one answers while it is being hung up": func(s *scene) {
			crowd(s).trouble(trouble{op: "hangup", times: 1, do: func() {
				s.phones.mu.Lock()
				defer s.phones.mu.Unlock()
				s.phones.enter(s.phones.channels[s.leg("ann", 1)])
			}})
			s.answers("8012").talking("ann", "8012").told("ann", "hang up ann-1 normal")
			require.Equal(s.t, 1, s.legsThere("ann"))
			s.hangsUp("ann").ended("ann", call.Answered, "caller")
		},
		"the caller hangs up": func(s *scene) {
			crowd(s).rings("8012").hangsUp("ann").ended("ann", call.AbandonedRinging, "caller")
			s.told("ann", "hang up ann-1 normal").told("ann", "hang up ann-2 normal").told("ann", "hang up ann-3 normal")
			s.seat("8011", acd.StateReady).seat("8012", acd.StateReady).seat("8013", acd.StateReady)
		},
		"the caller hangs up as one answers": func(s *scene) {
			crowd(s).atOnce(func(p *phones) {
				p.enter(p.channels[s.leg("ann", 2)])
				p.end("ann", true, 16, 0)
			})
			s.ended("ann", call.Answered, "caller").seat("8012", acd.StateWrapUp).seat("8011", acd.StateReady)
		},
		"one is busy": func(s *scene) {
			crowd(s).refuses("8011", asterisk.DialBusy, 17, 486).told("floor city", "seat-paused 8011: busy")
			s.notTold("ann", "hang up ann-2 normal").plays("ann", "calm").answers("8013").talking("ann", "8013")
			s.hangsUp("ann").ended("ann", call.Answered, "caller")
		},
		"one signs out": func(s *scene) {
			crowd(s).offline("8012").told("floor city", "offer-ended ann at 8012: seat-gone").told("ann", "hang up ann-2 normal")
			s.notTold("ann", "hang up ann-1 normal").answers("8011").talking("ann", "8011").hangsUp("ann")
		},
		"one comes while the others ring": func(s *scene) {
			s.at(0).online("8011").arrives("ann", "12389").heard("ann").at(5).online("8012")
			s.told("floor city", "offered ann to 8012").answers("8012").talking("ann", "8012").told("ann", "hang up ann-1 normal")
			s.hangsUp("ann").ended("ann", call.Answered, "caller")
		},
		"one cannot be dialled": func(s *scene) {
			s.trouble(trouble{op: "dial", times: 1, kind: asterisk.BadRequest})
			crowd(s).seat("8011", acd.StateUnreachable).answers("8012").talking("ann", "8012").hangsUp("ann")
		},
		"the link fails": func(s *scene) {
			dead := s.trouble(trouble{op: "dial", times: -1, kind: asterisk.Timeout})
			crowd(s).at(3.5)
			require.Equal(s.t, -1-4, dead.times, "one in a second is tried")
			s.noTrouble()
			s.at(5).answers("8012").talking("ann", "8012").hangsUp("ann")
		},
		"nobody answers": func(s *scene) {
			crowd(s).at(20).told("floor city", "seat-paused 8011: no-answer").told("floor city", "seat-paused 8013: no-answer")
			require.Zero(s.t, s.legsThere("ann"))
			s.hangsUp("ann").ended("ann", call.AbandonedInQueue, "caller")
		},
		"it answers and hangs up at once": func(s *scene) {
			crowd(s).atOnce(func(p *phones) {
				p.enter(p.channels[s.leg("ann", 1)])
				p.end(s.leg("ann", 1), true, 16, 0)
			})
			require.Zero(s.t, s.legsThere("ann"))
			s.heard("ann").ended("ann", call.Answered, "seat")
		},
		"the parties cannot be joined": func(s *scene) {
			s.trouble(trouble{op: "join", times: 2, kind: asterisk.Server})
			crowd(s).answers("8011").told("floor city", "talk-ended ann by system")
			s.told("floor city", "offered ann to 8012").answers("8013").talking("ann", "8013").hangsUp("ann")
		},
		"it breaks while three ring": func(s *scene) {
			s.trouble(trouble{op: "dial", skip: 2, times: 1, do: func() { panic("a mistake") }})
			crowd(s).ended("ann", call.Handed, "system")
			require.Zero(s.t, s.legsThere("ann"))
		},
	} {
		t.Run(name, func(t *testing.T) { play(t, act) })
	}
}

// While the floor has a seat for the next caller its telephone may still ring for the
// one before. It is dialled when that is over, and not found engaged.
func TestAllRingForTheNextCaller(t *testing.T) {
	play(t, func(s *scene) {
		crowd(s).arrives("bob", "12389").heard("bob").look()
		joined := make(chan struct{})
		s.trouble(trouble{op: "join", times: 1, wait: joined})
		s.answers("8011").told("floor city", "offered bob to 8012").notTold("bob", "* leg-dialled 8012")
		close(joined)
		s.at(1).told("ann", "hang up ann-2 normal").told("bob", "* leg-dialled 8012").told("bob", "* leg-dialled 8013")
		s.answers("8013").talking("bob", "8013").talking("ann", "8011").hangsUp("bob").hangsUp("ann")
		require.Empty(t, s.board.lines.legs, "all telephones are free")
	})
}

// The caller behind goes away before the telephone was free for him.
func TestAllRingAndTheNextCallerDoesNotWait(t *testing.T) {
	play(t, func(s *scene) {
		crowd(s).arrives("bob", "12389").heard("bob").arrives("cat", "12389").heard("cat").look()
		joined := make(chan struct{})
		s.trouble(trouble{op: "join", times: 1, wait: joined})
		s.answers("8011").told("floor city", "offered bob to 8012").hangsUp("bob").ended("bob", call.AbandonedRinging, "caller")
		s.notTold("bob", "* leg-dialled 8012").notTold("bob", "* leg-ended").told("floor city", "offered cat to 8012")
		close(joined)
		s.at(1).answers("8012").talking("cat", "8012").hangsUp("cat").hangsUp("ann")
	})
}

func TestAllRangWhenTheEngineDied(t *testing.T) {
	for name, act := range map[string]func(s *scene){
		"they still ring": func(s *scene) {
			crowd(s).crash().look().at(5).restart(loadTree(t)).happened("floor city")
			s.answers("8012").talking("ann", "8012").told("ann", "hang up ann-1 normal").told("ann", "hang up ann-3 normal")
			s.hangsUp("ann").ended("ann", call.Answered, "caller")
		},
		"one has answered": func(s *scene) {
			crowd(s).crash().answers("8012").restart(loadTree(t)).talking("ann", "8012")
			require.Equal(s.t, 1, s.legsThere("ann"))
			s.hangsUp("ann")
		},
		"two have answered": func(s *scene) {
			crowd(s).crash().answers("8012").answers("8013").restart(loadTree(t)).talking("ann", "8012")
			require.Equal(s.t, 1, s.legsThere("ann"))
			s.hangsUp("ann")
		},
		"one rings no more": func(s *scene) {
			crowd(s).crash().hangsUp("8011").restart(loadTree(t)).told("floor city", "offer-ended ann at 8011: withdrawn")
			s.answers("8013").talking("ann", "8013").hangsUp("ann")
		},
		"the caller has gone": func(s *scene) {
			crowd(s).crash().do(func(p *phones) { p.end("ann", true, 16, 0) }).restart(loadTree(t))
			s.ended("ann", call.Failed, "system").seat("8011", acd.StateReady).seat("8013", acd.StateReady)
		},
		"the others were being hung up": func(s *scene) {
			crowd(s).look().story.dieAfter(4) // offers ended and answered, music off, joined, on record
			s.answers("8012").crash().restart(loadTree(t)).talking("ann", "8012")
			require.Equal(s.t, 1, s.legsThere("ann"))
			s.hangsUp("ann").ended("ann", call.Answered, "caller")
		},
	} {
		t.Run(name, func(t *testing.T) { play(t, act) })
	}
}

func TestAllRingForACallback(t *testing.T) {
	back := func(s *scene) *scene {
		return s.at(0).online("8011", "8012", "8013").listsIn("crowd/advice", 1).at(1).told("floor city", "offered back to 8013")
	}
	for name, act := range map[string]func(s *scene){
		"one answers": func(s *scene) {
			back(s).answers("8012").told("back", "play back-2 "+wordCalling).told("back", "hang up back-1 normal")
			s.heard(s.channel("8012")).answers(backNumber).talking(s.channel("8012"), backNumber)
			s.hangsUp("8012").ended("back", call.CallbackReached, "seat").offTheList()
		},
		"two answer": func(s *scene) {
			back(s).do(func(p *phones) {
				p.enter(p.channels[s.leg("back", 2)])
				p.enter(p.channels[s.leg("back", 3)])
			})
			s.told("back", "play back-2 "+wordCalling).told("back", "hang up back-3 normal")
			s.hangsUp("8012").ended("back", call.CallbackFailed, "seat").attempts(1)
		},
		"one declines": func(s *scene) {
			back(s).refuses("8011", asterisk.DialNoAnswer, 21, 603).attempts(0).answers("8013").heard(s.channel("8013"))
			s.answers(backNumber).hangsUp(backNumber).ended("back", call.CallbackReached, "caller")
		},
		"they ring when the engine dies": func(s *scene) {
			back(s).crash().look().restart(loadTree(t)).happened("floor city").answers("8013")
			s.told("back", "hang up back-1 normal").heard(s.channel("8013")).answers(backNumber).hangsUp("8013")
			s.ended("back", call.CallbackReached, "seat")
		},
	} {
		t.Run(name, func(t *testing.T) { play(t, act) })
	}
}
