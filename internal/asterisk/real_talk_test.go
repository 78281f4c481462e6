package asterisk

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"hotline/internal/softphone"
)

// realTalk is a caller and a seat's telephone in one bridge.
type realTalk struct {
	l            *Link
	server       string
	caller, seat *softphone.Call
	phone        *softphone.Phone // the seat's
	arrival      ChannelArrived   // the caller's
	leg          string           // the seat's
	box          *Mailbox         // likewise
	bridge       string
}

// Tones that tell who is heard, in hertz.
const (
	callerTone = 700
	seatTone   = 1100
	thirdTone  = 1700
	ringTone   = 450
)

// heard is how long a tone must last.
const heard = 200 * time.Millisecond

func realPhoneOf(t *testing.T, cfg softphone.Config) *softphone.Phone {
	phone, err := softphone.New(cfg)
	require.NoError(t, err)
	require.NoError(t, phone.Start(testContext(t)))
	t.Cleanup(func() { _ = phone.Close() })
	return phone
}

// registered is a seat's telephone that Asterisk can reach.
func registered(t *testing.T, l *Link, user, password, server string) *softphone.Phone {
	phone := realPhoneOf(t, softphone.Config{User: user, Password: password, Server: server, LocalAddr: "127.0.0.1:0"})
	require.NoError(t, phone.Register(testContext(t)))
	for e := await[PhoneChanged](t, l.Lobby()); e.Resource != user || !e.Online; {
		e = await[PhoneChanged](t, l.Lobby())
	}
	return phone
}

func newRealTalk(t *testing.T, w world, server string) *realTalk {
	ctx := testContext(t)
	r := &realTalk{l: started(t, w), server: server, bridge: id("bridge")}
	r.phone = registered(t, r.l, "8001", "seat-one", server)
	trunk := realPhoneOf(t, softphone.Config{User: "13800138000", Server: server, LocalAddr: carrier + ":0"})
	var err error
	r.caller, err = trunk.Dial(ctx, "12385", softphone.DialOptions{})
	require.NoError(t, err)
	r.arrival = await[ChannelArrived](t, r.l.Lobby())
	require.NoError(t, r.l.Answer(ctx, r.arrival.Channel.ID))
	r.seat, r.leg, r.box = r.answers(t, r.phone, "8001")
	require.NoError(t, r.l.CreateBridge(ctx, r.bridge, Talk, "a talk"))
	require.NoError(t, r.l.AddChannels(ctx, r.bridge, r.arrival.Channel.ID))
	require.NoError(t, r.l.AddQuietly(ctx, r.bridge, r.leg))
	r.caller.StartTone(callerTone)
	r.seat.StartTone(seatTone)
	r.talking(t)
	return r
}

// answers rings a telephone, which answers.
func (r *realTalk) answers(t *testing.T, phone *softphone.Phone, user string) (*softphone.Call, string, *Mailbox) {
	ctx := testContext(t)
	box, leg := r.l.NewMailbox(), id("seat")
	r.l.Route(box, leg)
	require.NoError(t, r.l.Originate(ctx, Origination{ID: leg, Endpoint: "PJSIP/" + user, Timeout: 20 * time.Second}))
	ringing, err := phone.NextCall(ctx)
	require.NoError(t, err)
	require.NoError(t, ringing.Answer(ctx))
	await[ChannelArrived](t, box)
	return ringing, leg, box
}

// hears waits until a tone is heard from now on.
func hears(t *testing.T, call *softphone.Call, tone float64) {
	t.Helper()
	require.NoError(t, call.Listen().WaitTone(testContext(t), tone, heard))
}

func (r *realTalk) talking(t *testing.T) {
	t.Helper()
	hears(t, r.caller, seatTone)
	hears(t, r.seat, callerTone)
}

func (r *realTalk) end(t *testing.T) {
	ctx := testContext(t)
	require.NoError(t, r.caller.Hangup(ctx))
	await[ChannelEnded](t, r.arrival.Box)
	require.NoError(t, r.l.DestroyBridge(ctx, r.bridge))
}

// The moves of a hold: both leave the bridge, the seat hears a tone and can press
// keys, and after it both talk as before. So do they after the telephone's own hold.
func realHold(t *testing.T, w world, server string) {
	r := newRealTalk(t, w, server)
	ctx := testContext(t)
	play := id("play")
	require.NoError(t, r.l.RemoveChannel(ctx, r.bridge, r.arrival.Channel.ID))
	require.NoError(t, r.l.RemoveChannel(ctx, r.bridge, r.leg))
	require.NoError(t, r.l.Play(ctx, r.leg, play, "tone:ring;tonezone=cn"))
	hears(t, r.seat, ringTone)
	for _, mode := range []softphone.DTMFMode{softphone.RFC4733, softphone.INFO} {
		require.NoError(t, r.seat.SendDTMF(ctx, "5", mode))
		assert.Equal(t, byte('5'), await[Digit](t, r.box).Digit)
	}
	require.NoError(t, r.l.StopPlayback(ctx, play))
	assert.Equal(t, PlaybackEnded{Playback: play, Target: r.leg}, next[PlaybackEnded](t, r.box))
	require.NoError(t, r.l.AddChannels(ctx, r.bridge, r.arrival.Channel.ID, r.leg))
	r.talking(t)

	require.NoError(t, r.seat.Hold(ctx))
	assert.Equal(t, HoldChanged{ID: r.leg, Held: true}, await[HoldChanged](t, r.box))
	require.NoError(t, r.l.RemoveChannel(ctx, r.bridge, r.arrival.Channel.ID))
	require.NoError(t, r.l.AddChannels(ctx, r.bridge, r.arrival.Channel.ID))
	require.NoError(t, r.seat.Resume(ctx))
	assert.Equal(t, HoldChanged{ID: r.leg, Held: false}, await[HoldChanged](t, r.box))
	r.talking(t)
	require.NoError(t, r.seat.Hangup(ctx))
	await[ChannelEnded](t, r.box)
	r.end(t)
}

// Who listens hears both and is heard by nobody; who whispers is heard by the one.
func realWhisper(t *testing.T, w world, server string) {
	r := newRealTalk(t, w, server)
	ctx := testContext(t)
	supervisor, leg, box := r.answers(t, registered(t, r.l, "8002", "seat-two", server), "8002")
	supervisor.StartTone(thirdTone)
	ear := id("bridge")
	require.NoError(t, r.l.CreateBridge(ctx, ear, Talk, "an ear"))
	require.NoError(t, r.l.AddChannels(ctx, ear, leg))
	for whisper, want := range map[string][2]bool{"": {false, false}, "out": {true, false}, "both": {true, true}} {
		spyBox, spy := r.l.NewMailbox(), id("ear")
		r.l.Route(spyBox, spy)
		require.NoError(t, r.l.Snoop(ctx, r.leg, Snooping{ID: spy, Spy: "both", Whisper: whisper}))
		await[ChannelArrived](t, spyBox)
		require.NoError(t, r.l.AddChannels(ctx, ear, spy))
		require.NoError(t, supervisor.Listen().WaitTones(ctx, heard, callerTone, seatTone))
		for i, call := range []*softphone.Call{r.seat, r.caller} {
			other := []float64{callerTone, seatTone}[i]
			if want[i] {
				require.NoError(t, call.Listen().WaitTones(ctx, heard, other, thirdTone), "whisper %q", whisper)
			} else {
				hears(t, call, other) // alone
			}
		}
		require.NoError(t, r.l.Hangup(ctx, spy, ""))
		await[ChannelEnded](t, spyBox)
		r.talking(t)
	}
	require.NoError(t, supervisor.Hangup(ctx))
	await[ChannelEnded](t, box)
	require.NoError(t, r.l.DestroyBridge(ctx, ear))
	require.NoError(t, r.seat.Hangup(ctx))
	await[ChannelEnded](t, r.box)
	r.end(t)
}

// A transfer by the telephone's button is asked for once, and told once for each
// state; what fails leaves the talk as it is.
func realBlindTransfer(t *testing.T, w world, server string) {
	r := newRealTalk(t, w, server)
	ctx := testContext(t)
	for state, code := range map[string]int{TransferDeclined: 603, TransferUnavailable: 503} {
		asked, err := r.seat.Refer(ctx, "8009")
		require.NoError(t, err)
		assert.Equal(t, TransferAsked{ID: r.leg, Blind: true, To: "8009"}, await[TransferAsked](t, r.box))
		require.NoError(t, r.l.TransferProgress(ctx, r.leg, TransferRinging))
		require.NoError(t, r.l.TransferProgress(ctx, r.leg, state))
		got, err := asked.Wait(ctx)
		require.NoError(t, err)
		assert.Equal(t, code, got)
		r.talking(t)
	}

	third, leg, box := r.answers(t, registered(t, r.l, "8002", "seat-two", server), "8002")
	asked, err := r.seat.Refer(ctx, "8002")
	require.NoError(t, err)
	assert.Equal(t, "8002", next[TransferAsked](t, r.box).To, "what was told before did not come back")
	require.NoError(t, r.l.AddChannels(ctx, r.bridge, leg))
	require.NoError(t, r.l.TransferProgress(ctx, r.leg, TransferAnswered))
	require.NoError(t, r.l.Hangup(ctx, r.leg, ""))
	got, err := asked.Wait(ctx)
	require.NoError(t, err)
	assert.Equal(t, 200, got)
	await[ChannelEnded](t, r.box)
	third.StartTone(thirdTone)
	hears(t, r.caller, thirdTone)
	hears(t, third, callerTone)
	require.NoError(t, third.Hangup(ctx))
	await[ChannelEnded](t, box)
	r.end(t)
}

// The telephone has two calls and asks to join their other sides; then it asks and
// hangs up without an answer, of which nothing is told afterwards.
func realAttendedTransfer(t *testing.T, w world, server string) {
	r := newRealTalk(t, w, server)
	ctx := testContext(t)
	line, err := r.phone.Dial(ctx, "*28002", softphone.DialOptions{})
	require.NoError(t, err)
	second := await[ChannelArrived](t, r.l.Lobby())
	assert.Equal(t, []string{"seat", "8001", "*28002"}, second.Args, "a second line, and a code")
	require.NoError(t, r.l.Answer(ctx, second.Channel.ID))
	require.NoError(t, line.WaitAnswered(ctx))
	_, err = r.seat.ReferTo(ctx, line)
	require.NoError(t, err)
	assert.Equal(t, TransferAsked{ID: r.leg, To: "*28002", Second: second.Channel.ID}, await[TransferAsked](t, r.box))
	require.NoError(t, line.Hangup(ctx))
	await[ChannelEnded](t, second.Box)
	r.talking(t)

	require.NoError(t, r.seat.Hangup(ctx))
	await[ChannelEnded](t, r.box)
	r.end(t)
	assert.Empty(t, r.box.Take())
}

// A telephone that sends its call elsewhere says where, and Asterisk calls nobody.
func realRedirect(t *testing.T, w world, server string) {
	l := started(t, w)
	ctx := testContext(t)
	phone := registered(t, l, "8001", "seat-one", server)
	for target, want := range map[string]string{"sip:8002@127.0.0.1": "8002", "sip:*43%238001@example.net:5062": "*43#8001", "sip:127.0.0.1": ""} {
		box, leg := l.NewMailbox(), id("seat")
		l.Route(box, leg)
		require.NoError(t, l.Originate(ctx, Origination{ID: leg, Endpoint: "PJSIP/8001", Timeout: 20 * time.Second}))
		ringing, err := phone.NextCall(ctx)
		require.NoError(t, err)
		require.NoError(t, ringing.Redirect(target))
		var forward string
		for {
			e := await[Event](t, box)
			if end, over := e.(ChannelEnded); over {
				// Its own call to the new place, which leads nowhere, may end first.
				assert.Contains(t, []int{302, 403, 0}, end.TechCause)
				break
			}
			if d, is := e.(Dialling); is && d.Status != DialStarted {
				forward = d.Forward
			}
		}
		assert.Equal(t, want, forward, target)
	}
	assert.Empty(t, l.Lobby().Take(), "no call came of it")
}

// Whatever a caller calls itself, the call comes. (The telephone puts a backslash
// before a control character, as it must, and Asterisk leaves it there.)
func realNames(t *testing.T, w world, server string) {
	l := started(t, w)
	ctx := testContext(t)
	trunk := realPhoneOf(t, softphone.Config{User: "13800138000", Server: server, LocalAddr: carrier + ":0"})
	long := ""
	for range 66 {
		long += "长"
	}
	for name, want := range map[string]string{
		"李四 🙂": "李四 🙂", "\x1b[31mred\x07": `\ [31mred\`, "\xc0\xee\xcb\xc4": "\ufffd\ufffd\ufffd\ufffd",
		long: long[:78], "a,b)${SHELL(id)}": "a,b)${SHELL(id)}", "\u202eabc": "abc",
	} {
		calling, err := trunk.Dial(ctx, "12385", softphone.DialOptions{Display: name})
		require.NoError(t, err)
		arrival := await[ChannelArrived](t, l.Lobby())
		if want != "\ufffd\ufffd\ufffd\ufffd" { // how many, is Asterisk's business
			assert.Equal(t, want, arrival.Channel.CallerName)
		}
		require.NoError(t, calling.Hangup(ctx))
		await[ChannelEnded](t, arrival.Box)
	}
}

// What a telephone shows is what we say, on one line.
func realShown(t *testing.T, w world, server string) {
	l := started(t, w)
	ctx := testContext(t)
	phone := registered(t, l, "8001", "seat-one", server)
	box, leg := l.NewMailbox(), id("seat")
	l.Route(box, leg)
	require.NoError(t, l.Originate(ctx, Origination{
		ID: leg, Endpoint: "PJSIP/8001", CallerID: "\"哈尔滨残联业务咨询\r\nX-Evil: 1\" <045112345678>", Timeout: 20 * time.Second,
		Variables: map[string]string{"PJSIP_HEADER(add,X-Hotline-Queue)": "业务咨询\r\nX-Evil: 2"},
	}))
	ringing, err := phone.NextCall(ctx)
	require.NoError(t, err)
	assert.Equal(t, "哈尔滨残联业务咨询  X-Evil: 1", ringing.From().Display)
	assert.Equal(t, "045112345678", ringing.From().User)
	assert.Equal(t, "业务咨询  X-Evil: 2", ringing.Header("X-Hotline-Queue"))
	assert.Empty(t, ringing.Header("X-Evil"))
	require.NoError(t, ringing.Reject(486, "Busy Here"))
	await[ChannelEnded](t, box)
}
