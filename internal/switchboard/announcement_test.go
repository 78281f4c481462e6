package switchboard

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/asterisk"
	"hotline/internal/call"
)

const saysRecorded = "play to all /" + wordRecorded

// archived: ann talks with 8061 in a queue whose talks are recorded, and both are being
// told so.
func archived(s *scene) *scene {
	s.t.Helper()
	s.at(0).online("8061").arrives("ann", "12393").at(2).look().answers("8061")
	return s.happened("ann", "stop music ann", "join ann and ann-1", "* connected", saysRecorded).recording()
}

func TestQueueThatRecords(t *testing.T) {
	play(t, func(s *scene) {
		archived(s).at(7).recording().look().allHeard(false)
		s.happened("ann", "* recording-begun",
			"snoop ann as ann-1-recording-ear spy in", "snoop ann as ann-1-recording-heard-ear spy out",
			"record ann-1-recording-ear as ann-1-recording for 0s, silence 0s",
			"record ann-1-recording-heard-ear as ann-1-recording-heard for 0s, silence 0s")
		s.recording(bothSides, otherSide).at(20).hangsUp("ann").ended("ann", call.Answered, "caller")
		s.told("ann", "* talk-recorded in ann-1-recording.wav of 13s")
		require.Equal(t, 13, s.seconds("ann-1-recording"))
	})
}

// Nothing is recorded before caller and seat have heard that.
func TestAnnouncementOfARecording(t *testing.T) {
	for name, c := range map[string]struct {
		act  func(s *scene)
		lost int
	}{
		"the seat hangs up":   {func(s *scene) { archived(s).hangsUp("8061").told("ann", "stop play") }, 0},
		"the caller hangs up": {func(s *scene) { archived(s).hangsUp("ann") }, 0},
		"there is no sound": {func(s *scene) {
			s.sounds.mute[wordRecorded] = true
			s.at(0).online("8061").arrives("ann", "12393").answers("8061").talking("ann", "8061").notTold("ann", saysRecorded)
			s.hangsUp("ann").notTold("ann", "* recording-begun")
		}, 1},
		"it cannot be played": {func(s *scene) {
			s.trouble(trouble{op: "play", times: 1, kind: asterisk.Server})
			archived(s).hangsUp("ann").notTold("ann", "* recording-begun")
		}, 1},
		"it breaks off again and again": {func(s *scene) {
			archived(s).allHeard(true).told("ann", saysRecorded).allHeard(true).look().allHeard(true)
			s.recording().talking("ann", "8061").notTold("ann", saysRecorded).hangsUp("ann")
		}, 1},
		"it breaks off once": {func(s *scene) {
			archived(s).look().allHeard(true).told("ann", saysRecorded).recording().allHeard(false)
			s.recording(bothSides, otherSide).at(9).hangsUp("ann").keeps("ann-1-recording.wav")
		}, 0},
		"the caller is put on hold": {func(s *scene) {
			archived(s).look().press("8061", "*1").told("ann", "stop play").recording().notTold("ann", saysRecorded)
			s.press("8061", "*1").told("ann", saysRecorded).recording().allHeard(false).recording(bothSides, otherSide)
			s.at(9).hangsUp("ann").keeps("ann-1-recording.wav")
		}, 0},
		"he hangs up while he is on hold": {func(s *scene) { archived(s).press("8061", "*1").hangsUp("ann") }, 0},
		"the seat asks for a recording as well": {func(s *scene) {
			archived(s).look().press("8061", "*9").notTold("ann", saysRecorded).allHeard(false).recording(bothSides, otherSide)
			s.press("8061", "*9").told("ann", "play ann-1 正在录音。").at(9).hangsUp("ann")
		}, 0},
		"he wants no recording": {func(s *scene) {
			archived(s).press("8061", "**").told("ann", "stop play").told("ann", "* made-confidential")
			s.at(9).hangsUp("ann").notTold("ann", "* recording-begun").keeps()
		}, 0},
		"he wants none while he is on hold": {func(s *scene) {
			archived(s).press("8061", "*1").look().press("8061", "**").press("8061", "*1").notTold("ann", saysRecorded).hangsUp("ann")
		}, 0},
		"the engine dies meanwhile": {func(s *scene) {
			archived(s).look().crash().restart(loadTree(s.t)).told("ann", saysRecorded).recording()
			s.do(func(p *phones) {
				for _, pb := range sorted(p.playbacks) {
					p.endPlayback(pb, false)
				}
			}).recording(bothSides, otherSide).at(9).hangsUp("ann").keeps("ann-1-recording.wav")
		}, 0},
		"the engine dies while he is on hold": {func(s *scene) {
			archived(s).press("8061", "*1").look().crash().restart(loadTree(s.t)).notTold("ann", saysRecorded)
			s.press("8061", "*1").told("ann", saysRecorded).allHeard(false).recording(bothSides, otherSide).at(9).hangsUp("ann")
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *scene) {
				c.act(s)
				s.ends()
				require.Equal(t, float64(c.lost), s.countedLost())
			})
		})
	}
}

// ends: whoever is left hangs up.
func (s *scene) ends() *scene {
	return s.do(func(p *phones) {
		for _, id := range sorted(p.channels) {
			if ch := p.channels[id]; ch != nil && ch.snoops == "" {
				p.end(id, true, 16, 0)
			}
		}
	})
}

// countedLost is how many recordings of talks were lost; none is no counter yet.
func (s *scene) countedLost() (n float64) {
	s.t.Helper()
	families, err := s.reg.Gather()
	require.NoError(s.t, err)
	for _, f := range families {
		if f.GetName() != "hotline_recordings_total" {
			continue
		}
		for _, m := range f.GetMetric() {
			if m.GetLabel()[0].GetValue() == ofTalk && m.GetLabel()[1].GetValue() == resultFailed {
				n += m.GetCounter().GetValue()
			}
		}
	}
	return n
}

func TestRecordingOnDemand(t *testing.T) {
	talking := func(s *scene) *scene {
		return s.at(0).online("8001").arrives("ann", "12385").heard("ann").at(2).answers("8001").recording().look()
	}
	for name, act := range map[string]func(s *scene){
		"both hear of it first": func(s *scene) {
			talking(s).at(5).press("8001", "*9").told("ann", saysRecorded).recording().allHeard(false).recording(bothSides, otherSide)
			s.at(12).hangsUp("ann").told("ann", "* talk-recorded in ann-1-recording.wav of 7s")
		},
		"not while the caller is on hold": func(s *scene) {
			talking(s).press("8001", "*1").look().press("8001", "*9").told("ann", "play ann-1 现在不能这样操作。").notTold("ann", saysRecorded)
			s.press("8001", "*1").recording().hangsUp("ann")
		},
		"again after it ended": func(s *scene) {
			talking(s).press("8001", "*9").allHeard(false).at(5).do(func(p *phones) {
				p.endRecording(s.id(bothSides))
				p.endRecording(s.id(otherSide))
			}).keeps("ann-1-recording.wav").recording()
			s.press("8001", "*9").told("ann", "play ann-1 正在录音。").recording("ann-1-recording-2", "ann-1-recording-2-heard")
			s.at(9).hangsUp("ann").keeps("ann-1-recording-2.wav", "ann-1-recording.wav")
		},
		"again, in vain": func(s *scene) {
			talking(s).press("8001", "*9").allHeard(false).at(5).do(func(p *phones) {
				p.endRecording(s.id(bothSides))
				p.endRecording(s.id(otherSide))
			}).trouble(trouble{op: "snoop", times: 1, kind: asterisk.Server})
			s.press("8001", "*9").told("ann", "play ann-1 现在没有录音。").recording().hangsUp("ann").keeps("ann-1-recording.wav")
		},
		"after a restart it goes on": func(s *scene) {
			talking(s).press("8001", "*9").allHeard(false).at(5).crash().restart(loadTree(s.t)).recording(bothSides, otherSide)
			s.press("8001", "*9").told("ann", "play ann-1 正在录音。").at(12).hangsUp("ann").told("ann", "* talk-recorded in ann-1-recording.wav of 10s")
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

// Who is called out is recorded as a caller is: the tracks are his.
func TestCallOutIsRecorded(t *testing.T) {
	const number = "13900139000"
	called := func(s *scene) *scene {
		s.callers = map[string]string{number + " city": "before"}
		s.at(0).online("8001").dials("a", "8001", "*22"+number).at(5).look().answers(number)
		return s.happened("a", "stop music a", "join a and a-out-1", "* connected", saysRecorded).recording()
	}
	tree := loadDesks(t)
	tree.Centres["city"].Queues[0].Record = true
	for name, act := range map[string]func(s *scene){
		"and kept": func(s *scene) {
			called(s).allHeard(false).told("a", "snoop a-out-1 as a-out-1-recording-ear spy in")
			s.told("a", "snoop a-out-1 as a-out-1-recording-heard-ear spy out")
			s.recording("a-out-1-recording", "a-out-1-recording-heard").at(15).hangsUp(number)
			s.told("a", "* talk-recorded in a-out-1-recording.wav of 10s").hears("a", "完了").ended("a", call.CalledOut, "system")
		},
		"unless he hangs up before": func(s *scene) {
			called(s).hangsUp(number).keeps().hears("a", "完了").ended("a", call.CalledOut, "system")
		},
		"over a restart": func(s *scene) {
			called(s).allHeard(false).crash().restart(tree).recording("a-out-1-recording", "a-out-1-recording-heard")
			s.at(15).hangsUp("a").told("a", "* talk-recorded in a-out-1-recording.wav of 10s")
		},
		"though the engine dies before": func(s *scene) {
			called(s).look().crash().restart(tree).told("a", saysRecorded).recording()
		},
	} {
		t.Run(name, func(t *testing.T) {
			playOn(t, tree, func(s *scene) {
				act(s)
				s.ends()
			})
		})
	}
	t.Run("but a private call is not", func(t *testing.T) {
		playOn(t, tree, func(s *scene) {
			s.online("8001", "8002").dials("a", "8001", "8002").answers("8002").talking("a", "8002").notTold("a", saysRecorded).hangsUp("a")
		})
	})
}
