package switchboard

import (
	"testing"

	"hotline/acd"
	"hotline/internal/call"
)

// A seat is supervised in calls that no queue gave it.
func TestWatchOwnCalls(t *testing.T) {
	private := func(s *scene) *scene { return s.dials("desk", "8002", "8100").answers("8100") }
	three := []string{"ann: 8001", "8001: ann"}
	hearing := func(s *scene, more ...string) *scene { s.t.Helper(); return s.hearing(append(more, three...)...) }
	playWatch(t, map[string]func(s *scene){
		"a private call": func(s *scene) {
			private(s).dials("sup", "8000", "*418002")
			hearing(s, "desk: 8100", "8100: desk", "ear at desk: sup", "sup: ear at desk").told("desk", "* supervised 8002 by 8000: listen")
			s.presses("sup", '2')
			hearing(s, "desk: 8100", "8100: desk", "mouth at desk: sup", "sup: mouth at desk")
			s.presses("sup", '3')
			hearing(s, "desk: 8100 sup", "8100: desk sup", "sup: 8100 desk").presses("sup", '4')
			hearing(s, "desk: 8100 sup", "8100: desk sup", "sup: word 8100 desk").presses("sup", '1')
			hearing(s, "desk: 8100", "8100: desk", "ear at desk: sup", "sup: ear at desk").hangsUp("8100").hears("sup", "完了")
			s.told("desk", "* supervised 8002 by 8000: end").hangsUp("ann")
		},
		"the seat that is called": func(s *scene) {
			s.dials("desk", "8100", "8002").answers("8002").dials("sup", "8000", "*418002")
			hearing(s, "desk: 8002", "8002: desk", "ear at 8002: sup", "sup: ear at 8002").hangsUp("8002").hears("sup", "完了").hangsUp("ann")
		},
		"a number outside": func(s *scene) {
			s.dials("desk", "8002", outsider).answers(outsider).dials("sup", "8000", "*438002")
			hearing(s, "desk: "+outsider+" sup", outsider+": desk sup", "sup: "+outsider+" desk").hangsUp("sup")
			hearing(s, "desk: "+outsider, outsider+": desk").hangsUp("desk").hangsUp("ann")
		},
		"it rings": func(s *scene) {
			s.dials("desk", "8002", "8100").dials("sup", "8000", "*418002").hears("sup", "不行 no call").hangsUp("desk").hangsUp("ann")
		},
		"it cannot be taken over": func(s *scene) {
			private(s).dials("sup", "8000", "*448002").hears("sup", "不行 not possible now").hangsUp("desk").hangsUp("ann")
		},
		"he hangs up": func(s *scene) {
			private(s).dials("sup", "8000", "*418002").hangsUp("sup")
			hearing(s, "desk: 8100", "8100: desk").seat("8000", acd.StateReady).hangsUp("desk").hangsUp("ann")
		},
		"the seat hangs up": func(s *scene) {
			private(s).dials("sup", "8000", "*438002").hangsUp("desk").hears("sup", "完了").hangsUp("ann")
		},
		"a seat that waits in a queue, and has somebody": func(s *scene) {
			s.dials("desk", "8000", "60").answers("8002").dials("sup", "8009", "*418002")
			hearing(s, "desk: 8002", "8002: desk", "ear at 8002: sup", "sup: ear at 8002").hangsUp("desk").hears("sup", "完了").hangsUp("ann")
		},
		"after a restart": func(s *scene) {
			private(s).at(2).dials("sup", "8000", "*418002").die() // he comes after them, and is taken up after them
			hearing(s, "desk: 8100", "8100: desk", "ear at desk: sup", "sup: ear at desk").hangsUp("desk").heard("sup").hangsUp("ann")
		},
	})
}

// So is a third party.
func TestWatchThirdParties(t *testing.T) {
	consulted := func(s *scene) *scene { return s.code("8001", "*28002#").answers("8002").look() }
	ear, earOf := "ear at 8002: sup", "sup: ear at 8002"
	playWatch(t, map[string]func(s *scene){
		"a colleague": func(s *scene) {
			consulted(s).dials("sup", "8000", "*418002").hearing("ann: music", "8001: 8002", "8002: 8001", ear, earOf)
			s.told("ann", "* supervised 8002 by 8000: listen").code("8001", "*0").hears("sup", "完了").two().hangsUp("ann")
		},
		"who has the caller afterwards": func(s *scene) {
			consulted(s).dials("sup", "8000", "*418002").dials("bob", "8009", "*418001").hangsUp("8001").hears("bob", "完了")
			s.hearing("ann: 8002", "8002: ann", ear, earOf).presses("sup", '4').hearing("ann: sup", "sup: ann").hangsUp("ann")
		},
		"from another floor, who has the caller afterwards": func(s *scene) {
			tree := loadWatch(s.t)
			boss := tree.Seats["8000"]
			boss.Supervises = append(boss.Supervises, "nation/advice")
			tree.Seats["8000"] = boss
			s.board.Reload(tree)
			s.online("8100").code("8001", "*28100#").answers("8100").dials("sup", "8000", "*418100")
			s.hearing("ann: music", "8001: 8100", "8100: 8001", "ear at 8100: sup", "sup: ear at 8100").hangsUp("8001")
			s.hearing("ann: 8100", "8100: ann", "ear at 8100: sup", "sup: ear at 8100").presses("sup", '3')
			s.hearing("ann: 8100 sup", "8100: ann sup", "sup: 8100 ann").hangsUp("8100").hears("sup", "完了").hangsUp("ann")
		},
		"that a queue found": func(s *scene) {
			s.code("8001", "*260#").answers("8002").dials("sup", "8000", "*418002")
			s.hearing("ann: music", "8001: 8002", "8002: 8001", ear, earOf).code("8001", "*6")
			s.hearing("ann: 8002", "8002: ann", ear, earOf).hangsUp("ann").hears("sup", "完了")
		},
		"he is in the talk himself": func(s *scene) {
			s.code("8001", "*28000#").answers("8000").dials("sup", "8000", "*418001").hears("sup", "不行 not possible now").hangsUp("8000").hangsUp("ann")
		},
	})
}

// The first of the supervisors who answers has the call of a seat that is in no talk.
func TestHelpWithoutATalk(t *testing.T) {
	asked := func(s *scene) *scene {
		return s.dials("desk", "8002", "*17").told("desk", "* help-asked by 8002 of 8000 8009")
	}
	playWatch(t, map[string]func(s *scene){
		"the second": func(s *scene) {
			asked(s).answers("8059").talking("desk", "8059").seat("8009", acd.StateOccupied).seat("8000", acd.StateReady)
			s.hangsUp("desk").ended("desk", call.CalledOut, "caller").seat("8009", acd.StateReady).hangsUp("ann")
		},
		"one declines": func(s *scene) {
			asked(s).refuses("8000", "", 21, 603).answers("8009").talking("desk", "8009").hangsUp("desk").hangsUp("ann")
		},
		"nobody answers": func(s *scene) {
			asked(s).refuses("8000", "", 19, 480).refuses("8009", "", 19, 480).refuses("8059", "", 19, 480).hears("desk", "不行 no-answer").hangsUp("ann")
		},
		"the engine dies meanwhile": func(s *scene) {
			asked(s).die().answers("8000").talking("desk", "8000").seat("8000", acd.StateOccupied).seat("8009", acd.StateReady).hangsUp("desk").hangsUp("ann")
		},
	})
}
