package switchboard

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/dialplan"
)

func TestCallerInAMenuHearsItAgain(t *testing.T) {
	const menu = "play ann 咨询，请按 1。 介绍，请按 2。 要再听一遍，请按星号键；要听慢一点，请按井号键。 要人工服务，请按 0，也可以不按键，稍候为您转接。"
	play(t, func(s *scene) {
		s.at(0).arrives("ann", "12381").told("ann", menu).look()
		s.at(5).crash().restart(loadTree(t)).told("ann", menu).notTold("ann", "* arrived")
		s.presses("ann", '1').told("floor city", "call-queued ann").hangsUp("ann")
		s.ended("ann", call.AbandonedInQueue, "caller")
	})
}

func TestWaitingCallersKeepTheirPlace(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).arrives("ann", "12385").heard("ann")
		s.at(1).arrives("bob", "12385").heard("bob").crash().look()
		s.at(60).restart(loadTree(t)).happened("floor city").plays("ann", "calm").plays("bob", "calm")
		s.at(80).told("ann", "play ann 您是下一位，请您稍候。").online("8001").told("floor city", "offered ann to 8001")
		s.answers("8001").hangsUp("bob").hangsUp("ann").ended("ann", call.Answered, "caller")
	})
}

// Who waited before, and was on the way between two queues, keeps the age of his
// wait as well.
func TestAgeOfTheWaitIsKept(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).arrives("ann", "12381").presses("ann", '1').at(5).presses("ann", '9')
		began := s.start.UnixMilli()
		s.crash()
		memory, err := recall(t.Context(), s.story.journal, quiet())
		require.NoError(t, err)
		for _, p := range memory.past() {
			require.Equal(t, began, p.since)
			require.True(t, p.overflowed)
		}
		s.restart(loadTree(t)).told("ann", "play ann 不等了").heard("ann").ended("ann", call.Overflowed, "system")
	})
}

func TestSeatRangWhenTheEngineDied(t *testing.T) {
	ringing := func(s *scene) *scene {
		return s.at(0).online("8001").arrives("ann", "12385").heard("ann").rings("8001").crash().look()
	}
	for name, act := range map[string]func(s *scene){
		"it still rings": func(s *scene) {
			ringing(s).at(5).restart(loadTree(t)).happened("floor city").answers("8001").talking("ann", "8001")
		},
		"it rings out": func(s *scene) {
			ringing(s).at(5).restart(loadTree(t)).at(20).told("floor city", "seat-paused 8001: no-answer")
		},
		"it rings no more": func(s *scene) {
			ringing(s).at(5).hangsUp("8001").restart(loadTree(t))
			s.happened("floor city", "offer-ended ann at 8001: withdrawn", "offered ann to 8001")
			s.at(20).answers("8001").talking("ann", "8001")
		},
		"it was answered": func(s *scene) {
			ringing(s).at(5).answers("8001").restart(loadTree(t)).talking("ann", "8001")
		},
		"it was answered while the new engine looked round": func(s *scene) {
			ringing(s).at(5).begin(loadTree(t))
			s.do(func(p *phones) {
				p.reconcile()
				p.enter(p.channels[s.leg("ann", 1)])
			})
			s.told("ann", "* leg-ended").told("floor city", "offered ann to 8001").answers("8001").talking("ann", "8001")
		},
		"the caller has gone": func(s *scene) {
			ringing(s).at(5).do(func(p *phones) { p.end("ann", true, 16, 0) }).restart(loadTree(t))
			s.told("ann", "hang up ann-1 normal").ended("ann", call.Failed, "system").seat("8001", acd.StateReady)
		},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *scene) {
				act(s)
				s.gone("ann")
			})
		})
	}
}

// gone hangs up, if the caller is still there.
func (s *scene) gone(name string) { s.do(func(p *phones) { p.end(name, true, 16, 0) }) }

func TestTalkWhenTheEngineDied(t *testing.T) {
	talk := func(s *scene) *scene {
		return s.at(0).online("8001").arrives("ann", "12385").heard("ann").answers("8001").crash().look()
	}
	for name, act := range map[string]func(s *scene){
		"it goes on untouched": func(s *scene) {
			talk(s).at(5).restart(loadTree(t)).happened("ann").happened("floor city").talking("ann", "8001")
			s.at(60).hangsUp("8001").heard("ann").ended("ann", call.Answered, "seat")
		},
		"the caller ends it": func(s *scene) {
			talk(s).at(5).restart(loadTree(t)).hangsUp("ann").ended("ann", call.Answered, "caller")
		},
		"the seat has gone": func(s *scene) {
			talk(s).at(5).hangsUp("8001").restart(loadTree(t)).told("ann", "* stepped city/bye").heard("ann")
			s.ended("ann", call.Answered, "seat")
		},
		"the seat goes while the new engine looks round": func(s *scene) {
			talk(s).at(5).begin(loadTree(t))
			s.do(func(p *phones) {
				p.reconcile()
				p.end(s.leg("ann", 1), true, 16, 0)
			})
			s.told("ann", "* stepped city/bye").heard("ann").ended("ann", call.Answered, "seat")
		},
		"the caller has gone": func(s *scene) {
			talk(s).at(5).hangsUp("ann").restart(loadTree(t)).told("ann", "hang up ann-1 normal")
			s.ended("ann", call.Answered, "system").seat("8001", acd.StateWrapUp)
		},
		"nobody is there": func(s *scene) {
			talk(s).at(5).hangsUp("8001").hangsUp("ann").restart(loadTree(t)).ended("ann", call.Answered, "system")
		},
	} {
		t.Run(name, func(t *testing.T) { play(t, act) })
	}
}

func TestTalkWithANumberOutsideWhenTheEngineDied(t *testing.T) {
	ringing := func(s *scene) *scene { return s.at(0).arrives("ann", "12384") }
	for name, act := range map[string]func(s *scene){
		"it goes on untouched": func(s *scene) {
			ringing(s).answers("01088881234").crash().look().restart(loadTree(t)).happened("ann").talking("ann", "01088881234")
			s.hangsUp("01088881234").heard("ann").ended("ann", call.Forwarded, "system")
		},
		"it is over": func(s *scene) {
			ringing(s).answers("01088881234").crash().hangsUp("01088881234").restart(loadTree(t)).heard("ann")
			s.ended("ann", call.Forwarded, "system")
		},
		"the caller has gone": func(s *scene) {
			ringing(s).answers("01088881234").crash().hangsUp("ann").restart(loadTree(t)).told("ann", "hang up ann-out-1 normal")
			s.ended("ann", call.Forwarded, "system")
		},
		"it still rings": func(s *scene) {
			ringing(s).crash().look().restart(loadTree(t)).happened("ann").answers("01088881234").talking("ann", "01088881234")
			s.plays("ann", "").hangsUp("ann").ended("ann", call.Forwarded, "caller")
		},
		"it was answered": func(s *scene) {
			ringing(s).crash().answers("01088881234").restart(loadTree(t)).talking("ann", "01088881234").hangsUp("ann")
		},
		"it rings no more": func(s *scene) {
			ringing(s).crash().hangsUp("01088881234").restart(loadTree(t)).told("floor city", "call-queued ann").hangsUp("ann")
		},
	} {
		t.Run(name, func(t *testing.T) { play(t, act) })
	}
}

// Facts that say what a caller got are remembered: here the goodbye was being
// said when the engine died.
func TestOutcomeIsRemembered(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8001").arrives("ann", "12385").heard("ann").answers("8001").hangsUp("8001").crash()
		s.restart(loadTree(t)).heard("ann").ended("ann", call.Answered, "system")
	})
}

// The floor has the call, and the call's own record was lost.
func TestFloorFactsWithoutCallFacts(t *testing.T) {
	play(t, func(s *scene) {
		s.story.deaf = "call/"
		s.online("8001").arrives("ann", "12385").heard("ann").answers("8001").crash().look()
		s.story.deaf = ""
		s.restart(loadTree(t)).seat("8001", acd.StateWrapUp) // nobody knows who talked there
		s.told("ann", "* arrived").told("ann", "play ann 您好").hangsUp("ann").ended("ann", call.AbandonedInMenu, "caller")
	})
}

func TestPlaceInTheFlowIsNoMore(t *testing.T) {
	t.Run("the centre has another flow", func(t *testing.T) {
		play(t, func(s *scene) {
			s.at(0).arrives("ann", "12381").crash().look()
			tree := without(t, "menu")
			s.restart(tree).told("ann", "play ann 您好").hangsUp("ann")
		})
	})
	t.Run("there is no flow at all", func(t *testing.T) {
		play(t, func(s *scene) {
			s.at(0).arrives("ann", "12381").crash().restart(nothing(t)).ended("ann", call.Handed, "system")
		})
	})
	t.Run("a talk goes on all the same", func(t *testing.T) {
		play(t, func(s *scene) {
			s.at(0).online("8001").arrives("ann", "12385").heard("ann").answers("8001").crash()
			s.restart(nothing(t)).talking("ann", "8001").hangsUp("8001").ended("ann", call.Answered, "seat")
		})
	})
}

// without is a tree without a flow.
func without(t *testing.T, flow string) *dialplan.Tree {
	tree := loadTree(t)
	program := loadProgram(t, func(name string) bool { return name != flow })
	tree.Program = program
	return tree
}

// nothing is a tree without flows and centres.
func nothing(t *testing.T) *dialplan.Tree {
	tree := loadTree(t)
	tree.Centres = map[string]dialplan.Centre{}
	tree.Program = loadProgram(t, func(name string) bool { return name == "hello" })
	return tree
}

func TestLeftoverBridges(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8001").arrives("ann", "12385").heard("ann").answers("8001").crash()
		s.do(func(p *phones) {
			p.bridges["0vhnczb0000000zz-talk"] = nil
			p.bridges["conference"] = nil
		})
		s.restart(loadTree(t)).talking("ann", "8001").do(func(p *phones) {
			require.NotContains(t, p.bridges, "0vhnczb0000000zz-talk")
			require.Contains(t, p.bridges, "conference", "it is not ours")
			delete(p.bridges, "conference")
		})
		s.hangsUp("ann")
	})
}

// A call that the last engine had handed to the dialplan, without the end being
// on record, is not ours any more.
func TestCallerWhoIsElsewhere(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).arrives("ann", "12385").crash().do(func(p *phones) {
			p.silence("ann", true)
			p.channels["ann"].inside = false
		})
		s.restart(loadTree(t)).ended("ann", call.Failed, "system")
		s.do(func(p *phones) { require.Contains(t, p.channels, "ann", "she is not hung up") })
	})
}

// A journal with facts that nobody can read stops the start, with a reason.
func TestBrokenJournal(t *testing.T) {
	story := newStory()
	ledger := &ledger{journal: story.journal, observe: func(Seen) {}, failed: func() { t.Error("not recorded") }}
	ledger.call(1, "c", broken{})
	_, err := New(t.Context(), Config{Journal: story.journal, Tree: loadTree(t), Clock: WallClock{}})
	require.ErrorContains(t, err, "rebuild the state from the journal: fact call-arrived, version 1")
}

type broken struct{}

func (broken) Kind() string                 { return call.KindArrived }
func (broken) MarshalJSON() ([]byte, error) { return []byte(`{"at":"never"}`), nil }

// Facts of a newer program are passed by.
func TestNewerFactsArePassedBy(t *testing.T) {
	story := newStory()
	ledger := &ledger{journal: story.journal, observe: func(Seen) {}, failed: func() { t.Error("not recorded") }}
	ledger.call(1, "c", call.Arrived{Call: "c", Channel: "ann"}, tomorrow{})
	memory, err := recall(t.Context(), story.journal, quiet())
	require.NoError(t, err)
	require.Equal(t, "ann", memory.calls["c"].Channel)
}

type tomorrow struct{}

func (tomorrow) Kind() string { return "call-teleported" }
