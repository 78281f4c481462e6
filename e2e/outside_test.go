package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
	"hotline/internal/softphone"
)

const away = "88620010" // forwards to 12345, else to the queue

// outsideRings waits for the call at the telephone outside.
func (s *scene) outsideRings() *softphone.Call {
	s.Helper()
	c, err := s.exchange.NextCall(s.ctx)
	require.NoError(s, err, "the telephone outside did not ring\n%s", s.story())
	return c
}

func TestACallerIsForwardedToANumberOutside(t *testing.T) {
	for _, who := range []string{"caller", "other"} {
		t.Run(who+" hangs up", func(t *testing.T) {
			s := open(t)
			caller := s.dial(away)
			ringing := s.outsideRings()
			require.Equal(t, "12345", ringing.To().User)
			require.NoError(t, ringing.Answer(s.ctx))
			s.talk(caller, ringing)
			if who == "caller" {
				require.NoError(t, caller.Hangup(s.ctx))
			} else {
				require.NoError(t, ringing.Hangup(s.ctx))
			}
			s.over(caller, ringing)
			require.Equal(t, call.Forwarded, s.ended(1).Outcome)
		})
	}
}

func TestANumberOutsideIsBusyAndTheCallerReachesASeat(t *testing.T) {
	s := open(t)
	seat := s.seat("8001")
	caller := s.dial(away)
	require.NoError(t, s.outsideRings().Reject(486, "Busy Here"))
	s.answers(seat, caller)
	require.NoError(t, caller.Hangup(s.ctx))
	require.Equal(t, call.Answered, s.ended(1).Outcome)
}

func TestACallerHangsUpWhileTheNumberOutsideRings(t *testing.T) {
	s := open(t)
	caller := s.dial(away)
	ringing := s.outsideRings()
	require.NoError(t, ringing.Ring())
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(ringing)
	require.Equal(t, call.AbandonedRinging, s.ended(1).Outcome)
}
