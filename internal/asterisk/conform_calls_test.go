package asterisk

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func conformCall(t *testing.T, w world) {
	l := started(t, w)
	arrival, far := call(t, l)
	assert.Equal(t, []string{"trunk", "", "12385", "", ""}, arrival.Args)
	assert.Equal(t, "045112345678", arrival.Channel.CallerNumber)
	assert.Equal(t, "Up", arrival.Channel.State)
	assert.Equal(t, "en", arrival.Channel.Language)
	assert.False(t, arrival.Channel.Created.IsZero())
	press(t, l, far, "12#")
	for _, key := range "12#" {
		d := next[Digit](t, arrival.Box)
		assert.Equal(t, byte(key), d.Digit)
		assert.Equal(t, arrival.Channel.ID, d.ID)
	}
	require.NoError(t, l.Hangup(testContext(t), far, "normal"))
	next[HangupRequested](t, arrival.Box)
	end := next[ChannelEnded](t, arrival.Box)
	assert.Equal(t, arrival.Channel.ID, end.ID)
	assert.Equal(t, normalClearing, end.Cause)
	assert.False(t, end.Lost)
	noMoreEnds(t, l, arrival.Channel.ID, arrival.Box)
}

// noMoreEnds lets another call come and go, so that whatever was still on its
// way has come, and looks for a second end.
func noMoreEnds(t testing.TB, l *Link, id string, box *Mailbox) {
	t.Helper()
	other, _ := call(t, l)
	require.NoError(t, l.Hangup(testContext(t), other.Channel.ID, ""))
	await[ChannelEnded](t, other.Box)
	for _, e := range append(box.Take(), l.Lobby().Take()...) {
		if e, ok := e.(ChannelEnded); ok {
			assert.NotEqual(t, id, e.ID, "it ended twice")
		}
	}
}

// dialLeg dials somebody who answers at once.
func dialLeg(t testing.TB, l *Link) (string, *Mailbox) {
	box, leg := l.NewMailbox(), id("leg")
	l.Route(box, leg)
	require.NoError(t, l.Originate(testContext(t), Origination{
		ID: leg, OtherID: leg + "-far", Endpoint: "Local/s@to-person/n", Args: []string{"leg", "7"}, Timeout: 20 * time.Second,
	}))
	return leg, box
}

func conformOriginate(t *testing.T, w world) {
	l := started(t, w)
	leg, box := dialLeg(t, l)
	assert.Equal(t, DialStarted, next[Dialling](t, box).Status)
	assert.Equal(t, DialAnswered, next[Dialling](t, box).Status)
	arrival := next[ChannelArrived](t, box)
	assert.Equal(t, leg, arrival.Channel.ID)
	assert.Equal(t, []string{"leg", "7"}, arrival.Args)
	assert.Same(t, box, arrival.Box)
	require.NoError(t, l.Hangup(testContext(t), leg, "normal"))
	end := await[ChannelEnded](t, box)
	assert.Equal(t, normalClearing, end.Cause, "Asterisk's own flag is no cause")
	assert.Equal(t, "Normal Clearing", end.Text)
	noMoreEnds(t, l, leg, box)
}

func conformCreate(t *testing.T, w world) {
	l := started(t, w)
	ctx := testContext(t)
	box, leg := l.NewMailbox(), id("leg")
	l.Route(box, leg)
	require.NoError(t, l.Create(ctx, Origination{ID: leg, OtherID: leg + "-far", Endpoint: "Local/s@to-person/n", Args: []string{"leg"}}))
	assert.Equal(t, []string{"leg"}, next[ChannelArrived](t, box).Args)
	require.NoError(t, l.Dial(ctx, leg, "", time.Second))
	// Two threads of Asterisk tell of the start and of an answer that comes at
	// once; either may be first, and the other one may not be told at all.
	assert.Contains(t, []DialStatus{DialStarted, DialAnswered}, next[Dialling](t, box).Status)
	require.NoError(t, l.Hangup(ctx, leg, "17"))
	await[ChannelEnded](t, box)
}

func conformRefusedLegs(t *testing.T, w world) {
	l := started(t, w)
	ctx := testContext(t)
	err := l.Originate(ctx, Origination{ID: id("leg"), Endpoint: "PJSIP/nosuch"})
	require.ErrorIs(t, err, Server)
	assert.ErrorContains(t, err, "Allocation failed")
}

func conformGone(t *testing.T, w world) {
	l := started(t, w)
	ctx := testContext(t)
	_, variable := l.Variable(ctx, "nosuch", "X")
	_, channel := l.Channel(ctx, "nosuch")
	_, file := l.FetchRecording(ctx, "nosuch")
	require.ErrorIs(t, l.RecordBridge(ctx, "nosuch", id("talk"), Recording{}), Gone)
	for op, err := range map[string]error{
		"answer": l.Answer(ctx, "nosuch"), "hangup": l.Hangup(ctx, "nosuch", "busy"), "ring": l.Ring(ctx, "nosuch"),
		"ring_stop": l.RingStop(ctx, "nosuch"), "music_start": l.StartMusic(ctx, "nosuch", "default"),
		"music_stop": l.StopMusic(ctx, "nosuch"), "continue": l.Continue(ctx, "nosuch", "to-person", "s", 1),
		"set_variable": l.SetVariable(ctx, "nosuch", "X", "1"), "variable": variable, "channel": channel,
		"dial": l.Dial(ctx, "nosuch", "", 0), "play": l.Play(ctx, "nosuch", id("play"), "sound:beep"),
		"playback_stop": l.StopPlayback(ctx, "nosuch"), "bridge_destroy": l.DestroyBridge(ctx, "nosuch"),
		"record": l.Record(ctx, "nosuch", id("message"), Recording{}), "record_stop": l.StopRecording(ctx, "nosuch"),
		"record_fetch": file, "record_delete": l.DeleteRecording(ctx, "nosuch"),
		"snoop": l.Snoop(ctx, "nosuch", Snooping{ID: id("ear"), Spy: "in"}), "transfer_progress": l.TransferProgress(ctx, "nosuch", TransferAnswered),
		"record_mute": l.MuteRecording(ctx, "nosuch"), "record_unmute": l.UnmuteRecording(ctx, "nosuch"),
		"bridge_play": l.PlayBridge(ctx, "nosuch", id("play"), "sound:beep"),
		"bridge_add":  l.AddChannels(ctx, "nosuch", "x"), "bridge_remove": l.RemoveChannel(ctx, "nosuch", "x"),
	} {
		require.ErrorIs(t, err, Gone, op)
		e := new(Error)
		require.ErrorAs(t, err, &e)
		assert.Equal(t, op, e.Op)
		assert.Equal(t, 404, e.Status)
	}
}

func conformPlay(t *testing.T, w world) {
	l := started(t, w)
	ctx := testContext(t)
	arrival, far := call(t, l)
	caller, box := arrival.Channel.ID, arrival.Box
	short := id("play")
	require.NoError(t, l.Play(ctx, caller, short, "sound:/nosuch/one", "sound:/nosuch/two"))
	assert.Equal(t, short, next[PlaybackEnded](t, box).Playback)
	long := id("play")
	require.NoError(t, l.Play(ctx, caller, long, "tone:ring"))
	require.NoError(t, l.StopPlayback(ctx, long))
	end := next[PlaybackEnded](t, box)
	assert.Equal(t, PlaybackEnded{Playback: long, Target: caller}, end)
	cut := id("play")
	require.NoError(t, l.Play(ctx, caller, cut, "tone:ring"))
	require.NoError(t, l.Hangup(ctx, far, ""))
	next[HangupRequested](t, box)
	assert.Equal(t, PlaybackEnded{Playback: cut, Target: caller, Failed: true}, next[PlaybackEnded](t, box))
	next[ChannelEnded](t, box)
}

func conformContinue(t *testing.T, w world) {
	l := started(t, w)
	ctx := testContext(t)
	leg, box := dialLeg(t, l)
	await[ChannelArrived](t, box)
	require.NoError(t, l.Continue(ctx, leg, "to-person", "s", 1))
	assert.Equal(t, leg, next[ChannelLeft](t, box).ID)
	require.NoError(t, l.Hangup(ctx, leg, ""))
	assert.Equal(t, leg, await[ChannelEnded](t, box).ID)
}

func conformBridge(t *testing.T, w world) {
	l := started(t, w)
	ctx := testContext(t)
	a, farA := call(t, l)
	b, _ := call(t, l)
	bridge := id("bridge")
	require.NoError(t, l.CreateBridge(ctx, bridge, Talk, "a talk"))
	require.ErrorIs(t, l.CreateBridge(ctx, bridge, Talk, "a talk"), Conflict)
	require.NoError(t, l.AddChannels(ctx, bridge, a.Channel.ID, b.Channel.ID))
	inside(t, l, bridge, a.Channel.ID, b.Channel.ID)
	press(t, l, farA, "5")
	assert.Equal(t, byte('5'), next[Digit](t, a.Box).Digit, "keys are told inside a talk")
	require.NoError(t, l.RemoveChannel(ctx, bridge, a.Channel.ID))
	inside(t, l, bridge, b.Channel.ID)
	require.NoError(t, l.DestroyBridge(ctx, bridge))
	inside(t, l, bridge)
	for _, c := range []ChannelArrived{a, b} {
		require.NoError(t, l.Hangup(ctx, c.Channel.ID, ""))
		await[ChannelEnded](t, c.Box)
	}
}

func conformVariables(t *testing.T, w world) {
	l := started(t, w)
	ctx := testContext(t)
	leg, box := dialLeg(t, l)
	await[ChannelArrived](t, box)
	for _, value := range []string{"plain", "热线 a&b=c?d#e%20f+g/h", `"q" \ ;'`} {
		require.NoError(t, l.SetVariable(ctx, leg, "HOTLINE_TEST", value))
		got, err := l.Variable(ctx, leg, "HOTLINE_TEST")
		require.NoError(t, err)
		assert.Equal(t, value, got)
	}
	require.NoError(t, l.Hangup(ctx, leg, ""))
	await[ChannelEnded](t, box)
}

func conformAdopt(t *testing.T, w world) {
	before := started(t, w)
	arrival, far := call(t, before)
	before.Stop()
	w.cable.settled(t)

	l, err := New(w.config(t))
	require.NoError(t, err)
	t.Cleanup(l.Stop)
	require.NoError(t, l.Start(context.Background()))
	up := next[LinkUp](t, l.Lobby())
	assert.True(t, up.First)
	found := map[string]ChannelArrived{}
	for _, f := range up.Found {
		found[f.Channel.ID] = f
	}
	require.Len(t, found, 2)
	adopted := found[arrival.Channel.ID]
	assert.Equal(t, arrival.Args, adopted.Args)
	assert.Equal(t, arrival.Channel, adopted.Channel)
	require.NotNil(t, adopted.Box)
	press(t, l, far, "9")
	assert.Equal(t, byte('9'), next[Digit](t, adopted.Box).Digit, "events come without subscribing")
	require.NoError(t, l.Hangup(testContext(t), far, ""))
	await[ChannelEnded](t, adopted.Box)
	assert.Equal(t, far, await[ChannelEnded](t, found[far].Box).ID)
}

func conformResync(t *testing.T, w world) {
	l := started(t, w)
	cfg := w.config(t)
	cfg.URL = "http://" + w.cable.backend + "/ari" // past the cable
	hand, err := New(cfg)
	require.NoError(t, err)
	t.Cleanup(hand.Stop)
	ctx := testContext(t)

	stays, _ := call(t, l)
	goes, _ := call(t, l)
	left, leftBox := dialLeg(t, l)
	await[ChannelArrived](t, leftBox)
	play := id("play")
	require.NoError(t, l.Play(ctx, stays.Channel.ID, play, "tone:ring"))

	message := id("message")
	require.NoError(t, l.Record(ctx, goes.Channel.ID, message, Recording{}))

	w.cable.cut()
	await[LinkDown](t, l.Lobby())
	require.NoError(t, hand.StopPlayback(ctx, play))
	require.NoError(t, hand.Hangup(ctx, goes.Channel.ID, ""))
	require.NoError(t, hand.Continue(ctx, left, "to-person", "s", 1))
	w.cable.mend()

	up := await[LinkUp](t, l.Lobby())
	assert.False(t, up.First)
	for _, f := range up.Found {
		assert.NotEqual(t, stays.Channel.ID, f.Channel.ID, "it has an owner")
	}
	assert.Equal(t, PlaybackEnded{Playback: play, Target: stays.Channel.ID, Failed: true}, next[PlaybackEnded](t, stays.Box))
	assert.Equal(t, RecordingEnded{Recording: message, Target: goes.Channel.ID}, next[RecordingEnded](t, goes.Box), "there is a file")
	assert.Equal(t, ChannelEnded{ID: goes.Channel.ID, Lost: true}, next[ChannelEnded](t, goes.Box))
	assert.Equal(t, left, next[ChannelLeft](t, leftBox).ID)
	require.NoError(t, l.Hangup(ctx, stays.Channel.ID, ""))
	assert.False(t, await[ChannelEnded](t, stays.Box).Lost)
	require.NoError(t, l.Hangup(ctx, left, ""))
	await[ChannelEnded](t, leftBox)
}

func conformCuts(t *testing.T, w world) {
	l := started(t, w)
	ctx := testContext(t)
	for range 5 {
		talking, far := call(t, l)
		press(t, l, far, "123") // events are on their way when it happens
		w.cable.cut()
		await[LinkDown](t, l.Lobby())
		w.cable.mend()
		await[LinkUp](t, l.Lobby())
		require.NoError(t, l.Hangup(ctx, far, ""))
		await[ChannelEnded](t, talking.Box)
	}
}

func conformReplaced(t *testing.T, w world) {
	old := started(t, w)
	fresh := started(t, w)
	await[Replaced](t, old.Lobby())
	arrival, _ := call(t, fresh)
	assert.Empty(t, old.Lobby().Take(), "the one that was replaced hears nothing")
	require.NoError(t, fresh.Hangup(testContext(t), arrival.Channel.ID, ""))
	await[ChannelEnded](t, arrival.Box)

	// Told to, it takes the application back.
	require.NoError(t, old.Start(context.Background()))
	assert.False(t, await[LinkUp](t, old.Lobby()).First)
	await[Replaced](t, fresh.Lobby())
}

func conformPassword(t *testing.T, w world) {
	cfg := w.config(t)
	l, err := New(cfg)
	require.NoError(t, err)
	t.Cleanup(l.Stop)
	require.NoError(t, l.Check(testContext(t)))
	cfg.Password = "wrong"
	wrong, err := New(cfg)
	require.NoError(t, err)
	t.Cleanup(wrong.Stop)
	err = wrong.Check(testContext(t))
	require.ErrorIs(t, err, Refused)
	assert.ErrorContains(t, err, "ari.conf")
	require.NoError(t, wrong.Start(context.Background()))
	assert.ErrorIs(t, next[LinkDown](t, wrong.Lobby()).Err, Refused)
}

func conformSystem(t *testing.T, w world) {
	l := started(t, w)
	ctx := testContext(t)
	require.NoError(t, l.Ping(ctx))
	info, err := l.Info(ctx)
	require.NoError(t, err)
	assert.NotEmpty(t, info.Version)
	phones, err := l.Phones(ctx)
	require.NoError(t, err)
	assert.Equal(t, w.phones, phones)
	require.NoError(t, l.ReloadModule(ctx, "res_pjsip.so"))
}
