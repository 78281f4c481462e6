package switchboard

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
)

const elsewhereAllowed = "01088881234" // by the trunk

// sendsOn: the telephone answers with 302, as Asterisk tells it.
func (s *scene) sendsOn(who, number string) *scene {
	s.t.Helper()
	id := s.channel(who)
	s.do(func(p *phones) { p.tell(id, asterisk.HangupRequested{ID: id, Cause: 23, TechCause: 302}) })
	return s.do(func(p *phones) {
		status := asterisk.DialCancelled
		if number == "" {
			status = asterisk.DialNoAnswer
		}
		p.tell(id, asterisk.Dialling{ID: id, Status: status, Forward: number})
		p.end(id, false, 23, 302)
	})
}

func TestPhoneThatSendsCallsOn(t *testing.T) {
	ringing := func(s *scene) *scene { return s.at(0).online("8001").arrives("ann", "12385").heard("ann") }
	sentOn := func(s *scene) *scene {
		return ringing(s).sendsOn("8001", elsewhereAllowed).notTold("floor city", "offer-ended ann at 8001: declined").
			told("ann", "* leg-dialled 8001 at 01088881234@carrier").told("ann", "dial PJSIP/01088881234@carrier as ann-1-to-1 for 22s")
	}
	for name, act := range map[string]func(s *scene){
		"and somebody accepts there": func(s *scene) {
			sentOn(s).answers(elsewhereAllowed).told("ann", "play ann-1-to-1 "+acceptOne).plays("ann", "calm")
			require.Equal(s.t, `"12385" <12385>`, s.asked(elsewhereAllowed).CallerID)
			s.presses(s.channel(elsewhereAllowed), '1').talking("ann", elsewhereAllowed).hangsUp("ann").ended("ann", call.Answered, "caller")
		},
		"and a voicemail box answers": func(s *scene) {
			sentOn(s).answers(elsewhereAllowed).hangsUp(elsewhereAllowed).told("floor city", "seat-paused 8001: no-answer").hangsUp("ann")
		},
		"and nobody is there": func(s *scene) {
			sentOn(s).refuses(elsewhereAllowed, asterisk.DialNoAnswer, 1, 404).seat("8001", acd.StateUnreachable).hangsUp("ann")
		},
		"and that number sends it on again": func(s *scene) {
			sentOn(s).sendsOn(elsewhereAllowed, "12345").told("floor city", "seat-paused 8001: declined").hangsUp("ann")
		},
		"to where it may not": func(s *scene) {
			ringing(s).sendsOn("8001", "13900001111").told("floor city", "seat-paused 8001: declined").hangsUp("ann")
		},
		"abroad": func(s *scene) {
			ringing(s).sendsOn("8001", "0015551234").told("floor city", "seat-paused 8001: declined").hangsUp("ann")
		},
		"to what is no number": func(s *scene) {
			ringing(s).sendsOn("8001", "8002@evil").told("floor city", "seat-paused 8001: declined").hangsUp("ann")
		},
		"to another seat": func(s *scene) {
			ringing(s).sendsOn("8001", "8002").told("floor city", "seat-paused 8001: declined").hangsUp("ann")
		},
		"to another hotline": func(s *scene) {
			ringing(s).sendsOn("8001", "059112385").told("floor city", "seat-paused 8001: declined").hangsUp("ann")
		},
		"to nowhere": func(s *scene) {
			ringing(s).sendsOn("8001", "").told("floor city", "seat-paused 8001: declined").hangsUp("ann")
		},
		"and the engine dies before somebody answers": func(s *scene) {
			sentOn(s).crash().restart(loadTree(t)).answers(elsewhereAllowed).told("ann", "play ann-1-to-1 "+acceptOne)
			s.presses(s.channel(elsewhereAllowed), '1').talking("ann", elsewhereAllowed).hangsUp("ann")
		},
		"while its other telephone rings": func(s *scene) {
			pair(s).sendsOn("8031", elsewhereAllowed).answers(elsewhereAllowed).answers("8051").talking("ann", "8051")
			require.Equal(s.t, 1, s.legsThere("ann"))
			s.hangsUp("ann")
		},
		"to where it may not, while its other telephone rings": func(s *scene) {
			pair(s).sendsOn("8031", "8032").notTold("floor pair", "seat-paused 8031: declined").answers("8051").talking("ann", "8051").hangsUp("ann")
		},
		"as its other telephone is picked up": func(s *scene) {
			written := make(chan struct{})
			pair(s).story.slow("floor/pair", written)
			s.do(func(p *phones) { p.enter(p.channels[s.leg("ann", 1)+"-2"]) }).sendsOn("8031", elsewhereAllowed)
			close(written)
			s.at(1).talking("ann", "8051").notTold("ann", "* leg-dialled 8031 at 01088881234@carrier").hangsUp("ann")
		},
	} {
		t.Run(name, func(t *testing.T) { play(t, act) })
	}
}

func TestACallbackIsSentOn(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8001").lists(1).at(1).sendsOn("8001", elsewhereAllowed).answers(elsewhereAllowed)
		s.presses(s.channel(elsewhereAllowed), '1').told("back", "play back-1-to-1 "+wordCalling).hangsUp(elsewhereAllowed)
		s.ended("back", call.CallbackFailed, "seat")
	})
}
