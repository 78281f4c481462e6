package e2e

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/softphone"
)

// The numbers of the test tree.
const (
	greeted = "12385"    // greeting, then the queue
	direct  = "88620001" // the queue at once
	menu    = "88620002" // a short menu
	careful = "88620003" // the queue, with words for when nobody is at work
)

const (
	greeting = "您好，这里是测试中心，请稍候。"
	question = "要咨询政策，请按 1。"
	second   = "要反映问题，请按 2。"
	answer1  = "您选择了政策咨询。"
	nobody   = "现在没有座席在线，请不要挂机，有人上线后马上为您接通。"
)

func TestACallerReachesASeatAndTheyHearEachOther(t *testing.T) {
	s := open(t)
	seat := s.seat("8001")
	caller := s.dial(greeted)
	s.hears(caller, greeting)
	ringing := s.rings(seat)
	require.Equal(t, "13800138000", ringing.From().User, "the seat sees who calls")
	require.NoError(t, ringing.Answer(s.ctx))
	s.talk(caller, ringing)
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(ringing)

	r := s.ended(1)
	require.Equal(t, call.Answered, r.Outcome)
	require.Equal(t, "13800138000", r.From)
	require.Equal(t, "12385", r.To)
	require.Equal(t, "harbin", r.Centre)
	require.Equal(t, "harbin/advice", r.Queue)
	require.Equal(t, "8001", r.Seat)
	require.Positive(t, r.Talked)
	require.Equal(t, "caller", r.By)
}

func TestTheSeatHangsUp(t *testing.T) {
	s := open(t)
	seat := s.seat("8001")
	caller := s.dial(direct)
	ringing := s.answers(seat, caller)
	require.NoError(t, ringing.Hangup(s.ctx))
	s.over(caller)
	r := s.ended(1)
	require.Equal(t, call.Answered, r.Outcome)
	require.Equal(t, "seat", r.By)
}

func TestACallerHangsUpDuringTheGreeting(t *testing.T) {
	s := open(t)
	s.seat("8001")
	caller := s.dial(greeted)
	require.NoError(t, caller.WaitSound(s.ctx))
	require.NoError(t, caller.Hangup(s.ctx))
	r := s.ended(1)
	require.Equal(t, call.AbandonedInMenu, r.Outcome)
	require.Empty(t, r.Queue)
}

func TestACallerHangsUpInTheMenu(t *testing.T) {
	s := open(t)
	caller := s.dial(menu)
	s.hears(caller, question)
	require.NoError(t, caller.Hangup(s.ctx))
	require.Equal(t, call.AbandonedInMenu, s.ended(1).Outcome)
}

func TestACallerHangsUpInTheQueue(t *testing.T) {
	s := open(t)
	caller := s.dial(direct)
	until(s, 1, any1[*acd.CallQueued])
	require.NoError(t, caller.WaitSound(s.ctx), "there is music")
	require.NoError(t, caller.Hangup(s.ctx))
	r := s.ended(1)
	require.Equal(t, call.AbandonedInQueue, r.Outcome)
	require.Equal(t, "harbin/advice", r.Queue)
}

func TestACallerHangsUpWhileTheSeatRings(t *testing.T) {
	s := open(t)
	seat := s.seat("8001")
	caller := s.dial(direct)
	ringing := s.rings(seat)
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(ringing)
	r := s.ended(1)
	require.Equal(t, call.AbandonedRinging, r.Outcome)

	again := s.dial(direct)
	s.answers(seat, again)
	require.NoError(t, again.Hangup(s.ctx))
	require.Equal(t, call.Answered, s.ended(2).Outcome)
}

func TestACallerHangsUpInTheInstantTheSeatAnswers(t *testing.T) {
	s := open(t)
	seat := s.seat("8001")
	const rounds = 12
	for round := 1; round <= rounds; round++ {
		caller := s.dial(direct)
		ringing := s.rings(seat)
		var both sync.WaitGroup
		both.Go(func() { _ = ringing.Answer(s.ctx) }) // may come too late, and then fails
		both.Go(func() { _ = caller.Hangup(s.ctx) })
		both.Wait()
		s.over(caller, ringing)
		r := s.ended(round)
		require.Contains(t, []call.Outcome{call.Answered, call.AbandonedRinging}, r.Outcome)
	}
	s.nothingLeft()
	last := s.dial(direct)
	s.answers(seat, last)
	require.NoError(t, last.Hangup(s.ctx))
	require.Equal(t, call.Answered, s.ended(rounds+1).Outcome)
}

func TestKeys(t *testing.T) {
	for _, mode := range []softphone.DTMFMode{softphone.RFC4733, softphone.INFO} {
		t.Run(mode.String(), func(t *testing.T) {
			s := open(t)
			caller := s.dial(menu)
			require.NoError(t, caller.WaitSound(s.ctx))
			require.NoError(t, caller.SendDTMF(s.ctx, "1", mode))
			s.hears(caller, answer1)
			require.False(t, caller.Heard().Contains(s.words(second)).Heard(), "the key stopped the prompt")
			until(s, 1, any1[*acd.CallQueued])
			require.NoError(t, caller.Hangup(s.ctx))
			require.Equal(t, call.AbandonedInQueue, s.ended(1).Outcome)
		})
	}
}

func TestZeroReachesAPerson(t *testing.T) {
	s := open(t)
	seat := s.seat("8001")
	caller := s.dial(menu)
	require.NoError(t, caller.WaitSound(s.ctx))
	require.NoError(t, caller.SendDTMF(s.ctx, "0", softphone.RFC4733))
	s.answers(seat, caller)
	require.NoError(t, caller.Hangup(s.ctx))
	require.Equal(t, call.Answered, s.ended(1).Outcome)
}

func TestTwoCallersOneSeatFirstComeFirstServed(t *testing.T) {
	s := open(t)
	first := s.dialFrom(s.caller(), direct, softphone.DialOptions{From: "13900000001"})
	until(s, 1, any1[*acd.CallQueued])
	second := s.dialFrom(s.caller(), direct, softphone.DialOptions{From: "13900000002"})
	until(s, 2, any1[*acd.CallQueued])
	seat := s.seat("8001")
	for i, caller := range []*softphone.Call{first, second} {
		ringing := s.rings(seat)
		require.Equal(t, []string{"13900000001", "13900000002"}[i], ringing.From().User)
		require.NoError(t, ringing.Answer(s.ctx))
		s.talk(caller, ringing)
		require.NoError(t, ringing.Hangup(s.ctx))
		s.over(caller)
		require.Equal(t, call.Answered, s.ended(i+1).Outcome)
	}
}

func TestNoSeatSignedIn(t *testing.T) {
	s := open(t)
	caller := s.dial(careful)
	s.hears(caller, nobody)
	until(s, 2, any1[*acd.CallQueued])
	seat := s.seat("8001")
	s.answers(seat, caller)
	require.NoError(t, caller.Hangup(s.ctx))
	require.Equal(t, call.Answered, s.ended(1).Outcome, "he kept waiting, and somebody came")
}

func TestCallersNumbers(t *testing.T) {
	cases := map[string]struct {
		opts softphone.DialOptions
		from string
	}{
		"withheld":  {softphone.DialOptions{Privacy: softphone.Anonymous}, ""},
		"no number": {softphone.DialOptions{Privacy: softphone.NoNumber}, ""},
		"+86":       {softphone.DialOptions{From: "+8613800138001"}, "13800138001"},
		"0086":      {softphone.DialOptions{From: "008613800138001"}, "13800138001"},
		"0 before":  {softphone.DialOptions{From: "013800138001"}, "13800138001"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			seat := s.seat("8001")
			caller := s.dialFrom(s.caller(), direct, c.opts)
			s.answers(seat, caller)
			require.NoError(t, caller.Hangup(s.ctx))
			r := s.ended(1)
			require.Equal(t, call.Answered, r.Outcome)
			require.Equal(t, c.from, r.From)
		})
	}
}

func TestAnAnnouncementTellsThePlaceAndTheMusicGoesOn(t *testing.T) {
	s := open(t)
	caller := s.dial(direct)
	until(s, 1, any1[*acd.CallQueued])
	s.hears(caller, "您是下一位，请您稍候。")
	caller.SkipToNow()
	require.NoError(t, caller.WaitSound(s.ctx), "music again")
	require.NoError(t, caller.Hangup(s.ctx))
	require.Equal(t, call.AbandonedInQueue, s.ended(1).Outcome)
}
