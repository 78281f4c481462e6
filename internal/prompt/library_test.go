package prompt

import (
	"bytes"
	"context"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

const greeting = "您好，这里是12385残疾人服务热线。"

// library opens one in a fresh folder; log is what it logged.
func library(t *testing.T, s Speaker, manifest string) (l *Library, log *bytes.Buffer) {
	log = &bytes.Buffer{}
	l, err := Open(Config{Dir: filepath.Join(t.TempDir(), "cache"), Manifest: manifest, Speaker: s, Log: slog.New(slog.NewTextHandler(log, nil))})
	require.NoError(t, err)
	return l, log
}

func get(t *testing.T, l *Library, text string) Sound {
	t.Helper()
	sound, err := l.Get(t.Context(), Mandarin, text)
	require.NoError(t, err)
	return sound
}

// only is the one sound that was made for somebody on the line.
func only(t *testing.T, l *Library) string {
	t.Helper()
	return onlyIn(t, l.passing.dir)
}

func onlyIn(t *testing.T, dir string) string {
	t.Helper()
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, 1, "files left behind")
	return filepath.Join(dir, files[0].Name())
}

func TestGetMakesAFileThatAsteriskPlays(t *testing.T) {
	l, _ := library(t, &fakeSpeaker{}, "")
	sound := get(t, l, greeting)
	require.True(t, filepath.IsAbs(sound.Path))
	require.Equal(t, only(t, l), sound.Path+".wav")
	f, err := Probe(sound.Path + ".wav")
	require.NoError(t, err)
	require.True(t, f.Playable(), f.String())
	require.Equal(t, f.Duration(), sound.Duration)
	info, err := os.Stat(sound.Path + ".wav")
	require.NoError(t, err)
	require.Equal(t, fs.FileMode(0o644), info.Mode(), "Asterisk runs as another user")
}

func TestGetSpeaksEachTextOnce(t *testing.T) {
	s := &fakeSpeaker{}
	l, _ := library(t, s, "")
	first := get(t, l, greeting)
	require.Equal(t, first, get(t, l, greeting))
	require.Equal(t, first, get(t, l, " 您好，这里是幺二三八五残疾人服务热线。\n"), "the same when spoken")
	again, err := Open(Config{Dir: l.cache.dir, Speaker: s, Log: l.log})
	require.NoError(t, err)
	require.Equal(t, first, get(t, again, greeting))
	require.EqualValues(t, 1, s.calls.Load())
}

func TestGetTellsVoicesAndLanguagesApart(t *testing.T) {
	s := &fakeSpeaker{id: "a"}
	l, _ := library(t, s, "")
	first := get(t, l, "hello")
	english, err := l.Get(t.Context(), "en", "hello")
	require.NoError(t, err)
	require.NotEqual(t, first.Path, english.Path)
	s.id = "b"
	require.NotEqual(t, first.Path, get(t, l, "hello").Path)
}

func TestLanguagesHaveTheirVoices(t *testing.T) {
	s := &fakeSpeaker{}
	l, err := Open(Config{
		Dir: filepath.Join(t.TempDir(), "cache"), Speaker: s, Log: slog.New(slog.DiscardHandler),
		Voices: map[string]string{"zh": "deep", "mn": "en", "ii": ""},
	})
	require.NoError(t, err)
	for lang, voice := range map[string]string{"": "deep", "zh": "deep", Mandarin: "deep", "mn": "en", "en": "en", cantonese: "yue", "ii": "ii", "fr": "fr"} {
		require.Equal(t, voice, l.voices.of(language(lang)), lang)
	}
	first := get(t, l, "hello")
	for _, lang := range []string{"", "zh"} {
		same, err := l.Get(t.Context(), lang, "hello")
		require.NoError(t, err)
		require.Equal(t, first, same)
	}
	_, err = l.Get(t.Context(), "fr", "bonjour")
	require.EqualError(t, err, `prompt (fr): no voice "fr"`)
}

func TestNumbersAreSpelledWhereTheyAreWrittenInChinese(t *testing.T) {
	require.Equal(t, "请拨幺二三八五", spoken(Mandarin, "请拨12385"))
	require.Equal(t, "请拨一二三八五", spoken(cantonese, "请拨12385"))
	require.Equal(t, "dial 12385", spoken("en", "dial 12385"))
}

func TestSlowSpeechIsASoundOfItsOwn(t *testing.T) {
	s := &fakeSpeaker{}
	l, _ := library(t, s, "")
	require.NoError(t, l.Prepare(t.Context(), []Text{{Text: greeting, Slow: true}, {Text: greeting}}))
	usual := get(t, l, greeting)
	slow, err := l.GetSlow(t.Context(), "", greeting)
	require.NoError(t, err)
	require.NotEqual(t, usual.Path, slow.Path)
	require.InDelta(t, 1/0.7, slow.Duration.Seconds()/usual.Duration.Seconds(), 0.2)
	again, err := l.GetSlow(t.Context(), Mandarin, greeting)
	require.NoError(t, err)
	require.Equal(t, slow, again)
	require.EqualValues(t, 2, s.calls.Load())
}

func TestGetMakesADamagedFileAnew(t *testing.T) {
	whole := wavOf(t, make([]int16, 100))
	for name, damage := range map[string][]byte{
		"cut off": whole[:len(whole)-1], "empty": {}, "no sound": wavOf(t, nil), "other rate": with(whole, 24, uint32(44100)), "text": []byte("hello"),
	} {
		t.Run(name, func(t *testing.T) {
			s := &fakeSpeaker{}
			l, log := library(t, s, "")
			sound := get(t, l, greeting)
			require.NoError(t, os.WriteFile(sound.Path+".wav", damage, 0o600))
			require.Equal(t, sound, get(t, l, greeting))
			require.EqualValues(t, 2, s.calls.Load())
			require.Contains(t, log.String(), "made anew")
			_, err := l.passing.get(only(t, l))
			require.NoError(t, err)
		})
	}
}

type answer struct {
	sound Sound
	err   error
}

// ask calls Get in a goroutine of its own.
func ask(ctx context.Context, l *Library, text string) <-chan answer {
	c := make(chan answer, 1)
	go func() {
		sound, err := l.Get(ctx, Mandarin, text)
		c <- answer{sound, err}
	}()
	return c
}

func TestManyWhoAskAtOnceShareOneMaking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &fakeSpeaker{gate: make(chan struct{})}
		l, _ := library(t, s, "")
		var answers []<-chan answer
		for range 20 {
			answers = append(answers, ask(t.Context(), l, greeting))
		}
		synctest.Wait()
		close(s.gate)
		for _, c := range answers {
			a := <-c
			require.NoError(t, a.err)
			require.Equal(t, only(t, l), a.sound.Path+".wav")
		}
		require.EqualValues(t, 1, s.calls.Load())
	})
}

func TestMakingGoesOnWhileOneWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &fakeSpeaker{gate: make(chan struct{})}
		l, _ := library(t, s, "")
		ctx, hangUp := context.WithCancel(t.Context())
		first := ask(ctx, l, greeting)
		synctest.Wait()
		second := ask(t.Context(), l, greeting)
		synctest.Wait()
		hangUp()
		require.ErrorIs(t, (<-first).err, context.Canceled)
		close(s.gate)
		require.NoError(t, (<-second).err)
		require.EqualValues(t, 1, s.calls.Load())
		require.Zero(t, s.stopped.Load())
	})
}

func TestMakingStopsWhenNobodyWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &fakeSpeaker{gate: make(chan struct{})}
		l, _ := library(t, s, "")
		ctx, hangUp := context.WithCancel(t.Context())
		first, second := ask(ctx, l, greeting), ask(ctx, l, greeting)
		synctest.Wait()
		hangUp()
		require.ErrorIs(t, (<-first).err, context.Canceled)
		require.ErrorIs(t, (<-second).err, context.Canceled)
		synctest.Wait()
		require.EqualValues(t, 1, s.stopped.Load())
		require.Zero(t, s.now.Load(), "the making outlived its callers")
		close(s.gate)
		get(t, l, greeting)
		require.EqualValues(t, 2, s.calls.Load())
	})
}

func TestGetWithAnEndedContextStartsNothing(t *testing.T) {
	s := &fakeSpeaker{}
	l, _ := library(t, s, "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := l.Get(ctx, Mandarin, greeting)
	require.ErrorIs(t, err, context.Canceled)
	require.Zero(t, s.calls.Load())
}

func TestGetTriesAgainAfterAFailure(t *testing.T) {
	s := &fakeSpeaker{}
	l, _ := library(t, s, "")
	s.fail.Store(true)
	_, err := l.Get(t.Context(), Mandarin, "请拨打13800138000")
	require.EqualError(t, err, `prompt (cmn): hoarse`, "it may hold what a caller typed")
	s.fail.Store(false)
	get(t, l, "请拨打13800138000")
	only(t, l)
}

func TestGetOfATextWithoutWords(t *testing.T) {
	l, _ := library(t, &fakeSpeaker{}, "")
	for _, text := range []string{"", "  ", "。……"} {
		_, err := l.Get(t.Context(), "", text)
		require.ErrorContains(t, err, "write what the caller is to hear")
	}
}

func TestGetWhenTheCacheIsGone(t *testing.T) {
	l, _ := library(t, &fakeSpeaker{}, "")
	require.NoError(t, os.RemoveAll(l.cache.dir))
	_, err := l.Get(t.Context(), Mandarin, greeting)
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.ErrorContains(t, err, "prompt cache")
}

func TestCacheLeavesNothingBehindWhenItCannotStore(t *testing.T) {
	l, _ := library(t, &fakeSpeaker{}, "")
	taken := filepath.Join(l.passing.dir, "taken.wav")
	require.NoError(t, os.Mkdir(taken, 0o755))
	require.ErrorContains(t, l.passing.put(taken, []int16{1}), "prompt cache")
	require.Equal(t, taken, only(t, l))
}

func TestPrepareReturnsEveryError(t *testing.T) {
	l, _ := library(t, &fakeSpeaker{}, "")
	err := l.Prepare(t.Context(), []Text{{Text: greeting}, {Text: "。"}, {Lang: "en", Text: "welcome"}, {Lang: "xx", Text: "x"}})
	require.ErrorContains(t, err, `"。": prompt (cmn): no words in it`)
	require.ErrorContains(t, err, `"x": prompt (xx): no voice "xx"`)
	require.Equal(t, 2, strings.Count(err.Error(), "prompt"))
	sounds, err := filepath.Glob(filepath.Join(l.cache.dir, "*"+extension))
	require.NoError(t, err)
	require.Len(t, sounds, 2)
}

func TestPrepareKeepsToTheProcessors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &fakeSpeaker{gate: make(chan struct{})}
		l, _ := library(t, s, "")
		texts := make([]Text, 40)
		for i := range texts {
			texts[i].Text = strings.Repeat("好", i+1)
		}
		prepared := make(chan error)
		go func() { prepared <- l.Prepare(t.Context(), texts) }()
		synctest.Wait()
		require.EqualValues(t, runtime.GOMAXPROCS(0), s.now.Load())
		close(s.gate)
		require.NoError(t, <-prepared)
		require.LessOrEqual(t, int(s.most.Load()), runtime.GOMAXPROCS(0))
		require.EqualValues(t, len(texts), s.calls.Load())
	})
}

// recorded writes a manifest with a recording of one second.
func recorded(t *testing.T) (manifest, recording string) {
	dir := t.TempDir()
	recording = filepath.Join(dir, "greeting.wav")
	require.NoError(t, os.WriteFile(recording, wavOf(t, make([]int16, Rate)), 0o600))
	manifest = filepath.Join(dir, "manifest.yaml")
	require.NoError(t, os.WriteFile(manifest, []byte(`prompts:
  - {id: greeting, text: `+greeting+`, recording: greeting.wav}
  - {id: wait, text: 请稍候。}
`), 0o600))
	return manifest, recording
}

func TestARecordingWins(t *testing.T) {
	s := &fakeSpeaker{}
	manifest, recording := recorded(t)
	l, _ := library(t, s, manifest)
	want := Sound{Path: strings.TrimSuffix(recording, ".wav"), Duration: time.Second}
	for _, text := range []string{"greeting", greeting, Spell(greeting)} {
		require.Equal(t, want, get(t, l, text))
	}
	slow, err := l.GetSlow(t.Context(), "", greeting)
	require.NoError(t, err)
	require.Equal(t, want, slow, "a recording is as it is")
	require.Zero(t, s.calls.Load())
	require.Equal(t, get(t, l, "请稍候。"), get(t, l, "wait"), "a name stands for its text")
}

func TestARecordingThatWentBadIsSpokenInstead(t *testing.T) {
	s := &fakeSpeaker{}
	manifest, recording := recorded(t)
	l, log := library(t, s, manifest)
	require.NoError(t, os.Truncate(recording, 100))
	plain, _ := library(t, s, "")
	require.Equal(t, get(t, plain, greeting).Duration, get(t, l, "greeting").Duration)
	require.Contains(t, log.String(), "recording cannot be played")
	require.Contains(t, log.String(), recording)
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	for want, cfg := range map[string]Config{
		"no folder given":                     {},
		"choose a folder that can be made":    {Dir: filepath.Join(file, "cache")},
		"Asterisk cannot play from a path":    {Dir: filepath.Join(dir, "a,b")},
		"prompt manifest: open":               {Dir: dir, Manifest: filepath.Join(dir, "none.yaml")},
		"choose a folder that can be written": {Dir: "/proc/self"},
	} {
		_, err := Open(cfg)
		require.ErrorContains(t, err, want)
		require.NotContains(t, err.Error(), "\n")
	}
}
