package rehearsal

import (
	"bytes"
	"encoding/binary"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/asterisk"
)

// What is not there is Gone and what is taken a Conflict, as with Asterisk.
func TestTelephoneRefuses(t *testing.T) {
	ctx, s := t.Context(), play(t, World{})
	p := s.phone
	require.NoError(t, p.CreateBridge(ctx, "b", asterisk.Talk, ""))
	for name, err := range map[string]error{
		"answer":        p.AnswerSoon(ctx, "x")(),
		"hangup":        p.Hangup(ctx, "x", "normal"),
		"play":          p.Play(ctx, "x", "p", "sound:/x"),
		"stop play":     p.StopPlayback(ctx, "p"),
		"start music":   p.StartMusic(ctx, "x", "calm"),
		"stop music":    p.StopMusic(ctx, "x"),
		"continue":      p.Continue(ctx, "x", "to-person", "s", 1),
		"destroy":       p.DestroyBridge(ctx, "c"),
		"no bridge":     p.AddChannels(ctx, "c", "x"),
		"no channel":    p.AddChannels(ctx, "b", "x"),
		"record":        p.Record(ctx, "x", "r", asterisk.Recording{}),
		"record bridge": p.RecordBridge(ctx, "c", "r", asterisk.Recording{}),
		"stop":          p.StopRecording(ctx, "r"),
		"delete":        p.DeleteRecording(ctx, "r"),
	} {
		require.ErrorIs(t, err, asterisk.Gone, name)
	}
	_, err := p.FetchRecording(ctx, "r")
	require.ErrorIs(t, err, asterisk.Gone)
	require.ErrorIs(t, p.CreateBridge(ctx, "b", asterisk.Talk, ""), asterisk.Conflict)
	require.NoError(t, p.Originate(ctx, asterisk.Origination{ID: "leg", Endpoint: "PJSIP/8001", Args: []string{"leg", "c"}}))
	require.ErrorIs(t, p.Originate(ctx, asterisk.Origination{ID: "leg", Endpoint: "PJSIP/8001"}), asterisk.Conflict)
}

// A recording ends when it is stopped, when nobody speaks, when it is long enough,
// and with what is recorded.
func TestRecordings(t *testing.T) {
	ctx, s := t.Context(), play(t, World{})
	p := s.phone
	require.NoError(t, s.Place(calls("12385")))
	length := func(name string) time.Duration {
		r := p.recordings[name]
		require.True(t, r.over, name)
		return r.length
	}
	record := func(name string, how asterisk.Recording) { require.NoError(t, p.Record(ctx, "caller-1", name, how)) }

	record("stopped", asterisk.Recording{})
	require.ErrorIs(t, p.Record(ctx, "caller-1", "stopped", asterisk.Recording{}), asterisk.Conflict)
	require.NoError(t, s.Pass(time.Second, never))
	require.NoError(t, p.StopRecording(ctx, "stopped"))
	require.Equal(t, time.Second, length("stopped"))

	how := asterisk.Recording{MaxSilence: 2 * time.Second, MaxDuration: 9 * time.Second}
	record("silent", how)
	require.NoError(t, s.Pass(4*time.Second, never))
	require.Equal(t, 2*time.Second, length("silent"))

	record("spoken", how)
	require.True(t, s.Records())
	require.True(t, s.Speak("…", 3*time.Second))
	require.NoError(t, s.Pass(10*time.Second, never))
	require.Equal(t, 5*time.Second, length("spoken"))

	record("full", how)
	require.True(t, s.Speak("…", time.Minute))
	require.NoError(t, s.Pass(20*time.Second, never))
	require.Equal(t, 9*time.Second, length("full"))

	record("left", asterisk.Recording{})
	_, err := s.HangUp()
	require.NoError(t, err)
	require.Zero(t, length("left"))
	require.False(t, s.Records())
}

func TestFetchedRecordingIsAWAV(t *testing.T) {
	ctx, s := t.Context(), play(t, World{})
	require.NoError(t, s.Place(calls("12385")))
	require.NoError(t, s.phone.Record(ctx, "caller-1", "r", asterisk.Recording{MaxDuration: 3 * time.Second}))
	require.NoError(t, s.Pass(time.Minute, never))
	in, err := s.phone.FetchRecording(ctx, "r")
	require.NoError(t, err)
	wav, err := io.ReadAll(in)
	require.NoError(t, err)
	require.Len(t, wav, 44+3*16000)
	var rate uint32
	require.NoError(t, binary.Read(bytes.NewReader(wav[24:]), binary.LittleEndian, &rate))
	require.EqualValues(t, 8000, rate)
	require.EqualValues(t, 3*16000, binary.LittleEndian.Uint32(wav[40:]))
	stored, err := s.phone.StoredRecordings(ctx)
	require.NoError(t, err)
	require.Equal(t, []string{"r"}, stored)
	require.NoError(t, s.phone.DeleteRecording(ctx, "r"))
	stored, err = s.phone.StoredRecordings(ctx)
	require.NoError(t, err)
	require.Empty(t, stored)
}
