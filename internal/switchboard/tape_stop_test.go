package switchboard

import (
	"testing"

	"hotline/internal/asterisk"
	"hotline/internal/call"
)

// Asterisk did not stop a recording when it was told to: it is told again, for what still
// runs can neither be fetched nor deleted.
func TestRecordingThatDoesNotStopAtOnce(t *testing.T) {
	play(t, func(s *scene) {
		s.speaks(5).crash()
		s.trouble(trouble{op: "stop record", times: 3, kind: asterisk.Server})
		s.at(9).restart(loadTree(t)).at(30).told("ann", "delete ann-message-1").hangsUp("ann").ended("ann", call.AbandonedInMenu, "caller")
	})
}
