package asterisk

import (
	"bytes"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"hotline/internal/prompt"
)

// soundFile writes a tone of so many hertz, 0 for silence, and gives it as a
// medium.
func soundFile(t testing.TB, hertz float64, length time.Duration) string {
	t.Helper()
	pcm := make([]int16, length*prompt.Rate/time.Second)
	for i := range pcm {
		pcm[i] = int16(8000 * math.Sin(2*math.Pi*hertz*float64(i)/prompt.Rate))
	}
	path := filepath.Join(t.TempDir(), "sound")
	var file bytes.Buffer
	require.NoError(t, prompt.WriteWAV(&file, pcm))
	require.NoError(t, os.WriteFile(path+".wav", file.Bytes(), 0o600))
	return "sound:" + path
}

// toned is how long a tone of so many hertz is the better part of a sound.
func toned(pcm []int16, hertz float64) time.Duration {
	const frame = prompt.Rate / 50
	frames := 0
	for at := 0; at+frame <= len(pcm); at += frame {
		var re, im, all float64
		for i, v := range pcm[at : at+frame] {
			phase := 2 * math.Pi * hertz * float64(i) / prompt.Rate
			re, im, all = re+float64(v)*math.Cos(phase), im+float64(v)*math.Sin(phase), all+float64(v)*float64(v)
		}
		if all > 1e6*frame && (re*re+im*im)*2/frame > all/2 {
			frames++
		}
	}
	return time.Duration(frames) * time.Second / 50
}

// say lets the far end of a call be heard, and waits until it was.
func say(t testing.TB, l *Link, far, medium string) {
	t.Helper()
	box, play := l.NewMailbox(), id("play")
	l.Route(box, play)
	require.NoError(t, l.Play(testContext(t), far, play, medium))
	assert.Equal(t, PlaybackEnded{Playback: play, Target: far}, next[PlaybackEnded](t, box))
}

func fetched(t testing.TB, l *Link, recording string) []int16 {
	t.Helper()
	file, err := l.FetchRecording(testContext(t), recording)
	require.NoError(t, err)
	data, err := io.ReadAll(file)
	require.NoError(t, err)
	require.NoError(t, file.Close())
	rate, pcm, err := prompt.ReadWAV(bytes.NewReader(data))
	require.NoError(t, err)
	require.Equal(t, prompt.Rate, rate)
	return pcm
}

const (
	voice    = 700     // Hz
	beepTone = 3 * 400 // likewise
)

func conformRecord(t *testing.T, w world) {
	w.beep = soundFile(t, beepTone, 100*time.Millisecond)
	l := started(t, w)
	ctx := testContext(t)
	arrival, far := call(t, l)
	caller, box := arrival.Channel.ID, arrival.Box
	message := id("message")
	require.NoError(t, l.Record(ctx, caller, message, Recording{Beep: true, MaxDuration: time.Minute}))
	require.ErrorIs(t, l.Record(ctx, caller, message, Recording{}), Conflict)
	say(t, l, far, soundFile(t, voice, 1500*time.Millisecond))
	press(t, l, far, "5")
	assert.Equal(t, byte('5'), next[Digit](t, box).Digit, "keys are told and end nothing")
	require.NoError(t, l.StopRecording(ctx, message))
	end := next[RecordingEnded](t, box)
	assert.Equal(t, RecordingEnded{Recording: message, Target: caller, Length: end.Length}, end)
	assert.GreaterOrEqual(t, end.Length, time.Second)
	require.ErrorIs(t, l.StopRecording(ctx, message), Gone)
	pcm := fetched(t, l, message)
	assert.InDelta(t, 1.5, toned(pcm, voice).Seconds(), 0.3)
	stored, err := l.StoredRecordings(ctx)
	require.NoError(t, err)
	assert.Contains(t, stored, message)
	require.NoError(t, l.DeleteRecording(ctx, message))
	stored, err = l.StoredRecordings(ctx)
	require.NoError(t, err)
	assert.NotContains(t, stored, message)
	_, err = l.FetchRecording(ctx, message)
	require.ErrorIs(t, err, Gone)
	require.ErrorIs(t, l.DeleteRecording(ctx, message), Gone)
	require.NoError(t, l.Hangup(ctx, far, ""))
	await[ChannelEnded](t, box)
}

// A stop during the beep, and a hang-up during it, end the recording at once.
// Keys and ends are the next events: the end of the beep is not told.
func conformStopEarly(t *testing.T, w world) {
	w.beep = "tone:ring" // goes on until it is stopped
	l := started(t, w)
	ctx := testContext(t)
	arrival, far := call(t, l)
	message := id("message")
	require.NoError(t, l.Record(ctx, arrival.Channel.ID, message, Recording{Beep: true}))
	press(t, l, far, "5")
	next[Digit](t, arrival.Box)
	require.NoError(t, l.StopRecording(ctx, message))
	assert.Equal(t, RecordingEnded{Recording: message, Target: arrival.Channel.ID}, next[RecordingEnded](t, arrival.Box))
	assert.Empty(t, fetched(t, l, message))

	cut := id("message")
	require.NoError(t, l.Record(ctx, arrival.Channel.ID, cut, Recording{Beep: true}))
	require.NoError(t, l.Hangup(ctx, far, ""))
	next[HangupRequested](t, arrival.Box)
	assert.Equal(t, RecordingEnded{Recording: cut, Target: arrival.Channel.ID}, next[RecordingEnded](t, arrival.Box))
	next[ChannelEnded](t, arrival.Box)
}

func conformSilence(t *testing.T, w world) {
	l := started(t, w)
	ctx := testContext(t)
	arrival, far := call(t, l)
	message := id("message")
	require.NoError(t, l.Record(ctx, arrival.Channel.ID, message, Recording{MaxSilence: time.Second}))
	say(t, l, far, soundFile(t, voice, time.Second))
	say(t, l, far, soundFile(t, 0, 3*time.Second))
	end := next[RecordingEnded](t, arrival.Box)
	assert.False(t, end.Failed)
	pcm := fetched(t, l, message)
	assert.InDelta(t, 1, toned(pcm, voice).Seconds(), 0.3)
	require.NoError(t, l.Hangup(ctx, far, ""))
	await[ChannelEnded](t, arrival.Box)
}

func conformHangupKeeps(t *testing.T, w world) {
	l := started(t, w)
	ctx := testContext(t)
	arrival, far := call(t, l)
	message, box := id("message"), l.NewMailbox()
	l.Route(box, message)
	require.NoError(t, l.Record(ctx, arrival.Channel.ID, message, Recording{}))
	say(t, l, far, soundFile(t, voice, time.Second))
	require.NoError(t, l.Hangup(ctx, far, ""))
	end := next[RecordingEnded](t, box)
	assert.False(t, end.Failed)
	await[ChannelEnded](t, arrival.Box)
	assert.InDelta(t, 1, toned(fetched(t, l, message), voice).Seconds(), 0.3)
}

func conformRecordBridge(t *testing.T, w world) {
	l := started(t, w)
	ctx := testContext(t)
	a, farA := call(t, l)
	b, farB := call(t, l)
	bridge, talk := id("bridge"), id("talk")
	box := l.NewMailbox()
	l.Route(box, bridge)
	require.NoError(t, l.CreateBridge(ctx, bridge, Talk, "a talk"))
	require.NoError(t, l.AddChannels(ctx, bridge, a.Channel.ID, b.Channel.ID))
	inside(t, l, bridge, a.Channel.ID, b.Channel.ID)
	require.NoError(t, l.RecordBridge(ctx, bridge, talk, Recording{}))
	say(t, l, farA, soundFile(t, voice, time.Second))
	say(t, l, farB, soundFile(t, 2*voice, time.Second))
	require.NoError(t, l.StopRecording(ctx, talk))
	end := await[RecordingEnded](t, box)
	assert.Equal(t, RecordingEnded{Recording: talk, Target: bridge, Length: end.Length}, end)
	pcm := fetched(t, l, talk)
	assert.InDelta(t, 1, toned(pcm, voice).Seconds(), 0.3)
	assert.InDelta(t, 1, toned(pcm, 2*voice).Seconds(), 0.3)

	again := id("talk")
	require.NoError(t, l.RecordBridge(ctx, bridge, again, Recording{}))
	say(t, l, farA, soundFile(t, voice, time.Second))
	for _, c := range []ChannelArrived{a, b} {
		require.NoError(t, l.Hangup(ctx, c.Channel.ID, ""))
		await[ChannelEnded](t, c.Box)
	}
	require.NoError(t, l.DestroyBridge(ctx, bridge))
	end = await[RecordingEnded](t, box)
	assert.False(t, end.Failed)
	assert.InDelta(t, 1, toned(fetched(t, l, again), voice).Seconds(), 0.3)
}
