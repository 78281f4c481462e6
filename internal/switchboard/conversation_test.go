package switchboard

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
)

// code: a seat presses keys while it talks.
func (s *scene) code(seat, keys string) *scene {
	s.t.Helper()
	id := s.channel(seat)
	return s.do(func(p *phones) {
		for _, key := range []byte(keys) {
			p.tell(id, asterisk.Digit{ID: id, Digit: key})
		}
	})
}

// button: a seat's telephone holds, or takes back, by its own button.
func (s *scene) button(seat string, held bool) *scene {
	s.t.Helper()
	id := s.channel(seat)
	return s.do(func(p *phones) { p.tell(id, asterisk.HoldChanged{ID: id, Held: held}) })
}

// refers: a seat's telephone transfers by its own button.
func (s *scene) refers(seat, to string) *scene {
	s.t.Helper()
	id := s.channel(seat)
	return s.do(func(p *phones) { p.tell(id, asterisk.TransferAsked{ID: id, Blind: true, To: to}) })
}

// merges: likewise, what it has on another channel.
func (s *scene) merges(who, with string) *scene {
	s.t.Helper()
	id, second := s.channel(who), s.channel(with)
	return s.do(func(p *phones) { p.tell(id, asterisk.TransferAsked{ID: id, Second: second}) })
}

// hearing checks what everybody hears who is in a call.
func (s *scene) hearing(want ...string) *scene {
	s.t.Helper()
	s.phones.mu.Lock()
	defer s.phones.mu.Unlock()
	found := []string{}
	for id, ch := range s.phones.channels {
		if ch.inside && ch.up {
			found = append(found, s.phones.who(id)+": "+s.phones.sound(id))
		}
	}
	slices.Sort(found)
	slices.Sort(want)
	require.Equal(s.t, append([]string{}, want...), found)
	return s
}

// floorSeat checks what a seat of any floor does.
func (s *scene) floorSeat(floor, id string, now acd.SeatState) *scene {
	s.t.Helper()
	var seat acd.SeatStatus
	s.floor(floor, func(state *acd.State) { seat, _ = state.Seat(id) })
	require.Equal(s.t, now.String(), seat.Stance.Now.String(), "seat %s", id)
	return s
}

// talks begins a talk of ann with seat 8001.
func (s *scene) talks() *scene {
	s.t.Helper()
	s.at(0).online("8001").arrives("ann", "12385").heard("ann").answers("8001").online("8002", "8011")
	return s.hearing("ann: 8001", "8001: ann").look()
}

// Of every scene the beginning is a talk, and at its end nothing is left.
func playTalks(t *testing.T, scenes map[string]func(s *scene)) {
	t.Helper()
	for name, act := range scenes {
		t.Run(name, func(t *testing.T) { play(t, func(s *scene) { act(s.talks()) }) })
	}
}

const outsider = "01088881234"

func TestHold(t *testing.T) {
	playTalks(t, map[string]func(s *scene){
		"by code": func(s *scene) {
			s.code("8001", "*1").hearing("ann: music", "8001: ").plays("ann", "calm").seat("8001", acd.StateOnHold)
			s.code("8001", "*1").hearing("ann: 8001", "8001: ann").seat("8001", acd.StateTalking).hangsUp("ann")
			s.ended("ann", call.Answered, "caller").seat("8001", acd.StateWrapUp)
		},
		"by button": func(s *scene) {
			s.button("8001", true).hearing("ann: music", "8001: ").seat("8001", acd.StateOnHold).told("ann", "* talk-moved hold : on-hold")
			s.button("8001", false).hearing("ann: 8001", "8001: ann").told("ann", "* talk-moved retrieve : talking").hangsUp("ann")
		},
		"back by the other code": func(s *scene) {
			s.code("8001", "*1").code("8001", "*0").hearing("ann: 8001", "8001: ann").hangsUp("8001").heard("ann").ended("ann", call.Answered, "seat")
		},
		"the caller leaves": func(s *scene) { s.code("8001", "*1").hangsUp("ann").ended("ann", call.Answered, "caller") },
		"the seat leaves": func(s *scene) {
			s.code("8001", "*1").hangsUp("8001").heard("ann").ended("ann", call.Answered, "seat")
		},
		"while a word is said": func(s *scene) {
			s.code("8001", "*3").hearing("ann: 8001", "8001: word ann").code("8001", "*1").hearing("ann: music", "8001: ").hangsUp("ann")
		},
		"of another channel": func(s *scene) {
			s.button("ann", true).hearing("ann: 8001", "8001: ann").hangsUp("ann")
		},
		"whoever is not talking cannot": func(s *scene) {
			s.dials("desk", "8002", "*14").do(func(p *phones) {
				p.tell("desk", asterisk.HoldChanged{ID: "desk", Held: true})
				p.tell("desk", asterisk.TransferAsked{ID: "desk", Blind: true, To: "8001"})
			}).told("desk", "transfer of desk: channel_declined").hangsUp("desk").hangsUp("ann")
		},
	})
}

func TestConsultASeat(t *testing.T) {
	asked := func(s *scene) *scene {
		s.code("8001", "*28002#").hearing("ann: music", "8001: ringing").seat("8001", acd.StateConsulting).seat("8002", acd.StateOccupied)
		return s.told("ann", "* leg-dialled 8002")
	}
	answered := func(s *scene) *scene {
		return asked(s).rings("8002").answers("8002").hearing("ann: music", "8001: 8002", "8002: 8001")
	}
	three := func(s *scene) *scene {
		return answered(s).code("8001", "*3").hearing("ann: 8001 8002", "8001: 8002 ann", "8002: 8001 ann").seat("8001", acd.StateTalking)
	}
	playTalks(t, map[string]func(s *scene){
		"and go back": func(s *scene) {
			answered(s).code("8001", "*0").hearing("ann: 8001", "8001: ann").seat("8002", acd.StateWrapUp).hangsUp("ann")
			s.ended("ann", call.Answered, "caller")
		},
		"it hangs up": func(s *scene) {
			answered(s).hangsUp("8002").hearing("ann: music", "8001: word").heard(s.channel("8001")).hearing("ann: 8001", "8001: ann").hangsUp("ann")
		},
		"it does not answer": func(s *scene) {
			asked(s).refuses("8002", asterisk.DialNoAnswer, 19, 480).hearing("ann: music", "8001: word")
			s.told("ann", "play ann-1 对方没有接听。").heard(s.channel("8001")).hearing("ann: 8001", "8001: ann")
			s.seat("8002", acd.StateReady).hangsUp("ann")
		},
		"it rings for ever": func(s *scene) {
			asked(s).at(46).hearing("ann: music", "8001: word").heard(s.channel("8001")).hearing("ann: 8001", "8001: ann").hangsUp("ann")
		},
		"it is busy": func(s *scene) {
			asked(s).refuses("8002", asterisk.DialBusy, 17, 486).told("ann", "play ann-1 对方正忙。").hangsUp("ann")
		},
		"it is in a talk": func(s *scene) {
			s.arrives("bob", "12385").heard("bob").answers("8002").code("8001", "*28002#").hearing("ann: music", "bob: 8002", "8001: word", "8002: bob")
			s.told("ann", "play ann-1 对方正忙。").hangsUp("bob").hangsUp("ann")
		},
		"it cannot be dialled": func(s *scene) {
			s.trouble(trouble{op: "dial", times: 1, kind: asterisk.Server})
			s.code("8001", "*28002#").hearing("ann: music", "8001: word").told("ann", "play ann-1 电话没有接通。")
			s.seat("8002", acd.StateReady).hangsUp("ann")
		},
		"and change one's mind": func(s *scene) {
			asked(s).code("8001", "*0").hearing("ann: 8001", "8001: ann").seat("8002", acd.StateReady).hangsUp("ann")
		},
		"and give the caller before it answers": func(s *scene) {
			asked(s).code("8001", "*6").answers("8002").hearing("ann: 8002", "8002: ann").seat("8001", acd.StateWrapUp).seat("8002", acd.StateTalking)
			s.told("ann", "* transferred to 8002 blind").told("floor city", "talk-passed ann from 8001 to 8002").hangsUp("ann")
			s.seat("8002", acd.StateWrapUp).ended("ann", call.Answered, "caller")
		},
		"the caller hangs up while it rings": func(s *scene) {
			asked(s).hangsUp("ann").ended("ann", call.Answered, "caller").seat("8001", acd.StateWrapUp).seat("8002", acd.StateReady)
		},
		"the seat hangs up while it rings": func(s *scene) {
			asked(s).hangsUp("8001").hearing("ann: music").answers("8002").hearing("ann: 8002", "8002: ann").hangsUp("ann")
		},
		"the caller hangs up meanwhile": func(s *scene) {
			answered(s).hangsUp("ann").hearing("8001: 8002", "8002: 8001").hangsUp("8002").ended("ann", call.Answered, "caller")
		},
		"the seat ends what is left": func(s *scene) {
			answered(s).hangsUp("ann").hangsUp("8001").ended("ann", call.Answered, "caller").seat("8002", acd.StateWrapUp)
		},
		"the seat hangs up meanwhile": func(s *scene) {
			answered(s).hangsUp("8001").hearing("ann: 8002", "8002: ann").told("ann", "* transferred to 8002 attended")
			s.seat("8001", acd.StateWrapUp).seat("8002", acd.StateTalking).hangsUp("8002").heard("ann").ended("ann", call.Answered, "seat")
		},
		"swap": func(s *scene) {
			answered(s).code("8001", "*5").hearing("ann: 8001", "8001: ann", "8002: music").code("8001", "*5").hearing("ann: music", "8001: 8002", "8002: 8001")
			s.code("8001", "*5").hangsUp("8002").hearing("ann: 8001", "8001: ann").hangsUp("ann")
		},
		"swapped, the caller leaves": func(s *scene) {
			answered(s).code("8001", "*5").hangsUp("ann").hearing("8001: 8002", "8002: 8001").code("8001", "*0").ended("ann", call.Answered, "caller")
		},
		"swapped, the seat leaves": func(s *scene) {
			answered(s).code("8001", "*5").code("8001", "*6").hearing("ann: 8002", "8002: ann").hangsUp("ann")
		},
		"three, the caller leaves": func(s *scene) {
			three(s).hangsUp("ann").hearing("8001: 8002", "8002: 8001").hangsUp("8001").ended("ann", call.Answered, "caller")
		},
		"three, the seat leaves": func(s *scene) {
			three(s).hangsUp("8001").hearing("ann: 8002", "8002: ann").seat("8002", acd.StateTalking).hangsUp("ann")
		},
		"three, the helper leaves": func(s *scene) {
			three(s).hangsUp("8002").hearing("ann: 8001", "8001: ann").hangsUp("ann")
		},
		"three, and back to a consultation": func(s *scene) {
			three(s).code("8001", "*5").hearing("ann: music", "8001: 8002", "8002: 8001").code("8001", "*6").hearing("ann: 8002", "8002: ann").hangsUp("ann")
		},
		"the helper goes on to another": func(s *scene) {
			three(s).code("8001", "*6").at(20).seat("8001", acd.StateReady).code("8002", "*28001#").hearing("ann: music", "8002: ringing")
			s.answers("8001").code("8002", "*3").hearing("ann: 8001 8002", "8001: 8002 ann", "8002: 8001 ann").code("8002", "*6")
			s.hearing("ann: 8001", "8001: ann").code("8001", "*1").hearing("ann: music", "8001: ").hangsUp("ann")
		},
		"the helper signs out meanwhile": func(s *scene) {
			answered(s).dials("desk", "8002", "*12").hangsUp("desk").code("8001", "*6").hearing("ann: 8002", "8002: ann").seat("8002", acd.StateTalking)
			s.seat("8001", acd.StateWrapUp).hangsUp("8002").heard("ann").seat("8002", acd.StateSignedOut)
		},
		"the helper is not at work": func(s *scene) {
			s.dials("desk", "8002", "*12").hangsUp("desk").code("8001", "*28002#").answers("8002").code("8001", "*6").hearing("ann: 8002", "8002: ann")
			s.seat("8002", acd.StateSignedOut).seat("8001", acd.StateWrapUp).code("8002", "*1").hearing("ann: 8002", "8002: ann")
			s.hangsUp("8002").heard("ann").ended("ann", call.Answered, "system")
		},
		"its own telephone holds": func(s *scene) {
			answered(s).button("8001", true).hearing("ann: music", "8001: ", "8002: music").code("8001", "*3").hearing("ann: 8001 8002", "8001: 8002 ann", "8002: 8001 ann")
			s.button("8001", false).hearing("ann: 8001 8002", "8001: 8002 ann", "8002: 8001 ann").hangsUp("ann").hangsUp("8001")
		},
	})
}

func TestConsultElsewhere(t *testing.T) {
	playTalks(t, map[string]func(s *scene){
		"a number outside": func(s *scene) {
			s.code("8001", "*2"+outsider+"#").hearing("ann: music", "8001: ringing").answers(outsider).hearing("ann: music", "8001: "+outsider, outsider+": 8001")
			s.code("8001", "*3").hearing("ann: "+outsider+" 8001", "8001: "+outsider+" ann", outsider+": 8001 ann").code("8001", "*6")
			s.hearing("ann: "+outsider, outsider+": ann").seat("8001", acd.StateWrapUp).at(30).hearing("ann: "+outsider, outsider+": ann")
			s.hangsUp(outsider).heard("ann").ended("ann", call.Answered, "system")
		},
		"a number outside that is busy": func(s *scene) {
			s.code("8001", "*2"+outsider+"#").refuses(outsider, asterisk.DialBusy, 17, 486).told("ann", "play ann-1 对方正忙。").hangsUp("ann")
		},
		"a number outside hangs up": func(s *scene) {
			s.code("8001", "*2"+outsider+"#").answers(outsider).hangsUp(outsider).heard(s.channel("8001")).hearing("ann: 8001", "8001: ann").hangsUp("ann")
		},
		"a queue": func(s *scene) {
			s.code("8001", "*261#").hearing("ann: music", "8001: ringing").told("floor city", "offered for-ann to 8011").answers("8011")
			s.hearing("ann: music", "8001: 8011", "8011: 8001").ended("for-ann", call.Completed, "seat").seat("8011", acd.StateTalking)
			s.code("8001", "*6").hearing("ann: 8011", "8011: ann").seat("8011", acd.StateTalking).seat("8001", acd.StateWrapUp)
			s.code("8011", "*1").hearing("ann: music", "8011: ").hangsUp("ann").seat("8011", acd.StateWrapUp)
		},
		"a queue, and back": func(s *scene) {
			s.code("8001", "*261#").answers("8011").code("8001", "*0").hearing("ann: 8001", "8001: ann").seat("8011", acd.StateWrapUp).hangsUp("ann")
		},
		"a queue that nobody is in": func(s *scene) {
			s.code("8001", "*263#").hearing("ann: music", "8001: word").ended("for-ann", call.Completed, "seat").heard(s.channel("8001"))
			s.hearing("ann: 8001", "8001: ann").hangsUp("ann")
		},
		"a queue, in vain": func(s *scene) {
			s.code("8001", "*261#").code("8001", "*0").told("floor city", "overflowed for-ann: not needed").hearing("ann: 8001", "8001: ann").hangsUp("ann")
		},
		"a queue, and the caller hangs up": func(s *scene) { s.code("8001", "*261#").hangsUp("ann").ended("for-ann", call.Completed, "seat") },
		"a queue, and the seat hangs up": func(s *scene) {
			s.code("8001", "*261#").hangsUp("8001").hearing("ann: music").answers("8011").hearing("ann: 8011", "8011: ann").hangsUp("ann")
		},
		"a queue whose seat hangs up at once": func(s *scene) {
			s.code("8001", "*261#").atOnce(func(p *phones) {
				p.enter(p.channels[s.channelOf(p, "8011")])
				p.end(s.channelOf(p, "8011"), true, 16, 0)
			}).heard(s.channel("8001")).hearing("ann: 8001", "8001: ann").hangsUp("ann")
		},
		"a centre": func(s *scene) {
			s.code("8001", "*262#").told("floor nation", "offered for-ann to 8003").answers("8003").hearing("ann: music", "8001: 8003", "8003: 8001")
			s.code("8001", "*3").hearing("ann: 8001 8003", "8001: 8003 ann", "8003: 8001 ann").code("8001", "*6").hearing("ann: 8003", "8003: ann")
			s.seat("8001", acd.StateWrapUp).floorSeat("nation", "8003", acd.StateTalking).code("8003", "*1").hearing("ann: 8003", "8003: ann")
			s.hangsUp("ann").floorSeat("nation", "8003", acd.StateWrapUp).ended("ann", call.Answered, "caller")
		},
		"a seat of another floor": func(s *scene) {
			s.code("8001", "*28003#").floorSeat("nation", "8003", acd.StateOccupied).answers("8003").code("8001", "*6").hearing("ann: 8003", "8003: ann")
			s.at(30).seat("8001", acd.StateReady).hangsUp("8003").floorSeat("nation", "8003", acd.StateWrapUp).heard("ann").ended("ann", call.Answered, "system")
		},
	})
}

// channelOf is channel for who has the lock.
func (s *scene) channelOf(p *phones, seat string) string {
	for _, id := range sorted(p.channels) {
		if p.channels[id].number == "PJSIP/"+seat {
			return id
		}
	}
	return ""
}

func TestForbiddenTargets(t *testing.T) {
	for _, to := range []string{"8001", "9999", "13900139000", "008613900139000", "120"} {
		t.Run(to, func(t *testing.T) {
			play(t, func(s *scene) {
				leg := s.talks().leg("ann", 1)
				for _, code := range []string{"*2", "*4"} {
					s.code("8001", code+to+"#").told("ann", "play ann-1 这个号码不能转接。").hearing("ann: 8001", "8001: word ann").heard(leg).look()
				}
				s.refers("8001", to).told("ann", "transfer of ann-1: channel_declined").hearing("ann: 8001", "8001: word ann").heard(leg)
				s.at(60).hearing("ann: 8001", "8001: ann").hangsUp("ann")
			})
		})
	}
}

// ways are the two ways to ask for a blind transfer.
func ways(t *testing.T, scenes map[string]func(s *scene, to func(string) *scene)) {
	for name, act := range scenes {
		t.Run(name+" by code", func(t *testing.T) {
			play(t, func(s *scene) { act(s.talks(), func(to string) *scene { return s.code("8001", "*4"+to+"#") }) })
		})
		t.Run(name+" by REFER", func(t *testing.T) {
			play(t, func(s *scene) { act(s.talks(), func(to string) *scene { return s.refers("8001", to) }) })
		})
		t.Run(name+" by REFER, held", func(t *testing.T) {
			play(t, func(s *scene) {
				act(s.talks(), func(to string) *scene {
					s.button("8001", true).refers("8001", to)
					if s.phones.channels["ann"] != nil && s.channelOf(s.phones, "8001") != "" {
						s.button("8001", false)
					}
					return s
				})
			})
		})
	}
}

func TestBlindTransfer(t *testing.T) {
	back := func(s *scene) {
		s.hearing("ann: music", "8001: word").heard(s.channel("8001")).hearing("ann: 8001", "8001: ann").seat("8001", acd.StateTalking).hangsUp("ann")
	}
	returned := func(s *scene) {
		s.plays("ann", "calm").told("floor city", "call-queued ann").at(11).answers("8001").hearing("ann: 8001", "8001: ann").hangsUp("ann")
		s.ended("ann", call.Answered, "caller")
	}
	ways(t, map[string]func(s *scene, to func(string) *scene){
		"to a seat": func(s *scene, to func(string) *scene) {
			to("8002").hearing("ann: music", "8001: ringing").answers("8002").hearing("ann: 8002", "8002: ann").seat("8001", acd.StateWrapUp)
			s.told("ann", "* transferred to 8002 blind").hangsUp("8002").heard("ann").ended("ann", call.Answered, "seat")
		},
		"to a busy seat": func(s *scene, to func(string) *scene) {
			to("8002").refuses("8002", asterisk.DialBusy, 17, 486)
			back(s)
		},
		"to a seat that does not answer": func(s *scene, to func(string) *scene) {
			to("8002").at(46)
			back(s)
		},
		"to a number outside": func(s *scene, to func(string) *scene) {
			to(outsider).answers(outsider).hearing("ann: "+outsider, outsider+": ann").at(20).seat("8001", acd.StateReady).hangsUp("ann")
			s.ended("ann", call.Answered, "caller")
		},
		"to a number outside that is busy": func(s *scene, to func(string) *scene) {
			to(outsider).refuses(outsider, asterisk.DialBusy, 17, 486)
			back(s)
		},
		"to a queue": func(s *scene, to func(string) *scene) {
			to("61").hearing("ann: music").seat("8001", acd.StateWrapUp).told("floor city", "offered ann to 8011").told("ann", "* transferred to crowd/advice blind")
			s.answers("8011").hearing("ann: 8011", "8011: ann").hangsUp("8011").heard("ann").ended("ann", call.Answered, "seat")
		},
		"to a queue that nobody is in": func(s *scene, to func(string) *scene) {
			s.offline("8002")
			to("63")
			returned(s)
		},
		"to a centre": func(s *scene, to func(string) *scene) {
			to("62").told("ann", "* moved to nation").told("floor nation", "offered ann to 8003").plays("ann", "calm").answers("8003")
			s.hearing("ann: 8003", "8003: ann").hangsUp("ann").ended("ann", call.Answered, "caller")
		},
		"and change one's mind": func(s *scene, to func(string) *scene) {
			to("8002").code("8001", "*0").hearing("ann: 8001", "8001: ann").hangsUp("ann")
		},
		"the caller hangs up while it rings": func(s *scene, to func(string) *scene) {
			to("8002").hangsUp("ann").ended("ann", call.Answered, "caller").seat("8002", acd.StateReady)
		},
		"the seat hangs up while it rings": func(s *scene, to func(string) *scene) {
			to("8002").hangsUp("8001").hearing("ann: music").answers("8002").hearing("ann: 8002", "8002: ann").seat("8001", acd.StateWrapUp).hangsUp("ann")
		},
		"the seat hangs up, and nobody answers": func(s *scene, to func(string) *scene) {
			s.offline("8002")
			to("8002").hangsUp("8001").hearing("ann: music").refuses("8002", asterisk.DialNoAnswer, 19, 480)
			returned(s)
		},
		"the seat hangs up, and the number outside does not answer": func(s *scene, to func(string) *scene) {
			s.offline("8002")
			to(outsider).hangsUp("8001").refuses(outsider, asterisk.DialNoAnswer, 19, 480)
			returned(s)
		},
		"both hang up": func(s *scene, to func(string) *scene) {
			to("8002").hangsUp("8001").hangsUp("ann").ended("ann", call.Answered, "caller").seat("8002", acd.StateReady)
		},
		"twice": func(s *scene, to func(string) *scene) {
			to("8002").answers("8002").at(20).code("8002", "*48001#").answers("8001").hearing("ann: 8001", "8001: ann").hangsUp("ann")
		},
	})
}

// What the telephone is told of the transfer that it asked for.
func TestReferIsAnswered(t *testing.T) {
	playTalks(t, map[string]func(s *scene){
		"answered": func(s *scene) {
			const leg = "ann-1"
			s.refers("8001", "8002").notTold("ann", "transfer of "+leg+": channel_answered").answers("8002")
			s.told("ann", "transfer of "+leg+": channel_answered").hangsUp("ann")
		},
		"a queue": func(s *scene) {
			const leg = "ann-1"
			s.refers("8001", "61").told("ann", "transfer of "+leg+": channel_answered").hangsUp("ann")
		},
		"not": func(s *scene) {
			const leg = "ann-1"
			s.refers("8001", "8002").refuses("8002", asterisk.DialBusy, 17, 486).told("ann", "transfer of "+leg+": channel_unavailable").hangsUp("ann")
		},
		"not now": func(s *scene) {
			const leg = "ann-1"
			s.code("8001", "*28002#").refers("8001", outsider).told("ann", "transfer of "+leg+": channel_declined").refers("8001", "61").hangsUp("ann")
		},
		"twice": func(s *scene) {
			const leg = "ann-1"
			s.refers("8001", "8002").refers("8001", "8002").told("ann", "transfer of "+leg+": channel_declined").answers("8002").hearing("ann: 8002", "8002: ann").hangsUp("ann")
		},
		"the telephone holds all the while": func(s *scene) {
			s.button("8001", true).refers("8001", "8002").refuses("8002", asterisk.DialBusy, 17, 486).heard(s.channel("8001"))
			s.hearing("ann: music", "8001: ").button("8001", false).hearing("ann: 8001", "8001: ann").hangsUp("ann")
		},
	})
}
