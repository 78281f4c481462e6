package switchboard

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/asterisk"
	"hotline/internal/call"
)

// died: the engine died when a call was over and before Asterisk's copies were deleted.
func died(s *scene, act func(s *scene)) *scene {
	s.trouble(trouble{op: "delete", times: -1, kind: asterisk.Unreachable})
	act(s)
	s.crash()
	s.noTrouble()
	return s.look()
}

func TestWhatAnEngineBeforeLeftAtAsteriskIsDeleted(t *testing.T) {
	for name, c := range map[string]struct {
		act  func(s *scene)
		left []string
	}{
		"a message": {func(s *scene) {
			s.speaks(5).hangsUp("ann").ended("ann", call.LeftMessage, "caller")
		}, []string{"ann-message-1"}},
		"a message that was too short": {func(s *scene) {
			s.speaks(1).hangsUp("ann").ended("ann", call.AbandonedInMenu, "caller")
		}, []string{"ann-message-1"}},
		"a talk": {func(s *scene) {
			recordedTalk(s).at(8).hangsUp("ann").ended("ann", call.Answered, "caller")
		}, []string{bothSides, otherSide}},
		"a confidential talk": {func(s *scene) {
			recordedTalk(s).at(5).press("8001", "**").hangsUp("ann").ended("ann", call.Answered, "caller")
		}, []string{bothSides, otherSide}},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(s *scene) {
				died(s, c.act).restart(loadTree(t))
				for _, left := range c.left {
					s.told("ann", "delete "+left)
				}
				s.linkDown().look().linkUp().notTold("recordings", "stored")
			})
		})
	}
}

// It is looked for until that has been possible.
func TestWhatIsLeftAtAsteriskIsDeletedAtALaterLink(t *testing.T) {
	play(t, func(s *scene) {
		died(s, func(s *scene) { s.speaks(5).hangsUp("ann") })
		s.trouble(trouble{op: "stored", times: -1, kind: asterisk.Server})
		s.at(20).restart(loadTree(t)).at(60).noTrouble()
		s.notTold("ann", "delete ann-message-1").linkDown().linkUp().told("ann", "delete ann-message-1")
	})
}

// What is for somebody to save stays, and so does what is not ours.
func TestWhatIsNotSettledStaysAtAsterisk(t *testing.T) {
	play(t, func(s *scene) {
		s.speaks(5).trouble(trouble{op: "stop record", times: 1, do: func() { panic("a mistake") }})
		s.presses("ann", '#').ended("ann", call.Handed, "system")
		s.do(func(p *phones) { p.sounds["memo"], p.sounds["0-message-1"] = &sound{}, &sound{} })
		s.crash().look().restart(loadTree(t)).told("recordings", "stored")
		s.do(func(p *phones) {
			require.Len(t, p.sounds, 3)
			clear(p.sounds)
		})
	})
}
