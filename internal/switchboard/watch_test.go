package switchboard

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/internal/journal"
)

func loadWatch(t testing.TB) *dialplan.Tree {
	t.Helper()
	tree, err := dialplan.Load("testdata/watch")
	require.NoError(t, err)
	return tree
}

// playWatch begins each scene with a talk of ann with seat 8001, on floor city, of which
// 8000 and 8009 are supervisors.
func playWatch(t *testing.T, scenes map[string]func(s *scene)) {
	t.Helper()
	for name, act := range scenes {
		t.Run(name, func(t *testing.T) {
			playOn(t, loadWatch(t), func(s *scene) { act(s.talks().online("8000", "8009", "8059").look()) })
		})
	}
}

// watches: supervisor sup, at 8000, dials a code for seat 8001.
func (s *scene) watches(code string) *scene { return s.dials("sup", "8000", code+"8001") }

func (s *scene) supervised(lines ...string) *scene {
	s.t.Helper()
	for _, line := range lines {
		s.told("ann", "* supervised "+line)
	}
	return s
}

func (s *scene) die(meanwhile ...func(s *scene)) *scene {
	s.t.Helper()
	s.crash()
	for _, act := range meanwhile {
		act(s)
	}
	return s.restart(loadWatch(s.t))
}

const (
	listens   = "ear at 8001: sup"
	listened  = "sup: ear at 8001"
	whispers  = "mouth at 8001: sup"
	whispered = "sup: mouth at 8001"
)

func (s *scene) two() *scene { s.t.Helper(); return s.hearing("ann: 8001", "8001: ann") }

func (s *scene) listening() *scene {
	s.t.Helper()
	return s.hearing("ann: 8001", "8001: ann", listens, listened).seat("8000", acd.StateOccupied)
}

func (s *scene) whispering() *scene {
	s.t.Helper()
	return s.hearing("ann: 8001", "8001: ann", whispers, whispered)
}

func (s *scene) barging() *scene {
	s.t.Helper()
	return s.hearing("ann: 8001 sup", "8001: ann sup", "sup: 8001 ann")
}

func TestWatch(t *testing.T) {
	playWatch(t, map[string]func(s *scene){
		"listen": func(s *scene) {
			s.watches("*41").listening().supervised("8001 by 8000: listen").hangsUp("sup").ended("sup", call.Completed, "caller")
			s.supervised("8001 by 8000: end").two().seat("8000", acd.StateReady).hangsUp("ann").ended("ann", call.Answered, "caller")
		},
		"whisper": func(s *scene) {
			s.watches("*42").whispering().supervised("8001 by 8000: whisper").hangsUp("ann").hears("sup", "完了").ended("sup", call.Completed, "system")
			s.supervised("8001 by 8000: end")
		},
		"barge": func(s *scene) {
			s.watches("*43").barging().supervised("8001 by 8000: barge").hangsUp("8001").heard("ann").hears("sup", "完了")
			s.supervised("8001 by 8000: end").ended("ann", call.Answered, "seat")
		},
		"barge, and leave": func(s *scene) {
			s.watches("*43").presses("sup", '*').hears("sup", "完了").two().supervised("8001 by 8000: end").seat("8000", acd.StateReady).hangsUp("ann")
		},
		"from one to the other": func(s *scene) {
			s.watches("*41").presses("sup", '2').whispering().presses("sup", '3').barging().presses("sup", '3').presses("sup", '9').presses("sup", '1').listening()
			s.supervised("8001 by 8000: listen", "8001 by 8000: whisper", "8001 by 8000: barge").presses("sup", '2').presses("sup", '#')
			s.hears("sup", "完了").two().hangsUp("ann")
		},
		"the seat's code is not heard": func(s *scene) {
			s.watches("*43").code("8001", "*1").hearing("ann: music", "8001: ", "sup: ").code("8001", "*1").barging().hangsUp("sup").two().hangsUp("ann")
		},
		"on hold": func(s *scene) {
			s.code("8001", "*1").watches("*41").hearing("ann: music", "8001: ", listens, listened).code("8001", "*1").listening().hangsUp("ann").heard("sup")
		},
		"two supervisors": func(s *scene) {
			s.watches("*41").dials("bob", "8009", "*438001").hearing("ann: 8001 bob", "8001: ann bob", "bob: 8001 ann", listens, listened)
			s.hangsUp("sup").hearing("ann: 8001 bob", "8001: ann bob", "bob: 8001 ann").hangsUp("ann").heard("bob")
		},
		"the seat transfers": func(s *scene) {
			s.watches("*41").code("8001", "*48002#").hearing("ann: music", "8001: ringing", listens, listened).answers("8002")
			s.hears("sup", "完了").hearing("ann: 8002", "8002: ann").hangsUp("ann")
		},
		"the seat consults and leaves": func(s *scene) {
			s.watches("*43").code("8001", "*28002#").hearing("ann: music", "8001: ringing", "sup: ").answers("8002")
			s.hearing("ann: music", "8001: 8002 sup", "8002: 8001 sup", "sup: 8001 8002").hangsUp("8001").hears("sup", "完了")
			s.hearing("ann: 8002", "8002: ann").hangsUp("ann")
		},
		"the seat leaves while somebody is dialled": func(s *scene) {
			s.watches("*41").code("8001", "*28002#").hangsUp("8001").hears("sup", "完了").hearing("ann: music").answers("8002").hearing("ann: 8002", "8002: ann").hangsUp("ann")
		},
		"the caller leaves, the seat consults on": func(s *scene) {
			s.code("8001", "*28002#").answers("8002").watches("*41").hangsUp("ann").hearing("8001: 8002", "8002: 8001", listens, listened)
			s.hangsUp("8001").heard("sup")
		},
		"the ear is ended by somebody": func(s *scene) {
			s.watches("*41").do(func(p *phones) {
				for _, id := range sorted(p.channels) {
					if ch := p.channels[id]; ch != nil && ch.snoops != "" {
						p.end(id, true, 16, 0)
					}
				}
			}).hears("sup", "完了").two().hangsUp("ann")
		},
		"not allowed": func(s *scene) { s.dials("desk", "8002", "*418001").hears("desk", "不行 not allowed").hangsUp("ann") },
		"nobody":      func(s *scene) { s.dials("desk", "8000", "*418888").hears("desk", "不行 unknown seat").hangsUp("ann") },
		"itself":      func(s *scene) { s.dials("desk", "8000", "*418000").hears("desk", "不行 not allowed").hangsUp("ann") },
		"not talking": func(s *scene) { s.dials("desk", "8000", "*418002").hears("desk", "不行 no call").hangsUp("ann") },
		"the talk is over as he asks": func(s *scene) {
			s.atOnce(func(p *phones) { p.end("ann", true, 16, 0) }).watches("*41").heard("sup")
		},
	})
}

func TestWatchTakeOver(t *testing.T) {
	taken := func(s *scene) *scene {
		s.t.Helper()
		s.hearing("ann: sup", "sup: ann").supervised("8001 by 8000: take-over").told("ann", "* transferred to 8000 taken-over")
		return s.ended("sup", call.Completed, "seat").seat("8000", acd.StateTalking).seat("8001", acd.StateWrapUp)
	}
	playWatch(t, map[string]func(s *scene){
		"by code": func(s *scene) {
			taken(s.watches("*44")).hangsUp("sup").heard("ann").ended("ann", call.Answered, "seat").seat("8000", acd.StateWrapUp)
		},
		"by key, and the caller hangs up": func(s *scene) {
			s.watches("*41")
			taken(s.presses("sup", '4')).hangsUp("ann").ended("ann", call.Answered, "caller")
		},
		"from within": func(s *scene) {
			s.watches("*43")
			taken(s.presses("sup", '4')).hangsUp("ann")
		},
		"with another supervisor there": func(s *scene) {
			s.dials("bob", "8009", "*418001")
			s.watches("*44").heard("bob")
			taken(s).hangsUp("ann")
		},
		"on hold":               func(s *scene) { taken(s.code("8001", "*1").watches("*44")).hangsUp("ann") },
		"by the button on hold": func(s *scene) { taken(s.button("8001", true).watches("*44")).hangsUp("ann") },
		"while a word is said":  func(s *scene) { taken(s.code("8001", "*3").watches("*44")).hangsUp("ann") },
		"and he does what seats do": func(s *scene) {
			taken(s.watches("*44")).do(func(p *phones) {
				for _, key := range []byte("*28002#") {
					p.tell("sup", asterisk.Digit{ID: "sup", Digit: key})
				}
			}).hearing("ann: music", "sup: ringing").answers("8002").hearing("ann: music", "sup: 8002", "8002: sup").hangsUp("sup")
			s.hearing("ann: 8002", "8002: ann").hangsUp("ann")
		},
		"with a third party": func(s *scene) {
			s.code("8001", "*28002#").answers("8002").dials("desk", "8000", "*448001").hears("desk", "不行 not possible now")
			s.watches("*41").presses("sup", '4').hearing("ann: music", "8001: 8002", "8002: 8001", listens, "sup: word ear at 8001")
			s.heard("sup").presses("sup", '4').presses("sup", '4').presses("sup", '2').hearing("ann: music", "8001: 8002", "8002: 8001", whispers, whispered).hangsUp("ann").hangsUp("8001").heard("sup")
		},
		"from another floor": func(s *scene) {
			tree := loadWatch(s.t.(*testing.T))
			other := tree.Seats["8100"]
			other.Supervises = []string{"city/advice"}
			tree.Seats["8100"] = other
			s.board.Reload(tree)
			s.online("8100").dials("sup", "8100", "*448001").hearing("ann: sup", "sup: ann").told("ann", "* transferred to 8100 taken-over")
			s.seat("8001", acd.StateWrapUp).floorSeat("nation", "8100", acd.StateOccupied).hangsUp("sup").heard("ann")
		},
		"he hangs up in the middle": func(s *scene) {
			trouble := s.trouble(trouble{op: "join", times: 1})
			trouble.do = func() {
				s.phones.mu.Lock()
				defer s.phones.mu.Unlock()
				s.phones.end("sup", true, 16, 0)
			}
			s.watches("*44").heard("ann").ended("ann", call.Answered, "seat")
		},
		"he hangs up as he is asked in": func(s *scene) {
			s.watches("*41")
			trouble := s.trouble(trouble{op: "unbridge", times: 1})
			trouble.then = func() {
				s.phones.mu.Lock()
				defer s.phones.mu.Unlock()
				s.phones.end("sup", true, 16, 0)
			}
			s.presses("sup", '4').two().hangsUp("ann")
		},
		"the caller hangs up as he is asked in": func(s *scene) {
			s.watches("*41")
			trouble := s.trouble(trouble{op: "unbridge", times: 1})
			trouble.then = func() {
				s.phones.mu.Lock()
				defer s.phones.mu.Unlock()
				s.phones.end("ann", true, 16, 0)
			}
			// He is told so, or was ours to end already; then he has time for his notes.
			s.presses("sup", '4').do(func(p *phones) { p.silence("sup", false) }).at(30).seat("8000", acd.StateReady)
			s.ended("ann", call.Answered, "caller")
		},
	})
}

// helped: the seat asks for help, and the telephones of both supervisors ring.
func (s *scene) helped() *scene {
	s.t.Helper()
	s.code("8001", "*7").hearing("ann: 8001", "8001: word ann").told("ann", "* help-asked by 8001 of 8000 8009").heard(s.channel("8001"))
	return s.seat("8000", acd.StateOccupied).seat("8009", acd.StateOccupied)
}

// lifts: a supervisor answers.
func (s *scene) lifts(phone string) *scene {
	s.t.Helper()
	return s.rings(phone).answers(phone).hearing("ann: 8001", "8001: ann", phone+": word")
}

func TestWatchHelp(t *testing.T) {
	listening := func(s *scene) *scene {
		return s.hearing("ann: 8001", "8001: ann", "ear at 8001: 8000", "8000: ear at 8001").seat("8000", acd.StateOccupied).seat("8009", acd.StateReady)
	}
	playWatch(t, map[string]func(s *scene){
		"answered": func(s *scene) {
			s.helped().lifts("8000").heard(s.channel("8000"))
			listening(s).supervised("8001 by 8000: listen").hangsUp("8000").supervised("8001 by 8000: end").two().ended("for-ann", call.Completed, "caller")
			s.seat("8000", acd.StateReady).hangsUp("ann")
		},
		"answered at the other telephone": func(s *scene) {
			s.helped().lifts("8059").code("8059", "3").hearing("ann: 8001 8059", "8001: 8059 ann", "8059: 8001 ann").supervised("8001 by 8009: barge")
			s.hangsUp("ann").ended("for-ann", call.Completed, "system").ended("ann", call.Answered, "caller")
		},
		"by a key before the word is over": func(s *scene) {
			s.helped().lifts("8000").code("8000", "2").hearing("ann: 8001", "8001: ann", "mouth at 8001: 8000", "8000: mouth at 8001")
			s.code("8000", "#").two().hangsUp("ann")
		},
		"who comes leaves before the word is over": func(s *scene) {
			s.helped().lifts("8000").code("8000", "*").hearing("ann: 8001", "8001: word ann").hangsUp("ann")
		},
		"who comes hangs up before the word is over": func(s *scene) {
			s.helped().lifts("8000").hangsUp("8000").hearing("ann: 8001", "8001: word ann").hangsUp("ann")
		},
		"and taken over": func(s *scene) {
			s.helped().lifts("8000").code("8000", "4").hearing("ann: 8000", "8000: ann").supervised("8001 by 8000: take-over")
			s.told("ann", "* transferred to 8000 taken-over").ended("for-ann", call.Completed, "seat").seat("8000", acd.StateTalking).seat("8001", acd.StateWrapUp)
			s.code("8000", "*1").hearing("ann: music", "8000: ").hangsUp("8000").heard("ann").seat("8000", acd.StateWrapUp)
		},
		"asked for twice": func(s *scene) {
			s.helped().code("8001", "*7").hearing("ann: 8001", "8001: word ann").picksUpMidWord("8000").heard(s.channel("8000"))
			listening(s).code("8001", "*7").heard(s.channel("8001")).hangsUp("8000").code("8001", "*7").heard(s.channel("8001")).lifts("8000").hangsUp("ann")
		},
		"nobody is there": func(s *scene) {
			s.offline("8000", "8009", "8059").code("8001", "*7").told("ann", "* help-asked by 8001 of ").hearing("ann: 8001", "8001: word ann").hangsUp("ann")
		},
		"nobody picks up": func(s *scene) {
			s.helped().at(44).two().at(46).hearing("ann: 8001", "8001: word ann").ended("for-ann", call.NotReached, "seat")
			s.seat("8000", acd.StateReady).seat("8009", acd.StateReady).hangsUp("ann")
		},
		"all refuse": func(s *scene) {
			for _, phone := range []string{"8000", "8009", "8059"} {
				s.firstHelped(phone == "8000").refuses(phone, asterisk.DialBusy, 17, 486)
			}
			s.hearing("ann: 8001", "8001: word ann").hangsUp("ann")
		},
		"no telephone can be dialled": func(s *scene) {
			s.trouble(trouble{op: "dial", times: -1, kind: asterisk.Server})
			s.code("8001", "*7").heard(s.channel("8001")).two().ended("for-ann", call.NotReached, "seat").seat("8000", acd.StateReady).hangsUp("ann")
		},
		"one telephone cannot be dialled": func(s *scene) {
			s.trouble(trouble{op: "dial", times: 1, kind: asterisk.Server})
			s.code("8001", "*7").heard(s.channel("8001")).lifts("8059").heard(s.channel("8059")).hangsUp("ann")
		},
		"the first telephone of one cannot be dialled": func(s *scene) {
			s.trouble(trouble{op: "dial", skip: 1, times: 1, kind: asterisk.Server})
			s.code("8001", "*7").heard(s.channel("8001")).lifts("8059").heard(s.channel("8059")).hangsUp("ann")
		},
		"the caller hangs up meanwhile": func(s *scene) {
			s.helped().hangsUp("ann").ended("for-ann", call.NotReached, "seat").seat("8000", acd.StateReady).seat("8009", acd.StateReady)
		},
		"the caller hangs up as one comes": func(s *scene) {
			s.helped().lifts("8000").hangsUp("ann").ended("for-ann", call.Completed, "system").seat("8000", acd.StateReady)
		},
		"the seat transfers meanwhile": func(s *scene) {
			s.helped().code("8001", "*48002#").answers("8002").ended("for-ann", call.NotReached, "seat").hearing("ann: 8002", "8002: ann").hangsUp("ann")
		},
		"both at once": func(s *scene) {
			s.helped().do(func(p *phones) {
				for _, id := range sorted(p.channels) {
					if n := p.channels[id].number; n == "PJSIP/8000" || n == "PJSIP/8009" {
						p.enter(p.channels[id])
					}
				}
			}).hearing("ann: 8001", "8001: ann", "8000: word").heard(s.channel("8000"))
			listening(s).hangsUp("ann")
		},
		"by two seats at once": func(s *scene) {
			s.at(0).arrives("bob", "12385").heard("bob").answers("8002").look()
			a, b := s.channel("8001"), s.channel("8002")
			s.atOnce(func(p *phones) {
				for _, id := range []string{a, b} {
					p.tell(id, asterisk.Digit{ID: id, Digit: '*'})
					p.tell(id, asterisk.Digit{ID: id, Digit: '7'})
				}
			}).at(46).hangsUp("ann").hangsUp("bob")
		},
		"without a word": func(s *scene) {
			s.sounds.mute[wordHelpPrefix+"8001"+wordHelpWanted] = true
			s.helped().answers("8000")
			listening(s).hangsUp("ann")
		},
		"by another line": func(s *scene) {
			s.dials("desk", "8001", "*17").hears("desk", "完了").told("ann", "* help-asked by 8001 of 8000 8009").heard(s.channel("8001")).lifts("8000").hangsUp("ann")
		},
		"by a seat that does not talk": func(s *scene) {
			s.dials("desk", "8002", "*17").told("desk", "* help-asked by 8002 of 8000 8009").answers("8000").talking("desk", "8000").hangsUp("desk").hangsUp("ann")
		},
		"by a seat that does not talk, and nobody is there": func(s *scene) {
			s.offline("8000", "8009", "8059").dials("desk", "8002", "*17").told("desk", "* help-asked by 8002 of ").hears("desk", "不行 nobody").hangsUp("ann")
		},
	})
}

// picksUpMidWord is lifts while the seat hears a word.
func (s *scene) picksUpMidWord(phone string) *scene {
	s.t.Helper()
	return s.answers(phone).heard(s.channel("8001"))
}

// firstHelped asks for help first.
func (s *scene) firstHelped(first bool) *scene {
	s.t.Helper()
	if first {
		s.helped()
	}
	return s.two()
}

// Each request may fail, and nobody is left in silence, or behind.
func TestWatchRequestsFail(t *testing.T) {
	for _, kind := range []asterisk.Kind{asterisk.Server, asterisk.Timeout} {
		for _, op := range []string{"snoop", "bridge", "join", "unbridge", "hangup", "part", "play", "stop play"} {
			for skip := range 3 {
				for _, code := range []string{"*41", "*43", "*44"} {
					for _, done := range []bool{false, true} {
						t.Run(fmt.Sprint(kind, op, skip, code, done), func(t *testing.T) {
							playOn(t, loadWatch(t), func(s *scene) {
								s.talks().online("8000", "8009", "8059").look()
								s.trouble(trouble{op: op, skip: skip, times: 1, kind: kind, done: done})
								s.watches(code)
								for _, key := range []byte("213") {
									s.presses("sup", key)
								}
								s.at(60).noTrouble()
								s.code2("8001", "*7").at(90)
								s.notLost("ann").notLost("sup")
								s.everybodyLeaves()
							})
						})
					}
				}
			}
		}
	}
}

// code2 is code for a seat that may have left.
func (s *scene) code2(seat, keys string) *scene {
	s.phones.mu.Lock()
	var there bool
	for _, ch := range s.phones.channels {
		there = there || ch.number == "PJSIP/"+seat && ch.up
	}
	s.phones.mu.Unlock()
	if there {
		s.code(seat, keys)
	}
	return s
}

// notLost: who is there hears something.
func (s *scene) notLost(name string) *scene {
	s.t.Helper()
	s.phones.mu.Lock()
	defer s.phones.mu.Unlock()
	if s.phones.channels[name] != nil {
		require.NotEmpty(s.t, s.phones.sound(name), "%s hears nothing", name)
	}
	return s
}

// everybodyLeaves ends what is there: words first, then callers, then the others.
func (s *scene) everybodyLeaves() *scene {
	for range 3 {
		s.do(func(p *phones) {
			for _, id := range sorted(p.channels) {
				if ch := p.channels[id]; ch != nil && ch.snoops == "" {
					p.end(id, true, 16, 0)
				}
			}
		})
		pass(time.Minute)
	}
	return s
}

func TestWatchAfterARestart(t *testing.T) {
	gone := func(names ...string) func(s *scene) {
		return func(s *scene) {
			for _, name := range names {
				s.hangsUp(name)
			}
		}
	}
	playWatch(t, map[string]func(s *scene){
		"listening": func(s *scene) {
			s.watches("*41").die().listening().noBridgesBut(2).hangsUp("sup").two().noBridgesBut(1).hangsUp("ann")
		},
		"changed by key": func(s *scene) {
			s.watches("*41").presses("sup", '3').die().listening().presses("sup", '3').barging().hangsUp("ann").heard("sup")
		},
		"barging": func(s *scene) { s.watches("*43").die().barging().hangsUp("8001").heard("ann").heard("sup") },
		"the caller has left": func(s *scene) {
			s.watches("*41").die(gone("ann")).at(1).hears("sup", "不行 no call").seat("8000", acd.StateReady)
		},
		"the supervisor has left": func(s *scene) {
			s.watches("*41").die(gone("sup")).two().noBridgesBut(1).supervised("8001 by 8000: end").ended("sup", call.Failed, "system").seat("8000", acd.StateReady).hangsUp("ann")
		},
		"all have left": func(s *scene) { s.watches("*41").die(gone("ann", "sup", "8001")).seat("8000", acd.StateReady) },
		"taken over": func(s *scene) {
			s.watches("*44").die().hearing("ann: sup", "sup: ann").seat("8000", acd.StateTalking).hangsUp("sup").heard("ann").seat("8000", acd.StateWrapUp)
		},
		"taken over, he has left": func(s *scene) { s.watches("*44").die(gone("sup")).heard("ann").ended("ann", call.Answered, "seat") },
		"helped": func(s *scene) {
			s.helped().lifts("8000").heard(s.channel("8000")).die().two().seat("8000", acd.StateReady).code("8001", "*7").heard(s.channel("8001")).hangsUp("ann")
		},
		"helpers ring": func(s *scene) {
			s.helped().die().two().seat("8000", acd.StateReady).seat("8009", acd.StateReady).hangsUp("ann")
		},
	})
}

func (s *scene) noBridgesBut(n int) *scene {
	s.t.Helper()
	s.phones.mu.Lock()
	defer s.phones.mu.Unlock()
	require.Len(s.t, s.phones.bridges, n)
	return s
}

// The engine may die at every moment.
func TestWatchEngineDiesAtEveryMoment(t *testing.T) {
	for _, keys := range []string{"2", "3", "4", "*"} {
		for n := 1; n < 40; n++ {
			t.Run(fmt.Sprint(keys, n), func(t *testing.T) {
				playOn(t, loadWatch(t), func(s *scene) {
					s.talks().online("8000", "8009", "8059").look()
					s.story.dieAfter(n)
					s.watches("*41").presses("sup", keys[0])
					pass(time.Second)
					s.crash().restart(loadWatch(t))
					s.eachChannelOnce()
					pass(20 * time.Second)
					s.notLost("ann").notLost("sup").everybodyLeaves()
				})
			})
		}
	}
}

// eachChannelOnce: no channel is in two calls.
func (s *scene) eachChannelOnce() *scene {
	s.t.Helper()
	synctest.Wait()
	of := map[string]string{}
	s.board.mu.Lock()
	defer s.board.mu.Unlock()
	for id, c := range s.board.calls {
		legs := []string{c.channel}
		for _, o := range c.offers {
			for _, r := range o.rings {
				legs = append(legs, r.leg)
			}
		}
		for _, leg := range legs {
			require.Empty(s.t, of[leg], "channel %s of call %s\n%s", leg, id, s.all())
			if leg != "" {
				of[leg] = id
			}
		}
	}
	return s
}

// The engine dies after the talk has the supervisor's channel on record, and before his
// call has its end there.
func TestTakenOverBetweenTwoFacts(t *testing.T) {
	for _, stillThere := range []bool{true, false} {
		playOn(t, loadWatch(t), func(s *scene) {
			s.talks().online("8000", "8009", "8059").look()
			s.watches("*41").losing("sup", func() { s.presses("sup", '4').crash() })
			if !stillThere {
				s.hangsUp("sup")
			}
			s.restart(loadWatch(t)).eachChannelOnce().ended("sup", call.Completed, "seat")
			if stillThere {
				s.hearing("ann: sup", "sup: ann").seat("8000", acd.StateTalking).hangsUp("ann").ended("ann", call.Answered, "caller")
			} else {
				s.heard("ann").ended("ann", call.Answered, "seat")
			}
		})
	}
}

// losing: the journal loses what a call writes meanwhile.
func (s *scene) losing(name string, meanwhile func()) {
	set := func(stream string) {
		s.story.mu.Lock()
		defer s.story.mu.Unlock()
		s.story.deaf = stream
	}
	for id, of := range s.story.names {
		if of == name {
			set(journal.CallPrefix + id)
		}
	}
	meanwhile()
	set("")
}

func TestWatchLinkBreaks(t *testing.T) {
	playWatch(t, map[string]func(s *scene){
		"while he listens": func(s *scene) { s.watches("*41").linkDown().linkUp().listening().hangsUp("sup").two().hangsUp("ann") },
		"and he hangs up":  func(s *scene) { s.watches("*41").linkDown().hangsUp("sup").linkUp().two().hangsUp("ann") },
		"and the caller hangs up": func(s *scene) {
			s.watches("*41").linkDown().hangsUp("ann").linkUp().heard("sup")
		},
		"and the seat hangs up": func(s *scene) {
			s.watches("*41").linkDown().hangsUp("8001").linkUp().heard("sup").heard("ann")
		},
	})
}
