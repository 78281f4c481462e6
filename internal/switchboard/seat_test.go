package switchboard

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
)

// A seat that does not take a call is paused with the reason, and the call goes
// to the next one.
func TestSeatsThatDoNotTakeTheCall(t *testing.T) {
	for name, c := range map[string]struct {
		act  func(s *scene)
		then string // becomes of the seat
	}{
		"busy":      {func(s *scene) { s.refuses("8001", asterisk.DialBusy, 17, 486) }, "seat-paused 8001: busy"},
		"declines":  {func(s *scene) { s.refuses("8001", asterisk.DialNoAnswer, 21, 603) }, "seat-paused 8001: declined"},
		"not there": {func(s *scene) { s.refuses("8001", asterisk.DialNoAnswer, 1, 404) }, "seat-unreachable 8001"},
		"rings out": {func(s *scene) { s.rings("8001").at(20) }, "seat-paused 8001: no-answer"},
		"unplugged": {func(s *scene) { s.offline("8001") }, "seat-signed-out 8001"},
		"hangs up":  {func(s *scene) { s.rings("8001").hangsUp("8001") }, "seat-paused 8001: declined"},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *scene) {
				s.at(0).online("8001", "8002").arrives("ann", "12385").heard("ann").told("floor city", "offered ann to 8001")
				c.act(s)
				s.told("floor city", "offered ann to 8002").told("floor city", c.then)
				s.answers("8002").talking("ann", "8002").hangsUp("ann")
				s.ended("ann", call.Answered, "caller")
			})
		})
	}
}

// The telephone is picked up in the moment in which the floor gave up on it.
func TestAnswerAfterTheRingTimeIsHungUp(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8001").arrives("ann", "12385").heard("ann").look()
		s.trouble(trouble{op: "hangup", times: 1, do: func() {
			s.phones.mu.Lock()
			defer s.phones.mu.Unlock()
			s.phones.enter(s.phones.channels[s.leg("ann", 1)])
		}})
		s.at(20).told("ann", "hang up ann-1 normal").told("ann", "* leg-ended").notTold("ann", "* connected")
		s.seat("8001", acd.StatePaused).hangsUp("ann").ended("ann", call.AbandonedInQueue, "caller")
	})
}

// leg names the channel of an offer to a seat.
func (s *scene) leg(name string, offer int64) string {
	s.story.mu.Lock()
	defer s.story.mu.Unlock()
	for id, is := range s.story.names {
		if is == name {
			return legID(id, offer)
		}
	}
	return ""
}

// The seat picks up and hangs up before the call has learnt of the answer.
func TestSeatHangsUpAsItAnswers(t *testing.T) {
	play(t, func(s *scene) {
		s.online("8001").arrives("ann", "12385").heard("ann").atOnce(func(p *phones) {
			leg := s.leg("ann", 1)
			p.enter(p.channels[leg])
			p.end(leg, true, 16, 0)
		})
		s.told("ann", "* leg-ended").notTold("ann", "join ann and ann-1").notTold("ann", "hang up ann-1 normal")
		s.heard("ann").ended("ann", call.Answered, "seat")
	})
}

// The caller hangs up as the seat answers: the floor's order decides.
func TestCallerHangsUpAsTheSeatAnswers(t *testing.T) {
	play(t, func(s *scene) {
		s.online("8001").arrives("ann", "12385").heard("ann").atOnce(func(p *phones) {
			p.enter(p.channels[s.leg("ann", 1)])
			p.end("ann", true, 16, 0)
		})
		s.told("ann", "hang up ann-1 normal").notTold("ann", "join ann and ann-1").ended("ann", call.Answered, "caller")
		s.seat("8001", acd.StateWrapUp)
	})
}

// A refused dialling is the seat's matter, a failing link is not.
func TestDiallingFails(t *testing.T) {
	for _, c := range []struct {
		kind asterisk.Kind
		lost bool
	}{
		{asterisk.Server, true},
		{asterisk.Gone, true},
		{asterisk.BadRequest, true},
		{asterisk.Timeout, false},
		{asterisk.Unreachable, false},
	} {
		t.Run(string(c.kind), func(t *testing.T) {
			play(t, func(s *scene) {
				s.trouble(trouble{op: "dial", times: 1, kind: c.kind})
				s.at(0).online("8001").arrives("ann", "12385").heard("ann")
				if c.lost {
					s.seat("8001", acd.StateUnreachable).notTold("ann", "hang up ann-1 normal")
				} else {
					s.seat("8001", acd.StateOffered).at(1).told("ann", "hang up ann-1 normal")
					s.told("floor city", "offer-ended ann at 8001: withdrawn").answers("8001").talking("ann", "8001")
				}
				s.hangsUp("ann")
			})
		})
	}
}

// An origination that timed out may have been done: then the telephone rings,
// and it may be answered.
func TestDiallingThatWasDoneAfterAll(t *testing.T) {
	play(t, func(s *scene) {
		s.trouble(trouble{op: "dial", times: 1, kind: asterisk.Timeout, done: true})
		s.at(0).online("8001").arrives("ann", "12385").heard("ann").rings("8001").answers("8001").talking("ann", "8001")
		s.at(5).talking("ann", "8001").hangsUp("ann").ended("ann", call.Answered, "caller")
	})
}

// While nothing can be dialled nothing is offered, however long that is.
func TestFloorsStandStillWhileTheLinkIsDown(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8001").arrives("ann", "12385").arrives("bob", "12385")
		dead := s.trouble(trouble{op: "any", times: -1, kind: asterisk.Unreachable})
		s.heard("ann").look() // the dialling fails before the link is known to be down
		s.linkDown().at(600).happened("floor city").seat("8001", acd.StateOffered)
		require.Less(t, -dead.times, 500, "requests while Asterisk is away")
		s.noTrouble()
		s.linkUp().told("floor city", "offer-ended ann at 8001: withdrawn").notTold("floor city", "seat-paused 8001: unreachable")
		s.told("floor city", "offered ann to 8001").answers("8001").talking("ann", "8001")
		s.hangsUp("bob").hangsUp("ann")
	})
}

// A link that fails without being known to be down is not asked without end.
func TestNoHotLoopOnAFailingLink(t *testing.T) {
	play(t, func(s *scene) {
		s.trouble(trouble{op: "dial", times: -1, kind: asterisk.Unreachable})
		s.at(0).online("8001").arrives("ann", "12385").heard("ann").look()
		s.at(10)
		offers := strings.Count(strings.Join(s.since("floor city"), "\n"), "offered ann")
		require.Equal(t, 10, offers, "offers in ten seconds")
		s.hangsUp("ann")
	})
}

func TestJoiningFailsOnce(t *testing.T) {
	play(t, func(s *scene) {
		s.trouble(trouble{op: "join", times: 1, kind: asterisk.Server})
		s.online("8001").arrives("ann", "12385").heard("ann").answers("8001").talking("ann", "8001")
		s.hangsUp("8001").heard("ann").ended("ann", call.Answered, "seat")
	})
}

func TestBridgeThatWasNotMadeIsMadeWhenItIsNeeded(t *testing.T) {
	play(t, func(s *scene) {
		s.trouble(trouble{op: "bridge", times: 1, kind: asterisk.Server})
		s.online("8001").arrives("ann", "12385").heard("ann").answers("8001").talking("ann", "8001").hangsUp("ann")
	})
}

// The caller goes back to the head of the line, to the fallback after the fourth
// failure, and on the way may leave like any other.
func TestJoiningAlwaysFails(t *testing.T) {
	play(t, func(s *scene) {
		s.trouble(trouble{op: "join", times: -1, kind: asterisk.Server})
		s.at(0).online("8001").arrives("ann", "12385").heard("ann")
		for second := range 4 {
			s.at(float64(1+10*second)).answers("8001").told("floor city", "talk-ended ann by system")
			if second < 3 {
				s.plays("ann", "calm")
			}
		}
		s.ended("ann", call.Handed, "system")
		require.Equal(t, 4.0, s.metric("hotline_talks_not_joined_total"))
	})
}

func TestAbandonedAfterAFailedJoin(t *testing.T) {
	play(t, func(s *scene) {
		s.trouble(trouble{op: "join", times: 2, kind: asterisk.Server})
		s.online("8001").arrives("ann", "12385").heard("ann").answers("8001").plays("ann", "calm").hangsUp("ann")
		s.ended("ann", call.AbandonedInQueue, "caller")
	})
}

// A leg that a request could not end is ended later.
func TestLegIsHungUpInTheEnd(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8001").arrives("ann", "12385").heard("ann").answers("8001")
		s.trouble(trouble{op: "hangup", times: 2, kind: asterisk.Timeout})
		s.trouble(trouble{op: "unbridge", times: 2, kind: asterisk.Timeout})
		s.hangsUp("ann").ended("ann", call.Answered, "caller").at(11)
	})
}

func TestStrayLegIsHungUp(t *testing.T) {
	play(t, func(s *scene) {
		s.enters("stray", "", "leg", "0vhnczb0000000000").told("stray", "hang up stray normal")
		s.enters("stranger", "").told("stranger", "hang up stranger normal")
	})
}

func TestPhonesSignSeatsInAndOut(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).seat("8001", acd.StateSignedOut).online("8001").seat("8001", acd.StateReady)
		s.offline("8001").seat("8001", acd.StateSignedOut).online("8001")

		// A telephone that registers anew does not end the agent's break, nor
		// does a new link, nor a seat's own sign-out.
		s.dials("desk", "8001", "*14").heard("desk").seat("8001", acd.StatePaused)
		s.online("8001").seat("8001", acd.StatePaused)
		s.linkDown().linkUp().seat("8001", acd.StatePaused)
		s.dials("desk2", "8001", "*12").heard("desk2").seat("8001", acd.StateSignedOut)
		s.linkDown().linkUp().seat("8001", acd.StateSignedOut)
		s.board.Reload(loadTree(t))
		s.at(1).seat("8001", acd.StateSignedOut)

		// What changed while the link was down is found out.
		s.linkDown().offline("8001").online("8002").linkUp().seat("8002", acd.StateReady)
		s.linkDown().offline("8002").linkUp().seat("8002", acd.StateSignedOut)
	})
}

// A seat that a reload brings is at work when its telephone is there already.
func TestSeatOfANewTree(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8001", "8009")
		tree := loadTree(t)
		seat := tree.Seats["8001"]
		seat.ID, seat.Rules.ID, seat.Phones = "8009", "8009", []string{"8009"}
		tree.Seats["8009"] = seat
		delete(tree.Seats, "8001")
		s.board.Reload(tree)
		s.at(1).seat("8009", acd.StateReady).told("floor city", "seat-signed-out 8001")
	})
}

func TestSeatThatIsAlwaysSignedIn(t *testing.T) {
	play(t, func(s *scene) {
		s.told("floor nation", "seat-signed-in 8003").look()
		s.dials("desk", "8003", "*12").heard("desk").told("floor nation", "seat-signed-out 8003").look()
		s.board.Reload(loadTree(t))
		s.at(1).happened("floor nation")
	})
}

// Its telephone may come and go all the same.
func TestTelephoneOfASeatThatIsAlwaysSignedIn(t *testing.T) {
	play(t, func(s *scene) {
		s.look().offline("8003").happened("floor nation", "seat-unreachable 8003")
		s.online("8003").happened("floor nation", "seat-reachable 8003")
		s.linkDown().offline("8003").linkUp().happened("floor nation", "seat-unreachable 8003")
		s.crash().online("8003").restart(loadTree(t)).happened("floor nation", "seat-reachable 8003")

		// A reload that brings the seat to another floor brings what is known of it.
		tree := loadTree(t)
		seat := tree.Seats["8003"]
		seat.Queues, seat.Rules.Queues = []string{"city/advice"}, acd.Serving("city/advice")
		tree.Seats["8003"] = seat
		s.offline("8003").board.Reload(tree)
		s.at(1).seat("8003", acd.StateUnreachable)
		s.online("8003").seat("8003", acd.StateReady)
	})
}

// An offer that found no telephone there does not keep the seat away when it
// registers.
func TestSeatThatWasNotThereRegisters(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).dials("desk", "8001", "*11").heard("desk").seat("8001", acd.StateReady)
		s.arrives("ann", "12385").heard("ann").refuses("8001", asterisk.DialNoAnswer, 1, 404).seat("8001", acd.StateUnreachable)
		s.at(2).online("8001").told("floor city", "seat-reachable 8001").answers("8001").talking("ann", "8001").hangsUp("ann")
	})
}

func TestSeatExtendsItsWrapUp(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8011").arrives("ann", "12389").heard("ann").answers("8011").hangsUp("ann")
		s.seat("8011", acd.StateWrapUp).dials("desk", "8011", "*15").told("desk", "play desk 已经办好").heard("desk")
		s.at(39).seat("8011", acd.StateWrapUp).at(40).seat("8011", acd.StateReady)
		s.dials("desk2", "8011", "*15").told("desk2", "play desk2 没有成功").heard("desk2")
	})
}

func TestFeatureCodes(t *testing.T) {
	const granted, refused = "已经办好", "没有成功"
	play(t, func(s *scene) {
		for i, c := range []struct {
			code  string
			hears string
			then  acd.SeatState
		}{
			{"*14", refused, acd.StateSignedOut}, // a pause needs a seat at work
			{"*13", refused, acd.StateSignedOut},
			{"*11", granted, acd.StateReady},
			{"*14", granted, acd.StatePaused},
			{"*13", granted, acd.StateReady},
			{"*12", granted, acd.StateSignedOut},
		} {
			desk := "desk" + string(rune('a'+i))
			s.dials(desk, "8001", c.code).told(desk, "play "+desk+" "+c.hears).seat("8001", c.then)
			s.heard(desk).ended(desk, call.Completed, "system")
		}
	})
}

// The seat hears of its sign-in when the journal has it.
func TestFeatureCodeAnswersAfterTheJournal(t *testing.T) {
	play(t, func(s *scene) {
		s.dials("desk", "8001", "*11").heard("desk") // signed in
		written := make(chan struct{})
		s.story.slow("floor/city", written)
		s.dials("desk2", "8001", "*12").told("desk2", "* stepped sign-out/act").notTold("desk2", "play desk2 已经办好")
		close(written)
		s.at(0).told("desk2", "play desk2 已经办好").heard("desk2")
	})
}

func TestCodeOfNobodysSeat(t *testing.T) {
	play(t, func(s *scene) {
		s.dials("desk", "9999", "*11").told("desk", "play desk 没有成功").heard("desk").ended("desk", call.Completed, "system")
	})
}
