package switchboard

import (
	"testing"

	"hotline/acd"
	"hotline/internal/call"
)

// One call from end to end. The scene also holds each request back-to-back with
// the fact that has to be on record before it.
func TestCallFromGreetingToGoodbye(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8001").look()
		s.at(1).arrives("ann", "12385").happened("ann",
			"* arrived", "* stepped city/greet", "answer ann", "play ann 您好")
		s.at(3).heard("ann").happened("ann",
			"* stepped city/wait",
			"* leg-dialled 8001", "dial PJSIP/8001 as ann-1 for 22s", "bridge ann-talk", "music ann calm")
		s.at(4).rings("8001").happened("ann", "* leg-ringing")
		s.at(6).answers("8001").happened("ann",
			"stop music ann", "join ann and ann-1", "* connected").talking("ann", "8001")
		s.at(60).hangsUp("8001").happened("ann",
			"* leg-ended", "unbridge ann-talk", "* stepped city/bye", "play ann 再见")
		s.at(61).heard("ann").happened("ann",
			"hang up ann normal", "* ended answered by seat")
		s.happened("floor city",
			"call-queued ann", "offered ann to 8001", "offer-ended ann at 8001: answered",
			"answered ann by 8001", "talk-ended ann by seat")
		s.seat("8001", acd.StateWrapUp).at(71).seat("8001", acd.StateReady)
	})
}

func TestCallerEndsTheTalk(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8001").arrives("ann", "12385").heard("ann").answers("8001").look()
		s.at(9).hangsUp("ann").happened("ann", "hang up ann-1 normal", "* leg-ended", "unbridge ann-talk", "* ended answered by caller")
		s.ended("ann", call.Answered, "caller")
	})
}
