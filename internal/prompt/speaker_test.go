package prompt

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"
)

// testSpeaker is what every Speaker must do.
func testSpeaker(t *testing.T, s Speaker) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	speak := func(text string) []int16 {
		pcm, err := s.Speak(ctx, Speech{Voice: Mandarin, Text: text})
		require.NoError(t, err)
		return pcm
	}
	t.Run("is heard and does not clip", func(t *testing.T) {
		pcm := speak("您好，请稍候。")
		require.Greater(t, peak(pcm), 3000)
		require.Less(t, peak(pcm), 32000)
		perCharacter := playingTime(len(pcm)) / 6
		require.Greater(t, perCharacter, 80*time.Millisecond)
		require.Less(t, perCharacter, 600*time.Millisecond)
	})
	t.Run("is quiet at both ends", func(t *testing.T) {
		pcm := speak("您好")
		require.Less(t, loudness(pcm[:margin/2]), float64(quietness))
		require.Less(t, loudness(pcm[len(pcm)-margin/2:]), float64(quietness))
	})
	t.Run("says what it is given", func(t *testing.T) {
		require.False(t, slices.Equal(speak("您好"), speak("再见")))
		require.Equal(t, speak("您好"), speak("您好"))
		require.Greater(t, len(speak("请您继续等候，我们很快接听")), len(speak("请您")))
	})
	t.Run("takes odd texts for texts", func(t *testing.T) {
		for _, text := range []string{"-v 您好", "--help 您好", "<b>您好", strings.Repeat("您好。\n", 50)} {
			require.NotEmpty(t, speak(text), text)
		}
	})
	t.Run("speaks slowly", func(t *testing.T) {
		slow, err := s.Speak(ctx, Speech{Voice: Mandarin, Text: "请您继续等候，我们很快接听", Slow: true})
		require.NoError(t, err)
		require.InDelta(t, 1/0.7, float64(len(slow))/float64(len(speak("请您继续等候，我们很快接听"))), 0.2)
	})
	t.Run("is used by many at once", func(t *testing.T) {
		want := speak("您好")
		var group errgroup.Group
		for range 8 {
			group.Go(func() error {
				got, err := s.Speak(ctx, Speech{Voice: Mandarin, Text: "您好"})
				if err == nil && !slices.Equal(want, got) {
					err = errors.New("another sound")
				}
				return err
			})
		}
		require.NoError(t, group.Wait())
	})
	t.Run("refuses", func(t *testing.T) {
		_, err := s.Speak(ctx, Speech{Voice: "tlh", Text: "您好"})
		require.ErrorContains(t, err, `"tlh"`)
		_, err = s.Speak(ctx, Speech{Voice: Mandarin, Text: "。"})
		require.ErrorContains(t, err, "nothing to say")
		ended, end := context.WithCancel(ctx)
		end()
		_, err = s.Speak(ended, Speech{Voice: Mandarin, Text: "您好"})
		require.ErrorIs(t, err, context.Canceled)
	})
	t.Run("has a lasting name", func(t *testing.T) {
		require.NotEmpty(t, s.ID())
		require.Equal(t, s.ID(), s.ID())
	})
}

// fakeSpeaker hums: every character has its own pitch.
type fakeSpeaker struct {
	id      string
	gate    chan struct{} // when set, every Speak waits for it
	fail    atomic.Bool
	calls   atomic.Int32
	now     atomic.Int32 // running at this moment
	most    atomic.Int32
	stopped atomic.Int32 // ended by their context
}

func (f *fakeSpeaker) ID() string { return "fake " + f.id }

func (f *fakeSpeaker) Speak(ctx context.Context, s Speech) ([]int16, error) {
	f.calls.Add(1)
	f.most.Store(max(f.most.Load(), f.now.Add(1)))
	defer f.now.Add(-1)
	if f.gate != nil {
		select {
		case <-f.gate:
		case <-ctx.Done():
			f.stopped.Add(1)
		}
	}
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case f.fail.Load():
		return nil, errors.New("hoarse")
	case !slices.Contains([]string{Mandarin, "en", "deep"}, s.Voice):
		return nil, fmt.Errorf("no voice %q", s.Voice)
	case !strings.ContainsFunc(s.Text, isSpoken):
		return nil, errors.New("nothing to say")
	}
	pace := Rate / 5
	if s.Slow {
		pace = Rate * 2 / 7
	}
	return hum(s.Text, Rate, pace), nil
}

// hum is so many samples a character.
func hum(text string, rate, pace int) []int16 {
	var pcm []int16
	for _, r := range text {
		h := fnv.New32()
		fmt.Fprint(h, r)
		pcm = append(pcm, sine(200+float64(h.Sum32()%2000), rate, pace)...)
	}
	return telephone(pcm, rate)
}

func TestFakeSpeaker(t *testing.T) { testSpeaker(t, &fakeSpeaker{}) }
