package prompt

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/parts"
)

// standInHow names the environment variable that makes this test binary stand
// in for espeak-ng and says how it behaves.
const standInHow = "PROMPT_TEST_STAND_IN"

func standIn(how string) {
	versions := map[string]string{
		"old": "eSpeak NG text-to-speech: 1.51  Data at: /x", "new": "eSpeak NG text-to-speech: 2.0.1-dev  Data at: /x",
		"other": "hello",
	}
	switch version, known := versions[how]; {
	case how == "broken":
		fmt.Fprintln(os.Stderr, "cannot find its data")
		os.Exit(1)
	case known:
		fmt.Println(version)
	case slices.Contains(os.Args, "--version"):
		fmt.Println("eSpeak NG text-to-speech: 1.52.0  Data at: /x")
	case how == "hangs":
		fmt.Fprint(os.NewFile(3, "started"), ".")
		forever := make(chan os.Signal, 1)
		signal.Notify(forever, os.Interrupt)
		<-forever
	case how == "garbage":
		fmt.Println("la la la")
	case how == "mute":
	}
	os.Exit(0)
}

func running(how string) Command {
	return func(ctx context.Context, args ...string) *exec.Cmd {
		cmd := exec.CommandContext(ctx, os.Args[0], args...)
		// The race detector otherwise keeps each process for a second.
		cmd.Env = append(os.Environ(), standInHow+"="+how, "GORACE=atexit_sleep_ms=0")
		return cmd
	}
}

// TestEspeak speaks with the real voice.
func TestEspeak(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	dir, err := parts.CacheDir()
	require.NoError(t, err)
	program, err := parts.Espeak(ctx, dir, slog.New(slog.NewTextHandler(t.Output(), nil)))
	require.NoError(t, err)
	e, err := NewEspeak(ctx, program.Cmd)
	require.NoError(t, err)
	testSpeaker(t, e)

	speak := func(voice, text string) []int16 {
		pcm, err := e.Speak(ctx, Speech{Voice: voice, Text: text})
		require.NoError(t, err)
		return pcm
	}
	t.Run("speaks other languages", func(t *testing.T) {
		require.False(t, slices.Equal(speak(Mandarin, "你好"), speak(cantonese, "你好")))
		for _, voice := range []string{"en", "fr", "cmn+f2"} {
			require.NotEmpty(t, speak(voice, "hello"), voice)
		}
		_, err := e.Speak(ctx, Speech{Voice: "tlh", Text: "nuqneH"})
		require.ErrorContains(t, err, "voice does not exist")
	})
	t.Run("has the usual speed when it is not slow", func(t *testing.T) {
		usual, err := e.output(ctx, "您好，请稍候。", "-v", "cmn", "-b", "1", "--stdin", "--stdout")
		require.NoError(t, err)
		same, err := e.output(ctx, "您好，请稍候。", "-v", "cmn", "-s", strconv.Itoa(usualSpeed), "-b", "1", "--stdin", "--stdout")
		require.NoError(t, err)
		require.True(t, bytes.Equal(usual, same))
	})
	t.Run("reads digits that are spelled as separate syllables", func(t *testing.T) {
		for _, lang := range []string{Mandarin, cantonese} {
			require.Greater(t, playingTime(len(speak(lang, spoken(lang, "12385")))), 1200*time.Millisecond, lang)
		}
	})
	t.Run("keeps below half the rate", func(t *testing.T) {
		require.Less(t, share(speak(Mandarin, "请稍候，四十四"), 3700), 0.01)
	})
}

// share is how much of a sound's energy lies above a frequency.
func share(pcm []int16, hz float64) float64 {
	const half = 40
	low := lowPass(hz/Rate, half, 0)
	var all, above float64
	for at := half; at+half+2 < len(pcm); at++ {
		rest := float64(pcm[at])
		all += rest * rest
		for k, tap := range low {
			rest -= tap * float64(pcm[at-half+k])
		}
		above += rest * rest
	}
	return above / all
}

func TestNewEspeakRefuses(t *testing.T) {
	for how, want := range map[string]string{
		"old":    "espeak-ng 1.51 reads Mandarin wrongly: install 1.52 or newer",
		"other":  `espeak-ng: no version in its answer "hello"; is it espeak-ng?`,
		"broken": "espeak-ng: exit status 1: cannot find its data",
	} {
		_, err := NewEspeak(t.Context(), running(how))
		require.EqualError(t, err, want)
	}
	missing := func(ctx context.Context, args ...string) *exec.Cmd {
		return exec.CommandContext(ctx, "/nowhere/espeak-ng", args...)
	}
	_, err := NewEspeak(t.Context(), missing)
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestEspeakIDTellsVersionsApart(t *testing.T) {
	id := func(how string) string {
		e, err := NewEspeak(t.Context(), running(how))
		require.NoError(t, err)
		return e.ID()
	}
	require.Contains(t, id("new"), "2.0.1-dev")
	require.NotEqual(t, id("new"), id("mute"))
}

func TestEspeakThatFailsToSpeak(t *testing.T) {
	for how, want := range map[string]string{
		"garbage": "espeak-ng: damaged WAV: header is cut off",
		"mute":    "espeak-ng has nothing to say for this text",
	} {
		e, err := NewEspeak(t.Context(), running(how))
		require.NoError(t, err)
		_, err = e.Speak(t.Context(), Speech{Voice: Mandarin, Text: "您好"})
		require.EqualError(t, err, want)
	}
}

func TestEspeakThatHangsIsStopped(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	e, err := NewEspeak(t.Context(), func(ctx context.Context, args ...string) *exec.Cmd {
		cmd := running("hangs")(ctx, args...)
		cmd.ExtraFiles = []*os.File{w}
		return cmd
	})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		_, _ = io.ReadFull(r, make([]byte, 1)) // it has started
		cancel()
	}()
	_, err = e.Speak(ctx, Speech{Voice: Mandarin, Text: "您好"})
	require.ErrorIs(t, err, context.Canceled)
	require.NoError(t, w.Close())
}
