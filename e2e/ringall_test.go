package e2e

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/softphone"
)

const (
	all        = "88620013" // a queue in which all seats ring
	missed     = "88620014" // greeting, then a queue that calls missed callers back
	missedBack = "回电，对方刚才来电未能接通，正在为您接通。"
)

// crowd are the two seats of the queue.
func (s *scene) crowd() (one, other *softphone.Phone) {
	s.Helper()
	return s.seat("8011"), s.seat("8012")
}

func TestAllSeatsRingAndOneAnswers(t *testing.T) {
	s := open(t)
	one, other := s.crowd()
	for round, first := range []*softphone.Phone{one, other} {
		second := other
		if first == other {
			second = one
		}
		caller := s.dial(all)
		ringing, also := s.rings(first), s.rings(second)
		require.NoError(t, ringing.Answer(s.ctx))
		s.over(also)
		s.talk(caller, ringing)
		require.NoError(t, caller.Hangup(s.ctx))
		s.over(ringing)
		r := s.ended(round + 1)
		require.Equal(t, call.Answered, r.Outcome)
		require.Equal(t, []string{"8011", "8012"}[round], r.Seat)
	}
}

func TestTwoSeatsAnswerInTheSameInstant(t *testing.T) {
	s := open(t)
	one, other := s.crowd()
	const rounds = 8
	for round := 1; round <= rounds; round++ {
		caller := s.dial(all)
		ringing := map[string]*softphone.Call{"8011": s.rings(one), "8012": s.rings(other)}
		var both sync.WaitGroup
		for _, c := range ringing {
			both.Go(func() { _ = c.Answer(s.ctx) }) // one comes too late, and may fail
		}
		winner := until(s, round, any1[*acd.Answered]).Seat
		both.Wait()
		for seat, c := range ringing {
			if seat != winner {
				s.over(c)
			}
		}
		s.talk(caller, ringing[winner])
		require.NoError(t, ringing[winner].Hangup(s.ctx))
		s.over(caller)
		require.Equal(t, winner, s.ended(round).Seat)
	}
}

func TestACallerHangsUpWhileAllSeatsRing(t *testing.T) {
	s := open(t)
	one, other := s.crowd()
	caller := s.dial(all)
	ringing, also := s.rings(one), s.rings(other)
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(ringing, also)
	require.Equal(t, call.AbandonedRinging, s.ended(1).Outcome)
}

// The phones that another was faster than ring for the next caller at once.
func TestTwoCallersWhoseSeatsAllRing(t *testing.T) {
	s := open(t)
	one, other := s.crowd()
	first := s.dialFrom(s.caller(), all, softphone.DialOptions{From: "13900000001"})
	ringing, also := s.rings(one), s.rings(other)
	second := s.dialFrom(s.caller(), all, softphone.DialOptions{From: "13900000002"})
	until(s, 2, any1[*acd.CallQueued])
	require.NoError(t, ringing.Answer(s.ctx))
	s.over(also)
	s.talk(first, ringing)
	next := s.rings(other)
	require.Equal(t, "13900000002", next.From().User)
	require.NoError(t, next.Answer(s.ctx))
	s.talk(second, next)
	require.NoError(t, first.Hangup(s.ctx))
	require.NoError(t, second.Hangup(s.ctx))
	for n := range 2 {
		require.Equal(t, call.Answered, s.ended(n+1).Outcome)
	}
}

func TestTheEngineIsKilledWhileAllSeatsRing(t *testing.T) {
	s := newScene(t)
	engine := s.serve()
	one, other := s.phoneOf("8011"), s.phoneOf("8012")
	require.NoError(t, one.Register(s.ctx))
	require.NoError(t, other.Register(s.ctx))
	caller := s.dial(all)
	ringing, also := s.rings(one), s.rings(other)
	engine.kill(s)
	next := s.serve()
	require.NoError(t, also.Answer(s.ctx))
	s.over(ringing)
	s.talk(caller, also)
	require.NoError(t, caller.Hangup(s.ctx))
	s.endedOutcome(next, call.Answered, "1")
	require.Equal(t, "8012", s.onlyRecord().Seat)
}

// Whoever hangs up before he has reached anybody is called back.
func TestAMissedCallerIsCalledBack(t *testing.T) {
	for name, hangsUp := range map[string]func(s *scene, c *softphone.Call){
		"in the greeting": func(s *scene, c *softphone.Call) { require.NoError(s, c.WaitSound(s.ctx)) },
		"in the queue":    func(s *scene, _ *softphone.Call) { until(s, 1, any1[*acd.CallQueued]) },
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			caller := s.dial(missed)
			hangsUp(s, caller)
			require.NoError(t, caller.Hangup(s.ctx))
			listed := until(s, 1, any1[*acd.CallbackListed])
			require.True(t, listed.Missed)
			require.Equal(t, "yichun/back", listed.Queue)
			s.ended(1)
			s.calledBackWith(s.seat("8013"), missedBack)
			r := s.ended(2)
			require.Equal(t, call.CallbackReached, r.Outcome)
			require.Equal(t, listed.Of, r.CallbackOf)
		})
	}
}
