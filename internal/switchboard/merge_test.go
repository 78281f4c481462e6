package switchboard

import (
	"strconv"
	"testing"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
)

// A seat holds its caller, calls somebody from the same telephone, and joins the two by
// its own button.
func TestAttendedTransfer(t *testing.T) {
	outside := func(s *scene) *scene {
		s.button("8001", true).dials("desk", "8001", "*90").answers(outsider)
		return s.hearing("ann: music", "8001: ", "desk: "+outsider, outsider+": desk").look()
	}
	queue := func(s *scene) *scene {
		s.button("8001", true).dials("desk", "8001", "*91").answers("8011")
		return s.hearing("ann: music", "8001: ", "desk: 8011", "8011: desk").look()
	}
	playTalks(t, map[string]func(s *scene){
		"a number outside": func(s *scene) {
			outside(s).merges("8001", "desk").told("ann", "transfer of ann-1: channel_answered").told("ann", "* transferred to "+outsider+" attended")
			s.hearing("ann: "+outsider, outsider+": ann").seat("8001", acd.StateWrapUp).at(30).seat("8001", acd.StateReady)
			s.hangsUp("ann").ended("ann", call.Answered, "caller")
		},
		"a number outside, asked on the second call": func(s *scene) {
			outside(s).merges("desk", "8001").told("desk", "transfer of desk: channel_answered").hearing("ann: "+outsider, outsider+": ann")
			s.hangsUp(outsider).heard("ann").ended("ann", call.Answered, "system")
		},
		"a seat of a queue": func(s *scene) {
			queue(s).merges("8001", "desk").hearing("ann: 8011", "8011: ann").told("floor city", "talk-passed ann from 8001 to 8011")
			s.seat("8001", acd.StateWrapUp).seat("8011", acd.StateTalking).code("8011", "*1").hearing("ann: music", "8011: ")
			s.hangsUp("ann").seat("8011", acd.StateWrapUp)
		},
		"a seat of a queue, asked on the second call": func(s *scene) {
			queue(s).merges("desk", "8001").hearing("ann: 8011", "8011: ann").hangsUp("8011").heard("ann").ended("ann", call.Answered, "seat")
		},
		"the telephone hangs up at once": func(s *scene) {
			outside(s).do(func(p *phones) {
				leg := s.channelOf(p, "8001")
				p.tell(leg, asterisk.TransferAsked{ID: leg, Second: "desk"})
				p.end("desk", true, 16, 0)
				p.end(leg, true, 16, 0)
			})
			s.at(20)
		},
		"the second call hangs up at once": func(s *scene) {
			outside(s).do(func(p *phones) {
				p.tell("desk", asterisk.TransferAsked{ID: "desk", Second: s.channelOf(p, "8001")})
				p.end("desk", true, 16, 0)
			})
			s.hearing("ann: "+outsider, outsider+": ann").hangsUp("ann")
		},
		"the other side hangs up at once": func(s *scene) {
			outside(s).do(func(p *phones) {
				p.tell("desk", asterisk.TransferAsked{ID: "desk", Second: s.channelOf(p, "8001")})
				p.end(s.outsideLeg(p), true, 16, 0)
			})
			s.at(2).heard("ann").ended("ann", call.Answered, "system")
		},
		"the caller hangs up at once": func(s *scene) {
			outside(s).do(func(p *phones) {
				p.end("ann", true, 16, 0)
				p.tell("desk", asterisk.TransferAsked{ID: "desk", Second: s.channelOf(p, "8001")})
			})
			s.at(20).ended("ann", call.Answered, "caller").hangsUp("desk")
		},
		"nobody is there yet": func(s *scene) {
			s.button("8001", true).dials("desk", "8001", "*90").merges("8001", "desk").told("ann", "transfer of ann-1: channel_declined")
			s.hangsUp("desk").button("8001", false).hearing("ann: 8001", "8001: ann").hangsUp("ann")
		},
		"there is a third party": func(s *scene) {
			s.code("8001", "*28002#").answers("8002").dials("desk", "8001", "*90").answers(outsider).merges("8001", "desk")
			s.told("ann", "transfer of ann-1: channel_declined").hearing("ann: music", "8001: 8002", "8002: 8001", "desk: "+outsider, outsider+": desk")
			s.hangsUp("desk").hangsUp("ann").hangsUp("8001")
		},
		"of nobody's call": func(s *scene) {
			s.do(func(p *phones) { p.tell("ann-1", asterisk.Digit{}) })
			s.dials("desk", "8002", "*14").do(func(p *phones) {
				leg := s.channelOf(p, "8001")
				p.tell(leg, asterisk.TransferAsked{ID: leg, Second: ""})
				p.tell(leg, asterisk.TransferAsked{ID: leg, Second: leg})
				p.tell("desk", asterisk.TransferAsked{ID: "desk", Second: "desk"})
				p.tell("desk", asterisk.TransferAsked{ID: "desk", Second: leg})
			}).told("ann", "transfer of ann-1: channel_declined").told("desk", "transfer of desk: channel_declined")
			s.hangsUp("desk").hearing("ann: 8001", "8001: ann").hangsUp("ann")
		},
		"two that cross": func(s *scene) {
			s.arrives("bob", "12385").heard("bob").answers("8002").do(func(p *phones) {
				for _, seat := range []string{"8001", "8002"} {
					other := map[string]string{"8001": "8002", "8002": "8001"}[seat]
					leg := s.channelOf(p, seat)
					p.tell(leg, asterisk.TransferAsked{ID: leg, Blind: true, To: other})
				}
			})
			s.hearing("ann: music", "bob: music", "8001: word", "8002: word").hangsUp("ann").hangsUp("bob")
		},
		"the caller of one is the other's": func(s *scene) {
			s.arrives("bob", "12385").heard("bob").answers("8002").merges("8001", "8002").told("ann", "transfer of ann-1: channel_declined")
			s.hearing("ann: 8001", "8001: ann", "bob: 8002", "8002: bob").hangsUp("ann").hangsUp("bob")
		},
	})
}

func (s *scene) outsideLeg(p *phones) string {
	for _, id := range sorted(p.channels) {
		if p.who(id) == outsider {
			return id
		}
	}
	return ""
}

// A call that is busy while it is given somebody, who hangs up before it looks.
func TestMergeWithWhoHasHungUp(t *testing.T) {
	for n := range 8 { // what a call learns and what it hears come in any order
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			play(t, func(s *scene) {
				s.talks().dials("desk", "8001", "*90").answers(outsider)
				wait := make(chan struct{})
				s.trouble(trouble{op: "play", times: 1, wait: wait})
				s.code("8001", "*3").merges("desk", "8001").hangsUp(outsider)
				close(wait)
				s.do(func(*phones) {}).heard("ann").ended("ann", call.Answered, "system")
			})
		})
	}
}
