package switchboard

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/asterisk"
	"hotline/internal/call"
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
