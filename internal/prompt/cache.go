package prompt

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const (
	extension = ".wav"
	newFiles  = ".new-*" // names of files being written
)

// cache is a folder of sounds named by their content.
type cache struct{ dir string }

// openCache makes the folder and checks that it can be written to.
func openCache(dir string) (cache, error) {
	if dir == "" {
		return cache{}, errors.New("prompt cache: no folder given")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return cache{}, fmt.Errorf("prompt cache: %w", err)
	}
	if err := checkName(dir); err != nil {
		return cache{}, fmt.Errorf("prompt cache %w", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return cache{}, fmt.Errorf("prompt cache: %w: choose a folder that can be made", err)
	}
	probe, err := os.CreateTemp(dir, newFiles)
	if err != nil {
		return cache{}, fmt.Errorf("prompt cache: %w: choose a folder that can be written to", err)
	}
	return cache{dir}, errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// path is where the sound of these words belongs.
func (c cache) path(words ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(words, "\x00")))
	return filepath.Join(c.dir, hex.EncodeToString(sum[:16])+extension)
}

// get finds a whole sound. The error is fs.ErrNotExist when there is none and
// ErrDamaged when a file is there and not fit to play.
func (c cache) get(path string) (Sound, error) {
	f, err := Probe(path)
	if err == nil && (!f.Playable() || f.Bytes == 0) {
		err = fmt.Errorf("%w: %s", ErrDamaged, f)
	}
	if err != nil {
		return Sound{}, err
	}
	return Sound{Path: strings.TrimSuffix(path, extension), Duration: f.Duration()}, nil
}

// put stores a sound. Asterisk, another user as a rule, must be able to read it.
func (c cache) put(path string, pcm []int16) (err error) {
	file, err := os.CreateTemp(c.dir, newFiles)
	if err != nil {
		return fmt.Errorf("prompt cache: %w", err)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("prompt cache: %w", errors.Join(err, ignoreMissing(os.Remove(file.Name()))))
		}
	}()
	if err := errors.Join(WriteWAV(file, pcm), file.Chmod(0o644), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// probeRecording checks that Asterisk plays a recording as it is; the error
// says how to make it so.
func probeRecording(path string) (Format, error) {
	if err := checkName(path); err != nil {
		return Format{}, err
	}
	if filepath.Ext(path) != extension {
		return Format{}, fmt.Errorf("%s: want a %s file: %s", path, extension, convert(path))
	}
	f, err := Probe(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return f, fmt.Errorf("%s: no such file", path)
	case err != nil:
		return f, fmt.Errorf("%s: %w", path, err)
	case !f.Playable():
		return f, fmt.Errorf("%s has %s; want 8000 Hz, mono, 16-bit PCM: %s", path, f, convert(path))
	case f.Bytes == 0:
		return f, fmt.Errorf("%s: holds no sound", path)
	}
	return f, nil
}

func convert(path string) string {
	target := strings.TrimSuffix(path, filepath.Ext(path)) + "-8k" + extension
	return fmt.Sprintf("ffmpeg -i %s -ar %d -ac 1 -c:a pcm_s16le %s", path, Rate, target)
}

// checkName refuses what Asterisk takes for the end of a file's name.
func checkName(path string) error {
	if strings.ContainsAny(path, ",&|") {
		return fmt.Errorf("%s: Asterisk cannot play from a path with , & or |: rename it", path)
	}
	return nil
}
