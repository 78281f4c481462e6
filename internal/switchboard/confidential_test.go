package switchboard

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/asterisk"
	"hotline/internal/call"
)

const saysConfidential = "play ann-1 本次通话已设为保密，录音已删除。"

func TestConfidentialCall(t *testing.T) {
	hushed := func(s *scene) *scene {
		recordedTalk(s).at(5).press("8001", "**").told("ann", "delete ann-1-recording").told("ann", "delete ann-1-recording-heard")
		require.Equal(s.t, []string{
			"* made-confidential", "stop record ann-1-recording", "stop record ann-1-recording-heard", saysConfidential,
			"hang up ann-1-recording-ear normal", "hang up ann-1-recording-heard-ear normal",
		}, s.since("ann")[:6])
		return s.recording().keeps().erasedThere()
	}
	for name, act := range map[string]func(s *scene){
		"its recording is deleted": func(s *scene) {
			hushed(s).talking("ann", "8001").press("8001", "**").told("ann", saysConfidential).hangsUp("ann")
			s.ended("ann", call.Answered, "caller").keeps()
			require.Equal(t, 1.0, s.counter("hotline_recordings_total", ofTalk, resultDropped))
		},
		"no more is recorded": func(s *scene) {
			hushed(s).press("8001", "*9").told("ann", "play ann-1 现在不能这样操作。").press("8001", "*8").told("ann", saysNone)
			s.recording()
		},
		"it was muted": func(s *scene) {
			recordedTalk(s).press("8001", "*8").press("8001", "**").recording().erasedThere()
		},
		"it was never recorded": func(s *scene) {
			s.at(0).online("8001").arrives("ann", "12385").heard("ann").answers("8001").press("8001", "**").told("ann", "* made-confidential")
			s.press("8001", "*9").notTold("ann", saysRecorded)
		},
		"over a restart": func(s *scene) {
			hushed(s).crash()
			clear(s.keeper.erased)
			s.look().restart(loadTree(s.t)).recording().press("8001", "*9").notTold("ann", saysRecorded).talking("ann", "8001")
			require.Len(s.t, s.keeper.erased, 1, "whoever keeps recordings is told again")
		},
		"of a queue that records, over a restart": func(s *scene) {
			archived(s).allHeard(false).at(5).press("8061", "**").recording().crash().look().restart(loadTree(s.t))
			s.notTold("ann", saysRecorded).recording().erasedThere()
		},
		"the engine dies in the same moment": func(s *scene) {
			recordedTalk(s).at(5).story.dieAfter(1)
			s.press("8001", "**").recording(bothSides, otherSide).crash().restart(loadTree(s.t)).recording().erasedThere().talking("ann", "8001")
			require.Len(s.t, s.keeper.erased, 1)
		},
		"the engine dies, and she hangs up": func(s *scene) {
			recordedTalk(s).at(5).story.dieAfter(1)
			s.press("8001", "**").crash().hangsUp("ann").restart(loadTree(s.t)).erasedThere().keeps()
			require.Len(s.t, s.keeper.erased, 1)
		},
		"what was kept before is deleted": func(s *scene) {
			s.online("8001").speaks(6).presses("ann", '0').keeps("ann-message-1.wav").answers("8001").press("8001", "**").keeps()
		},
		"what is being kept is not": func(s *scene) {
			s.keeper.full = 1
			s.online("8001").speaks(6).presses("ann", '0').answers("8001").press("8001", "**").at(30).keeps().erasedThere()
			require.Equal(t, 1.0, s.counter("hotline_recordings_total", ofMessage, resultDropped))
		},
		"the call lasts until it is deleted": func(s *scene) {
			recordedTalk(s)
			s.keeper.full = 2
			s.press("8001", "**").hangsUp("ann").at(11).notTold("ann", "* ended answered by caller").at(13).told("ann", "* ended answered by caller")
		},
		"it cannot be deleted": func(s *scene) {
			recordedTalk(s)
			s.keeper.full = -1
			s.press("8001", "**").hangsUp("ann").at(60).ended("ann", call.Answered, "caller")
			require.Contains(s.t, s.log.String(), "not all deleted yet")
		},
		"the recording does not stop at once": func(s *scene) {
			recordedTalk(s).trouble(trouble{op: "stop record", times: 2, kind: asterisk.Unreachable})
			s.at(5).press("8001", "**").at(9).recording().erasedThere()
		},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *scene) {
				act(s)
				s.ends()
			})
		})
	}
}

// erasedThere: Asterisk has no sound of anybody.
func (s *scene) erasedThere() *scene {
	s.t.Helper()
	return s.do(func(p *phones) { require.Empty(s.t, p.sounds) })
}

// Nobody is asked to speak into a voicemail that keeps nothing.
func TestMessageAfterAConfidentialTalk(t *testing.T) {
	play(t, func(s *scene) {
		archived(s).press("8061", "**").hangsUp("8061").heard("ann").notTold("ann", "record ann as ann-message-1 for 1m0s, silence 8s")
		s.heard("ann").heard("ann").ended("ann", call.Answered, "seat").keeps()
	})
}
