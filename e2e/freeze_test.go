package e2e

import (
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
	"hotline/internal/site"
	"hotline/internal/softphone"
)

// freeze stops the engine in the middle of whatever it does, with its connections
// open; thaw lets it go on.
func (v *serve) freeze(s *scene) { require.NoError(s, v.cmd.Process.Signal(syscall.SIGSTOP)) }
func (v *serve) thaw(s *scene)   { require.NoError(s, v.cmd.Process.Signal(syscall.SIGCONT)) }

func TestAnEngineThatIsFrozenHoldsNobodyUp(t *testing.T) {
	s := newScene(t)
	engine := s.serve()
	seat, second := s.phoneOf("8001"), s.phoneOf("8002")
	require.NoError(t, seat.Register(s.ctx))
	talking := s.dial(direct)
	ringing := s.answers(seat, talking)
	waiting := s.dialFrom(s.caller(), direct, softphone.DialOptions{From: "13900000001"})
	require.NoError(t, waiting.WaitSound(s.ctx))

	engine.freeze(s)
	s.talk(talking, ringing)
	require.NoError(t, second.Register(s.ctx)) // its sign-in waits for the engine
	late := s.dial(greeted)
	s.hears(late, site.ApologyText)
	taken, also := s.rings(second), s.rings(seat) // the fallback group knows of no talks
	require.NoError(t, taken.Answer(s.ctx))
	s.over(also)
	s.talk(late, taken)
	fromSeat, err := seat.Dial(s.ctx, "*11", softphone.DialOptions{})
	require.NoError(t, err)
	_, err = fromSeat.WaitEnded(s.ctx)
	require.NoError(t, err)
	t.Log("a seat's call was refused after", fromSeat.EndedAt().Sub(fromSeat.Began()))

	engine.thaw(s)
	s.eventually("the engine is back", func() bool { return engine.get("/readyz") == "ready\n" })
	s.talk(talking, ringing)
	s.talk(late, taken)
	require.NoError(t, late.Hangup(s.ctx))
	s.over(taken)
	require.NoError(t, talking.Hangup(s.ctx))
	s.over(ringing)
	s.endedOutcome(engine, call.Answered, "1")
	t.Cleanup(func() { _ = waiting.Hangup(s.ctx) })
	next := s.rings(seat)
	require.Equal(t, "13900000001", next.From().User, "he kept his place")
	require.NoError(t, next.Answer(s.ctx))
	s.talk(waiting, next)
	require.NoError(t, waiting.Hangup(s.ctx))
	s.over(next)
	s.endedOutcome(engine, call.Answered, "2")
	require.Len(t, s.records(), 2, "whoever went to the fallback was none of its calls")
}
