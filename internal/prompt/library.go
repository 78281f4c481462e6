package prompt

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"runtime"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/sync/errgroup"
)

// Config says where sounds come from.
type Config struct {
	Dir      string            // of the cache; made when missing; Asterisk must be able to read it
	Manifest string            // file of recordings; empty for none
	Voices   map[string]string // the Speaker's voice by language, where it is not of DefaultVoices
	Speaker  Speaker
	Log      *slog.Logger
}

// Sound is a file that Asterisk can play.
type Sound struct {
	Path     string // absolute and without extension, as sound:/… wants it
	Duration time.Duration
}

// Text is something to be said in a language; an empty Lang is Mandarin.
type Text struct {
	Lang, Text string
	Slow       bool // for a caller who needs time; a recording stays as it is
}

// Library finds or makes the sound of a text. It is safe for concurrent use.
type Library struct {
	cache    cache    // of texts known before a call
	passing  *passing // of all others
	manifest *Manifest
	voices   voices
	speaker  Speaker
	log      *slog.Logger
	flights  flights
	slots    chan struct{} // a slot for each synthesis at a time
}

// Open checks the cache folder and the manifest; mistakes in the manifest are
// problem.Problems.
func Open(cfg Config) (*Library, error) {
	manifest := &Manifest{}
	if cfg.Manifest != "" {
		var err error
		if manifest, err = LoadManifest(cfg.Manifest); err != nil {
			return nil, err
		}
	}
	cache, err := openCache(cfg.Dir)
	if err != nil {
		return nil, err
	}
	passing, err := openPassing(cfg.Dir, cfg.Log)
	if err != nil {
		return nil, err
	}
	return &Library{
		cache:    cache,
		passing:  passing,
		manifest: manifest,
		voices:   newVoices(cfg.Voices),
		speaker:  cfg.Speaker,
		log:      cfg.Log,
		flights:  flights{running: map[string]*flight{}},
		slots:    make(chan struct{}, runtime.GOMAXPROCS(0)),
	}, nil
}

// Get finds the sound of a text, or of a name from the manifest, and makes it
// when there is none. Callers who ask for the same at once share one making; it
// goes on while one of them still waits. The error does not name the text, which may
// hold what a caller typed.
func (l *Library) Get(ctx context.Context, lang, text string) (Sound, error) {
	return l.sound(ctx, Text{Lang: lang, Text: text}, l.passing)
}

// GetSlow is Get for a caller who needs time: what is synthesised is spoken
// slowly, a recording is as it is.
func (l *Library) GetSlow(ctx context.Context, lang, text string) (Sound, error) {
	return l.sound(ctx, Text{Lang: lang, Text: text, Slow: true}, l.passing)
}

// store is where a sound that is made stays.
type store interface {
	get(path string) (Sound, error)
	put(path string, pcm []int16) error
	path(words ...string) string
}

func (l *Library) sound(ctx context.Context, t Text, in store) (Sound, error) {
	lang, text := language(t.Lang), strings.TrimSpace(t.Text)
	if entry, ok := l.manifest.find(lang, text); ok {
		if sound, ok := l.recording(entry); ok {
			return sound, nil
		}
		text = entry.Text
	}
	sound, err := l.synthesised(ctx, Speech{Voice: l.voices.of(lang), Text: spoken(lang, text), Slow: t.Slow}, in)
	if err != nil {
		return Sound{}, fmt.Errorf("prompt (%s): %w", lang, err)
	}
	return sound, nil
}

// Prepare makes all sounds that are missing, as many at a time as there are
// processors, and returns every error. They stay for good.
func (l *Library) Prepare(ctx context.Context, texts []Text) error {
	errs := make([]error, len(texts))
	var group errgroup.Group
	group.SetLimit(cap(l.slots))
	for i, t := range texts {
		group.Go(func() error {
			if _, err := l.sound(ctx, t, l.cache); err != nil {
				errs[i] = fmt.Errorf("%q: %w", t.Text, err)
			}
			return nil
		})
	}
	_ = group.Wait() // each error is in errs
	return errors.Join(errs...)
}

// recording is an entry's own, if it has one that is fit to play. It was when
// the manifest was loaded; files change.
func (l *Library) recording(e Entry) (Sound, bool) {
	if e.Recording == "" {
		return Sound{}, false
	}
	f, err := probeRecording(e.Recording)
	if err != nil {
		l.log.Warn("recording cannot be played, its text is synthesised", "error", err)
		return Sound{}, false
	}
	return Sound{Path: strings.TrimSuffix(e.Recording, extension), Duration: f.Duration()}, true
}

func (l *Library) synthesised(ctx context.Context, s Speech, in store) (Sound, error) {
	if !strings.ContainsFunc(s.Text, isSpoken) {
		return Sound{}, errors.New("no words in it: write what the caller is to hear")
	}
	words := []string{l.speaker.ID(), s.Voice, strconv.FormatBool(s.Slow), s.Text}
	if sound, err := l.cache.get(l.cache.path(words...)); err == nil {
		return sound, nil
	}
	path := in.path(words...)
	if sound, err := in.get(path); err == nil {
		return sound, nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		l.log.Warn("cached prompt is unfit and made anew", "file", path, "error", err)
	}
	return l.flights.do(ctx, path, func(ctx context.Context) (Sound, error) {
		return l.make(ctx, path, s, in)
	})
}

// make speaks and stores, unless it was done between the look and the start.
func (l *Library) make(ctx context.Context, path string, s Speech, in store) (Sound, error) {
	select {
	case l.slots <- struct{}{}:
		defer func() { <-l.slots }()
	case <-ctx.Done():
		return Sound{}, context.Cause(ctx)
	}
	if sound, err := in.get(path); err == nil {
		return sound, nil
	}
	pcm, err := l.speaker.Speak(ctx, s)
	if err != nil {
		return Sound{}, err
	}
	if len(pcm) == 0 {
		return Sound{}, errors.New("the speaker made no sound")
	}
	if err := in.put(path, pcm); err != nil {
		return Sound{}, err
	}
	return Sound{Path: strings.TrimSuffix(path, extension), Duration: playingTime(len(pcm))}, nil
}

func isSpoken(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
