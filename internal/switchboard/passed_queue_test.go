package switchboard

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/dialplan"
)

// recordingCity is the tree with the queue of the city recording its talks.
func recordingCity(t testing.TB) *dialplan.Tree {
	t.Helper()
	tree := loadTree(t)
	queues := tree.Centres["city"].Queues
	for i := range queues {
		queues[i].Record = true
	}
	return tree
}

// A talk that goes on with a seat of a queue which records is announced and recorded from
// then on.
func TestTalkPassedToAQueueThatRecords(t *testing.T) {
	for name, act := range map[string]func(s *scene){
		"at once":        func(s *scene) { s.code("8001", "*6") },
		"by hanging up":  func(s *scene) { s.hangsUp("8001") },
		"after a swap":   func(s *scene) { s.code("8001", "*5").code("8001", "*6") },
		"from all three": func(s *scene) { s.code("8001", "*3").code("8001", "*6") },
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *scene) {
				s.at(0).online("8001").arrives("ann", "12385").heard("ann").answers("8001").online("8002").notTold("ann", saysRecorded)
				s.board.Reload(recordingCity(t))
				s.code("8001", "*260#").answers("8002").look()
				act(s)
				s.talking("ann", "8002").told("ann", saysRecorded).recording().allHeard(false)
				require.Contains(t, s.since("ann"), "* recording-begun")
				s.at(9).hangsUp("ann")
			})
		})
	}
}

// Telephones that ring after the call was made confidential show no number.
func TestConfidentialNumber(t *testing.T) {
	play(t, func(s *scene) {
		s.at(0).online("8001").arrives("ann", "12385").heard("ann")
		require.Contains(t, s.asked("8001").CallerID, "<13800138000>")
		s.answers("8001").online("8002").code("8001", "**").heard(s.channel("8001")).code("8001", "*28002#")
		require.Contains(t, s.asked("8002").CallerID, "<anonymous>")
		require.NotContains(t, s.asked("8002").CallerID, "138")
		s.code("8001", "*0").code("8001", "*2"+outsider+"#")
		require.NotContains(t, s.asked(outsider).CallerID, "138")
		s.hangsUp("ann")
	})
}
