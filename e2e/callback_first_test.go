package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/softphone"
)

const (
	callerFirst = "88620016" // a queue that calls missed callers back, them first
	firstWord   = "您好，这里是群呼中心，您刚才来电未能接通。接通座席请按一，不需要了请按二。"
	noMoreWord  = "好的，不再给您回电。感谢您的来电，再见。"
)

// calledFirst: somebody has hung up in the queue; a seat comes to work, and his telephone
// outside rings. He picks it up, and hears who calls.
func (s *scene) calledFirst() (seat *softphone.Phone, outside *softphone.Call) {
	s.Helper()
	caller := s.dial(callerFirst)
	until(s, 1, any1[*acd.CallQueued])
	require.NoError(s, caller.Hangup(s.ctx))
	s.ended(1)
	seat = s.seat("8015")
	outside = s.outsideRings()
	require.Equal(s, "13800138000", outside.To().User)
	require.Equal(s, "12385", outside.From().User)
	require.Equal(s, "8015", until(s, 1, any1[*acd.Offered]).Seat, "a seat is reserved for him")
	require.NoError(s, outside.Answer(s.ctx))
	s.hears(outside, firstWord)
	return seat, outside
}

// queuedBack waits for the call of a callback that was asked for, which has its time.
func (s *scene) queuedBack() *acd.CallQueued {
	s.Helper()
	for {
		s.mu.Lock()
		changed := s.changed
		for _, f := range s.facts[s.begun:] {
			if f, ok := f.(*acd.CallQueued); ok && f.Callback.ID != "" {
				s.mu.Unlock()
				return f
			}
		}
		s.mu.Unlock()
		select {
		case <-changed:
		case <-s.ctx.Done():
			s.Fatalf("nobody is called back\n%s", s.story())
		}
	}
}

// noSeatRang checks that no seat's telephone was dialled for the callback.
func (s *scene) noSeatRang() {
	s.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.facts[s.begun:] {
		if f, ok := f.(call.LegDialled); ok {
			require.Empty(s, f.Seat, "the seat's telephone is still")
		}
	}
}

func TestTheCallerIsCalledFirstAndConfirms(t *testing.T) {
	s := open(t)
	seat, outside := s.calledFirst()
	s.noSeatRang()
	require.NoError(t, outside.SendDTMF(s.ctx, "1", softphone.RFC4733))
	ringing := s.rings(seat)
	require.Equal(t, "13800138000", ringing.From().User)
	require.NoError(t, outside.WaitSound(s.ctx), "he hears music while he waits")
	require.NoError(t, ringing.Answer(s.ctx))
	s.talk(outside, ringing)

	// The talk is one like any other.
	require.NoError(t, ringing.SendDTMF(s.ctx, "*1", softphone.RFC4733))
	until(s, 1, func(f *acd.TalkMoved) bool { return f.To == acd.StateOnHold })
	require.NoError(t, ringing.SendDTMF(s.ctx, "*1", softphone.RFC4733))
	until(s, 1, func(f *acd.TalkMoved) bool { return f.To == acd.StateTalking })
	s.talk(outside, ringing)
	require.NoError(t, ringing.Hangup(s.ctx))
	s.over(outside)
	r := s.ended(2)
	require.Equal(t, call.CallbackReached, r.Outcome)
	require.Equal(t, "8015", r.Seat)
	until(s, 1, any1[*acd.CallbackDone])
}

func TestTheCallerIsCalledFirstAndDoesNotWantIt(t *testing.T) {
	s := open(t)
	_, outside := s.calledFirst()
	require.NoError(t, outside.SendDTMF(s.ctx, "2", softphone.RFC4733))
	s.hears(outside, noMoreWord)
	s.over(outside)
	require.Equal(t, acd.GivenUpUnwanted, until(s, 1, any1[*acd.CallbackGivenUp]).Reason)
	require.Equal(t, acd.CallerGone, until(s, 1, any1[*acd.OfferEnded]).Result, "the seat is not to blame")
	r := s.ended(2)
	require.Equal(t, call.CallbackUnwanted, r.Outcome)
	s.noSeatRang()
}

func TestTheCallerIsCalledFirstAndAMachineAnswers(t *testing.T) {
	s := open(t)
	_, outside := s.calledFirst()
	outside.SkipToNow()
	s.hears(outside, firstWord)
	s.over(outside)
	tried := until(s, 1, any1[*acd.CallbackTried])
	require.Equal(t, acd.CallbackMachine, tried.Result)
	require.NotZero(t, tried.Due, "he will be called again")
	require.Equal(t, acd.CallerGone, until(s, 1, any1[*acd.OfferEnded]).Result, "the seat is not to blame")
	require.Equal(t, call.CallbackFailed, s.ended(2).Outcome)
	s.noSeatRang()
}

// The seat first: what answers is a machine, and the seat says so by a code.
func TestASeatSaysThatAMachineAnswered(t *testing.T) {
	s := open(t)
	caller := s.dial(missed)
	until(s, 1, any1[*acd.CallQueued])
	require.NoError(t, caller.Hangup(s.ctx))
	s.ended(1)
	ringing := s.rings(s.seat("8013"))
	require.NoError(t, ringing.Answer(s.ctx))
	s.hears(ringing, missedBack)
	outside := s.outsideRings()
	require.NoError(t, outside.Answer(s.ctx))
	s.talk(outside, ringing)
	_ = ringing.SendDTMF(s.ctx, "*#", softphone.RFC4733) // the call may be over before the key is released
	s.over(outside, ringing)
	require.Equal(t, acd.CallbackMachine, until(s, 1, any1[*acd.CallbackTried]).Result)
	require.Equal(t, call.CallbackFailed, s.ended(2).Outcome)
}

// Who asked to be called back keeps his place: he is called before one who came later and
// has waited on the line all the while.
func TestACallbackKeepsItsPlace(t *testing.T) {
	s := open(t)
	caller := s.dial(keys)
	asking := until(s, 1, any1[*acd.CallQueued])
	require.NoError(t, caller.SendDTMF(s.ctx, "1", softphone.RFC4733))
	until(s, 1, func(f call.Stepped) bool { return f.Step == "keys/call-back" })
	later, err := s.rig.CarrierPhone(s.ctx, "13900139000")
	require.NoError(t, err)
	s.phones = append(s.phones, later)
	waiting := s.dialFrom(later, keys, softphone.DialOptions{})
	until(s, 2, any1[*acd.CallQueued])
	require.NoError(t, caller.SendDTMF(s.ctx, "1", softphone.RFC4733))
	s.hears(caller, backSoon)
	require.NoError(t, caller.Hangup(s.ctx))
	queued := s.queuedBack()
	require.Equal(t, asking.Since, queued.Since)
	require.Equal(t, 1, queued.Position)

	seat := s.seat("8001")
	s.calledBack(seat)
	s.answers(seat, waiting)
	require.NoError(t, waiting.Hangup(s.ctx))
	require.Equal(t, call.CallbackReached, s.ended(2).Outcome)
	require.Equal(t, call.Answered, s.ended(3).Outcome)
}
