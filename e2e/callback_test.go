package e2e

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/softphone"
)

const (
	ofSuihua   = "88620012" // in office hours; its chain ends in a call back
	backSoon   = "已经为您登记回电，您的位置保留不变，轮到您时我们会打给您。"
	backLater  = "已经为您登记回电，我们会在下一个工作日打给您。"
	backComing = "回电，正在为您接通。"
)

// callback is one as `hotline callbacks` tells of it.
type callback struct {
	ID, Of, Number, Queue, State, Last string
	Attempts                           int
}

func (s *scene) callbacks() (list []callback) {
	s.Helper()
	text := s.hotline("callbacks", "--data", s.data, "--json")
	require.NoError(s, json.Unmarshal([]byte(text), &list), text)
	return list
}

// calledBack: the seat rings first, then the caller's number outside.
func (s *scene) calledBack(seat *softphone.Phone) {
	s.Helper()
	s.calledBackWith(seat, backComing)
}

// calledBackWith is calledBack for a seat that hears another word first.
func (s *scene) calledBackWith(seat *softphone.Phone, word string) {
	s.Helper()
	ringing := s.rings(seat)
	require.Equal(s, "13800138000", ringing.From().User, "the seat sees who is called back")
	require.NoError(s, ringing.Answer(s.ctx))
	s.hears(ringing, word)
	outside := s.outsideRings()
	require.Equal(s, "13800138000", outside.To().User)
	require.Equal(s, "12385", outside.From().User)
	require.NoError(s, outside.Answer(s.ctx))
	s.talk(outside, ringing)
	require.NoError(s, outside.Hangup(s.ctx))
	s.over(ringing)
	until(s, 1, any1[*acd.CallbackDone])
}

func TestACallerIsCalledBack(t *testing.T) {
	s := open(t)
	caller := s.dial(keys)
	asking := until(s, 1, any1[*acd.CallQueued])
	require.NoError(t, caller.SendDTMF(s.ctx, "1", softphone.RFC4733))
	until(s, 1, func(f call.Stepped) bool { return f.Step == "keys/call-back" })
	require.NoError(t, caller.SendDTMF(s.ctx, "1", softphone.RFC4733))
	s.hears(caller, backSoon)
	require.NoError(t, caller.Hangup(s.ctx))
	require.Equal(t, call.AskedCallback, s.ended(1).Outcome)
	require.Equal(t, "listed", s.callbacks()[0].State)

	s.calledBack(s.seat("8001"))
	r := s.ended(2)
	require.Equal(t, call.CallbackReached, r.Outcome)
	require.Equal(t, asking.Call, r.CallbackOf)
	require.Equal(t, "8001", r.Seat)
	list := s.callbacks()
	require.Len(t, list, 1)
	require.Equal(t, callback{
		ID: list[0].ID, Of: asking.Call, Number: "13800138000", Queue: "harbin/advice",
		State: "done", Last: "reached", Attempts: 1,
	}, list[0])
}

// The caller asks on a holiday. When the engine's clock says the next working day,
// he is called, by an engine that was started anew.
func TestAClosedCentreCallsBackOnTheNextWorkingDay(t *testing.T) {
	s := openAt(t, holiday)
	caller := s.dial(ofSuihua)
	until(s, 1, func(f call.Stepped) bool { return f.Step == "office/next-day" })
	require.NoError(t, caller.SendDTMF(s.ctx, "1", softphone.RFC4733))
	s.hears(caller, backLater)
	require.NoError(t, caller.Hangup(s.ctx))
	require.Equal(t, call.AskedCallback, s.ended(1).Outcome)

	s.rig.StopEngine()
	s.setClock("2026-10-08T08:30")
	s.startEngine()
	s.calledBack(s.seat("8201"))
	require.Equal(t, call.CallbackReached, s.ended(2).Outcome)
	require.Equal(t, "done", s.callbacks()[0].State)
}
