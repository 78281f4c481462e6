package switchboard

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/asterisk"
	"hotline/internal/call"
)

const (
	wordsLeave = "play ann 请留言 请在提示音后留言，说完请按井号键。"
	wordsKept  = "play ann 您的留言已经收到，我们会尽快处理。"
)

// speaks begins a message and says so many seconds.
func (s *scene) speaks(seconds float64) *scene {
	s.t.Helper()
	s.at(0).arrives("ann", "12371").told("ann", wordsLeave).look().heard("ann")
	s.told("ann", "record ann as ann-message-1 for 1m0s, silence 8s")
	return s.at(seconds)
}

func (s *scene) lost(of string) float64 {
	return s.counter("hotline_recordings_total", of, resultFailed)
}

// counter reads a counter by its label values, in the order of the labels' names.
func (s *scene) counter(name string, labels ...string) float64 {
	s.t.Helper()
	families, err := s.reg.Gather()
	require.NoError(s.t, err)
	for _, f := range families {
		for _, m := range f.GetMetric() {
			var values []string
			for _, l := range m.GetLabel() {
				values = append(values, l.GetValue())
			}
			if f.GetName() == name && slices.Equal(values, labels) {
				return m.GetCounter().GetValue()
			}
		}
	}
	s.t.Fatalf("no counter %s of %v", name, labels)
	return 0
}

func TestMessageIsLeft(t *testing.T) {
	play(t, func(s *scene) {
		s.speaks(10).look().presses("ann", '#')
		// The tape is kept beside the call: only its own steps have an order.
		s.told("ann", wordsKept).happenedIn("ann", "stop record ann-message-1", "fetch ann-message-1",
			"* message-left for city in ann-message-1.wav of 10s", "delete ann-message-1")
		require.Equal(t, 10, s.seconds("ann-message-1"))
		s.heard("ann").heard("ann").ended("ann", call.LeftMessage, "system")
		require.Equal(t, 1.0, s.counter("hotline_recordings_total", ofMessage, resultKept))
	})
}

// Silence ends a message as a key does.
func TestMessageEndsBySilence(t *testing.T) {
	play(t, func(s *scene) {
		s.speaks(20).do(func(p *phones) { p.endRecordings("ann") }).told("ann", wordsKept)
		s.heard("ann").heard("ann").ended("ann", call.LeftMessage, "system")
	})
}

func TestCallerHangsUpAroundAMessage(t *testing.T) {
	for name, c := range map[string]struct {
		act     func(s *scene)
		seconds int
		outcome call.Outcome
		by      string
	}{
		"before it":      {func(s *scene) { s.arrives("ann", "12371").hangsUp("ann") }, 0, call.AbandonedInMenu, "caller"},
		"with a cough":   {func(s *scene) { s.speaks(1.5).hangsUp("ann") }, 0, call.AbandonedInMenu, "caller"},
		"silently":       {func(s *scene) { s.speaks(7.5).do(wordless).hangsUp("ann") }, 0, call.AbandonedInMenu, "caller"},
		"in the middle":  {func(s *scene) { s.speaks(7.5).hangsUp("ann") }, 7, call.LeftMessage, "caller"},
		"after it":       {func(s *scene) { s.speaks(9).presses("ann", '#').hangsUp("ann") }, 9, call.LeftMessage, "caller"},
		"as it ends":     {func(s *scene) { s.speaks(9).do(endsAndGoes) }, 9, call.LeftMessage, "system"},
		"as he ends it":  {func(s *scene) { s.speaks(9).do(goesWith('#')) }, 9, call.LeftMessage, "caller"},
		"as he wants on": {func(s *scene) { s.speaks(9).do(goesWith('0')) }, 9, call.LeftMessage, "caller"},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *scene) {
				c.act(s)
				s.ended("ann", c.outcome, c.by)
				require.Equal(t, c.seconds, s.seconds("ann-message-1"))
				require.Zero(t, s.lost(ofMessage))
			})
		})
	}
}

func wordless(p *phones) { p.wordless = true }

func endsAndGoes(p *phones) {
	p.endRecordings("ann")
	p.end("ann", true, 16, 0)
}

func goesWith(key byte) func(*phones) {
	return func(p *phones) {
		p.tell("ann", asterisk.Digit{ID: "ann", Digit: key})
		p.end("ann", true, 16, 0)
	}
}

// 0 leads to a person, and what was said so far is kept.
func TestMessageEndsInAQueue(t *testing.T) {
	play(t, func(s *scene) {
		s.online("8001").speaks(6).presses("ann", '0').told("floor city", "offered ann to 8001")
		require.Equal(t, 6, s.seconds("ann-message-1"))
		s.answers("8001").hangsUp("8001").ended("ann", call.Answered, "seat")
	})
}

// Who says nothing is asked once more; nothing is kept.
func TestMessageWithoutAWord(t *testing.T) {
	play(t, func(s *scene) {
		s.speaks(1).look().presses("ann", '#').told("ann", "delete ann-message-1")
		s.heard("ann").told("ann", "record ann as ann-message-2 for 1m0s, silence 8s")
		s.at(9).presses("ann", '#').told("ann", "* message-left for city in ann-message-2.wav of 8s").heard("ann").heard("ann")
		s.ended("ann", call.LeftMessage, "system")
	})
}

func TestMessageThatCannotBeRecorded(t *testing.T) {
	t.Run("Asterisk refuses", func(t *testing.T) {
		play(t, func(s *scene) {
			s.trouble(trouble{op: "record", times: 2, kind: asterisk.Server})
			s.arrives("ann", "12371").heard("ann").heard("ann").heard("ann").ended("ann", call.Completed, "system")
			require.Equal(t, 2.0, s.lost(ofMessage))
		})
	})
	t.Run("Asterisk cannot write", func(t *testing.T) {
		play(t, func(s *scene) {
			s.speaks(5).do(func(p *phones) {
				name := sorted(p.sounds)[0]
				delete(p.sounds, name)
				p.tell("ann", asterisk.RecordingEnded{Recording: name, Target: "ann", Failed: true})
			})
			require.Equal(t, 1.0, s.lost(ofMessage))
			s.heard("ann").at(15).presses("ann", '#').heard("ann").heard("ann").ended("ann", call.LeftMessage, "system")
		})
	})
	t.Run("the link is slow: it may be recorded all the same", func(t *testing.T) {
		play(t, func(s *scene) {
			s.trouble(trouble{op: "record", times: 1, kind: asterisk.Timeout, done: true})
			s.at(0).arrives("ann", "12371").heard("ann").told("ann", "stop record ann-message-1").told("ann", "delete ann-message-1")
			s.hangsUp("ann").ended("ann", call.AbandonedInMenu, "caller")
		})
	})
}

func TestMessageIsKeptInTheEnd(t *testing.T) {
	for name, wrong := range map[string]func(s *scene){
		"the disk is full for a while": func(s *scene) { s.keeper.full = 3 },
		"the link fails for a while":   func(s *scene) { s.trouble(trouble{op: "fetch", times: 3, kind: asterisk.Unreachable}) },
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *scene) {
				wrong(s)
				s.speaks(8).hangsUp("ann")
				s.at(9).notTold("ann", "* ended message-left by caller")
				s.at(8+5+10+20).ended("ann", call.LeftMessage, "caller")
				require.Equal(t, 8, s.seconds("ann-message-1"))
			})
		})
	}
}

// What is in the folder of recordings does not stay at Asterisk as well, however
// long the link is down.
func TestMessageIsErasedWhenTheLinkIsBack(t *testing.T) {
	play(t, func(s *scene) {
		s.speaks(8)
		s.trouble(trouble{op: "delete", times: -1, kind: asterisk.Unreachable})
		s.hangsUp("ann").ended("ann", call.LeftMessage, "caller").at(60).linkDown()
		s.noTrouble()
		s.at(90).look().linkUp().told("ann", "delete ann-message-1")
		s.look().linkDown().linkUp().notTold("ann", "delete ann-message-1")
	})
}

func TestMessageThatCannotBeKept(t *testing.T) {
	play(t, func(s *scene) {
		s.keeper.full = -1
		s.speaks(8).hangsUp("ann").at(700).ended("ann", call.AbandonedInMenu, "caller")
		require.Equal(t, 1.0, s.lost(ofMessage))
		s.do(func(p *phones) {
			require.Len(t, p.sounds, 1, "somebody may save it by hand")
			clear(p.sounds)
		})
	})
}

// Whoever should tell the end of a recording may fail to.
func TestEndOfAMessageThatIsNotTold(t *testing.T) {
	t.Run("stopped by a key", func(t *testing.T) {
		play(t, func(s *scene) {
			s.speaks(8)
			s.trouble(trouble{op: "stop record", times: 1, kind: asterisk.Gone, do: func() {
				s.phones.mu.Lock()
				defer s.phones.mu.Unlock()
				for _, r := range s.phones.sounds {
					r.live, r.told, r.length = false, true, 8e9
				}
			}})
			s.presses("ann", '#').notTold("ann", wordsKept).at(11).told("ann", wordsKept)
			s.heard("ann").heard("ann").ended("ann", call.LeftMessage, "system")
		})
	})
	t.Run("hung up while the link was down", func(t *testing.T) {
		play(t, func(s *scene) {
			s.speaks(8).linkDown().do(func(p *phones) { p.end("ann", true, 16, 0) })
			s.at(20).linkUp().at(24).ended("ann", call.LeftMessage, "system")
			require.Equal(t, 8, s.seconds("ann-message-1"))
		})
	})
	t.Run("longer than can be", func(t *testing.T) {
		play(t, func(s *scene) {
			s.speaks(66).told("ann", "stop record ann-message-1").told("ann", wordsKept).hangsUp("ann")
		})
	})
}

func TestMessageWhenTheEngineDied(t *testing.T) {
	for name, c := range map[string]struct {
		act     func(s *scene)
		seconds int
	}{
		"he is asked for it again": {func(s *scene) {
			s.speaks(5).crash().look().at(9).restart(loadTree(t)).told("ann", "stop record ann-message-1").told("ann", wordsLeave)
			s.told("ann", "delete ann-message-1").hangsUp("ann")
		}, 0},
		"he has hung up": {func(s *scene) { s.speaks(5).crash().hangsUp("ann").restart(loadTree(t)) }, 5},
		"it was not kept yet": {func(s *scene) {
			s.keeper.full = -1
			s.speaks(5).presses("ann", '#').heard("ann").crash()
			s.keeper.full = 0
			s.restart(loadTree(t)).heard("ann").ended("ann", call.LeftMessage, "system")
		}, 5},
		"it was kept": {func(s *scene) {
			s.speaks(5).presses("ann", '#').heard("ann").crash().restart(loadTree(t)).heard("ann").ended("ann", call.LeftMessage, "system")
		}, 5},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *scene) {
				c.act(s)
				require.Equal(t, c.seconds, s.seconds("ann-message-1"))
			})
		})
	}
}

func TestPanicDuringAMessage(t *testing.T) {
	play(t, func(s *scene) {
		s.sounds.broken = "您的留言"
		s.speaks(5).presses("ann", '#').ended("ann", call.Handed, "system")
		kept := s.counter("hotline_recordings_total", ofMessage, resultKept)
		require.Equal(t, 1.0, kept+s.lost(ofMessage), "it was kept just in time, or not")
		s.do(func(p *phones) {
			require.Len(t, p.sounds, int(1-kept), "what she said is for engineers to save")
		})
	})
}

// What is being said when the call breaks stays at Asterisk.
func TestPanicInTheMiddleOfAMessage(t *testing.T) {
	play(t, func(s *scene) {
		s.speaks(5).trouble(trouble{op: "stop record", times: 1, do: func() { panic("a mistake") }})
		s.presses("ann", '#').ended("ann", call.Handed, "system")
		require.Equal(t, 1.0, s.lost(ofMessage))
		s.do(func(p *phones) {
			require.Len(t, p.sounds, 1)
			require.False(t, p.records("ann"))
		})
	})
}

func TestRating(t *testing.T) {
	play(t, func(s *scene) {
		recordedTalk(s).at(5).hangsUp("8001").presses("ann", '2').told("ann", "* rated 4 of 8001")
		require.Equal(t, 1.0, s.counter("hotline_ratings_total", "4"))
		s.heard("ann").heard("ann").ended("ann", call.Answered, "seat")
	})
}

func TestRatingAfterARestart(t *testing.T) {
	play(t, func(s *scene) {
		recordedTalk(s).at(5).hangsUp("8001").crash().restart(loadTree(t)).presses("ann", '5').told("ann", "* rated 1 of 8001")
		s.hangsUp("ann").ended("ann", call.Answered, "caller")
	})
}
