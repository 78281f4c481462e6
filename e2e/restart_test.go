package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
	"hotline/internal/softphone"
)

// ended waits until the process is over, and tells whether it ended well.
func (v *serve) ended(s *scene) bool {
	<-v.read
	state, err := v.cmd.Process.Wait()
	require.NoError(s, err)
	return state.Success()
}

func TestANewEngineTakesOver(t *testing.T) {
	s := newScene(t)
	old := s.serve()
	seat, other := s.phoneOf("8001"), s.phoneOf("8002")
	require.NoError(t, seat.Register(s.ctx))
	talking := s.dial(direct)
	ringing := s.answers(seat, talking)
	choosing := s.dialFrom(s.caller(), menu, softphone.DialOptions{From: "13900000003"})
	s.hears(choosing, question)
	require.NoError(t, other.Register(s.ctx))
	offered := s.dialFrom(s.caller(), direct, softphone.DialOptions{From: "13900000001"})
	rings := s.rings(other)
	waiting := s.dialFrom(s.caller(), direct, softphone.DialOptions{From: "13900000002"})
	require.NoError(t, waiting.WaitSound(s.ctx))

	next := s.serve("--take-over", "--listen", old.http)
	require.True(t, old.ended(s), "the old one ends well")
	require.Equal(t, old.http, next.http, "metrics are where they were")
	t.Log(next.log.line("the engine before has let go"))
	require.NoError(t, rings.Answer(s.ctx))
	s.talk(offered, rings)
	s.hears(choosing, question)
	s.talk(talking, ringing)
	require.NoError(t, waiting.WaitSound(s.ctx))
	require.NoError(t, talking.Hangup(s.ctx))
	s.over(ringing)
	his := s.rings(seat)
	require.Equal(t, "13900000002", his.From().User, "he kept his place")
	require.NoError(t, his.Answer(s.ctx))
	s.talk(waiting, his)
	require.NoError(t, choosing.Hangup(s.ctx))
	require.NoError(t, waiting.Hangup(s.ctx))
	require.NoError(t, offered.Hangup(s.ctx))
	s.over(his, rings)
	s.endedOutcome(next, call.Answered, "3")
	s.endedOutcome(next, call.AbandonedInMenu, "1")
}

// Whatever is wrong with the new one, the old one goes on.
func TestANewEngineThatCannotStartLeavesTheOldOneAlone(t *testing.T) {
	s := newScene(t)
	old := s.serve()
	tree := filepath.Join(t.TempDir(), "dialplans")
	require.NoError(t, os.CopyFS(tree, os.DirFS(s.rig.Dialplans)))
	require.NoError(t, os.WriteFile(filepath.Join(tree, "trunks.yaml"), []byte("trunks: {}\nnonsense: 1\n"), 0o600))
	for why, flags := range map[string][]string{
		"trunks.yaml:2":              {"--take-over", "--dialplans", tree},
		"no Asterisk":                {"--take-over", "--ari-url", "http://127.0.0.1:1/ari"},
		"cannot listen on":           {"--take-over", "--listen", s.rig.Server.Site().HTTP.String()},
		"is in use by another":       {},
		"/nonexistent: no such file": {"--take-over", "--espeak", "/nonexistent"},
	} {
		said := s.fails(flags...)
		require.Contains(t, said, why)
		require.Equal(t, "ready\n", old.get("/readyz"), why)
	}
	seat := s.phoneOf("8001")
	require.NoError(t, seat.Register(s.ctx))
	caller := s.dial(direct)
	ringing := s.answers(seat, caller)
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(ringing)
	s.endedOutcome(old, call.Answered, "1")
}

// An engine that was killed leaves a socket behind, and no lock.
func TestTakeOverFromNobody(t *testing.T) {
	s := newScene(t)
	old := s.serve()
	caller := s.dial(direct)
	require.NoError(t, caller.WaitSound(s.ctx))
	old.kill(s)
	next := s.serve("--take-over")
	require.NoError(t, caller.Hangup(s.ctx))
	s.endedOutcome(next, call.AbandonedInQueue, "1")
}
