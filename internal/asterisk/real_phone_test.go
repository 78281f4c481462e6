package asterisk

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"hotline/internal/softphone"
)

// realPhone shows what only a SIP phone can: that it is seen to come and go,
// that each of its keys is heard once, and how it refuses.
func realPhone(t *testing.T, w world, server string) {
	l := started(t, w)
	ctx := testContext(t)
	phone, err := softphone.New(softphone.Config{
		User: "8001", Password: "seat-one", Server: server, LocalAddr: "127.0.0.1:0",
	})
	require.NoError(t, err)
	require.NoError(t, phone.Start(ctx))
	t.Cleanup(func() { _ = phone.Close() })
	require.NoError(t, phone.Register(ctx))
	assert.Equal(t, PhoneChanged{Resource: "8001", Online: true, Detail: "Reachable"}, next[PhoneChanged](t, l.Lobby()))

	for _, mode := range []softphone.DTMFMode{softphone.RFC4733, softphone.INFO} {
		answeredLeg(t, l, phone, mode)
	}

	box, leg := l.NewMailbox(), id("seat")
	l.Route(box, leg)
	require.NoError(t, l.Originate(ctx, Origination{ID: leg, Endpoint: "PJSIP/8001", Timeout: 20 * time.Second}))
	busy, err := phone.NextCall(ctx)
	require.NoError(t, err)
	assert.Equal(t, DialStarted, next[Dialling](t, box).Status)
	require.NoError(t, busy.Reject(486, "Busy Here"))
	refused(t, box, leg)

	require.NoError(t, phone.Unregister(ctx))
	assert.Equal(t, PhoneChanged{Resource: "8001", Detail: "Unreachable"}, await[PhoneChanged](t, l.Lobby()))
}

// answeredLeg rings the phone, which answers, presses keys and hangs up.
func answeredLeg(t *testing.T, l *Link, phone *softphone.Phone, mode softphone.DTMFMode) {
	ctx := testContext(t)
	box, leg := l.NewMailbox(), id("seat")
	l.Route(box, leg)
	require.NoError(t, l.Originate(ctx, Origination{
		ID: leg, Endpoint: "PJSIP/8001", CallerID: `"x" <12385>`, Timeout: 20 * time.Second,
	}))
	ringing, err := phone.NextCall(ctx)
	require.NoError(t, err)
	assert.Equal(t, "12385", ringing.From().User)
	require.NoError(t, ringing.Ring())
	assert.Equal(t, DialStarted, next[Dialling](t, box).Status)
	assert.Equal(t, DialRinging, next[Dialling](t, box).Status)
	require.NoError(t, ringing.Answer(ctx))
	assert.Equal(t, DialAnswered, next[Dialling](t, box).Status)
	next[ChannelArrived](t, box)
	require.NoError(t, ringing.SendDTMF(ctx, "12#", mode))
	for _, key := range "12#" {
		assert.Equal(t, string(key), string(next[Digit](t, box).Digit), "by %s, each key once", mode)
	}
	require.NoError(t, ringing.Hangup(ctx))
	next[HangupRequested](t, box)
	assert.Equal(t, leg, next[ChannelEnded](t, box).ID)
}

// refused takes the end of a leg whose phone was busy. The cause and the dial
// status come from two threads of Asterisk, so either may be first.
func refused(t *testing.T, box *Mailbox, leg string) {
	t.Helper()
	var seen []Event
	for {
		e := await[Event](t, box)
		if end, over := e.(ChannelEnded); over {
			assert.Equal(t, 17, end.Cause)
			assert.Equal(t, 486, end.TechCause)
			break
		}
		seen = append(seen, e)
	}
	assert.ElementsMatch(t, []Event{HangupRequested{ID: leg, Cause: 17, TechCause: 486}, Dialling{leg, DialBusy}}, seen)
}
