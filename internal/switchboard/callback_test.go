package switchboard

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/ivr"
)

const (
	backNumber = "13911112222"
	backID     = "0000000000000bac" // of the callback; its first call is "back", the next "back.2"
)

// lists: somebody is put on the callback list, to be called from that second on.
func (s *scene) lists(due float64) *scene { return s.listsIn("city/advice", due) }

func (s *scene) listsIn(queue string, due float64) *scene {
	s.t.Helper()
	s.board.floor(s.board.tree.Load().FloorOfQueue(queue)).send(askBack{acd.AskCallback{
		At: s.board.now(), Callback: backID, Of: "0000000000000a5k", Queue: queue,
		Number: backNumber, Due: s.start.UnixMilli() + int64(due*1000),
	}})
	synctest.Wait()
	return s
}

// attempts checks how many attempts are over, of a callback that is on the list.
func (s *scene) attempts(n int) *scene {
	s.t.Helper()
	s.floor("city", func(state *acd.State) {
		list := state.Callbacks()
		require.Len(s.t, list, 1)
		require.Equal(s.t, n, list[0].Attempts)
	})
	return s
}

// offTheList checks that nobody is to be called back.
func (s *scene) offTheList() *scene {
	s.t.Helper()
	s.floor("city", func(state *acd.State) { require.Empty(s.t, state.Callbacks()) })
	return s
}

// dialling brings a callback to the point where the number is being dialled.
func dialling(s *scene) *scene {
	s.at(0).online("8001").lists(1).at(1).answers("8001").told("back", "play back-1 回电，正在为您接通。")
	return s.heard(s.channel("8001")).told("back", "* leg-dialled "+backNumber)
}

// listing is the callback list of floor city.
func (s *scene) listing() (list []acd.CallbackStatus) {
	s.floor("city", func(state *acd.State) { list = state.Callbacks() })
	return list
}

func TestAskingForACallback(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).arrives("ann", "12379").heard("ann").at(20).presses("ann", '1').told("ann", "* callback-asked")
		list := s.listing()
		require.Len(t, list, 1)
		require.Equal(t, "13800138000", list[0].Number)
		require.Equal(t, s.start.Add(20*time.Second).UnixMilli(), list[0].Since)
		require.Equal(t, s.start.Add(50*time.Second).UnixMilli(), list[0].Due)
		s.heard("ann").heard("ann").ended("ann", call.AskedCallback, "system")

		// Whoever asks again is not called twice.
		s.at(30).arrives("ann again", "12379").heard("ann again").presses("ann again", '1').heard("ann again").heard("ann again")
		require.Equal(t, list, s.listing())

		s.at(60).told("floor city", "call-queued back").online("8001").answers("8001").heard(s.channel("8001"))
		s.told("back", "* leg-dialled 13800138000").answers("13800138000").hangsUp("8001")
		s.ended("back", call.CallbackReached, "seat").offTheList()
	})
}

// At the opening on another day; a centre that is always open does not call at
// midnight.
func TestAskingForACallbackTomorrow(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).arrives("ann", "12378").heard("ann").presses("ann", '1').heard("ann").heard("ann")
		list := s.listing()
		require.Len(t, list, 1)
		zone := time.FixedZone("Asia/Shanghai", 8*60*60)
		due := time.UnixMilli(list[0].Due).In(zone)
		require.Equal(t, s.start.In(zone).AddDate(0, 0, 1).Format(time.DateOnly)+" 08:00:00", due.Format(time.DateTime))
		require.Equal(t, list[0].Due, list[0].Since, "the wait begins when the centre opens")
	})
}

// A callback may wait for days: the dialplan of the day says which numbers may be
// dialled.
func TestCallingBackIsForbiddenMeanwhile(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).lists(1).at(5).board.Reload(withoutCallers(t))
		s.online("8001").answers("8001").look().heard(s.channel("8001")).told("back", "play back-1 "+wordFailed)
		s.heard(s.channel("8001")).told("floor city", "callback-tried back: failed").ended("back", call.CallbackFailed, "system")
	})
}

// withoutCallers is a tree whose trunks may not dial callers' numbers.
func withoutCallers(t *testing.T) *dialplan.Tree {
	tree := loadTree(t)
	carrier := tree.Trunks["carrier"]
	carrier.Callers = false
	tree.Trunks["carrier"] = carrier
	return tree
}

// Where no trunk may dial callers' numbers, he goes on to a person.
func TestWhoCannotBeCalledBack(t *testing.T) {
	play(t, func(s *scene) {
		s.board.Reload(withoutCallers(t))
		s.arrives("ann", "12379").heard("ann").presses("ann", '1').notTold("ann", "* callback-asked")
		s.told("floor city", "call-queued ann").hangsUp("ann").ended("ann", call.AbandonedInQueue, "caller")
		require.Empty(t, s.listing())
	})
}

func TestAskedWhenTheEngineDied(t *testing.T) {
	for more := range 4 {
		play(t, func(s *scene) {
			s.at(0).arrives("ann", "12379").heard("ann")
			s.story.dieAfter(more)
			s.presses("ann", '1').crash().restart(loadTree(t))
			for s.channelThere("ann") {
				s.heard("ann").presses("ann", '1')
			}
			s.ended("ann", call.AskedCallback, "system")
			require.Len(t, s.listing(), 1)
		})
	}
}

// What callers typed, or where they call from, stays out of the log, spelled as it
// is in a text without sound.
func TestTextWithoutSoundIsNotLogged(t *testing.T) {
	play(t, func(s *scene) {
		s.sounds.mute["我们将拨打您现在的来电号码幺三八零零幺三八零零零。正确，请按 1；要换一个号码，请按 2。"] = true
		s.at(0).arrives("ann", "12379").heard("ann").hangsUp("ann")
		require.Contains(t, s.log.String(), "step=callback/back")
		require.NotContains(t, s.log.String(), "零零")
	})
}

func TestDigitsInAWarningAreNotLogged(t *testing.T) {
	play(t, func(s *scene) {
		c := s.board.newCaller("c", "ann", s.engine.NewMailbox(), loadTree(t))
		c.perform(ivr.Warn{Text: "expression int(digits.id): invalid operation: int(23010319900307123)"})
		require.Contains(t, s.log.String(), "invalid operation: int(*)")
	})
}

func (s *scene) channelThere(id string) bool {
	s.phones.mu.Lock()
	defer s.phones.mu.Unlock()
	return s.phones.channels[id] != nil
}

func TestCallingBack(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8001").lists(1).happened("floor city", "seat-signed-in 8001", "callback-listed")
		s.at(1).happened("floor city", "call-queued back", "offered back to 8001")
		s.rings("8001").at(3).answers("8001")
		s.happened("back", "* arrived", "* leg-dialled 8001", "dial PJSIP/8001 as back-1 for 22s", "bridge back-talk",
			"* leg-ringing", "play back-1 回电，正在为您接通。")
		s.at(5).heard(s.channel("8001")).plays(s.channel("8001"), usualMusic)
		s.happened("back", "* leg-dialled "+backNumber, "music back-1 default",
			"dial PJSIP/"+backNumber+"@carrier as back-out-1 for 45s")
		s.at(9).answers(backNumber).talking(s.channel("8001"), backNumber)
		s.happened("back", "stop music back-1", "join back-out-1 and back-1", "* connected")
		s.at(60).hangsUp(backNumber).ended("back", call.CallbackReached, "caller").seat("8001", acd.StateWrapUp).offTheList()
		s.happened("floor city", "offer-ended back at 8001: answered", "answered back by 8001",
			"callback-tried back: reached", "callback-done", "talk-ended back by caller")
	})
}

func TestCallingBackInVain(t *testing.T) {
	for name, c := range map[string]struct {
		act  func(s *scene)
		word string
		by   string
		tell string
	}{
		"busy": {
			func(s *scene) { s.refuses(backNumber, asterisk.DialBusy, 17, 486) },
			wordBusy, "system", "busy",
		},
		"no answer": {
			func(s *scene) { s.refuses(backNumber, asterisk.DialNoAnswer, 19, 0) },
			wordNoAnswer, "system", "no-answer",
		},
		"turned down": {
			func(s *scene) { s.refuses(backNumber, asterisk.DialNoAnswer, 21, 603) },
			wordNoAnswer, "system", "refused",
		},
		"no such number": {
			func(s *scene) { s.refuses(backNumber, asterisk.DialNoAnswer, 1, 404) },
			wordFailed, "system", "failed",
		},
		"the line is lost while nobody watches": {
			func(s *scene) { s.linkDown().hangsUp(backNumber).linkUp() },
			wordFailed, "system", "failed",
		},
		"the parties cannot be joined": {
			func(s *scene) {
				s.trouble(trouble{op: "join", times: -1, kind: asterisk.Refused})
				s.answers(backNumber)
				s.noTrouble()
			},
			wordFailed, "system", "failed",
		},
		"the seat hangs up while it rings":          {func(s *scene) { s.hangsUp("8001") }, "", "seat", "failed"},
		"the seat is lost while nobody watches":     {func(s *scene) { s.linkDown().hangsUp("8001").linkUp() }, "", "seat", "failed"},
		"the seat hangs up during the word on it":   {func(s *scene) { s.refuses(backNumber, "", 17, 0).hangsUp("8001") }, "", "seat", "busy"},
		"both hang up at once, the number answered": {func(s *scene) { s.answers(backNumber).hangsUp("8001") }, "", "seat", "reached"},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *scene) {
				c.act(dialling(s).at(10))
				if c.word != "" {
					s.told("back", "play back-1 "+c.word).seat("8001", acd.StateTalking).heard(s.channel("8001"))
				}
				s.told("floor city", "callback-tried back: "+c.tell).seat("8001", acd.StateWrapUp)
				outcome := call.CallbackFailed
				if c.tell == "reached" {
					outcome = call.CallbackReached
				} else {
					s.attempts(1)
				}
				s.ended("back", outcome, c.by)
			})
		})
	}
}

func TestSeatHangsUpBeforeTheNumberIsDialled(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8001").lists(1).at(1).answers("8001").hangsUp("8001")
		s.notTold("back", "* leg-dialled "+backNumber).ended("back", call.CallbackFailed, "seat").attempts(1)
	})
}

// A seat that does not answer costs no attempt.
func TestCallbackGoesToTheNextSeat(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8001").at(1).online("8002").lists(2).at(2).refuses("8001", asterisk.DialBusy, 17, 486).attempts(0)
		s.told("floor city", "offered back to 8002").answers("8002").heard(s.channel("8002")).answers(backNumber)
		s.hangsUp("8002").ended("back", call.CallbackReached, "seat")
	})
}

// A callback that waits keeps nobody from stopping the engine; one that has a seat does.
func TestDrainingWithCallbacks(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).lists(1).at(1).told("floor city", "call-queued back")
		require.Zero(t, s.board.Drain(s.t.Context()))
		s.online("8001").rings("8001")
		ctx, cancel := context.WithTimeout(s.t.Context(), time.Second)
		defer cancel()
		require.Equal(t, 1, s.board.Drain(ctx))
		s.answers("8001").hangsUp("8001").ended("back", call.CallbackFailed, "seat")
		require.Zero(t, s.board.Drain(s.t.Context()))
	})
}

func TestThreeAttempts(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8001").lists(1)
		for n, name := range []string{"back", "back.2", "back.3"} {
			s.at(1 + float64(n)*(acd.CallbackPause/1000+10)).answers("8001").heard(s.channel("8001"))
			s.refuses(backNumber, asterisk.DialBusy, 17, 486).heard(s.channel("8001"))
			s.ended(name, call.CallbackFailed, "system")
		}
		s.told("floor city", "callback-given-up").offTheList().at(3600).notTold("floor city", "call-queued back.4")
	})
}

// What Asterisk does not do, or does too late.
func TestCallingBackWithTrouble(t *testing.T) {
	for name, c := range map[string]struct {
		before, after func(s *scene)
		result        string
	}{
		"the seat has gone when it is to hear": {
			before: func(s *scene) {
				s.trouble(trouble{op: "play", times: 1, do: func() { s.phones.hangUp(s.legOf("8001"), 16) }})
			},
			result: "failed",
		},
		"the word has no sound": {
			before: func(s *scene) { s.sounds.mute = map[string]bool{wordCalling: true, wordBusy: true} },
			after: func(s *scene) {
				s.told("back", "* leg-dialled "+backNumber).refuses(backNumber, asterisk.DialBusy, 17, 486)
			},
			result: "busy",
		},
		"the word cannot be played": {
			before: func(s *scene) { s.trouble(trouble{op: "play", times: 1, kind: asterisk.Timeout}) },
			after:  func(s *scene) { s.answers(backNumber).hangsUp("8001") },
			result: "reached",
		},
		"the number cannot be dialled": {
			before: func(s *scene) { s.trouble(trouble{op: "dial", skip: 1, times: 1, kind: asterisk.Timeout, done: true}) },
			after: func(s *scene) {
				s.heard(s.channel("8001")).told("back", "hang up back-out-1 normal").told("back", "play back-1 "+wordFailed)
				s.heard(s.channel("8001"))
			},
			result: "failed",
		},
		"it breaks": {
			before: func(s *scene) { s.sounds.broken = wordCalling },
			result: "failed",
		},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *scene) {
				s.at(0).online("8001").lists(1)
				c.before(s)
				s.at(1).answers("8001")
				if c.after != nil {
					c.after(s.at(2))
				}
				s.told("floor city", "callback-tried back: "+c.result)
				s.at(30).seat("8001", acd.StateReady)
			})
		})
	}
}

// legOf finds the leg to a seat or number.
func (s *scene) legOf(who string) string { return s.channel(who) }

// hangUp lets somebody hang up in the middle of a request.
func (p *phones) hangUp(id string, cause int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.end(id, true, cause, 0)
}

func TestCallbackWhenTheEngineDied(t *testing.T) {
	waiting := func(s *scene) *scene {
		return s.at(0).lists(1).at(1).told("floor city", "call-queued back").crash().look()
	}
	for name, act := range map[string]func(s *scene){
		"it was on the list": func(s *scene) {
			s.at(0).online("8001").lists(9).at(5).crash().look().at(10).restart(loadTree(t)).told("floor city", "offered back to 8001")
			s.answers("8001").heard(s.channel("8001")).answers(backNumber).hangsUp("8001")
			s.ended("back", call.CallbackReached, "seat")
		},
		"it waited": func(s *scene) {
			waiting(s).at(5).restart(loadTree(t)).happened("floor city").notTold("back", "* arrived")
			s.online("8001").answers("8001").heard(s.channel("8001")).answers(backNumber).hangsUp(backNumber)
			s.ended("back", call.CallbackReached, "caller")
		},
		"the seat rang, and rings": func(s *scene) {
			s.at(0).online("8001").lists(1).at(1).rings("8001").crash().look().at(5).restart(loadTree(t)).happened("floor city")
			s.answers("8001").heard(s.channel("8001")).answers(backNumber).hangsUp("8001")
			s.ended("back", call.CallbackReached, "seat")
		},
		"the seat rang, and has answered": func(s *scene) {
			s.at(0).online("8001").lists(1).at(1).rings("8001").crash().at(5).answers("8001").restart(loadTree(t))
			s.told("floor city", "answered back by 8001").heard(s.channel("8001")).hangsUp("8001")
			s.ended("back", call.CallbackFailed, "seat")
		},
		"the number was being dialled": func(s *scene) {
			dialling(s).crash().look().at(5).restart(loadTree(t)).told("floor city", "callback-tried back: failed")
			s.told("back", "hang up back-out-1 normal").told("back", "hang up back-1 normal").attempts(1)
			s.ended("back", call.CallbackFailed, "system")
		},
		"the seat was being told": func(s *scene) {
			s.at(0).online("8001").lists(1).at(1).answers("8001").crash().look().at(5).restart(loadTree(t))
			s.told("floor city", "callback-tried back: failed").ended("back", call.CallbackFailed, "system")
		},
		"they talked": func(s *scene) {
			dialling(s).answers(backNumber).crash().look().at(5).restart(loadTree(t)).happened("floor city").happened("back")
			s.talking(s.channel("8001"), backNumber).hangsUp("8001").ended("back", call.CallbackReached, "seat")
		},
		"they talked, and the caller has gone": func(s *scene) {
			dialling(s).answers(backNumber).crash().at(5).hangsUp(backNumber).restart(loadTree(t))
			s.ended("back", call.CallbackReached, "system").seat("8001", acd.StateWrapUp)
		},
		"they talked, and the seat has gone": func(s *scene) {
			dialling(s).answers(backNumber).crash().at(5).hangsUp("8001").restart(loadTree(t))
			s.ended("back", call.CallbackReached, "seat").seat("8001", acd.StateWrapUp)
		},
	} {
		t.Run(name, func(t *testing.T) { play(t, act) })
	}
}

// TestCallbackAtEveryMoment lets the engine die after each fact and each request of
// a callback, and another go on. However that falls, the caller was reached or stays
// on the list, nobody is called twice at a time, and nothing is left over.
func TestCallbackAtEveryMoment(t *testing.T) {
	for more := 1; ; more++ {
		died := true
		play(t, func(s *scene) {
			s.at(0).online("8001").lists(1)
			s.story.dieAfter(more)
			act := []func(){
				func() { s.at(1) },
				func() { s.answers("8001") },
				func() { s.heard(s.channel("8001")) },
				func() { s.answers(backNumber) },
				func() { s.hangsUp(backNumber) },
			}
			for _, next := range act {
				if s.story.dead() {
					break
				}
				next()
			}
			died = s.story.dead()
			s.crash().restart(loadTree(t))
			s.finish()
		})
		if !died || t.Failed() {
			require.Greater(t, more, 10)
			return
		}
	}
}

func (s *story) dead() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.over()
}

// finish lets people pick up, listen and hang up until all is done.
func (s *scene) finish() {
	s.t.Helper()
	s.online("8001")
	for range 8 {
		for range 4 {
			s.do(func(p *phones) {
				for _, id := range sorted(p.channels) {
					if !p.channels[id].up {
						p.enter(p.channels[id])
					}
					p.silence(id, false)
				}
			})
		}
		s.do(func(p *phones) {
			for _, id := range sorted(p.channels) {
				p.end(id, true, 16, 0)
			}
		})
		pass(acd.CallbackPause * time.Millisecond)
	}
	s.offTheList()
}
