package prompt

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"
)

const (
	passingFolder = "passing"
	passingTime   = time.Hour   // long after the last word of it was heard
	sweepPause    = time.Minute // between two looks for old sounds
)

// passing holds the sounds that were made for somebody on the line. Their texts may
// hold what he typed, or his number, so a sound goes when it has not been wanted
// for an hour and another is made, or the library is opened.
type passing struct {
	cache
	log   *slog.Logger
	mu    sync.Mutex
	swept time.Time
}

func openPassing(dir string, log *slog.Logger) (*passing, error) {
	folder, err := openCache(filepath.Join(dir, passingFolder))
	if err != nil {
		return nil, err
	}
	p := &passing{cache: folder, log: log}
	p.sweep()
	return p, nil
}

// get is that of a cache, and lets the sound stay.
func (p *passing) get(path string) (Sound, error) {
	sound, err := p.cache.get(path)
	if err == nil {
		now := time.Now()
		_ = os.Chtimes(path, now, now) // it is there to be played
	}
	return sound, err
}

// put is that of a cache, and lets old sounds go.
func (p *passing) put(path string, pcm []int16) error {
	defer p.sweep()
	return p.cache.put(path, pcm)
}

func (p *passing) sweep() {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if now.Sub(p.swept) < sweepPause {
		return
	}
	p.swept = now
	files, err := os.ReadDir(p.dir)
	for _, file := range files {
		info, gone := file.Info()
		if gone == nil && now.Sub(info.ModTime()) > passingTime {
			err = errors.Join(err, ignoreMissing(os.Remove(filepath.Join(p.dir, file.Name()))))
		}
	}
	if err != nil {
		p.log.Warn("old sounds, which may hold callers' digits, are not deleted", "err", err)
	}
}
