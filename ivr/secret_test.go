package ivr_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"hotline/ivr"
	"hotline/ivr/ivrtest"

	"github.com/stretchr/testify/require"
)

const signIn = `flow: sign-in
start: pin
steps:
  pin: {collect: {say: 请输入密码。, digits: 4-8, as: pin, secret: true}, silence: bye, then: told}
  told: {say: 请稍候。, then: act}
  act: {seat: sign-in, pin: secret.pin, as: done, then: bye, else: bye}
  bye: {say: 再见。, hangup: done}
`

// A PIN is nowhere on record: not while it is typed, not when it is used, not after.
func TestNoCheckpointHoldsASecret(t *testing.T) {
	const pin = "73519264"
	prog, found := ivr.Load([]ivr.Source{{Name: "sign-in.yaml", Text: []byte(signIn)}})
	require.NoError(t, found.Err())
	s, err := ivr.NewSession(prog, "sign-in", ivr.Vars{Seat: "8001"})
	require.NoError(t, err)
	w := begin(t, s)
	unrecorded := func() {
		text, err := json.Marshal(s.Checkpoint())
		require.NoError(t, err)
		require.NotContains(t, string(text), pin[:4])
		require.NotContains(t, fmt.Sprintf("%+v", s.Checkpoint()), pin[:4])
	}
	for _, key := range []byte(pin) {
		w.give(t, ivr.Key{Digit: key})
		unrecorded()
	}
	require.Equal(t, "sign-in/told", w.step)
	used := s.Next(ivrtest.Moment(), ivr.PlayEnded{})
	unrecorded()
	require.Contains(t, used, ivr.Effect(ivr.SeatDo{Action: ivr.SeatSignIn, PIN: pin}), "it is used")
	for _, e := range used {
		require.NotContains(t, fmt.Sprintf("%v %+v", e, e), pin)
	}
	s.Next(ivrtest.Moment(), ivr.Result{What: ivr.Failed, Reason: "wrong-pin"})
	unrecorded()
}

const signInByNumber = `flow: sign-in
start: number
steps:
  number: {collect: {say: 请输入座席号。, digits: 2-15, as: number, secret: true}, empty: pin, silence: bye, then: pin}
  pin: {collect: {say: 请输入密码。, digits: 4-8, as: pin, secret: true}, silence: bye, then: act}
  act: {seat: sign-in, number: secret.number, pin: secret.pin, as: done, then: bye, else: bye}
  bye: {say: 再见。, hangup: done}
`

// Who types the PIN where the seat's number is asked for has not put it on record. After
// a restart in the middle both are asked for again: the number is not known any more.
func TestTheNumberOfASignInMayBeASecret(t *testing.T) {
	prog, found := ivr.Load([]ivr.Source{{Name: "sign-in.yaml", Text: []byte(signInByNumber)}})
	require.NoError(t, found.Err())
	s, err := ivr.NewSession(prog, "sign-in", ivr.Vars{Seat: "8001"})
	require.NoError(t, err)
	w := begin(t, s)
	press := func(keys string) (last []ivr.Effect) {
		for _, key := range []byte(keys) {
			last = s.Next(ivrtest.Moment(), ivr.Key{Digit: key})
		}
		return last
	}
	press("73519264#")
	text, err := json.Marshal(s.Checkpoint())
	require.NoError(t, err)
	require.NotContains(t, string(text), "7351")
	require.Equal(t, "sign-in/number", w.step)
	require.Equal(t, "pin", s.Checkpoint().Step)

	s, err = ivr.Restore(prog, s.Checkpoint())
	require.NoError(t, err)
	s.Next(ivrtest.Moment(), ivr.Start{})
	require.NotContains(t, fmt.Sprintf("%T", press("2468#")), "SeatDo")
	require.Equal(t, "number", s.Checkpoint().Step, "from the beginning")
	press("8002#")
	require.Contains(t, press("2468#"), ivr.Effect(ivr.SeatDo{Action: ivr.SeatSignIn, Seat: "8002", PIN: "2468"}))
}
