package e2e

import (
	"testing"

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
