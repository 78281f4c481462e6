package e2e

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"hotline/internal/softphone"
)

// Whatever a caller's telephone calls itself, the call goes through, and the seat's
// telephone shows clean text.
func TestCallersWithStrangeNames(t *testing.T) {
	s := open(t)
	desk := s.seat("8001")
	for name, raw := range map[string][]byte{
		"control characters": []byte("\x01\x1b[31mred\x7f\ttab"),
		"GB18030":            {0xcd, 0xf5, 0xd0, 0xa1, 0xc3, 0xf7}, // 王小明
		"200 characters":     []byte(strings.Repeat("长", 200)),
	} {
		caller := s.dialFrom(s.caller(), direct, softphone.DialOptions{RawDisplay: raw})
		seat := s.rings(desk)
		require.Equal(t, "13800138000", seat.From().User, name)
		for _, shown := range []string{seat.From().Display, seat.HeaderText("X-Hotline-Name")} {
			require.True(t, utf8.ValidString(shown), "%s: %q", name, shown)
			require.Equal(t, -1, strings.IndexFunc(shown, unicode.IsControl), "%s: %q", name, shown)
			require.LessOrEqual(t, utf8.RuneCountInString(shown), 40, name)
		}
		require.NoError(t, seat.Answer(s.ctx))
		s.talk(caller, seat)
		require.NoError(t, caller.Hangup(s.ctx))
		s.over(seat)
		code := s.dialFrom(desk, "*13", softphone.DialOptions{}) // no time for notes
		s.over(code)
	}
}

// A telephone that sends calls on (302) is followed to numbers that the house allows,
// where a key accepts; elsewhere the seat has declined.
func TestATelephoneSendsACallOn(t *testing.T) {
	s := open(t)
	desk := s.seat("8001")
	caller := s.dial(direct)
	ringing, err := desk.NextCall(s.ctx)
	require.NoError(t, err)
	require.NoError(t, ringing.Redirect("sip:12345@"+s.rig.SIP()))
	outside := s.outsideRings()
	require.NoError(t, outside.Answer(s.ctx))
	s.hears(outside, remoteWord)
	require.NoError(t, outside.SendDTMF(s.ctx, "1", softphone.RFC4733))
	s.talk(caller, outside)
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(outside)
}
