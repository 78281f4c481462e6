package switchboard

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
)

// occupies checks which seats of floor city are in a call that no queue gave them.
func (s *scene) occupied(want ...string) *scene {
	s.t.Helper()
	found := []string{}
	s.floor("city", func(state *acd.State) {
		for _, seat := range state.Seats() {
			if seat.Stance.Now == acd.StateOccupied {
				found = append(found, seat.ID)
			}
		}
	})
	require.Equal(s.t, append([]string{}, want...), found)
	return s
}

func TestPrivateCall(t *testing.T) {
	for name, act := range map[string]func(s *scene){
		"talks": func(s *scene) {
			s.dials("ann", "8001", "8002").told("ann", "dial PJSIP/8002 as ann-out-1 for 45s").plays("ann", "default").occupied("8001")
			s.rings("8002").answers("8002").talking("ann", "8002").plays("ann", "").occupied("8001", "8002")
			s.hangsUp("8002").ended("ann", call.CalledOut, "system").occupied().seat("8001", acd.StateReady)
		},
		"the caller ends it": func(s *scene) {
			s.dials("ann", "8001", "8002").answers("8002").hangsUp("ann").ended("ann", call.CalledOut, "caller")
		},
		"the caller gives up": func(s *scene) {
			s.dials("ann", "8001", "8002").hangsUp("ann").told("ann", "hang up ann-out-1 normal").ended("ann", call.NotReached, "caller")
		},
		"busy": func(s *scene) {
			s.dials("ann", "8001", "8002").refuses("8002", asterisk.DialBusy, 17, 486).hears("ann", "对方正忙。")
			s.told("ann", "hang up ann busy").ended("ann", call.NotReached, "system")
		},
		"declined": func(s *scene) {
			s.dials("ann", "8001", "8002").refuses("8002", asterisk.DialNoAnswer, 21, 603).hears("ann", "对方拒绝接听。")
			s.ended("ann", call.NotReached, "system")
		},
		"no answer": func(s *scene) {
			s.dials("ann", "8001", "8002").refuses("8002", asterisk.DialNoAnswer, 19, 480).hears("ann", "对方没有接听。")
			s.ended("ann", call.NotReached, "system")
		},
		"nothing to ring": func(s *scene) {
			s.trouble(trouble{op: "dial", times: -1, kind: asterisk.Server})
			s.dials("ann", "8001", "8006").hears("ann", "对方没有接听。").ended("ann", call.NotReached, "system")
		},
		"not joined": func(s *scene) {
			s.trouble(trouble{op: "join", times: -1, kind: asterisk.Server})
			s.dials("ann", "8001", "8002").answers("8002").hears("ann", "电话没有接通。").ended("ann", call.NotReached, "system")
		},
		"no words": func(s *scene) {
			s.sounds.mute["对方正忙。"] = true
			s.dials("ann", "8001", "8002").refuses("8002", asterisk.DialBusy, 17, 486).ended("ann", call.NotReached, "system")
		},
		"itself": func(s *scene) {
			s.dials("ann", "8001", "8001").hears("ann", "座席忙。").told("ann", "hang up ann busy")
		},
	} {
		t.Run(name, func(t *testing.T) {
			playDesks(t, func(s *scene) {
				s.online("8001", "8002")
				act(s)
				s.occupied()
			})
		})
	}
}

// A seat that is in a call, of whatever kind, is not rung: the caller hears it before
// his call is answered, and his telephone shows it.
func TestPrivateCallToABusySeat(t *testing.T) {
	playDesks(t, func(s *scene) {
		s.online("8001").arrives("ann", "12385").heard("ann").answers("8001")
		s.dials("bob", "8002", "8001").notTold("bob", "answer bob").hears("bob", "座席忙。").told("bob", "hang up bob busy")
		s.ended("bob", call.NotReached, "system").hangsUp("ann")

		// In a private call of one who is not at work.
		s.dials("cat", "8002", "8006").answers("8056").dials("dan", "8001", "8006").hears("dan", "座席忙。")
		s.dials("eve", "8001", "8002").hears("eve", "座席忙。").hangsUp("cat")
	})
}

func TestPrivateCallToSeveralTelephones(t *testing.T) {
	for name, act := range map[string]func(s *scene){
		"the first": func(s *scene) {
			s.answers("8006").told("ann", "hang up ann-out-2 normal").talking("ann", "8006").hangsUp("ann")
		},
		"the second": func(s *scene) {
			s.answers("8056").told("ann", "hang up ann-out-1 normal").talking("ann", "8056").hangsUp("ann")
		},
		"one is away": func(s *scene) {
			s.refuses("8006", asterisk.DialNoAnswer, 20, 480).answers("8056").talking("ann", "8056").hangsUp("ann")
		},
		"the other is away": func(s *scene) {
			s.refuses("8056", asterisk.DialNoAnswer, 20, 480).answers("8006").talking("ann", "8006").hangsUp("ann")
		},
		"both are away": func(s *scene) {
			s.refuses("8056", asterisk.DialNoAnswer, 20, 480).refuses("8006", asterisk.DialBusy, 17, 486).hears("ann", "对方正忙。")
		},
		"the caller gives up": func(s *scene) {
			s.hangsUp("ann").told("ann", "hang up ann-out-1 normal").told("ann", "hang up ann-out-2 normal")
		},
		"the engine dies": func(s *scene) {
			s.crash().restart(loadDesks(t)).answers("8006").talking("ann", "8006").hangsUp("ann").ended("ann", call.CalledOut, "caller")
		},
		"both at once": func(s *scene) {
			s.do(func(p *phones) {
				for _, id := range sorted(p.channels) {
					if id != "ann" {
						p.enter(p.channels[id])
					}
				}
			})
			s.talking("ann", "8006").hangsUp("ann")
		},
	} {
		t.Run(name, func(t *testing.T) {
			playDesks(t, func(s *scene) {
				s.dials("ann", "8001", "8006").told("ann", "dial PJSIP/8006 as ann-out-1 for 45s").told("ann", "dial PJSIP/8056 as ann-out-2 for 45s")
				act(s)
			})
		})
	}
}

func TestPrivateCallToWhereTheSeatIs(t *testing.T) {
	playDesks(t, func(s *scene) {
		s.signsIn("a", "9001", "8002", "4711").heard("a")
		s.dials("ann", "8001", "8002").answers("9001").talking("ann", "9001").hangsUp("ann")
		s.dials("bob", "8001", "8004").answers("01066668888").talking("bob", "01066668888").hangsUp("bob")
		s.ended("bob", call.CalledOut, "caller")
	})
}

func TestSeatCallsAQueue(t *testing.T) {
	playDesks(t, func(s *scene) {
		s.at(0).online("8002").dials("ann", "8001", "60").told("floor city", "offered ann to 8002").plays("ann", "default")
		s.answers("8002").talking("ann", "8002").hangsUp("8002").ended("ann", call.Answered, "seat")
		s.at(20).online("8100").dials("bob", "8001", "61").told("floor nation", "offered bob to 8100")
		s.answers("8100").hangsUp("bob").ended("bob", call.Answered, "caller")

		// It waits for nobody in vain, and does not get its own call.
		s.offline("8002").dials("cat", "8001", "60").hears("cat", "现在没有人接听。").ended("cat", call.Overflowed, "system")
		s.at(40).online("8001").dials("fay", "8001", "60").occupied("8001").online("8002").answers("8002").talking("fay", "8002").hangsUp("fay")
		s.offline("8100")
		s.dials("dan", "8001", "01012385").hears("dan", "现在没有人接听。").told("dan", "hang up dan congestion")
	})
}

func TestSeatCallsANumberOutside(t *testing.T) {
	playDesks(t, func(s *scene) {
		s.at(0).online("8001").dials("ann", "8001", "01088881234").told("ann", "dial PJSIP/01088881234@carrier as ann-out-1 for 45s")
		require.Equal(t, `"12385" <12385>`, s.shown("01088881234"))
		s.answers("01088881234").occupied("8001").hangsUp("01088881234").ended("ann", call.CalledOut, "system")
		s.seat("8001", acd.StateReady) // that was no work for a caller
		s.dials("bob", "8001", "059112385").toldBegin("bob", "dial PJSIP/059112385@carrier as bob-out-1 for 45s with").hangsUp("bob")

		for desk, number := range map[string]string{"a": "13800138000", "b": "008613800138000", "c": "01088881235", "d": "95588"} {
			s.dials(desk, "8001", number).notTold(desk, "answer "+desk).hears(desk, "您拨的号码不能接通。")
			s.told(desk, "hang up "+desk+" unallocated").ended(desk, call.Refused, "system")
		}
		s.dials("e", "9001", "01088881234").hears("e", "您拨的号码不能接通。").ended("e", call.Refused, "system") // nobody is there
	})
}

// shown is the number that a telephone shows.
func (s *scene) shown(who string) string {
	s.t.Helper()
	id := s.channel(who)
	s.phones.mu.Lock()
	defer s.phones.mu.Unlock()
	return s.phones.channels[id].asked.CallerID
}

// A seat's own call does not end while others are in it: it is occupied until the last
// of them, whatever it did besides.
func TestOccupiedUntilTheLastOfItsCalls(t *testing.T) {
	playDesks(t, func(s *scene) {
		s.at(0).online("8001").dials("ann", "8001", "01088881234").answers("01088881234").occupied("8001")
		s.dials("bob", "8002", "8006").answers("8006").hangsUp("bob")
		s.dials("cat", "8001", "8006").answers("8006").hangsUp("ann").occupied("8001").hangsUp("cat").occupied()

		// A private call from the middle of a talk outlasts it.
		s.arrives("dan", "12385").heard("dan").answers("8001").dials("eve", "8001", "8002").answers("8002").seat("8001", acd.StateTalking)
		s.hangsUp("dan").occupied("8001").at(30).occupied("8001").hangsUp("eve").seat("8001", acd.StateReady)

		// Whoever comes to work in the middle of one is occupied as well.
		s.dials("fay", "8002", "8006").answers("8006").online("8002").occupied("8002").hangsUp("fay").seat("8002", acd.StateReady)
	})
}

func TestOwnCallByAFlow(t *testing.T) {
	playDesks(t, func(s *scene) {
		s.at(0).online("8001").dials("a", "8001", "*238002").told("a", "* stepped call/act").answers("8002").talking("a", "8002")
		s.presses("a", '1').occupied("8001").hangsUp("8002").occupied().hears("a", "完了").ended("a", call.CalledOut, "system")
		s.dials("b", "8001", "*2301088889999").hears("b", "不行 not allowed").ended("b", call.Completed, "system")
		s.dials("c", "8001", "*238002").refuses("8002", asterisk.DialBusy, 17, 486).hears("c", "不行 busy").ended("c", call.NotReached, "system")
		s.offline("8001").dials("d", "8001", "*2360").hears("d", "不行 no-seat").ended("d", call.Overflowed, "system")
	})
}

func TestFollowUp(t *testing.T) {
	const number = "13800138000"
	called := func(s *scene) *scene {
		s.at(0).online("8006").arrives("ann", "12385").heard("ann").answers("8006").hangsUp("ann").at(10)
		return s.seat("8006", acd.StateReady).look()
	}
	for name, act := range map[string]func(s *scene){
		"is reached": func(s *scene) {
			called(s).dials("a", "8006", "*21").told("a", "* follows-up ann").told("a", "dial PJSIP/"+number+"@carrier as a-out-1 for 45s")
			require.Equal(t, `"12385" <12385>`, s.shown(number))
			s.answers(number).talking("a", number).occupied("8006").hangsUp(number)
			s.seat("8006", acd.StateWrapUp).hears("a", "完了").ended("a", call.CalledOut, "system").at(16).seat("8006", acd.StateWrapUp)
			s.at(18).seat("8006", acd.StateReady)
			s.dials("b", "8006", "*1611").hears("b", "政策咨询 康复 ").told("a", "* classified 11 by 8006")
			s.crash().restart(loadDesks(t)).dials("c", "8006", "*1612").heard("c").told("a", "* classified 12 by 8006")
		},
		"is not reached": func(s *scene) {
			called(s).dials("a", "8006", "*21").refuses(number, asterisk.DialNoAnswer, 19, 480).seat("8006", acd.StateReady)
			s.hears("a", "不行 no-answer").ended("a", call.NotReached, "system")
			s.dials("b", "8006", "*1611").heard("b").told("ann", "* classified 11 by 8006")
		},
		"after a restart": func(s *scene) {
			called(s).crash().restart(loadDesks(t)).dials("a", "8006", "*21").answers(number).crash().restart(loadDesks(t))
			s.talking("a", number).occupied("8006").hangsUp(number).seat("8006", acd.StateWrapUp).hears("a", "完了")
		},
		"a number that has called": func(s *scene) {
			s.callers = map[string]string{"13900139000 city": "before"}
			s.online("8001").dials("a", "8001", "*2213900139000").told("a", "* follows-up before").answers("13900139000").hangsUp("a")
			s.ended("a", call.CalledOut, "caller").seat("8001", acd.StateWrapUp)
		},
		"a number that has called another centre": func(s *scene) {
			s.callers = map[string]string{"13900139000 nation": "before"}
			s.dials("a", "8001", "*2213900139000").hears("a", "不行 not allowed")
		},
		"a number that has not called":    func(s *scene) { s.dials("a", "8001", "*2213700137000").hears("a", "不行 not allowed") },
		"nobody":                          func(s *scene) { s.dials("a", "8001", "*21").hears("a", "不行 nobody") },
		"from a telephone without a seat": func(s *scene) { s.dials("a", "9001", "*21").hears("a", "不行 not allowed") },
		"a withheld number": func(s *scene) {
			s.at(0).online("8001").enters("ann", "", "trunk", "carrier", "12385").heard("ann").answers("8001").hangsUp("ann")
			s.dials("a", "8001", "*21").hears("a", "不行 nobody")
		},
		"no trunk may": func(s *scene) {
			called(s)
			tree := loadDesks(t)
			in := tree.Trunks["carrier"]
			in.Callers = false
			tree.Trunks["carrier"] = in
			s.board.Reload(tree)
			s.dials("a", "8006", "*21").hears("a", "不行 not allowed")
		},
	} {
		t.Run(name, func(t *testing.T) { playDesks(t, act) })
	}
}

// The engine dies in the middle of seats' own calls.
func TestOwnCallsAfterARestart(t *testing.T) {
	for name, act := range map[string]func(s *scene){
		"it talks": func(s *scene) {
			s.dials("ann", "8001", "8002").answers("8002").crash().look().restart(loadDesks(t)).happened("ann").happened("floor city")
			s.occupied("8001", "8002")
			s.talking("ann", "8002").hangsUp("8002").ended("ann", call.CalledOut, "system")
		},
		"it rings": func(s *scene) {
			s.dials("ann", "8001", "8002").crash().restart(loadDesks(t)).occupied("8001").answers("8002").talking("ann", "8002")
			s.occupied("8001", "8002").hangsUp("ann").ended("ann", call.CalledOut, "caller")
		},
		"the other has gone": func(s *scene) {
			s.dials("ann", "8001", "8002").answers("8002").crash().hangsUp("8002").restart(loadDesks(t)).ended("ann", call.CalledOut, "system")
		},
		"both have gone": func(s *scene) {
			s.dials("ann", "8001", "8002").answers("8002").crash().hangsUp("8002").hangsUp("ann").restart(loadDesks(t))
			s.ended("ann", call.CalledOut, "system")
		},
		"it waits in a queue": func(s *scene) {
			s.offline("8001").dials("ann", "8001", "60").crash().restart(loadDesks(t)).plays("ann", "default")
			s.answers("8002").talking("ann", "8002").hangsUp("ann").ended("ann", call.Answered, "caller")
		},
		"it hears why": func(s *scene) {
			s.dials("ann", "8001", "13900139000").crash().restart(loadDesks(t)).ended("ann", call.NotReached, "system")
		},
		"its end is all that is on record": func(s *scene) {
			s.dials("ann", "8001", "8002").answers("8002").occupied("8001", "8002")
			s.story.mu.Lock()
			s.story.deaf = "floor/"
			s.story.mu.Unlock()
			s.hangsUp("ann").crash()
			s.story.mu.Lock()
			s.story.deaf = ""
			s.story.mu.Unlock()
			s.restart(loadDesks(t)).occupied().seat("8001", acd.StateReady).seat("8002", acd.StateReady)
		},
	} {
		t.Run(name, func(t *testing.T) {
			playDesks(t, func(s *scene) {
				s.online("8001", "8002")
				act(s)
				s.occupied()
			})
		})
	}
}
