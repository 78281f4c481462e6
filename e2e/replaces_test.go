package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/softphone"
)

// Who has learnt what tells a talk apart (Call-ID and both tags) and has no password takes
// nobody's place in it.
func TestAStrangerTakesNobodysPlace(t *testing.T) {
	s := open(t)
	caller := s.dial(direct)
	talk := s.answers(s.seat("8001"), caller)
	for _, place := range []string{talk.Replaces(), caller.Replaces()} {
		for _, user := range []string{"8001", "12385", "0085212345678"} {
			answer := s.post(letter{from: stranger, method: "INVITE", user: user, as: "8001", headers: "Replaces: " + place + "\r\n"})
			require.Contains(t, answer, "SIP/2.0 401", user)
		}
	}
	s.talk(caller, talk)
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(talk)
}

// Nor does a trunk, which has no password: it is hung up on, hears nobody, and reaches no
// number. The same with what tells no talk apart.
func TestATrunkTakesNobodysPlace(t *testing.T) {
	s := open(t)
	caller := s.dial(direct)
	talk := s.answers(s.seat("8001"), caller)
	caller.StartTone(660)
	for _, place := range []string{"nobody;to-tag=1;from-tag=2", talk.Replaces()} {
		intruder, err := s.platform().Dial(s.ctx, forbidden()[0], softphone.DialOptions{Headers: map[string]string{"Replaces": place}})
		require.NoError(t, err)
		s.over(intruder)
		require.Zero(t, intruder.Heard().HeardTone(660), place)
	}
	require.Empty(t, s.exchange.Incoming())
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(talk)
	s.ended(1)
	s.onlyRecord()
}

// What a carrier's caller asks for by REFER, with whatever in it, is refused.
func TestATrunkMayNotTransfer(t *testing.T) {
	s := open(t)
	caller := s.dial(direct)
	talk := s.answers(s.seat("8001"), caller)
	for _, to := range []string{forbidden()[0], "12345", "8002"} {
		var refused *softphone.StatusError
		_, err := caller.Refer(s.ctx, "sip:"+to+"@"+s.rig.SIP())
		require.ErrorAs(t, err, &refused, to)
	}
	s.talk(caller, talk)
	require.Empty(t, s.exchange.Incoming())
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(talk)
}
