package e2e

import (
	"encoding/json"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/softphone"
)

const (
	city     = "12385"
	province = "045112385"
	nation   = "01012385"

	keys     = "88620004" // the queue, and keys that lead away from it
	oldHere  = "88620006" // will be given up
	ofDaqing = "88620011" // in office hours; its chain ends in voicemail
)

const (
	workday = "2026-10-10T10:00" // a Saturday that is worked, for the National Day's sake
	holiday = "2026-10-01T10:00"
)

const (
	ofProvince = "您好，这里是省中心。"
	ofNation   = "您好，这里是国家中心。"
	holidayToo = "国家中心休息：今天是国庆节假期。"
	numberGoes = "请记住新号码，幺二三八五。"
)

// hotline runs the binary beside the engine, and returns what it prints.
func (s *scene) hotline(args ...string) string {
	s.Helper()
	out, err := exec.CommandContext(s.ctx, shared.binary, args...).Output()
	require.NoError(s, err, "hotline %q", args)
	return string(out)
}

// listed is a call as `hotline calls` tells of it.
type listed struct{ ID, To, Centre, Queue, Seat, Outcome string }

func (s *scene) calls() (list []listed) {
	s.Helper()
	text := s.hotline("calls", "--data", s.data, "--json")
	require.NoError(s, json.Unmarshal([]byte(text), &list), text)
	return list
}

// A number without area code is the city, with one the province, with 010 the
// nation: on a Saturday that is a working day.
func TestTheCalledNumberDecidesTheTier(t *testing.T) {
	s := newScene(t)
	engine := s.serve("--clock-offset", workday+":00+08:00")
	for i, c := range []struct{ number, heard, seat, centre string }{
		{city, greeting, "8001", "harbin"},
		{province, ofProvince, "8101", "heilongjiang"},
		{nation, ofNation, "1001", "nation"},
	} {
		seat := s.phoneOf(c.seat)
		require.NoError(t, seat.Register(s.ctx))
		caller := s.dial(c.number)
		s.hears(caller, c.heard)
		s.answers(seat, caller)
		require.NoError(t, caller.Hangup(s.ctx))
		s.endedOutcome(engine, call.Answered, string(rune('1'+i)))
		last := s.calls()[i]
		require.NotEmpty(t, last.ID)
		last.ID = ""
		require.Equal(t, listed{"", c.number, c.centre, c.centre + "/advice", c.seat, "answered"}, last)
	}
}

func TestOutOfHoursTheNationTellsWhyAndTheCityAnswers(t *testing.T) {
	s := newScene(t)
	engine := s.serve("--clock-offset", holiday+":00+08:00")
	far := s.dial(nation)
	s.hears(far, holidayToo)
	require.NoError(t, far.Hangup(s.ctx))
	s.endedOutcome(engine, call.Closed, "1")

	seat := s.phoneOf("8001")
	require.NoError(t, seat.Register(s.ctx))
	near := s.dial(city)
	s.answers(seat, near)
	require.NoError(t, near.Hangup(s.ctx))
	s.endedOutcome(engine, call.Answered, "1")
	require.Equal(t, "nation", s.calls()[0].Centre)
	require.Equal(t, "harbin", s.calls()[1].Centre)
}

// daqing is closed that day, the province above it is not.
func TestAClosedCityLeadsToTheOpenProvince(t *testing.T) {
	s := openAt(t, workday)
	seat := s.seat("8101")
	caller := s.dial(ofDaqing)
	s.answers(seat, caller)
	require.NoError(t, caller.Hangup(s.ctx))
	moved := until(s, 1, any1[call.Moved])
	require.Equal(t, "heilongjiang", moved.Centre)
	require.Equal(t, []string{"heilongjiang is open: working-hours"}, moved.Why)
	r := s.ended(1)
	require.Equal(t, call.Answered, r.Outcome)
	require.Equal(t, "heilongjiang", r.Centre)
}

// entersArea presses the key that leads out of the queue, and an area code.
func (s *scene) entersArea(caller *softphone.Call, code string) {
	s.Helper()
	require.NoError(s, caller.SendDTMF(s.ctx, "2", softphone.RFC4733))
	until(s, 1, func(f call.Stepped) bool { return f.Step == "ask-area/ask" })
	require.NoError(s, caller.SendDTMF(s.ctx, code+"#1", softphone.RFC4733))
}

func TestKeysLeadToAnotherTierAndThePlaceIsKept(t *testing.T) {
	s := openAt(t, workday)
	first := s.dialFrom(s.caller(), keys, softphone.DialOptions{From: "13900000001"})
	began := until(s, 1, any1[*acd.CallQueued])
	second := s.dialFrom(s.caller(), nation, softphone.DialOptions{From: "13900000002"})
	later := until(s, 1, func(f *acd.CallQueued) bool { return f.Queue == "nation/advice" })

	s.entersArea(first, "010")
	s.hears(first, ofNation)
	moved := until(s, 2, func(f *acd.CallQueued) bool { return f.Queue == "nation/advice" })
	require.Equal(t, began.Call, moved.Call)
	require.Less(t, moved.Since, later.Since, "the call is as old as it was")

	seat := s.seat("1001")
	for i, caller := range []*softphone.Call{first, second} {
		ringing := s.rings(seat)
		require.Equal(t, []string{"13900000001", "13900000002"}[i], ringing.From().User)
		require.NoError(t, ringing.Answer(s.ctx))
		s.talk(caller, ringing)
		require.NoError(t, caller.Hangup(s.ctx))
		s.over(ringing)
		r := s.ended(i + 1)
		require.Equal(t, call.Answered, r.Outcome)
		require.Equal(t, "nation", r.Centre)
	}
}

func TestAnOldNumberTellsTheNewOneAndTheCallGoesOn(t *testing.T) {
	s := open(t)
	seat := s.seat("8001")
	caller := s.dial(oldHere)
	s.hears(caller, numberGoes)
	s.hears(caller, greeting)
	s.answers(seat, caller)
	require.NoError(t, caller.Hangup(s.ctx))
	r := s.ended(1)
	require.Equal(t, call.Answered, r.Outcome)
	require.Equal(t, "harbin", r.Centre)
}
