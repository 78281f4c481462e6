package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
	"hotline/internal/softphone"
)

const (
	served  = "88620005" // talks are recorded, and graded
	grading = "请您评价。"
	grades  = "非常满意，请按 1；满意，请按 2；基本满意，请按 3；不满意，请按 4；非常不满意，请按 5。"
	thanks  = "感谢您的评价。"
	goodbye = "感谢您的来电，再见。"
)

func TestACallerGradesTheTalk(t *testing.T) {
	s := open(t)
	seat := s.seat("8001")
	caller := s.dial(served)
	ringing := s.answers(seat, caller)
	require.NoError(t, ringing.Hangup(s.ctx))
	s.hears(caller, grades)
	require.NoError(t, caller.SendDTMF(s.ctx, "1", softphone.RFC4733))
	s.hears(caller, thanks)
	s.over(caller)
	r := s.ended(1)
	require.Equal(t, call.Answered, r.Outcome)
	require.Equal(t, "8001", r.Seat)
	require.Equal(t, 5, r.Grade)
	rated := until(s, 1, any1[call.Rated])
	require.Equal(t, "8001", rated.Seat)
}

func TestATalkIsRecordedWithBothSides(t *testing.T) {
	s := open(t)
	seat := s.seat("8001")
	caller := s.dial(served)
	ringing := s.answers(seat, caller)
	s.eventually("the talk is being recorded", func() bool {
		channels, err := s.rig.Server.CLI(s.ctx, "core show channels concise")
		return err == nil && strings.Contains(channels, "Recorder/")
	})
	require.NoError(t, caller.PlayTone(s.ctx, 700, time.Second))
	require.NoError(t, ringing.PlayTone(s.ctx, 1100, time.Second))
	require.NoError(t, ringing.WaitTone(s.ctx, 700, 500*time.Millisecond))
	require.NoError(t, caller.WaitTone(s.ctx, 1100, 500*time.Millisecond))
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(ringing)
	recorded := until(s, 1, any1[call.TalkRecorded])
	require.Equal(t, call.Answered, s.ended(1).Outcome)
	sound := s.recorded(recorded.File)
	require.Greater(t, sound.HeardTone(700), 300*time.Millisecond, "the caller")
	require.Greater(t, sound.HeardTone(1100), 300*time.Millisecond, "the seat")
}
