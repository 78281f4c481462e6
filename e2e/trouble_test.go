package e2e

import (
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/site"
	"hotline/internal/softphone"
)

func TestWithoutAnEngineTheFallbackGroupAnswers(t *testing.T) {
	s := newScene(t)
	first, second := s.phoneOf("8001"), s.phoneOf("8002")
	require.NoError(t, first.Register(s.ctx))
	require.NoError(t, second.Register(s.ctx))
	caller := s.dial(greeted)
	s.hears(caller, site.ApologyText)
	ringing, also := s.rings(first), s.rings(second)
	require.NoError(t, ringing.Answer(s.ctx))
	s.over(also)
	s.talk(caller, ringing)
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(ringing)
}

func TestAnEngineThatDrainsLeavesNewCallersToTheFallbackGroup(t *testing.T) {
	s := open(t)
	seat := s.seat("8001")
	first := s.dial(direct)
	s.answers(seat, first)
	drained := make(chan int)
	go func() { drained <- s.rig.Engine.Drain(s.ctx) }()
	s.eventually("the engine takes no more calls", func() bool { return s.rig.Engine.Ready() != nil })

	second := s.phoneOf("8002")
	require.NoError(t, second.Register(s.ctx))
	late := s.dial(direct)
	s.answers(second, late)
	require.NoError(t, late.Hangup(s.ctx))
	require.NoError(t, first.Hangup(s.ctx))
	require.Zero(t, <-drained, "nothing is left")
	outcomes := map[call.Outcome]int{}
	for _, r := range s.records() {
		outcomes[r.Outcome]++
	}
	require.Equal(t, map[call.Outcome]int{call.Answered: 1}, outcomes, "the late call was never the engine's")
}

// Whoever is cut off by Asterisk has not hung up: he is called back, if he can be.
func TestAsteriskIsKilled(t *testing.T) {
	asteriskEnds(t, func(s *scene) { s.rig.Server.Kill() })
}

func TestAsteriskIsRestartedInGoodOrder(t *testing.T) {
	asteriskEnds(t, func(*scene) {}) // it is told to end before it starts anew
}

func asteriskEnds(t *testing.T, end func(*scene)) {
	s := open(t)
	seat := s.seat("8001")
	talking := s.dial(direct)
	s.answers(seat, talking)
	waiting := s.dialFrom(s.caller(), direct, softphone.DialOptions{Privacy: softphone.Anonymous})
	require.NoError(t, waiting.WaitSound(s.ctx))
	end(s)
	require.NoError(t, s.rig.Server.Restart(s.ctx))
	s.ended(2)
	outcomes := map[call.Outcome]int{}
	for _, r := range s.records() {
		outcomes[r.Outcome]++
		if !r.Ended.IsZero() {
			require.Equal(t, "system", r.By)
		}
	}
	require.Equal(t, 1, outcomes[call.Answered], "it was a talk until it was cut off")
	require.Equal(t, 1, outcomes[call.Failed], "he waited")
	listed := until(s, 1, any1[*acd.CallbackListed])
	require.True(t, listed.Cut)
	s.eventually("the engine is back by itself", func() bool { return s.rig.Engine.Ready() == nil })

	fresh := s.phoneOf("8002")
	require.NoError(t, fresh.Register(s.ctx))
	s.calledBack(fresh)
	require.Len(t, s.callbacks(), 1, "a number that is withheld cannot be called")
}

func TestTheEngineIsKilledDuringATalkAndTheTalkGoesOn(t *testing.T) {
	s := newScene(t)
	engine := s.serve()
	seat := s.phoneOf("8001")
	require.NoError(t, seat.Register(s.ctx))
	caller := s.dial(direct)
	ringing := s.answers(seat, caller)
	engine.kill(s)
	s.talk(caller, ringing)

	next := s.serve()
	s.talk(caller, ringing)
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(ringing)
	s.endedOutcome(next, call.Answered, "1")
	r := s.onlyRecord()
	require.Equal(t, call.Answered, r.Outcome)
	require.Equal(t, "8001", r.Seat)

	again := s.dial(direct)
	s.answers(seat, again)
	require.NoError(t, again.Hangup(s.ctx))
	s.endedOutcome(next, call.Answered, "2")
}

func TestTheEngineIsKilledWhileACallerWaits(t *testing.T) {
	s := newScene(t)
	engine := s.serve()
	caller := s.dialFrom(s.caller(), direct, softphone.DialOptions{From: "13900000001"})
	require.NoError(t, caller.WaitSound(s.ctx))
	engine.kill(s)
	next := s.serve()
	later := s.dialFrom(s.caller(), direct, softphone.DialOptions{From: "13900000002"})
	seat := s.phoneOf("8001")
	require.NoError(t, seat.Register(s.ctx))
	ringing := s.rings(seat)
	require.Equal(t, "13900000001", ringing.From().User, "he kept his place")
	require.NoError(t, ringing.Answer(s.ctx))
	s.talk(caller, ringing)
	require.NoError(t, later.Hangup(s.ctx))
	s.endedOutcome(next, call.AbandonedInQueue, "1")
	require.NoError(t, caller.Hangup(s.ctx))
	s.endedOutcome(next, call.Answered, "1")
}

func TestTheEngineIsKilledAndACallerLeavesMeanwhile(t *testing.T) {
	s := newScene(t)
	engine := s.serve()
	caller := s.dial(direct)
	require.NoError(t, caller.WaitSound(s.ctx))
	engine.kill(s)
	require.NoError(t, caller.Hangup(s.ctx))
	next := s.serve()
	s.eventually("the call is off the books", func() bool {
		return strings.Contains(next.get("/metrics"), "hotline_calls_active 0\n")
	})
	require.Equal(t, call.Failed, s.onlyRecord().Outcome, "nobody saw how it ended")
}

func TestTheEngineIsKilledAndAMenuIsHeardAgain(t *testing.T) {
	s := newScene(t)
	engine := s.serve()
	caller := s.dial(menu)
	s.hears(caller, question)
	engine.kill(s)
	next := s.serve()
	caller.SkipToNow()
	s.hears(caller, question)
	require.NoError(t, caller.Hangup(s.ctx))
	s.endedOutcome(next, call.AbandonedInMenu, "1")
	require.Equal(t, call.AbandonedInMenu, s.onlyRecord().Outcome)
}

func TestServeEndsOnSIGTERMAfterItsCalls(t *testing.T) {
	s := newScene(t)
	engine := s.serve()
	seat := s.phoneOf("8001")
	require.NoError(t, seat.Register(s.ctx))
	caller := s.dial(direct)
	ringing := s.answers(seat, caller)
	require.NoError(t, engine.cmd.Process.Signal(syscall.SIGTERM))
	s.eventually("it drains", func() bool { return strings.HasPrefix(engine.get("/readyz"), "draining") })
	s.talk(caller, ringing)
	require.NoError(t, ringing.Hangup(s.ctx))
	s.over(caller)
	<-engine.read
	state, err := engine.cmd.Process.Wait()
	require.NoError(t, err)
	require.True(t, state.Success(), "%s", state)
	require.Equal(t, call.Answered, s.onlyRecord().Outcome)
	require.NotContains(t, engine.log.String(), "13800138000", "numbers are masked")
}
