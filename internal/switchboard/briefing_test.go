package switchboard

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
)

// briefing is a seat that is told of a caller who has waited for 70 seconds.
func briefing(s *scene) *scene {
	s.at(0).leaves("far", "8041").arrives("ann", "12392").heard("ann")
	s.at(20).heard("ann").at(50).heard("ann").at(70).online("8042").look()
	return s.answers("8042").happened("ann", "play ann-1 康复，已等1分10秒").plays("ann", "calm")
}

// announced is a seat that is told of a caller while he hears his place in the line.
func announced(s *scene) *scene {
	s.at(0).leaves("far", "8041").arrives("ann", "12392").heard("ann")
	s.at(20).told("ann", "play ann 您是下一位，请您稍候。").online("8042").answers("8042")
	return s.told("ann", "play ann-1 康复，已等20秒").plays("ann", "")
}

func TestBriefing(t *testing.T) {
	for name, act := range map[string]func(s *scene){
		"then they talk": func(s *scene) {
			briefing(s).heard(s.channel("8042")).happened("ann", "stop music ann", "join ann and ann-1", "* connected").talking("ann", "8042")
			s.hangsUp("8042").heard("ann").ended("ann", call.Answered, "seat")
		},
		"the caller hangs up": func(s *scene) {
			briefing(s).hangsUp("ann").told("ann", "hang up ann-1 normal").notTold("ann", "join ann and ann-1")
			s.ended("ann", call.Answered, "caller").standsAs("far", "8042", acd.StateWrapUp)
		},
		"the seat hangs up": func(s *scene) {
			briefing(s).hangsUp("8042").plays("ann", "calm").told("floor far", "talk-ended ann by system")
			s.told("floor far", "call-queued ann").standsAs("far", "8042", acd.StateWrapUp).look()
			s.at(80).told("floor far", "offered ann to 8042").answers("8042").heard(s.channel("8042")).talking("ann", "8042").hangsUp("ann")
		},
		"it begins in the middle of an announcement": func(s *scene) {
			announced(s).heard("ann").plays("ann", "calm").heard(s.channel("8042")).talking("ann", "8042").plays("ann", "").hangsUp("ann")
		},
		"it is shorter than the announcement": func(s *scene) {
			announced(s).heard(s.channel("8042")).told("ann", "stop play").talking("ann", "8042").plays("ann", "").hangsUp("ann")
		},
		"it cannot be played": func(s *scene) {
			s.at(0).leaves("far", "8041").arrives("ann", "12392").heard("ann").at(10).online("8042")
			s.trouble(trouble{op: "play", times: 1, kind: asterisk.Server})
			s.answers("8042").talking("ann", "8042").hangsUp("ann")
		},
		"nobody knows whether it is played": func(s *scene) {
			s.at(0).online("8042").leaves("far", "8041").arrives("ann", "12392").heard("ann").look()
			s.trouble(trouble{op: "play", times: 1, kind: asterisk.Timeout, done: true})
			s.answers("8042").told("ann", "stop play").talking("ann", "8042").hangsUp("ann")
		},
		"the engine dies meanwhile": func(s *scene) {
			briefing(s).crash().look().restart(loadTree(t)).told("ann", "stop play").talking("ann", "8042").plays("ann", "")
			s.hangsUp("8042").heard("ann").ended("ann", call.Answered, "seat")
		},
		"the seat hangs up while no engine is there": func(s *scene) {
			briefing(s).crash().hangsUp("8042").restart(loadTree(t)).told("floor far", "talk-ended ann by seat").hangsUp("ann")
		},
	} {
		t.Run(name, func(t *testing.T) { play(t, act) })
	}
}

// A seat that hangs up each time it is told of a caller does not keep him for ever.
func TestSeatThatNeverHearsTheBriefingOut(t *testing.T) {
	play(t, func(s *scene) {
		briefing(s)
		for try := range 3 {
			s.hangsUp("8042").at(float64(80 + 10*try)).answers("8042")
		}
		s.hangsUp("8042").ended("ann", call.Handed, "system")
	})
}

func TestQueueThatIsNoMore(t *testing.T) {
	require.Equal(t, "city/gone", queueOf(loadTree(t), "city/gone").ID)
	require.Empty(t, queueOf(loadTree(t), "city/gone").Briefing)
	require.Equal(t, "康复", queueOf(loadTree(t), "far/advice").Title)
}
