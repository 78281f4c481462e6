package e2e

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/softphone"
)

const (
	remote      = "88620015" // a queue whose only seat is a number outside
	remoteWord  = "残疾人服务热线来电，接听请按一。"
	remoteBrief = "远程咨询来电。"
)

// remoteRings waits for the call at the remote seat's telephone, which shows the
// hotline, and picks it up.
func (s *scene) remoteRings() *softphone.Call {
	s.Helper()
	ringing := s.outsideRings()
	require.Equal(s, "045888621111", ringing.To().User)
	require.Equal(s, "12385", ringing.From().User)
	require.Empty(s, ringing.Header("X-Hotline-Call"))
	require.NoError(s, ringing.Answer(s.ctx))
	s.hears(ringing, remoteWord)
	return ringing
}

func TestARemoteSeatAcceptsByAKey(t *testing.T) {
	s := open(t)
	caller := s.dial(remote)
	ringing := s.remoteRings()
	require.NoError(t, ringing.SendDTMF(s.ctx, "1", softphone.RFC4733))
	s.hears(ringing, remoteBrief)
	s.talk(caller, ringing)
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(ringing)
	r := s.ended(1)
	require.Equal(t, call.Answered, r.Outcome)
	require.Equal(t, "8014", r.Seat)
}

func TestARemoteSeatRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		does func(s *scene, c *softphone.Call) error
		end  acd.OfferEnd
	}{
		"by another key": {func(s *scene, c *softphone.Call) error {
			_ = c.SendDTMF(s.ctx, "2", softphone.RFC4733) // the call may be over before the key is released
			return nil
		}, acd.Declined},
		"by hanging up": {func(s *scene, c *softphone.Call) error { return c.Hangup(s.ctx) }, acd.NoAnswer},
		"by doing nothing, as voicemail boxes do": {func(s *scene, c *softphone.Call) error {
			s.hears(c, remoteWord)
			return nil
		}, acd.NoAnswer},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			caller := s.dial(remote)
			ringing := s.remoteRings()
			require.NoError(t, c.does(s, ringing))
			require.Equal(t, c.end, until(s, 1, any1[*acd.OfferEnded]).Result)
			s.over(ringing)
			require.NoError(t, caller.Hangup(s.ctx))
			require.Equal(t, call.AbandonedInQueue, s.ended(1).Outcome)
		})
	}
}

func TestAPhoneShowsWhoCallsAndFromWhere(t *testing.T) {
	s := open(t)
	seat := s.seat("8001")
	caller := s.dial(direct)
	ringing := s.rings(seat)
	require.Equal(t, "13800138000", ringing.From().User)
	require.Regexp(t, "等待[0-9]+秒$", ringing.From().Display)
	require.Regexp(t, "^[0-9a-z]{16}$", ringing.Header("X-Hotline-Call"))
	require.Regexp(t, "^[0-9]+$", ringing.Header("X-Hotline-Wait"))
	for _, header := range []string{"X-Hotline-Queue", "X-Hotline-Centre"} {
		text, err := url.PathUnescape(ringing.Header(header))
		require.NoError(t, err)
		require.NotEmpty(t, text)
	}
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(ringing)
	require.Equal(t, call.AbandonedRinging, s.ended(1).Outcome)
}
