package switchboard

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/dialplan"
)

// callersFirst is a tree in which the queue city/advice calls callers first.
func callersFirst(t testing.TB) *dialplan.Tree {
	tree := loadTree(t)
	centre := tree.Centres["city"]
	centre.Title = "冰城市残联"
	centre.Queues[0].Rules.Callback.First = acd.FirstCaller
	tree.Centres["city"] = centre
	return tree
}

const wordAsked = "您好，这里是冰城市残联，您刚才要求回电。接通座席请按一，不需要了请按二。"

// first plays a scene in which a caller is called first; his telephone rings.
func first(t *testing.T, act func(s *scene)) {
	t.Helper()
	playOn(t, callersFirst(t), func(s *scene) {
		s.at(0).online("8001").lists(1).at(1)
		s.told("back", "dial PJSIP/"+backNumber+"@carrier as back-out-1 for 30s")
		act(s)
	})
}

// toldHim: he has answered, and hears who calls.
func toldHim(s *scene) *scene {
	return s.at(5).answers(backNumber).told("back", "play back-out-1 "+wordAsked)
}

// waitsFor: he has confirmed, and the seat's telephone rings.
func waitsFor(s *scene) *scene {
	return toldHim(s).at(7).presses(s.channel(backNumber), '1')
}

func (s *scene) still(seat string) *scene {
	s.t.Helper()
	s.phones.mu.Lock()
	defer s.phones.mu.Unlock()
	for _, ch := range s.phones.channels {
		require.NotEqual(s.t, "PJSIP/"+seat, ch.number, "its telephone is still")
	}
	return s
}

func TestCallingTheCallerFirst(t *testing.T) {
	first(t, func(s *scene) {
		s.still("8001").seat("8001", acd.StateOffered)
		s.happened("back", "* arrived", "* leg-dialled "+backNumber, "dial PJSIP/"+backNumber+"@carrier as back-out-1 for 30s")
		s.at(5).answers(backNumber).happened("back", "play back-out-1 "+wordAsked)
		s.at(7).presses(s.channel(backNumber), '1').offTheList()
		s.happened("back", "stop play", "music back-out-1 default",
			"* leg-dialled 8001", "dial PJSIP/8001 as back-1 for 22s", "bridge back-talk")
		s.at(9).answers("8001").talking(s.channel(backNumber), "8001")
		s.happened("back", "stop music back-out-1", "join back-out-1 and back-1", "* connected")
		s.at(60).hangsUp("8001").ended("back", call.CallbackReached, "seat").seat("8001", acd.StateWrapUp)
		s.happened("floor city", "seat-signed-in 8001", "callback-listed", "call-queued back", "offered back to 8001",
			"callback-tried back: reached", "callback-done", "offer-ended back at 8001: answered", "answered back by 8001",
			"talk-ended back by seat")
	})
}

func TestTheCallerIsNotReached(t *testing.T) {
	for name, c := range map[string]struct {
		act  func(s *scene)
		tell string
		by   string
	}{
		"busy":        {func(s *scene) { s.refuses(backNumber, asterisk.DialBusy, 17, 486) }, "busy", "system"},
		"no answer":   {func(s *scene) { s.refuses(backNumber, asterisk.DialNoAnswer, 19, 0) }, "no-answer", "system"},
		"turned down": {func(s *scene) { s.refuses(backNumber, asterisk.DialNoAnswer, 21, 603) }, "refused", "system"},
		"forbidden":   {func(s *scene) { s.refuses(backNumber, "", 0, 403) }, "refused", "system"},
		"it rings on": {func(s *scene) { s.at(58) }, "no-answer", "system"},
		"it is lost":  {func(s *scene) { s.linkDown().hangsUp(backNumber).linkUp() }, "failed", "system"},
		"he hangs up": {func(s *scene) { toldHim(s).hangsUp(backNumber) }, "refused", "caller"},
		"he will not": {func(s *scene) { toldHim(s).presses(s.channel(backNumber), '3') }, "machine", "system"},
		"an old link": {func(s *scene) { toldHim(s).linkDown().hangsUp(backNumber).linkUp() }, "failed", "system"},
		"a machine":   {func(s *scene) { toldHim(s) }, "machine", "system"},
		"not dialled": {func(s *scene) { s.at(2) }, "failed", "system"},
	} {
		t.Run(name, func(t *testing.T) {
			playOn(t, callersFirst(t), func(s *scene) {
				s.at(0).online("8001").lists(1)
				if name == "not dialled" {
					s.trouble(trouble{op: "dial", times: 1, kind: asterisk.Timeout, done: true})
				}
				s.at(1)
				c.act(s)
				if c.tell == "machine" {
					id := s.channel(backNumber)
					s.heard(id).at(10).told("back", "play back-out-1 "+wordAsked).heard(id).at(20)
				}
				s.still("8001").told("floor city", "callback-tried back: "+c.tell).attempts(1)
				s.told("floor city", "offer-ended back at 8001: caller-gone").seat("8001", acd.StateReady)
				s.ended("back", call.CallbackFailed, c.by)
			})
		})
	}
}

// The call may have waited for days.
func TestHeMayNotBeCalledAnyMore(t *testing.T) {
	playOn(t, callersFirst(t), func(s *scene) {
		tree := callersFirst(t)
		carrier := tree.Trunks["carrier"]
		carrier.Callers = false
		tree.Trunks["carrier"] = carrier
		s.at(0).lists(1).at(1).told("floor city", "call-queued back").board.Reload(tree)
		s.online("8001").still("8001").told("floor city", "callback-tried back: failed").ended("back", call.CallbackFailed, "system")
	})
}

func TestHeDoesNotWantItAnyMore(t *testing.T) {
	first(t, func(s *scene) {
		id := s.channel(toldHim(s).legOf(backNumber))
		s.at(6).presses(id, '2').told("back", "play back-out-1 "+wordUnwanted).seat("8001", acd.StateReady)
		s.presses(id, '1').still("8001").heard(id).told("back", "hang up back-out-1 normal").offTheList()
		s.told("floor city", "callback-tried back: unwanted").told("floor city", "callback-given-up")
		s.ended("back", call.CallbackUnwanted, "caller").at(3600).notTold("floor city", "call-queued back.2")
	})
}

// A seat that does not answer is missed as usual, at its usual time; he waits for the next.
func TestHeWaitsForTheNextSeat(t *testing.T) {
	first(t, func(s *scene) {
		waitsFor(s).at(8).online("8002").rings("8001").at(26).seat("8001", acd.StateOffered)
		s.at(28).seat("8001", acd.StatePaused).told("floor city", "offered back to 8002").plays(s.channel(backNumber), usualMusic)
		s.answers("8002").talking(s.channel(backNumber), "8002")
		s.hangsUp(backNumber).ended("back", call.CallbackReached, "caller")
	})
}

func TestHeHangsUpWhileHeWaits(t *testing.T) {
	first(t, func(s *scene) {
		waitsFor(s).hangsUp(backNumber).ended("back", call.AbandonedRinging, "caller")
		s.told("floor city", "abandoned back").seat("8001", acd.StateReady).offTheList()
	})
	first(t, func(s *scene) {
		waitsFor(s).refuses("8001", asterisk.DialBusy, 17, 486).at(9).hangsUp(backNumber)
		s.ended("back", call.AbandonedInQueue, "caller").offTheList()
	})
}

// The seat that was reserved goes: another one is, while his telephone rings on.
func TestTheReservedSeatGoes(t *testing.T) {
	first(t, func(s *scene) {
		s.at(2).dials("desk", "8001", "*12").told("floor city", "seat-signed-out 8001").hangsUp("desk")
		toldHim(s).at(6).online("8002").told("floor city", "offered back to 8002").still("8002")
		s.presses(s.channel(backNumber), '1').answers("8002").talking(s.channel(backNumber), "8002").hangsUp("8002")
		s.ended("back", call.CallbackReached, "seat")
	})
}

// All seats go before he confirms: he waits for one.
func TestHeWaitsWhereNoSeatIs(t *testing.T) {
	first(t, func(s *scene) {
		s.at(2).dials("desk", "8001", "*12").hangsUp("desk")
		waitsFor(s).plays(s.channel(backNumber), usualMusic).at(60).online("8002").answers("8002")
		s.talking(s.channel(backNumber), "8002").hangsUp("8002").ended("back", call.CallbackReached, "seat")
	})
}

// He calls himself while he is being called, and is answered: what he hears is not the end
// of the line.
func TestHeCallsWhileHeIsCalled(t *testing.T) {
	first(t, func(s *scene) {
		s.at(2).dials("desk", "8001", "*12").hangsUp("desk")
		toldHim(s)
		s.enters("ann", backNumber, "trunk", "carrier", "12385").heard("ann").online("8002")
		s.answers("8002").told("floor city", "callback-tried back: not-now").told("floor city", "callback-done")
		s.told("back", "play back-out-1 "+wordAnotherTime).heard(s.channel(backNumber)).ended("back", call.CallbackFailed, "system")
		s.hangsUp("ann")
	})
}

// The rules may change at any time whose telephone is first.
func TestTheRulesChangeWhileHeIsCalled(t *testing.T) {
	first(t, func(s *scene) {
		s.board.Reload(loadTree(t))
		s.refuses(backNumber, asterisk.DialBusy, 17, 486).told("floor city", "callback-tried back: failed")
		s.ended("back", call.CallbackFailed, "system").attempts(1)
	})
	first(t, func(s *scene) {
		s.board.Reload(loadTree(t))
		waitsFor(s).answers("8001").talking(s.channel(backNumber), "8001").hangsUp("8001")
		s.ended("back", call.CallbackReached, "seat").offTheList()
	})
}

func TestWordsFailForTheCaller(t *testing.T) {
	first(t, func(s *scene) { // he would hear nothing, and presses a key all the same
		s.trouble(trouble{op: "play", times: -1, kind: asterisk.Server})
		waitsFor(s).answers("8001").hangsUp("8001").ended("back", call.CallbackReached, "seat")
	})
	first(t, func(s *scene) {
		s.sounds.broken = "要求回电"
		s.answers(backNumber).told("back", "hang up back-out-1 normal").ended("back", call.CallbackFailed, "system")
	})
	first(t, func(s *scene) { // who is on the line goes to a person
		s.trouble(trouble{op: "join", times: 1, do: func() { panic("a mistake") }})
		waitsFor(s).answers("8001").told("back", "continue back-out-1 in to-person,s,1").ended("back", call.Handed, "system")
	})
}

func TestUnaskedCallbackCallsTheCallerFirst(t *testing.T) {
	tree := callersFirst(t)
	tree.Centres["city"].Queues[0].Rules.Callback.Missed = true
	playOn(t, tree, func(s *scene) {
		s.at(0).arrives("ann", "12385").heard("ann").at(9).hangsUp("ann").online("8001")
		s.told("floor city", "callback-listed "+"ann: missed")
		s.at(15).answers("13800138000").told("floor city", "call-queued back")
		s.told("back", "play back-out-1 您好，这里是冰城市残联，您刚才来电未能接通。接通座席请按一，不需要了请按二。")
		s.presses(s.channel("13800138000"), '2').heard(s.channel("13800138000")).ended("back", call.CallbackUnwanted, "caller")
	})
}

func TestCallerFirstWhenTheEngineDied(t *testing.T) {
	again := func(s *scene) *scene { return s.crash().look().at(9).restart(callersFirst(s.t)) }
	for name, act := range map[string]func(s *scene){
		"his telephone rang": func(s *scene) {
			again(s).told("floor city", "offered back to 8001").still("8001").answers(backNumber).told("back", "play back-out-1 "+wordAsked)
			s.presses(s.channel(backNumber), '1').answers("8001").hangsUp("8001").ended("back", call.CallbackReached, "seat")
		},
		"his telephone rang, and rings out": func(s *scene) {
			again(s).at(65).told("floor city", "callback-tried back: no-answer").ended("back", call.CallbackFailed, "system")
		},
		"he had answered": func(s *scene) {
			id := toldHim(s).legOf(backNumber)
			s.do(func(p *phones) { p.silence(id, false) })
			again(s).told("back", "play back-out-1 "+wordAsked).presses(id, '2')
			s.heard(id).ended("back", call.CallbackUnwanted, "caller").offTheList()
		},
		"he has gone": func(s *scene) {
			toldHim(s).crash().at(9).hangsUp(backNumber).restart(callersFirst(t))
			s.told("floor city", "callback-tried back: failed").ended("back", call.CallbackFailed, "system")
		},
		"he was hearing goodbye": func(s *scene) {
			id := toldHim(s).legOf(backNumber)
			again(s.presses(id, '2')).told("back", "hang up back-out-1 normal").ended("back", call.CallbackUnwanted, "system")
		},
		"the seat rang": func(s *scene) {
			again(waitsFor(s)).plays(s.channel(backNumber), usualMusic).answers("8001").talking(s.channel(backNumber), "8001")
			s.hangsUp(backNumber).ended("back", call.CallbackReached, "caller")
		},
		"the seat rang, and he has gone": func(s *scene) {
			waitsFor(s).crash().at(9).hangsUp(backNumber).restart(callersFirst(t))
			s.told("floor city", "abandoned back").ended("back", call.AbandonedRinging, "system").offTheList()
		},
		"they talked": func(s *scene) {
			waitsFor(s).answers("8001")
			again(s).happened("back").talking(s.channel(backNumber), "8001").hangsUp("8001").ended("back", call.CallbackReached, "seat")
		},
		"the talk was over": func(s *scene) {
			waitsFor(s).answers("8001").trouble(trouble{op: "hangup", times: -1, kind: asterisk.Unreachable})
			s.hangsUp("8001").noTrouble()
			again(s).ended("back", call.CallbackReached, "system")
		},
	} {
		t.Run(name, func(t *testing.T) { first(t, act) })
	}
}

// TestCallerFirstAtEveryMoment is TestCallbackAtEveryMoment where the caller is first.
func TestCallerFirstAtEveryMoment(t *testing.T) {
	for _, key := range []byte("12") {
		for more := 1; ; more++ {
			died := true
			playOn(t, callersFirst(t), func(s *scene) {
				s.at(0).online("8001").lists(1)
				s.story.dieAfter(more)
				act := []func(){
					func() { s.at(1) },
					func() { s.answers(backNumber) },
					func() { s.presses(s.channel(backNumber), key) },
					func() {
						if key == '1' {
							s.answers("8001")
						}
					},
					func() { s.hangsUp(backNumber) },
				}
				for _, next := range act {
					if s.story.dead() {
						break
					}
					next()
				}
				died = s.story.dead()
				s.crash().restart(callersFirst(t))
				s.finish()
			})
			if !died || t.Failed() {
				require.Greater(t, more, 8)
				break
			}
		}
	}
}
