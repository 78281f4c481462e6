package switchboard

import (
	"testing"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/dialplan"
)

// withTalkCodes is a tree with codes for talks, and queues where talks can go.
func withTalkCodes(tree *dialplan.Tree) *dialplan.Tree {
	tree.TalkCodes = map[string]string{
		"*1": "hold", "*2": "consult", "*3": "join", "*4": "transfer", "*6": "leave", "*#": "machine", "**": "confidential",
	}
	return tree
}

// theyTalk plays a scene in which seat 8001 talks with somebody who was called back.
func theyTalk(t *testing.T, act func(s *scene, number string)) {
	t.Helper()
	for name, begin := range map[string]func(s *scene){
		"the seat first": func(s *scene) { dialling(s).at(5).answers(backNumber) },
		"the caller first": func(s *scene) {
			s.at(0).online("8001").lists(1)
			waitsFor(s).answers("8001")
		},
	} {
		tree := loadTree(t)
		if name == "the caller first" {
			tree = callersFirst(t)
		}
		t.Run(name, func(t *testing.T) {
			playOn(t, withTalkCodes(tree), func(s *scene) {
				begin(s)
				number := s.channel(backNumber)
				s.talking(number, "8001").at(9).look()
				act(s, number)
			})
		})
	}
}

// codes: the seat presses keys.
func (s *scene) codes(seat, keys string) *scene {
	s.t.Helper()
	for _, key := range []byte(keys) {
		s.presses(s.channel(seat), key)
	}
	return s
}

func TestTalkOfACallback(t *testing.T) {
	for name, act := range map[string]func(s *scene, number string){
		"hold": func(s *scene, number string) {
			s.codes("8001", "*1").plays(number, usualMusic).seat("8001", acd.StateOnHold)
			s.codes("8001", "*1").plays(number, "").talking(number, "8001").hangsUp("8001")
			s.ended("back", call.CallbackReached, "seat")
		},
		"a transfer": func(s *scene, number string) {
			s.online("8002").codes("8001", "*48002#").plays(number, usualMusic).answers("8002").talking(number, "8002")
			s.seat("8001", acd.StateWrapUp).hangsUp("8002").ended("back", call.CallbackReached, "seat").seat("8002", acd.StateWrapUp)
		},
		"three": func(s *scene, number string) {
			s.online("8002").codes("8001", "*28002#").answers("8002").codes("8001", "*3").talking(number, "8001").talking(number, "8002")
			s.codes("8001", "*6").talking(number, "8002").hangsUp(number).ended("back", call.CallbackReached, "caller")
		},
		"a number outside": func(s *scene, number string) {
			s.codes("8001", "*401088881234#").answers("01088881234").talking(number, "01088881234").seat("8001", acd.StateWrapUp)
			s.at(40).hangsUp("01088881234").ended("back", call.CallbackReached, "system")
		},
		"a transfer by the telephone's button": func(s *scene, number string) {
			leg := s.channel("8001")
			s.online("8002").do(func(p *phones) { p.tell(leg, asterisk.TransferAsked{ID: leg, Blind: true, To: "8002"}) })
			s.answers("8002").talking(number, "8002").hangsUp("8002").ended("back", call.CallbackReached, "seat")
		},
		"a queue": func(s *scene, number string) {
			s.online("8011").codes("8001", "*461#").plays(number, usualMusic)
			s.answers("8011").talking(number, "8011").hangsUp("8011").ended("back", call.CallbackReached, "seat")
		},
		"a queue where nobody is": func(s *scene, number string) {
			s.codes("8001", "*461#").told("back", "play back-out-1 "+wordNobody).heard(number)
			s.ended("back", call.CallbackReached, "system")
		},
		"a seat that does not answer, and ours leaves": func(s *scene, number string) {
			s.online("8002").codes("8001", "*48002#").hangsUp("8001").refuses("8002", asterisk.DialBusy, 17, 486)
			s.plays(number, usualMusic).told("floor city", "offered back to 8002").answers("8002").talking(number, "8002")
			s.hangsUp("8002").ended("back", call.CallbackReached, "seat")
		},
		"a restart while a transfer rings": func(s *scene, number string) {
			s.online("8002").codes("8001", "*48002#").crash().look().at(12).restart(withTalkCodes(s.board.tree.Load()))
			s.answers("8002").talking(number, "8002").hangsUp(number).ended("back", call.CallbackReached, "caller")
		},
	} {
		t.Run(name, func(t *testing.T) {
			theyTalk(t, func(s *scene, number string) {
				act(s, number)
				s.at(60).offTheList()
			})
		})
	}
}

func TestAnAnsweringMachineAnswered(t *testing.T) {
	playOn(t, withTalkCodes(loadTree(t)), func(s *scene) {
		dialling(s).at(5).answers(backNumber).codes("8001", "*1").at(8).codes("8001", "*#")
		s.told("floor city", "callback-tried back: machine").seat("8001", acd.StateWrapUp).attempts(1)
		s.told("back", "hang up back-out-1 normal").ended("back", call.CallbackFailed, "seat")
	})
	playOn(t, withTalkCodes(callersFirst(t)), func(s *scene) { // who has confirmed is none
		s.at(0).online("8001").lists(1)
		waitsFor(s).answers("8001").codes("8001", "*#").told("back", "play back-1 "+wordNotNow)
		s.hangsUp("8001").ended("back", call.CallbackReached, "seat")
	})
	playOn(t, withTalkCodes(loadTree(t)), func(s *scene) { // nor is who calls
		s.at(0).online("8001").arrives("ann", "12385").heard("ann").answers("8001").codes("8001", "*#")
		s.told("ann", "play ann-1 "+wordNotNow).hangsUp("ann").ended("ann", call.Answered, "caller")
	})
}
