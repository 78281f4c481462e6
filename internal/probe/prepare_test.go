package probe

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/softphone"
)

func TestPrepareSpeaksOnlyWhatHasNoFile(t *testing.T) {
	var spoken []string
	speak := func(_ context.Context, text string) ([]int16, error) {
		spoken = append(spoken, text)
		return greeting(), nil
	}
	p := sane()
	p.Then.File = wav(t, answerTo1())
	require.NoError(t, p.Prepare(t.Context(), speak))
	require.Equal(t, []string{"您好"}, spoken)
	require.Equal(t, greeting(), p.Hears.sound)
	require.Equal(t, answerTo1(), p.Then.sound)
	require.Equal(t, 900*time.Millisecond, p.Then.length())
}

func TestPrepareFails(t *testing.T) {
	gone := errors.New("no voice")
	for want, p := range map[string]Probe{
		"main: hears: no voice":                    {Name: "main", Hears: Expect{Text: "您好"}},
		"no such file":                             {Name: "main", Hears: Expect{File: filepath.Join(t.TempDir(), "gone.wav")}},
		"main: then-hears: the sound is too short": {Name: "main", Then: Expect{File: wav(t, words(1, 200*time.Millisecond))}},
		"or silent":                                {Name: "main", Hears: Expect{File: wav(t, make([]int16, softphone.SampleRate))}},
	} {
		err := p.Prepare(t.Context(), func(context.Context, string) ([]int16, error) { return nil, gone })
		require.ErrorContains(t, err, want)
	}
}

func TestExpectationInWords(t *testing.T) {
	require.Equal(t, "“您好”", (&Expect{Text: "您好"}).String())
	require.Equal(t, "greeting.wav", (&Expect{File: "greeting.wav"}).String())
	require.Equal(t, "“您好，这里是幺二三八五残疾人服务热线，请…”",
		(&Expect{Text: "您好，这里是幺二三八五残疾人服务热线，请不要挂机。"}).String())
}
