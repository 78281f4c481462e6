package e2e

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
	"hotline/internal/softphone"
)

const (
	archived   = "88620022" // the queue has its talks recorded
	toldSo     = "为保证服务质量，从现在起通话将被录音。"
	nowMuted   = "录音已暂停。"
	onAgain    = "录音已恢复。"
	nowDeleted = "本次通话已设为保密，录音已删除。"
)

// sides plays a recorded talk, and parts it into what the caller said and what he heard.
func (s *scene) sides(file string) (said, heard *softphone.Recording) {
	s.Helper()
	path := filepath.Join(s.TempDir(), "talk.wav")
	s.hotline("recordings", "play", file, "--data", s.data, "--as", "test", "--why", "test", "--out", path)
	wav, err := os.ReadFile(path)
	require.NoError(s, err)
	le := binary.LittleEndian
	require.Greater(s, len(wav), 44)
	require.Equal(s, "RIFF", string(wav[:4]))
	require.EqualValues(s, 2, le.Uint16(wav[22:]), "channels")
	require.EqualValues(s, 8000, le.Uint32(wav[24:]), "samples a second")
	require.Equal(s, "data", string(wav[36:40]))
	var tracks [2][]int16
	for sound := wav[44:]; len(sound) >= 4; sound = sound[4:] {
		tracks[0] = append(tracks[0], int16(le.Uint16(sound)))     //nolint:gosec // the bits of a sample
		tracks[1] = append(tracks[1], int16(le.Uint16(sound[2:]))) //nolint:gosec // likewise
	}
	return softphone.RecordingOf(tracks[0]), softphone.RecordingOf(tracks[1])
}

// sounds lets a tone be heard for a second on the other side.
func (s *scene) sounds(from, at *softphone.Call, hertz float64) {
	s.Helper()
	at.SkipToNow()
	require.NoError(s, from.PlayTone(s.ctx, hertz, time.Second))
	require.NoError(s, at.WaitTone(s.ctx, hertz, 500*time.Millisecond))
}

// holds checks which tones are on a side: for how long in one piece at least, and which
// are not at all.
func holds(t *testing.T, side *softphone.Recording, tones map[float64]time.Duration) {
	t.Helper()
	for hertz, least := range tones {
		if least == 0 {
			require.Less(t, side.HeardTone(hertz), 60*time.Millisecond, "%v Hz", hertz)
			continue
		}
		require.Greater(t, side.HeardTone(hertz), least, "%v Hz", hertz)
	}
}

const wellHeard = 300 * time.Millisecond

func TestATalkIsRecordedWithBothSides(t *testing.T) {
	s := open(t)
	seat := s.seat("8001")
	caller := s.dial(served)
	ringing := s.answers(seat, caller)
	begun := until(s, 1, any1[call.RecordingBegun])
	require.NotEmpty(t, begun.Heard)
	s.sounds(caller, ringing, 700)
	s.sounds(ringing, caller, 1100)
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(ringing)
	recorded := until(s, 1, any1[call.TalkRecorded])
	require.Equal(t, call.Answered, s.ended(1).Outcome)
	said, heard := s.sides(recorded.File)
	holds(t, said, map[float64]time.Duration{700: wellHeard, 1100: 0})
	holds(t, heard, map[float64]time.Duration{1100: wellHeard, 700: 0})
	s.noSound(recorded.Call)
}

// stored are the recordings that Asterisk has in its folder, finished or not.
func (s *scene) stored() (names []string) {
	s.Helper()
	files, err := os.ReadDir(filepath.Join(s.rig.Server.Site().Dirs.Spool, "recording"))
	require.NoError(s, err)
	for _, file := range files {
		names = append(names, file.Name())
	}
	return names
}

// noSound waits until Asterisk has nothing of a call.
func (s *scene) noSound(call string) {
	s.Helper()
	s.eventually("no sound is left at Asterisk", func() bool {
		return !slices.ContainsFunc(s.stored(), func(name string) bool { return strings.HasPrefix(name, call+"-") })
	})
}

// The seat's queue has its talks recorded: both hear of it first, and what is muted is
// silence.
func TestAQueueHasItsTalksRecorded(t *testing.T) {
	s := open(t)
	seat := s.seat("8021")
	caller := s.dial(archived)
	ringing := s.rings(seat)
	require.NoError(t, ringing.Answer(s.ctx))
	s.hears(caller, toldSo)
	s.hears(ringing, toldSo)
	until(s, 1, any1[call.RecordingBegun])
	s.sounds(caller, ringing, 700)

	require.NoError(t, ringing.SendDTMF(s.ctx, "*8", softphone.RFC4733))
	s.hears(ringing, nowMuted)
	s.sounds(caller, ringing, 1500)
	s.sounds(ringing, caller, 1900)
	require.NoError(t, ringing.SendDTMF(s.ctx, "*8", softphone.RFC4733))
	s.hears(ringing, onAgain)
	s.sounds(ringing, caller, 1100)
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(ringing)

	recorded := until(s, 1, any1[call.TalkRecorded])
	said, heard := s.sides(recorded.File)
	holds(t, said, map[float64]time.Duration{700: wellHeard, 1100: 0, 1500: 0, 1900: 0})
	holds(t, heard, map[float64]time.Duration{1100: wellHeard, 700: 0, 1500: 0, 1900: 0})
	require.False(t, heard.Contains(s.words(toldSo)).Heard(), "nothing is recorded before it was announced")
	s.noSound(recorded.Call)
}

// The caller asks for confidentiality: what was recorded is gone, and the talk goes on.
func TestAConfidentialTalkIsNotKept(t *testing.T) {
	s := open(t)
	seat := s.seat("8001")
	caller := s.dial(served)
	ringing := s.answers(seat, caller)
	until(s, 1, any1[call.RecordingBegun])
	require.NoError(t, ringing.SendDTMF(s.ctx, "**", softphone.RFC4733))
	s.hears(ringing, nowDeleted)
	made := until(s, 1, any1[call.MadeConfidential])
	s.talk(caller, ringing)
	s.noSound(made.Call)
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(ringing)
	require.Equal(t, call.Answered, s.ended(1).Outcome)
	files, err := filepath.Glob(filepath.Join(s.data, "recordings", "*.age"))
	require.NoError(t, err)
	require.Empty(t, files)
}

// Asterisk goes on recording while the engine is dead, and the next engine keeps it.
func TestTheEngineIsKilledAndTheRecordingGoesOn(t *testing.T) {
	s := newScene(t)
	engine := s.serve()
	seat := s.phoneOf("8001")
	require.NoError(t, seat.Register(s.ctx))
	caller := s.dial(served)
	ringing := s.answers(seat, caller)
	s.eventually("both sides are recorded", func() bool {
		names := slices.DeleteFunc(s.stored(), func(name string) bool { return !strings.Contains(name, "-recording") })
		return len(names) == 2
	})
	engine.kill(s)
	s.sounds(caller, ringing, 700)
	s.sounds(ringing, caller, 1100)
	next := s.serve()
	s.sounds(caller, ringing, 1500)
	s.sounds(ringing, caller, 1900)
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(ringing)
	s.endedOutcome(next, call.Answered, "1")
	files, err := filepath.Glob(filepath.Join(s.data, "recordings", "*-recording.wav.age"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	said, heard := s.sides(filepath.Base(files[0]))
	holds(t, said, map[float64]time.Duration{700: wellHeard, 1500: wellHeard, 1100: 0, 1900: 0})
	holds(t, heard, map[float64]time.Duration{1100: wellHeard, 1900: wellHeard, 700: 0, 1500: 0})
	s.noSound(s.onlyRecord().ID)
}
