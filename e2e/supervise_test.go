package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/softphone"
)

// A supervisor changes his part by keys; who hears him changes with it, and each act is
// on record.
func TestASupervisorTakesPartInATalk(t *testing.T) {
	s := open(t)
	desk, chief := s.seat("8001"), s.seat("8000")
	caller, seat := s.connect(direct, desk)
	supervisor := party{s.dialFrom(chief, "*418001", softphone.DialOptions{}), "supervisor", 2400}
	supervised := func(mode string) {
		t.Helper()
		f := until(s, 1, func(f call.Supervised) bool { return f.Mode == mode })
		require.Equal(t, "8001", f.Seat)
		require.Equal(t, "8000", f.By)
	}
	supervised("listen")
	s.sound(supervisor.hears(caller, seat), caller.hears(seat), seat.hears(caller))
	s.press(supervisor, "2")
	supervised("whisper")
	s.sound(supervisor.hears(caller, seat), caller.hears(seat), seat.hears(caller, supervisor))
	s.press(supervisor, "3")
	supervised("barge")
	s.sound(together(caller, seat, supervisor)...)
	s.press(supervisor, "4")
	supervised("take-over")
	s.over(seat.Call)
	s.sound(together(caller, supervisor)...)
	require.Equal(t, "8000", s.transferred("taken-over").To)
	until(s, 1, func(f *acd.TalkPassed) bool { return f.From == "8001" && f.To == "8000" })
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(supervisor.Call)
	until(s, 1, func(f *acd.TalkEnded) bool { return f.Seat == "8000" })
}

func TestASupervisorLeavesAndTheTalkGoesOn(t *testing.T) {
	s := open(t)
	desk, chief := s.seat("8001"), s.seat("8000")
	caller, seat := s.connect(direct, desk)
	supervisor := party{s.dialFrom(chief, "*438001", softphone.DialOptions{}), "supervisor", 2400}
	s.sound(together(caller, seat, supervisor)...)
	require.NoError(t, supervisor.Hangup(s.ctx))
	until(s, 1, func(f call.Supervised) bool { return f.Mode == "end" })
	s.sound(together(caller, seat)...)
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(seat.Call)
}

func TestNobodyElseSupervises(t *testing.T) {
	s := open(t)
	desk, other := s.seat("8001"), s.seat("8002")
	caller, seat := s.connect(direct, desk)
	code := s.dialFrom(other, "*418001", softphone.DialOptions{})
	s.hears(code, "您没有这项权限")
	s.over(code)
	s.sound(together(caller, seat)...)
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(seat.Call)
}
