package switchboard

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
)

const (
	farPhone  = "01088882222" // of the remote seat 8041
	acceptOne = "残疾人服务热线来电，接听请按一。"
)

// far is a caller for whom a remote seat rings, at second 0.
func far(s *scene) *scene {
	return s.at(0).arrives("ann", "12392").heard("ann").told("ann", "dial PJSIP/"+farPhone+"@carrier as ann-1 for 1m2s")
}

// asked: somebody has picked up there, and is asked for the key.
func asked(s *scene) *scene {
	return far(s).answers(farPhone).told("ann", "play ann-1 "+acceptOne).plays("ann", "calm").notTold("floor far", "answered ann by 8041")
}

// accepted: the key was pressed, and the seat is told of the caller.
func accepted(s *scene) *scene {
	return asked(s).presses(s.channel(farPhone), '1').told("ann", "stop play").told("floor far", "answered ann by 8041")
}

const briefed = "play ann-1 康复，已等不到10秒"

func TestRemoteSeat(t *testing.T) {
	for name, act := range map[string]func(s *scene){
		"accepts": func(s *scene) {
			accepted(s).told("ann", briefed).plays("ann", "calm").heard(s.channel(farPhone)).talking("ann", farPhone).plays("ann", "")
			s.hangsUp(farPhone).heard("ann").ended("ann", call.Answered, "seat").standsAs("far", "8041", acd.StateWrapUp)
		},
		"is a voicemail box": func(s *scene) {
			asked(s).at(1).heard(s.channel(farPhone)).look().at(4).told("ann", "play ann-1 "+acceptOne)
			s.at(5).heard(s.channel(farPhone)).look().at(16.9).happened("floor far").plays("ann", "calm")
			s.at(17).told("floor far", "offer-ended ann at 8041: no-answer").told("floor far", "seat-paused 8041: no-answer")
			s.told("ann", "hang up ann-1 normal").notTold("ann", "play ann-1 "+acceptOne).hangsUp("ann")
			s.ended("ann", call.AbandonedInQueue, "caller")
		},
		"accepts between the words": func(s *scene) {
			asked(s).at(1).heard(s.channel(farPhone)).at(2).presses(s.channel(farPhone), '1').told("floor far", "answered ann by 8041")
			s.heard(s.channel(farPhone)).look().at(10).notTold("ann", "play ann-1 "+acceptOne).talking("ann", farPhone).hangsUp("ann")
		},
		"hangs up as it is asked": func(s *scene) {
			asked(s).hangsUp(farPhone).told("floor far", "offer-ended ann at 8041: no-answer").hangsUp("ann")
		},
		"declines by another key": func(s *scene) {
			asked(s).presses(s.channel(farPhone), '2').told("floor far", "offer-ended ann at 8041: declined")
			s.told("ann", "hang up ann-1 normal").hangsUp("ann")
		},
		"accepts twice": func(s *scene) {
			asked(s).atOnce(func(p *phones) {
				for range 2 {
					p.tell(s.leg("ann", 1), asterisk.Digit{ID: s.leg("ann", 1), Digit: '1'})
				}
			})
			s.heard(s.channel(farPhone)).talking("ann", farPhone).hangsUp("ann").ended("ann", call.Answered, "caller")
		},
		"is busy": func(s *scene) {
			far(s).refuses(farPhone, asterisk.DialBusy, 17, 486).told("floor far", "offer-ended ann at 8041: busy").hangsUp("ann")
		},
		"takes longer than it may": func(s *scene) {
			asked(s).at(60).told("floor far", "offer-ended ann at 8041: no-answer").told("ann", "hang up ann-1 normal").hangsUp("ann")
		},
		"the caller hangs up meanwhile": func(s *scene) {
			asked(s).hangsUp("ann").told("ann", "hang up ann-1 normal").ended("ann", call.AbandonedRinging, "caller")
			s.standsAs("far", "8041", acd.StateReady)
		},
		"the word cannot be said": func(s *scene) {
			s.sounds.mute[acceptOne] = true
			far(s).answers(farPhone).notTold("ann", "play ann-1 "+acceptOne).presses(s.channel(farPhone), '1').told("ann", briefed)
			s.heard(s.channel(farPhone)).talking("ann", farPhone).hangsUp("ann")
		},
		"Asterisk does not play the word": func(s *scene) {
			far(s).trouble(trouble{op: "play", times: 2, kind: asterisk.Server})
			s.answers(farPhone).at(15).told("floor far", "offer-ended ann at 8041: no-answer").hangsUp("ann")
		},
		"the engine dies while it is asked": func(s *scene) {
			asked(s).crash().look().restart(loadTree(t)).told("ann", "play ann-1 "+acceptOne).notTold("floor far", "answered ann by 8041")
			s.presses(s.channel(farPhone), '1').told("floor far", "answered ann by 8041").heard(s.channel(farPhone))
			s.talking("ann", farPhone).hangsUp("ann").ended("ann", call.Answered, "caller")
		},
		"the engine dies as it accepts": func(s *scene) {
			asked(s).look().story.dieAfter(2) // the word ends; the answer is on record
			s.presses(s.channel(farPhone), '1').crash().restart(loadTree(t)).talking("ann", farPhone).plays("ann", "").hangsUp("ann")
		},
	} {
		t.Run(name, func(t *testing.T) { play(t, act) })
	}
}

// A remote seat's telephone shows the hotline, whoever calls, and gets no headers.
func TestRemoteSeatSeesTheHotline(t *testing.T) {
	play(t, func(s *scene) {
		far(s)
		asked := s.asked(farPhone)
		require.Equal(t, `"12385" <12385>`, asked.CallerID)
		require.Empty(t, asked.Variables)
		s.hangsUp("ann")
	})
}

// asked is how a telephone was dialled.
func (s *scene) asked(who string) asterisk.Origination {
	s.t.Helper()
	id := s.channel(who)
	s.phones.mu.Lock()
	defer s.phones.mu.Unlock()
	return s.phones.channels[id].asked
}

// A remote seat is always within reach; where it is not, it rests for a while.
func TestRemoteSeatThatIsNotThere(t *testing.T) {
	play(t, func(s *scene) {
		s.standsAs("far", "8041", acd.StateReady).linkDown().linkUp().standsAs("far", "8041", acd.StateReady)
		far(s).refuses(farPhone, asterisk.DialNoAnswer, 1, 404).standsAs("far", "8041", acd.StateUnreachable)
		s.hangsUp("ann").at(120).standsAs("far", "8041", acd.StateReady)
	})
}

func TestRemoteSeatCallsBack(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).listsIn("far/advice", 1).at(1).told("floor far", "offered back to 8041").answers(farPhone)
		s.told("back", "play back-1 "+acceptOne).notTold("back", "play back-1 "+wordCalling).presses(s.channel(farPhone), '1')
		s.told("back", "play back-1 "+wordCalling).heard(s.channel(farPhone)).answers(backNumber).talking(s.channel(farPhone), backNumber)
		s.hangsUp(farPhone).ended("back", call.CallbackReached, "seat")
	})
}

func TestWordForEachKey(t *testing.T) {
	require.Equal(t, acceptOne, acceptWord("1"))
	require.Equal(t, "残疾人服务热线来电，接听请按九。", acceptWord("9"))
}
