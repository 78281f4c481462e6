package switchboard

import (
	"testing"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
)

// again: the engine dies, something happens meanwhile, and the next one takes over.
func (s *scene) again(meanwhile ...func(s *scene)) *scene {
	s.t.Helper()
	s.crash()
	for _, act := range meanwhile {
		act(s)
	}
	return s.restart(loadTree(s.t))
}

func leaves(who string) func(s *scene) { return func(s *scene) { s.hangsUp(who) } }

// In every phase of a talk the engine may die: it goes on as it stood, and whoever has
// left meanwhile is found out.
func TestTalksAfterARestart(t *testing.T) {
	asked := func(s *scene) *scene { return s.code("8001", "*28002#") }
	consulted := func(s *scene) *scene { return asked(s).answers("8002") }
	two := func(s *scene) { s.hearing("ann: 8001", "8001: ann").seat("8001", acd.StateTalking).hangsUp("ann") }
	with8002 := func(s *scene) {
		s.hearing("ann: 8002", "8002: ann").seat("8002", acd.StateTalking).hangsUp("8002").heard("ann").ended("ann", call.Answered, "seat")
	}
	playTalks(t, map[string]func(s *scene){
		"talking again": func(s *scene) {
			s.code("8001", "*1").code("8001", "*1").again().hearing("ann: 8001", "8001: ann").hangsUp("ann")
		},
		"on hold": func(s *scene) {
			s.code("8001", "*1").again().hearing("ann: music", "8001: ").seat("8001", acd.StateOnHold).code("8001", "*1")
			two(s)
		},
		"on hold, the seat has left": func(s *scene) {
			s.code("8001", "*1").again(leaves("8001")).heard("ann").ended("ann", call.Answered, "seat")
		},
		"on hold, the caller has left": func(s *scene) { s.code("8001", "*1").again(leaves("ann")).ended("ann", call.Answered, "system") },
		"calling": func(s *scene) {
			asked(s).again().hearing("ann: music", "8001: ringing").seat("8002", acd.StateOccupied).answers("8002")
			s.hearing("ann: music", "8001: 8002", "8002: 8001").code("8001", "*0")
			two(s)
		},
		"calling, it has answered": func(s *scene) {
			asked(s).again(func(s *scene) { s.answers("8002") }).hearing("ann: music", "8001: 8002", "8002: 8001").hangsUp("8001")
			with8002(s)
		},
		"calling, it has failed": func(s *scene) {
			asked(s).again(func(s *scene) { s.refuses("8002", asterisk.DialBusy, 17, 486) }).hearing("ann: music", "8001: word").seat("8002", acd.StateReady)
			s.heard(s.channel("8001"))
			two(s)
		},
		"calling, for ever": func(s *scene) {
			asked(s).again().at(50).heard(s.channel("8001"))
			two(s)
		},
		"calling, the caller has left": func(s *scene) { asked(s).again(leaves("ann")).ended("ann", call.Answered, "system") },
		"calling, the seat has left": func(s *scene) {
			asked(s).again(leaves("8001")).hearing("ann: music").answers("8002")
			with8002(s)
		},
		"calling outside": func(s *scene) {
			s.code("8001", "*2"+outsider+"#").again().hearing("ann: music", "8001: ringing").answers(outsider)
			s.hearing("ann: music", "8001: "+outsider, outsider+": 8001").hangsUp(outsider).heard(s.channel("8001"))
			two(s)
		},
		"calling outside, it has answered": func(s *scene) {
			s.code("8001", "*2"+outsider+"#").again(func(s *scene) { s.answers(outsider) }).hearing("ann: music", "8001: "+outsider, outsider+": 8001")
			s.hangsUp("ann").hangsUp("8001")
		},
		"asking a queue": func(s *scene) {
			s.code("8001", "*261#").again().hearing("ann: music", "8001: word").ended("for-ann", call.Completed, "seat").heard(s.channel("8001"))
			two(s)
		},
		"asking a queue, somebody has answered": func(s *scene) {
			s.code("8001", "*261#").again(func(s *scene) { s.answers("8011") }).heard(s.channel("8001"))
			two(s)
		},
		"consulting": func(s *scene) {
			consulted(s).again().hearing("ann: music", "8001: 8002", "8002: 8001").seat("8001", acd.StateConsulting).seat("8002", acd.StateOccupied)
			s.code("8001", "*6")
			with8002(s)
		},
		"consulting, it has left": func(s *scene) {
			consulted(s).again(leaves("8002")).hearing("ann: music", "8001: word").heard(s.channel("8001")).seat("8002", acd.StateWrapUp)
			two(s)
		},
		"consulting, the seat has left": func(s *scene) {
			consulted(s).again(leaves("8001"))
			with8002(s)
		},
		"consulting, the caller has left": func(s *scene) {
			consulted(s).again(leaves("ann")).hearing("8001: 8002", "8002: 8001").hangsUp("8001").ended("ann", call.Answered, "system")
		},
		"consulting, all have left": func(s *scene) {
			consulted(s).again(leaves("ann"), leaves("8001"), leaves("8002")).ended("ann", call.Answered, "system")
		},
		"consulting one of a queue": func(s *scene) {
			s.code("8001", "*261#").answers("8011").again().hearing("ann: music", "8001: 8011", "8011: 8001").seat("8011", acd.StateTalking)
			s.code("8001", "*6").hearing("ann: 8011", "8011: ann").seat("8011", acd.StateTalking).hangsUp("ann").seat("8011", acd.StateWrapUp)
		},
		"consulting one of another floor's queue": func(s *scene) {
			s.code("8001", "*262#").answers("8003").again().hearing("ann: music", "8001: 8003", "8003: 8001").floorSeat("nation", "8003", acd.StateTalking)
			s.code("8001", "*6").hearing("ann: 8003", "8003: ann").again().hearing("ann: 8003", "8003: ann").floorSeat("nation", "8003", acd.StateTalking)
			s.hangsUp("ann").floorSeat("nation", "8003", acd.StateWrapUp)
		},
		"consulting outside": func(s *scene) {
			s.code("8001", "*2"+outsider+"#").answers(outsider).again().hearing("ann: music", "8001: "+outsider, outsider+": 8001").code("8001", "*6")
			s.hearing("ann: "+outsider, outsider+": ann").hangsUp("ann")
		},
		"swapped": func(s *scene) {
			consulted(s).code("8001", "*5").again().hearing("ann: 8001", "8001: ann", "8002: music").code("8001", "*6")
			with8002(s)
		},
		"three": func(s *scene) {
			consulted(s).code("8001", "*3").again().hearing("ann: 8001 8002", "8001: 8002 ann", "8002: 8001 ann").hangsUp("8001")
			with8002(s)
		},
		"three, it has left": func(s *scene) {
			consulted(s).code("8001", "*3").again(leaves("8002"))
			two(s)
		},
		"aside": func(s *scene) {
			consulted(s).hangsUp("ann").again().hearing("8001: 8002", "8002: 8001").hangsUp("8001").ended("ann", call.Answered, "system")
		},
		"aside, one has left": func(s *scene) {
			consulted(s).hangsUp("ann").again(leaves("8002")).ended("ann", call.Answered, "system")
		},
		"transferring": func(s *scene) {
			s.code("8001", "*48002#").again().hearing("ann: music", "8001: ringing").answers("8002")
			with8002(s)
		},
		"passing": func(s *scene) {
			s.code("8001", "*48002#").hangsUp("8001").again().hearing("ann: music").answers("8002")
			with8002(s)
		},
		"passing outside": func(s *scene) {
			s.code("8001", "*4"+outsider+"#").hangsUp("8001").again().hearing("ann: music").answers(outsider)
			s.hearing("ann: "+outsider, outsider+": ann").hangsUp("ann")
		},
		"passing, it has failed": func(s *scene) {
			s.code("8001", "*48002#").hangsUp("8001").again(func(s *scene) { s.refuses("8002", asterisk.DialBusy, 17, 486) }, func(s *scene) { s.offline("8002") })
			s.plays("ann", "calm").at(11).answers("8001")
			two(s)
		},
		"passed": func(s *scene) {
			consulted(s).code("8001", "*6").again()
			with8002(s)
		},
		"passed, the caller has left": func(s *scene) { consulted(s).code("8001", "*6").again(leaves("ann")).seat("8002", acd.StateWrapUp) },
		"passed, and goes on": func(s *scene) {
			consulted(s).code("8001", "*6").again().at(20).code("8002", "*28001#").answers("8001").again().code("8002", "*6")
			s.hearing("ann: 8001", "8001: ann").seat("8001", acd.StateTalking).seat("8002", acd.StateWrapUp).hangsUp("ann")
		},
		"passed outside": func(s *scene) {
			s.code("8001", "*4"+outsider+"#").answers(outsider).again().hearing("ann: "+outsider, outsider+": ann").hangsUp(outsider).heard("ann")
			s.ended("ann", call.Answered, "system")
		},
		"passed to a seat of another floor": func(s *scene) {
			s.code("8001", "*48003#").answers("8003").again().hearing("ann: 8003", "8003: ann").floorSeat("nation", "8003", acd.StateOccupied)
			s.hangsUp("ann").floorSeat("nation", "8003", acd.StateWrapUp)
		},
		"passed to a seat of another floor, which has left": func(s *scene) {
			s.code("8001", "*48003#").answers("8003").again(leaves("8003")).heard("ann").ended("ann", call.Answered, "system")
		},
		"sent to a queue": func(s *scene) {
			s.code("8001", "*461#").again().hearing("ann: music").answers("8011").hearing("ann: 8011", "8011: ann").hangsUp("ann")
		},
		"joined by a button": func(s *scene) {
			s.button("8001", true).dials("desk", "8001", "*90").answers(outsider).merges("8001", "desk").again().hearing("ann: "+outsider, outsider+": ann")
			s.hangsUp("ann")
		},
	})
}
