package e2e

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/site"
	"hotline/internal/softphone"
)

const (
	elsewhere  = "02012385" // a hotline that another platform has
	hopsHeader = "X-Hotline-Hops"
	ageHeader  = "X-Hotline-Age"
	notThere   = "抱歉，这个地区暂时转接不了。"
)

// platform makes another platform's side of the trunk between the two.
func (s *scene) platform() *softphone.Phone {
	s.Helper()
	p, err := softphone.New(softphone.Config{
		User: "02012345678", Server: s.rig.SIP(), LocalAddr: "127.0.0.3:0", Log: logger(),
	})
	require.NoError(s, err)
	require.NoError(s, p.Start(s.ctx))
	s.phones = append(s.phones, p)
	return p
}

// forwards places a call that has been forwarded hops times, for age seconds.
func (s *scene) forwards(number string, hops, age int) *softphone.Call {
	s.Helper()
	return s.dialFrom(s.platform(), number, softphone.DialOptions{Headers: map[string]string{
		hopsHeader: strconv.Itoa(hops), ageHeader: strconv.Itoa(age),
	}})
}

func TestKeysLeadToAnotherPlatform(t *testing.T) {
	s := open(t)
	caller := s.dial(keys)
	until(s, 1, any1[*acd.CallQueued])
	s.entersArea(caller, "020")
	ringing := s.outsideRings()
	require.Equal(t, elsewhere, ringing.To().User)
	require.Equal(t, "13800138000", ringing.From().User, "the other platform sees who calls")
	require.Equal(t, "1", ringing.Header(hopsHeader))
	require.Regexp(t, `^[0-9]+$`, ringing.Header(ageHeader))
	require.NoError(t, ringing.Answer(s.ctx))
	s.talk(caller, ringing)
	require.NoError(t, ringing.Hangup(s.ctx))
	s.over(caller)
	require.Equal(t, call.Forwarded, s.ended(1).Outcome)
}

func TestACallForAnotherPlatformIsPassedOn(t *testing.T) {
	s := open(t)
	caller := s.forwards(elsewhere, 2, 600)
	ringing := s.outsideRings()
	require.Equal(t, elsewhere, ringing.To().User)
	require.Equal(t, "3", ringing.Header(hopsHeader))
	age, err := strconv.Atoi(ringing.Header(ageHeader))
	require.NoError(t, err)
	require.GreaterOrEqual(t, age, 600, "its age goes on counting")
	require.NoError(t, ringing.Answer(s.ctx))
	s.talk(caller, ringing)
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(ringing)
	require.Equal(t, call.Forwarded, s.ended(1).Outcome)
}

// Not even to where it was meant for: it goes to a person here, by the fallback.
func TestACallThatWasForwardedTooOftenGoesNoFurther(t *testing.T) {
	s := open(t)
	caller := s.forwards(elsewhere, 3, 0)
	s.hears(caller, site.ApologyText)
	require.NoError(t, caller.Hangup(s.ctx))
	require.Equal(t, call.Handed, s.ended(1).Outcome)
	require.Empty(t, dialled(s))
}

func TestKeysDoNotForwardACallAgainThatWasForwardedTooOften(t *testing.T) {
	s := open(t)
	caller := s.forwards(keys, 3, 0)
	until(s, 1, any1[*acd.CallQueued])
	s.entersArea(caller, "020")
	s.hears(caller, notThere)
	require.NoError(t, caller.Hangup(s.ctx))
	s.ended(1)
	require.Empty(t, dialled(s))
}

// dialled are the numbers outside that were dialled so far.
func dialled(s *scene) (numbers []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.facts {
		if leg, ok := f.(call.LegDialled); ok && leg.To != "" {
			numbers = append(numbers, leg.To)
		}
	}
	return numbers
}

func TestACallerWhoWaitedElsewhereIsNext(t *testing.T) {
	s := open(t)
	here := s.dialFrom(s.caller(), direct, softphone.DialOptions{From: "13900000001"})
	until(s, 1, any1[*acd.CallQueued])
	there := s.forwards(city, 1, 600)
	until(s, 2, any1[*acd.CallQueued])
	seat := s.seat("8001")
	s.answers(seat, there)
	require.NoError(t, there.Hangup(s.ctx))
	s.answers(seat, here)
	require.NoError(t, here.Hangup(s.ctx))
	require.Equal(t, call.Answered, s.ended(2).Outcome)
}
