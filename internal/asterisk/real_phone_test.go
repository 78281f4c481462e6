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
	w.beep = soundFile(t, beepTone, 300*time.Millisecond)
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

	messageFromPhone(t, l, phone)

	box, leg := l.NewMailbox(), id("seat")
	l.Route(box, leg)
	require.NoError(t, l.Originate(ctx, Origination{
		ID: leg, Endpoint: "PJSIP/8001", Timeout: 20 * time.Second,
		Variables: map[string]string{"PJSIP_HEADER(add,X-Hotline-Hops)": "2", "PJSIP_HEADER(add,X-Hotline-Age)": "75"},
	}))
	busy, err := phone.NextCall(ctx)
	require.NoError(t, err)
	assert.Equal(t, "2", busy.Header("X-Hotline-Hops"))
	assert.Equal(t, "75", busy.Header("X-Hotline-Age"))
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

// messageFromPhone records what the phone says after it has heard the beep.
func messageFromPhone(t *testing.T, l *Link, phone *softphone.Phone) {
	ctx := testContext(t)
	box, leg, message := l.NewMailbox(), id("seat"), id("message")
	l.Route(box, leg)
	require.NoError(t, l.Originate(ctx, Origination{ID: leg, Endpoint: "PJSIP/8001", Timeout: 20 * time.Second}))
	talking, err := phone.NextCall(ctx)
	require.NoError(t, err)
	require.NoError(t, talking.Answer(ctx))
	await[ChannelArrived](t, box)
	require.NoError(t, l.Record(ctx, leg, message, Recording{Beep: true, MaxSilence: 2 * time.Second}))
	require.NoError(t, talking.WaitTone(ctx, beepTone, 100*time.Millisecond))
	require.NoError(t, talking.WaitSilence(ctx, 100*time.Millisecond))
	require.NoError(t, talking.PlayTone(ctx, voice, time.Second))
	end := next[RecordingEnded](t, box)
	assert.Equal(t, RecordingEnded{Recording: message, Target: leg, Length: end.Length}, end, "it ended by silence")
	pcm := fetched(t, l, message)
	assert.InDelta(t, 1, toned(pcm, voice).Seconds(), 0.3)
	assert.Zero(t, toned(pcm, beepTone), "the beep is not in it")
	require.NoError(t, l.DeleteRecording(ctx, message))
	require.NoError(t, talking.Hangup(ctx))
	await[ChannelEnded](t, box)
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
	assert.ElementsMatch(t, []Event{HangupRequested{ID: leg, Cause: 17, TechCause: 486}, Dialling{ID: leg, Status: DialBusy}}, seen)
}

// fromTrunk shows that a call which a carrier brings tells how far it has come,
// and that nothing in its headers can be more than digits.
func fromTrunk(t *testing.T, w world, server string) {
	l := started(t, w)
	ctx := testContext(t)
	phone, err := softphone.New(softphone.Config{User: "13800138000", Server: server, LocalAddr: carrier + ":0"})
	require.NoError(t, err)
	require.NoError(t, phone.Start(ctx))
	t.Cleanup(func() { _ = phone.Close() })
	for _, c := range []struct{ hops, age, wantHops, wantAge string }{
		{"", "", "", ""},
		{"1", "75", "1", "75"},
		{"1,2,evil", "7)${HOTLINE_TRUNK}", "12", "7"},
		{`"1\`, "$[1+1],${SHELL(id)}", "1", "11"},
		{"9876543210", "-1.5", "9876", "15"},
	} {
		headers := map[string]string{}
		for name, value := range map[string]string{"X-Hotline-Hops": c.hops, "X-Hotline-Age": c.age} {
			if value != "" {
				headers[name] = value
			}
		}
		calling, err := phone.Dial(ctx, "045112385", softphone.DialOptions{Headers: headers})
		require.NoError(t, err)
		arrival := await[ChannelArrived](t, l.Lobby())
		assert.Equal(t, []string{"trunk", "carrier", "045112385", c.wantHops, c.wantAge}, arrival.Args, "%+v", c)
		require.NoError(t, calling.Hangup(ctx))
		await[ChannelEnded](t, arrival.Box)
	}
}
