package switchboard

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/recording"
)

// recordedTalk: ann talks with 8001, and that is recorded.
func recordedTalk(s *scene) *scene {
	s.at(0).online("8001").arrives("ann", "12372").heard("ann").at(2).look().answers("8001")
	return s.happened("ann", "stop music ann", "join ann and ann-1", "* connected", "* recording-begun",
		"snoop ann as ann-1-recording-ear spy in", "snoop ann as ann-1-recording-heard-ear spy out",
		"record ann-1-recording-ear as ann-1-recording for 0s, silence 0s",
		"record ann-1-recording-heard-ear as ann-1-recording-heard for 0s, silence 0s")
}

func TestTalkIsRecorded(t *testing.T) {
	for name, end := range map[string]func(s *scene){
		"the seat hangs up":   func(s *scene) { s.hangsUp("8001").hangsUp("ann") },
		"the caller hangs up": func(s *scene) { s.hangsUp("ann") },
		"both at once": func(s *scene) {
			s.do(func(p *phones) {
				p.end(s.leg("ann", 1), true, 16, 0)
				p.end("ann", true, 16, 0)
			})
		},
		"the bridge breaks first": func(s *scene) {
			s.trouble(trouble{op: "stop record", times: 1, kind: asterisk.Unreachable})
			s.hangsUp("ann")
		},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *scene) {
				recordedTalk(s).at(32)
				end(s)
				s.told("ann", "* talk-recorded in ann-1-recording.wav of 30s").told("ann", "delete ann-1-recording")
				require.Equal(t, 30, s.seconds("ann-1-recording"))
				require.Zero(t, s.lost(ofTalk))
			})
		})
	}
}

// The talk goes on, whatever becomes of its recording.
func TestTalkThatCannotBeRecorded(t *testing.T) {
	for name, c := range map[string]struct {
		wrong         trouble
		seconds, lost int
	}{
		"no ear":                   {trouble{op: "snoop", times: 1, kind: asterisk.Server}, 0, 1},
		"one ear only":             {trouble{op: "snoop", skip: 1, times: 1, kind: asterisk.Server}, 0, 1},
		"perhaps an ear":           {trouble{op: "snoop", times: 1, kind: asterisk.Timeout, done: true}, 0, 1},
		"neither side":             {trouble{op: "record", times: 2, kind: asterisk.Server}, 0, 1},
		"one side":                 {trouble{op: "record", times: 1, kind: asterisk.Server}, 9, 0},
		"perhaps one side":         {trouble{op: "record", times: 1, kind: asterisk.Timeout}, 9, 0},
		"one side, nobody knows":   {trouble{op: "record", times: 1, kind: asterisk.Timeout, done: true}, 9, 0},
		"both sides, nobody knows": {trouble{op: "record", times: 2, kind: asterisk.Timeout, done: true}, 9, 0},
		"perhaps neither side":     {trouble{op: "record", times: 2, kind: asterisk.Timeout}, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *scene) {
				s.trouble(c.wrong)
				s.at(0).online("8001").arrives("ann", "12372").heard("ann").answers("8001").talking("ann", "8001").at(9).hangsUp("ann")
				s.ended("ann", call.Answered, "caller")
				require.Equal(t, c.seconds, s.seconds("ann-1-recording"))
				require.Equal(t, float64(c.lost), s.counter("hotline_recordings_total", ofTalk, resultFailed))
				require.Contains(t, s.log.String(), "level=ERROR")
			})
		})
	}
}

// A side that ends by itself does not end the other.
func TestOneSideEndsEarly(t *testing.T) {
	play(t, func(s *scene) {
		recordedTalk(s).at(6).do(func(p *phones) { p.end(s.id("ann-1-recording-heard-ear"), false, 16, 0) })
		s.recording("ann-1-recording").at(12).hangsUp("ann").told("ann", "* talk-recorded in ann-1-recording.wav of 10s")
	})
}

// The parties part before the ears are open: there is nothing to keep.
func TestTalkThatIsOverBeforeItIsRecorded(t *testing.T) {
	play(t, func(s *scene) {
		s.trouble(trouble{op: "snoop", skip: 1, times: 1, then: func() {
			s.phones.mu.Lock()
			defer s.phones.mu.Unlock()
			s.phones.end("ann", true, 16, 0)
		}})
		s.at(0).online("8001").arrives("ann", "12372").heard("ann").answers("8001")
		s.notTold("ann", "fetch ann-1-recording").ended("ann", call.Answered, "caller")
		require.NotContains(t, s.log.String(), "level=ERROR")
	})
}

func TestRecordedTalkWhenTheEngineDied(t *testing.T) {
	for name, act := range map[string]func(s *scene){
		"it goes on":          func(s *scene) { s.restart(loadTree(t)).talking("ann", "8001").at(12).hangsUp("8001").hangsUp("ann") },
		"the seat has gone":   func(s *scene) { s.at(12).hangsUp("8001").restart(loadTree(t)).hangsUp("ann") },
		"the caller has gone": func(s *scene) { s.at(12).hangsUp("ann").restart(loadTree(t)) },
		"nobody is there":     func(s *scene) { s.at(12).hangsUp("8001").hangsUp("ann").restart(loadTree(t)) },
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *scene) {
				recordedTalk(s).at(5).crash()
				act(s)
				require.Equal(t, 10, s.seconds("ann-1-recording"))
				require.Zero(t, s.lost(ofTalk))
			})
		})
	}
}

// That talks are recorded outlasts the engine, also before there is one.
func TestRecordingIsRemembered(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).arrives("ann", "12372").heard("ann").crash().restart(loadTree(t)).online("8001").answers("8001")
		s.at(8).hangsUp("ann")
		require.Equal(t, 8, s.seconds("ann-1-recording"))
	})
}

// A recording goes with the caller wherever the talk goes: one pair of tracks, one file.
func TestRecordingGoesWithTheCaller(t *testing.T) {
	for name, act := range map[string]func(s *scene){
		"held": func(s *scene) {
			s.press("8001", "*1").at(9).press("8001", "*1")
		},
		"held by the telephone": func(s *scene) {
			leg := s.channel("8001")
			s.do(func(p *phones) { p.tell(leg, asterisk.HoldChanged{ID: leg, Held: true}) }).plays("ann", "calm").at(9)
			s.do(func(p *phones) { p.tell(leg, asterisk.HoldChanged{ID: leg}) })
		},
		"a consultation": func(s *scene) { s.press("8001", "*28002#").answers("8002").at(9).press("8001", "*0") },
		"three parties": func(s *scene) {
			s.press("8001", "*28002#").answers("8002").at(9).press("8001", "*3").talking("ann", "8002")
		},
		"a transfer": func(s *scene) {
			s.press("8001", "*48002#").answers("8002").at(9).talking("ann", "8002")
		},
		"an attended transfer": func(s *scene) {
			s.press("8001", "*28002#").answers("8002").at(9).press("8001", "*6").talking("ann", "8002")
		},
		"a transfer to a number outside": func(s *scene) {
			s.press("8001", "*401088881234#").answers("01088881234").at(9).talking("ann", "01088881234")
		},
		"a transfer in vain": func(s *scene) {
			s.press("8001", "*48002#").refuses("8002", asterisk.DialBusy, 17, 486).at(9)
		},
	} {
		for restarts, crash := range map[string]bool{"": false, ", and a restart": true} {
			t.Run(name+restarts, func(t *testing.T) {
				play(t, func(s *scene) {
					recordedTalk(s).online("8002").at(5)
					act(s)
					if crash {
						s.crash().restart(loadTree(t))
					}
					s.recording(bothSides, otherSide).look().at(12).hangsUp("ann").recording()
					s.told("ann", "* talk-recorded in ann-1-recording.wav of 10s").keeps("ann-1-recording.wav").ends()
				})
			})
		}
	}
}

// Who waits again, and talks with somebody else, is recorded anew.
func TestEveryTalkHasItsRecording(t *testing.T) {
	play(t, func(s *scene) {
		recordedTalk(s).online("8011").at(5).press("8001", "*461#").keeps("ann-1-recording.wav").at(8).answers("8011")
		s.recording("ann-2-recording-2", "ann-2-recording-2-heard").at(12).hangsUp("ann")
		s.told("ann", "* talk-recorded in ann-2-recording-2.wav of 4s").keeps("ann-1-recording.wav", "ann-2-recording-2.wav")
	})
}

// What is fetched may break off, and a second look helps.
func TestTalkIsKeptInTheEnd(t *testing.T) {
	for name, wrong := range map[string]func(s *scene){
		"a track is damaged once":      func(s *scene) { s.keeper.errs = []error{recording.ErrDamaged} },
		"the disk is full for a while": func(s *scene) { s.keeper.full = 2 },
		"the link fails for a while":   func(s *scene) { s.trouble(trouble{op: "fetch", skip: 1, times: 2, kind: asterisk.Unreachable}) },
		"a side is recorded for longer": func(s *scene) {
			s.trouble(trouble{op: "stop record", skip: 1, times: 1, kind: asterisk.Unreachable})
			s.trouble(trouble{op: "hangup", times: 3, kind: asterisk.Unreachable})
		},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *scene) {
				recordedTalk(s).at(8)
				wrong(s)
				s.hangsUp("8001").notTold("ann", "* talk-recorded in ann-1-recording.wav of 6s").at(40).hangsUp("ann")
				s.ended("ann", call.Answered, "seat").keeps("ann-1-recording.wav")
				require.Zero(t, s.countedLost())
			})
		})
	}
}

func TestTalkWithoutAnySound(t *testing.T) {
	play(t, func(s *scene) {
		s.keeper.errs = []error{recording.ErrSilent}
		recordedTalk(s).at(8).hangsUp("ann").ended("ann", call.Answered, "caller").keeps()
		require.Equal(t, 1.0, s.counter("hotline_recordings_total", ofTalk, resultDropped))
	})
}

// Both sides are whole, whatever happens around the link.
func TestRecordedTalkWhenTheLinkBreaks(t *testing.T) {
	for name, act := range map[string]func(s *scene){
		"it goes on":          func(s *scene) { s.linkUp().recording(bothSides, otherSide).at(12).hangsUp("ann") },
		"the seat has gone":   func(s *scene) { s.at(12).hangsUp("8001").linkUp().hangsUp("ann") },
		"the caller has gone": func(s *scene) { s.at(12).hangsUp("ann").linkUp() },
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *scene) {
				recordedTalk(s).at(5).linkDown()
				act(s)
				s.at(30).keeps("ann-1-recording.wav")
				require.Equal(t, 10, s.seconds("ann-1-recording"))
				require.Zero(t, s.countedLost())
			})
		})
	}
}

// Wherever the engine dies around a talk, what is said after that is recorded.
func TestNoRestartLosesARecording(t *testing.T) {
	for _, w := range walks(t) {
		if w.called != "12372" && w.called != "12393" {
			continue
		}
		t.Run(w.name, func(t *testing.T) {
			n := w.run(t, nil, nil)
			each(t, n, func(t *testing.T, moment int) {
				w.run(t, func(l *life) {
					l.story.dieAfter(moment + 1)
					t.Cleanup(func() {
						flow := slices.ContainsFunc(l.story.lines["ann"], func(line string) bool {
							return line == "* stepped recorded/wait" || line == "* stepped archive/wait"
						})
						if flow && len(l.keeper.files) == 0 {
							t.Errorf("nothing was recorded\n%s", l.all())
						}
					})
				}, (*life).replace)
			})
		})
	}
}

// id is the name at Asterisk of what the story calls otherwise.
func (s *scene) id(name string) string {
	s.story.mu.Lock()
	defer s.story.mu.Unlock()
	for id, caller := range s.story.names {
		if rest, ok := strings.CutPrefix(name, caller+"-"); ok {
			return id + "-" + rest
		}
	}
	return name
}

// recording checks what is being recorded of talks: of muted sides with a word.
func (s *scene) recording(want ...string) *scene {
	s.t.Helper()
	s.phones.mu.Lock()
	defer s.phones.mu.Unlock()
	found := []string{}
	for _, name := range sorted(s.phones.sounds) {
		r := s.phones.sounds[name]
		if !r.live {
			continue
		}
		s.story.mu.Lock()
		line := s.story.named(name)
		s.story.mu.Unlock()
		if r.muted {
			line += " muted"
		}
		found = append(found, line)
	}
	require.Equal(s.t, append([]string{}, want...), found, "what is being recorded")
	return s
}

// keeps lists the files that are kept.
func (s *scene) keeps(want ...string) *scene {
	s.t.Helper()
	s.keeper.mu.Lock()
	defer s.keeper.mu.Unlock()
	s.story.mu.Lock()
	defer s.story.mu.Unlock()
	found := []string{}
	for _, file := range sorted(s.keeper.files) {
		found = append(found, s.story.named(file))
	}
	require.Equal(s.t, append([]string{}, want...), found, "what is kept")
	return s
}

// press: a seat presses keys while it talks.
func (s *scene) press(seat, keys string) *scene {
	s.t.Helper()
	leg := s.channel(seat)
	return s.do(func(p *phones) {
		for _, key := range []byte(keys) {
			p.tell(leg, asterisk.Digit{ID: leg, Digit: key})
		}
	})
}

// allHeard: what is played to a whole talk has come to its end, or has failed.
func (s *scene) allHeard(failed bool) *scene {
	s.t.Helper()
	return s.do(func(p *phones) {
		n := 0
		for _, bridge := range sorted(p.bridges) {
			n += p.silence(bridge, failed)
		}
		if n != 1 {
			s.t.Errorf("%d words are played to talks", n)
		}
	})
}

const bothSides, otherSide = "ann-1-recording", "ann-1-recording-heard"
