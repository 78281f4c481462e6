package asterisk

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// talk puts two callers into a bridge.
func talk(t *testing.T, l *Link) (bridge string, a, b ChannelArrived, farA, farB string) {
	a, farA = call(t, l)
	b, farB = call(t, l)
	bridge = id("bridge")
	require.NoError(t, l.CreateBridge(testContext(t), bridge, Talk, "a talk"))
	require.NoError(t, l.AddChannels(testContext(t), bridge, a.Channel.ID, b.Channel.ID))
	inside(t, l, bridge, a.Channel.ID, b.Channel.ID)
	return bridge, a, b, farA, farB
}

// inside waits until these are in a bridge, and nobody else; nobody: it may be gone.
func inside(t *testing.T, l *Link, bridge string, want ...string) {
	t.Helper()
	ctx := testContext(t)
	require.EventuallyWithT(t, func(c *assert.CollectT) {
		all, err := l.Bridges(ctx)
		require.NoError(c, err)
		var in []string
		if at := slices.IndexFunc(all, func(b Bridge) bool { return b.ID == bridge }); at >= 0 {
			in = all[at].Channels
		}
		assert.ElementsMatch(c, want, in)
	}, 10*time.Second, 10*time.Millisecond)
}

func over(t *testing.T, l *Link, bridge string, all ...ChannelArrived) {
	require.NoError(t, l.DestroyBridge(testContext(t), bridge))
	for _, c := range all {
		require.NoError(t, l.Hangup(testContext(t), c.Channel.ID, ""))
		await[ChannelEnded](t, c.Box)
	}
}

func snoop(t *testing.T, l *Link, channel, spy string) (string, *Mailbox) {
	box, ear := l.NewMailbox(), id("ear")
	l.Route(box, ear)
	require.NoError(t, l.Snoop(testContext(t), channel, Snooping{ID: ear, Spy: spy, Args: []string{"ear", spy}}))
	arrival := next[ChannelArrived](t, box)
	assert.Equal(t, ear, arrival.Channel.ID)
	assert.Equal(t, []string{"ear", spy}, arrival.Args)
	assert.Equal(t, "Up", arrival.Channel.State)
	return ear, box
}

// The two directions of one channel are two tracks, in which nothing of the other
// side is; they outlive a move, leave out what is muted, and end with the channel.
func conformTracks(t *testing.T, w world) {
	l := started(t, w)
	ctx := testContext(t)
	bridge, a, b, farA, farB := talk(t, l)
	ears, boxes, tracks := map[string]string{}, map[string]*Mailbox{}, map[string]string{}
	for _, spy := range []string{"in", "out"} {
		ears[spy], boxes[spy] = snoop(t, l, a.Channel.ID, spy)
		tracks[spy] = id("track")
		require.NoError(t, l.Record(ctx, ears[spy], tracks[spy], Recording{}))
	}
	said := soundFile(t, voice, time.Second)
	answered := soundFile(t, 2*voice, time.Second)
	say(t, l, farA, said)
	say(t, l, farB, answered)
	for _, track := range tracks {
		require.NoError(t, l.MuteRecording(ctx, track))
	}
	say(t, l, farA, soundFile(t, 3*voice, time.Second))
	say(t, l, farB, soundFile(t, 3*voice, time.Second))
	for _, track := range tracks {
		require.NoError(t, l.UnmuteRecording(ctx, track))
	}
	other := id("bridge")
	require.NoError(t, l.CreateBridge(ctx, other, Talk, "the same talk"))
	require.NoError(t, l.AddChannels(ctx, other, a.Channel.ID, b.Channel.ID))
	say(t, l, farA, said)
	say(t, l, farB, answered)

	require.NoError(t, l.Hangup(ctx, a.Channel.ID, ""))
	await[ChannelEnded](t, a.Box)
	for spy, want := range map[string][2]float64{"in": {2, 0}, "out": {0, 2}} {
		end := await[RecordingEnded](t, boxes[spy])
		assert.Equal(t, RecordingEnded{Recording: tracks[spy], Target: ears[spy], Length: end.Length}, end)
		assert.Equal(t, ChannelEnded{ID: ears[spy], Cause: normalClearing, Text: "Normal Clearing"}, await[ChannelEnded](t, boxes[spy]))
		pcm := fetched(t, l, tracks[spy])
		assert.InDelta(t, want[0], toned(pcm, voice).Seconds(), 0.4, spy)
		assert.InDelta(t, want[1], toned(pcm, 2*voice).Seconds(), 0.4, spy)
		assert.Less(t, toned(pcm, 3*voice), 100*time.Millisecond, spy)
		assert.GreaterOrEqual(t, len(pcm), 8000*len(want), spy)
		require.NoError(t, l.DeleteRecording(ctx, tracks[spy]))
	}
	require.NoError(t, l.DestroyBridge(ctx, bridge))
	over(t, l, other, b)
}

func conformSnoop(t *testing.T, w world) {
	l := started(t, w)
	ctx := testContext(t)
	a, far := call(t, l)
	ear, box := snoop(t, l, a.Channel.ID, "both")
	require.ErrorIs(t, l.Snoop(ctx, a.Channel.ID, Snooping{ID: id("ear")}), BadRequest, "no direction")
	require.NoError(t, l.Hangup(ctx, ear, ""))
	next[HangupRequested](t, box)
	assert.Equal(t, ear, next[ChannelEnded](t, box).ID)

	// Nobody sees it end, and it ends nevertheless.
	_, box = snoop(t, l, a.Channel.ID, "in")
	w.cable.cut()
	await[LinkDown](t, l.Lobby())
	w.cable.mend()
	up := await[LinkUp](t, l.Lobby())
	assert.NotEmpty(t, up.Channels)
	require.NoError(t, l.Hangup(ctx, far, ""))
	await[ChannelEnded](t, a.Box)
	assert.False(t, next[ChannelEnded](t, box).Lost)
}

// A move to another bridge takes a channel out of the first.
func conformMove(t *testing.T, w world) {
	l := started(t, w)
	ctx := testContext(t)
	bridge, a, b, _, _ := talk(t, l)
	other := id("bridge")
	require.NoError(t, l.CreateBridge(ctx, other, Talk, "another talk"))
	require.NoError(t, l.AddChannels(ctx, other, a.Channel.ID))
	inside(t, l, other, a.Channel.ID)
	inside(t, l, bridge, b.Channel.ID)
	require.ErrorIs(t, l.RemoveChannel(ctx, bridge, a.Channel.ID), Conflict, "it is not there any more")
	require.NoError(t, l.DestroyBridge(ctx, other))
	inside(t, l, other)
	over(t, l, bridge, a, b)
}

// Keys are told to the others in a talk, unless they are for us alone.
func conformQuietKeys(t *testing.T, w world) {
	l := started(t, w)
	ctx := testContext(t)
	bridge, a, b, farA, farB := talk(t, l)
	heard := l.NewMailbox()
	l.Route(heard, farB)
	press(t, l, farA, "1")
	assert.Equal(t, byte('1'), await[Digit](t, a.Box).Digit)
	assert.Equal(t, byte('1'), await[Digit](t, heard).Digit)

	require.NoError(t, l.RemoveChannel(ctx, bridge, a.Channel.ID))
	require.NoError(t, l.AddQuietly(ctx, bridge, a.Channel.ID))
	press(t, l, farA, "*2")
	assert.Equal(t, byte('*'), await[Digit](t, a.Box).Digit)
	assert.Equal(t, byte('2'), await[Digit](t, a.Box).Digit)
	press(t, l, farB, "6") // the other one's go through still
	assert.Equal(t, byte('6'), await[Digit](t, b.Box).Digit)

	require.NoError(t, l.RemoveChannel(ctx, bridge, a.Channel.ID))
	require.NoError(t, l.AddChannels(ctx, bridge, a.Channel.ID))
	press(t, l, farA, "3")
	assert.Equal(t, byte('3'), await[Digit](t, heard).Digit, "the quiet ones did not come")
	over(t, l, bridge, a, b)
}

func conformPlayBridge(t *testing.T, w world) {
	l := started(t, w)
	ctx := testContext(t)
	bridge, a, b, _, _ := talk(t, l)
	box, long := l.NewMailbox(), id("play")
	l.Route(box, bridge)
	require.ErrorIs(t, l.PlayBridge(ctx, bridge, long), BadRequest)
	require.NoError(t, l.PlayBridge(ctx, bridge, long, "tone:ring"))
	require.NoError(t, l.StopPlayback(ctx, long))
	assert.Equal(t, PlaybackEnded{Playback: long, Target: bridge}, await[PlaybackEnded](t, box))
	short := id("play")
	require.NoError(t, l.PlayBridge(ctx, bridge, short, soundFile(t, voice, 100*time.Millisecond)))
	assert.Equal(t, PlaybackEnded{Playback: short, Target: bridge}, await[PlaybackEnded](t, box))
	over(t, l, bridge, a, b)
}

// Nobody asked for a transfer: nothing happens.
func conformTransferProgress(t *testing.T, w world) {
	l := started(t, w)
	ctx := testContext(t)
	a, far := call(t, l)
	for _, state := range []string{TransferRinging, TransferAnswered, TransferUnavailable, TransferDeclined} {
		require.NoError(t, l.TransferProgress(ctx, a.Channel.ID, state))
	}
	require.ErrorIs(t, l.TransferProgress(ctx, a.Channel.ID, "perhaps"), BadRequest)
	require.NoError(t, l.Hangup(ctx, far, ""))
	await[ChannelEnded](t, a.Box)
}
