package e2e

import (
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
	"hotline/internal/softphone"
)

const (
	leave     = "请在提示音后留言，说完请按井号键。"
	voicemail = "88620007" // a message at once
	kept      = "您的留言已经收到，我们会尽快处理。"
	spoken    = "我想咨询残疾人证的办理。"
	beepTone  = 1000 // Hz
)

// recorded reads a file from the folder of recordings.
func (s *scene) recorded(file string) *softphone.Recording {
	s.Helper()
	wav := filepath.Join(s.TempDir(), "played.wav")
	s.hotline("recordings", "play", file, "--data", s.data, "--as", "test", "--why", "test", "--out", wav)
	sound, err := softphone.ReadWAV(wav)
	require.NoError(s, err)
	return softphone.RecordingOf(sound)
}

// speaks waits for the tone, says a text after it, and ends the message.
func (s *scene) speaks(c *softphone.Call, text string) {
	s.Helper()
	require.NoError(s, c.WaitTone(s.ctx, beepTone, 200*time.Millisecond), "no tone\n%s", s.story())
	require.NoError(s, c.WaitSilence(s.ctx, 200*time.Millisecond))
	require.NoError(s, c.PlayPCM(s.ctx, s.words(text)))
	require.NoError(s, c.SendDTMF(s.ctx, "#", softphone.RFC4733))
}

// City, province and nation are closed: the chain ends in the city's voicemail.
func TestAClosedCentreTakesAMessage(t *testing.T) {
	s := openAt(t, holiday)
	caller := s.dial(ofDaqing)
	s.hears(caller, leave)
	s.speaks(caller, spoken)
	s.hears(caller, kept)
	require.NoError(t, caller.Hangup(s.ctx))
	r := s.ended(1)
	require.Equal(t, call.LeftMessage, r.Outcome)
	require.Equal(t, "daqing", r.Centre)

	var list []struct {
		Call, From, Centre, File string
		Length                   float64
	}
	text := s.hotline("messages", "--data", s.data, "--json", "--centre", "daqing")
	require.NoError(t, json.Unmarshal([]byte(text), &list), text)
	require.Len(t, list, 1)
	require.Equal(t, r.ID, list[0].Call)
	require.Equal(t, "13800138000", list[0].From)
	require.Greater(t, list[0].Length, 2.0)
	require.True(t, s.recorded(list[0].File).Contains(s.words(spoken)).Heard(), "his words are in the file")
}

func TestACallerHangsUpDuringHisMessageAndItIsKept(t *testing.T) {
	s := open(t)
	caller := s.dial(voicemail)
	require.NoError(t, caller.WaitTone(s.ctx, beepTone, 200*time.Millisecond))
	require.NoError(t, caller.PlayPCM(s.ctx, s.words(spoken)))
	require.NoError(t, caller.Hangup(s.ctx))
	left := until(s, 1, any1[call.MessageLeft])
	require.Equal(t, "harbin", left.Centre)
	require.Positive(t, s.recorded(left.File).HeardSound())
	require.Equal(t, call.LeftMessage, s.ended(1).Outcome)
}
