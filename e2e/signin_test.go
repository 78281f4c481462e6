package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/softphone"
)

// An agent sits down at a telephone of nobody: number and PIN, and calls ring there.
func TestASeatSignsInAtAnyTelephone(t *testing.T) {
	s := open(t)
	desk := s.phoneOf("9001")
	require.NoError(t, desk.Register(s.ctx))
	c := s.dialFrom(desk, "*118002", softphone.DialOptions{})
	s.hears(c, "请输入密码。")
	require.NoError(t, c.SendDTMF(s.ctx, "0000#", softphone.INFO))
	refused := until(s, 1, any1[call.SignInRefused])
	require.Equal(t, "8002", refused.Seat)
	require.Equal(t, "9001", refused.Phone)
	s.hears(c, "密码不正确。")
	s.hears(c, "请输入密码。")
	require.NoError(t, c.SendDTMF(s.ctx, s.rig.Secrets.PINs["8002"]+"#", softphone.RFC4733))
	s.hears(c, "签入成功，可以接听来电了。")
	in := until(s, 1, func(f *acd.SeatSignedIn) bool { return f.Seat == "8002" })
	require.Equal(t, "9001", in.Phone)
	s.over(c)

	caller, seat := s.connect(direct, desk)
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(seat.Call)
	until(s, 1, func(f *acd.TalkEnded) bool { return f.Seat == "8002" })

	class := s.dialFrom(desk, "*1623", softphone.DialOptions{})
	s.hears(class, "已经记录，投诉请求，康复。")
	s.over(class)
	require.Equal(t, "康复", until(s, 1, any1[call.Classified]).Field)
	figures := s.dialFrom(desk, "*18", softphone.DialOptions{})
	s.hears(figures, "您今天接听")
	s.over(figures)
	pause := s.dialFrom(desk, "*142", softphone.DialOptions{})
	s.over(pause)
	require.Equal(t, "用餐", until(s, 1, func(f *acd.SeatPaused) bool { return f.Seat == "8002" }).Reason)
	out := s.dialFrom(desk, "*12", softphone.DialOptions{})
	s.over(out)
	until(s, 1, func(f *acd.SeatSignedOut) bool { return f.Seat == "8002" })
}
