package switchboard

import (
	"testing"

	"hotline/internal/asterisk"
)

const (
	saysMuted   = "play ann-1 录音已暂停。"
	saysUnmuted = "play ann-1 录音已恢复。"
	saysNone    = "play ann-1 现在没有录音。"
)

func TestRecordingIsMuted(t *testing.T) {
	mute := []string{"mute ann-1-recording", "mute ann-1-recording-heard"}
	unmute := []string{"unmute ann-1-recording", "unmute ann-1-recording-heard"}
	both := []string{bothSides, otherSide}
	silent := []string{bothSides + " muted", otherSide + " muted"}
	muted := func(s *scene) *scene {
		recordedTalk(s).at(5).press("8001", "*8").happened("ann", "* recording-muted", mute[0], mute[1], saysMuted)
		return s.recording(silent...)
	}
	fails := func(s *scene, op string, skip int) {
		s.trouble(trouble{op: op, skip: skip, times: 1, kind: asterisk.Server})
	}
	for name, act := range map[string]func(s *scene){
		"and goes on": func(s *scene) {
			muted(s).at(9).look().press("8001", "*8").happened("ann", "* recording-muted", unmute[0], unmute[1], "stop play", saysUnmuted)
			s.recording(both...).at(12).hangsUp("ann").told("ann", "* talk-recorded in ann-1-recording.wav of 10s")
		},
		"until the end": func(s *scene) {
			muted(s).at(12).hangsUp("ann").told("ann", "* talk-recorded in ann-1-recording.wav of 10s")
		},
		"but there is none": func(s *scene) {
			s.at(0).online("8001").arrives("ann", "12385").heard("ann").answers("8001").look().press("8001", "*8").told("ann", saysNone)
			s.hangsUp("ann").keeps()
		},
		"which fails": func(s *scene) {
			recordedTalk(s)
			fails(s, "mute", 0)
			s.at(5).press("8001", "*8").told("ann", saysNone).recording().talking("ann", "8001").keeps("ann-1-recording.wav")
			s.press("8001", "*8").hangsUp("ann")
		},
		"which fails for one side": func(s *scene) {
			recordedTalk(s)
			fails(s, "mute", 1)
			s.at(5).press("8001", "*8").told("ann", saysNone).recording()
		},
		"and the link fails": func(s *scene) {
			recordedTalk(s).trouble(trouble{op: "any", times: 4, kind: asterisk.Unreachable})
			s.at(5).press("8001", "*8").at(9).recording().keeps("ann-1-recording.wav")
		},
		"and cannot go on": func(s *scene) {
			muted(s)
			fails(s, "unmute", 1)
			s.look().press("8001", "*8").told("ann", saysMuted).recording(silent...)
			s.press("8001", "*8").told("ann", saysUnmuted).recording(both...)
		},
		"and can neither go on nor stay": func(s *scene) {
			muted(s)
			fails(s, "unmute", 1)
			fails(s, "mute", 0)
			s.look().press("8001", "*8").told("ann", saysNone).recording().talking("ann", "8001")
		},
		"one side has ended": func(s *scene) {
			recordedTalk(s).do(func(p *phones) { p.endRecording(s.id(otherSide)) })
			s.press("8001", "*8").told("ann", saysMuted).recording(silent[0])
		},
		"over a hold": func(s *scene) {
			muted(s).press("8001", "*1").recording(silent...).press("8001", "*1").recording(silent...)
		},
		"over a restart": func(s *scene) {
			muted(s).look().crash().restart(loadTree(s.t)).told("ann", mute[0]).recording(silent...)
			s.press("8001", "*8").recording(both...).crash().restart(loadTree(s.t)).recording(both...)
			s.at(12).hangsUp("ann").told("ann", "* talk-recorded in ann-1-recording.wav of 10s")
		},
		"the engine dies before it is": func(s *scene) {
			recordedTalk(s).story.dieAfter(1)
			s.press("8001", "*8").recording(both...).crash().restart(loadTree(s.t)).recording(silent...)
		},
		"the engine dies before it goes on": func(s *scene) {
			muted(s).story.dieAfter(1)
			s.press("8001", "*8").recording(silent...).crash().restart(loadTree(s.t)).recording(both...)
		},
		"after a restart it cannot be": func(s *scene) {
			muted(s).crash()
			fails(s, "mute", 0)
			s.restart(loadTree(s.t)).recording().keeps("ann-1-recording.wav").crash().restart(loadTree(s.t)).recording()
		},
		"what failed stays over after a restart": func(s *scene) {
			recordedTalk(s)
			fails(s, "mute", 0)
			s.press("8001", "*8").recording().crash().restart(loadTree(s.t)).recording().talking("ann", "8001")
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
