package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/softphone"
)

// refusals are the ways in which a seat's phone does not take a call: the call
// goes back to the head of its line and another seat gets it.
func TestASeatDoesNotTakeTheCall(t *testing.T) {
	cases := map[string]struct {
		act    func(s *scene, c *softphone.Call)
		result acd.OfferEnd
		lost   bool
	}{
		"busy":         {func(s *scene, c *softphone.Call) { require.NoError(s, c.Reject(486, "Busy Here")) }, acd.Busy, false},
		"declines":     {func(s *scene, c *softphone.Call) { require.NoError(s, c.Reject(603, "Decline")) }, acd.Declined, false},
		"unavailable":  {func(s *scene, c *softphone.Call) { require.NoError(s, c.Reject(480, "Temporarily Unavailable")) }, acd.Declined, false},
		"out of order": {func(s *scene, c *softphone.Call) { require.NoError(s, c.Reject(503, "Service Unavailable")) }, acd.Failed, true},
		"no answer":    {func(s *scene, c *softphone.Call) { require.NoError(s, c.Ring()) }, acd.NoAnswer, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			first := s.seat("8001")
			caller := s.dial(direct)
			ringing, err := first.NextCall(s.ctx)
			require.NoError(t, err)
			c.act(s, ringing)
			s.over(ringing)
			end := until(s, 1, any1[*acd.OfferEnded])
			require.Equal(t, c.result, end.Result)
			if c.lost {
				until(s, 1, func(f *acd.SeatUnreachable) bool { return f.Seat == "8001" })
			} else {
				paused := until(s, 1, any1[*acd.SeatPaused])
				require.Equal(t, "8001", paused.Seat)
				require.Equal(t, string(c.result), paused.Reason)
			}

			second := s.seat("8002")
			s.answers(second, caller)
			require.NoError(t, caller.Hangup(s.ctx))
			r := s.ended(1)
			require.Equal(t, call.Answered, r.Outcome)
			require.Equal(t, "8002", r.Seat)
		})
	}
}

// A seat that is always at work gets no calls while its phone is not there.
func TestASeatThatIsAlwaysAtWorkButHasNoPhone(t *testing.T) {
	s := open(t)
	until(s, 1, func(f *acd.SeatSignedIn) bool { return f.Seat == "8009" })
	until(s, 1, func(f *acd.SeatUnreachable) bool { return f.Seat == "8009" })
	caller := s.dial("88620009")
	until(s, 1, any1[*acd.CallQueued])
	seat := s.phoneOf("8009")
	require.NoError(t, seat.Register(s.ctx))
	until(s, 1, func(f *acd.SeatReachable) bool { return f.Seat == "8009" })
	s.answers(seat, caller)
	require.NoError(t, caller.Hangup(s.ctx))
	require.Equal(t, call.Answered, s.ended(1).Outcome)
	require.NoError(t, seat.Unregister(s.ctx))
	until(s, 2, func(f *acd.SeatUnreachable) bool { return f.Seat == "8009" })
}

func TestASeatWhosePhoneVanished(t *testing.T) {
	s := open(t)
	seat := s.seat("8001")
	require.NoError(t, seat.Vanish())
	caller := s.dial(direct)
	end := until(s, 1, any1[*acd.OfferEnded])
	require.Contains(t, []acd.OfferEnd{acd.Unreachable, acd.NoAnswer, acd.SeatGone}, end.Result)
	second := s.seat("8002")
	s.answers(second, caller)
	require.NoError(t, caller.Hangup(s.ctx))
	require.Equal(t, call.Answered, s.ended(1).Outcome)
}

func TestASeatReturnsByItsOwnPhone(t *testing.T) {
	s := open(t)
	seat := s.seat("8001")
	caller := s.dial(direct)
	ringing := s.rings(seat)
	require.NoError(t, ringing.Reject(603, "Decline"))
	until(s, 1, any1[*acd.SeatPaused])

	code := s.dialFrom(seat, "*13", softphone.DialOptions{})
	until(s, 1, any1[*acd.SeatReady])
	s.over(code)
	s.answers(seat, caller)
	require.NoError(t, caller.Hangup(s.ctx))
	until(s, 2, any1[call.Ended])
	for _, r := range s.records() {
		if r.To == direct {
			require.Equal(t, call.Answered, r.Outcome)
		} else {
			require.Equal(t, call.Completed, r.Outcome)
		}
	}
}

func TestASeatSignsOutWithItsPhone(t *testing.T) {
	s := open(t)
	seat := s.seat("8001")
	require.NoError(t, seat.Unregister(s.ctx))
	until(s, 1, func(f *acd.SeatSignedOut) bool { return f.Seat == "8001" })
}

func TestAnUnknownCodeIsRefused(t *testing.T) {
	s := open(t)
	seat := s.seat("8001")
	c, err := seat.Dial(s.ctx, "*99", softphone.DialOptions{})
	require.NoError(t, err)
	end, err := c.WaitEnded(s.ctx)
	require.NoError(t, err)
	require.Equal(t, 404, end.Code)
	require.Equal(t, call.Refused, s.ended(1).Outcome)
}
