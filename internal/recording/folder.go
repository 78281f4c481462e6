package recording

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
)

const (
	extension  = ".wav"
	unfinished = ".new-*" // names of files being written
)

var nameForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*$`)

// Folder holds recordings. It is safe for concurrent use.
type Folder struct{ dir string }

// Open makes the folder when it is missing, and checks that it can be written to.
func Open(dir string) (*Folder, error) {
	if dir == "" {
		return nil, errors.New("recordings: no folder given")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("recordings: %w: choose a folder that can be made", err)
	}
	old, err := filepath.Glob(filepath.Join(dir, unfinished))
	if err != nil {
		return nil, fmt.Errorf("recordings: folder %q: %w: choose one without special characters", dir, err)
	}
	for _, file := range old {
		os.Remove(file)
	}
	probe, err := os.CreateTemp(dir, unfinished)
	if err != nil {
		return nil, fmt.Errorf("recordings: %w: choose a folder that can be written to", err)
	}
	return &Folder{dir}, errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// Keep stores a sound under a name of letters, digits, - and _, and returns the
// file's name in the folder. Keeping the same name again replaces the sound. It
// returns when the sound is on the disk; after an error nothing is left of it.
func (f *Folder) Keep(ctx context.Context, name string, sound io.Reader) (string, error) {
	if !nameForm.MatchString(name) {
		return "", fmt.Errorf("recording %q: use letters, digits, - and _ for its name", name)
	}
	file := name + extension
	if err := f.write(ctx, file, sound); err != nil {
		return "", fmt.Errorf("recording %s: %w", file, err)
	}
	return file, nil
}

func (f *Folder) write(ctx context.Context, name string, sound io.Reader) (err error) {
	file, err := os.CreateTemp(f.dir, unfinished) // 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(file.Name())
		}
	}()
	_, err = io.Copy(file, reader{ctx, sound})
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err = os.Rename(file.Name(), filepath.Join(f.dir, name)); err != nil {
		return err
	}
	return f.sync()
}

// sync makes the names in the folder outlast a loss of power.
func (f *Folder) sync() error {
	dir, err := os.Open(f.dir)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// Open gives the sound in a file that Keep named, to be read and closed.
func (f *Folder) Open(file string) (io.ReadCloser, error) {
	if filepath.Base(file) != file || filepath.Ext(file) != extension {
		return nil, fmt.Errorf("%q cannot be the name of a recording", file)
	}
	return os.Open(filepath.Join(f.dir, file))
}

// reader ends with its context.
type reader struct {
	ctx   context.Context
	sound io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := context.Cause(r.ctx); err != nil {
		return 0, err
	}
	return r.sound.Read(p)
}
