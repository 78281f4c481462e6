package recording

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"filippo.io/age"
)

// ErrErased says that the call's sound was erased, and no more is kept of it.
var ErrErased = errors.New("the caller asked for confidentiality: nothing of the call is kept")

// Options say how an engine keeps sound.
type Options struct {
	Recipients []age.Recipient  // each of them can play what is kept
	Now        func() time.Time // of the access log
}

// Folder holds recordings. It is safe for concurrent use; other processes may play
// and delete what is in it meanwhile.
type Folder struct {
	dir     string
	readers []age.Recipient
	now     func() time.Time
	log     *AccessLog

	mu     sync.Mutex
	erased map[string]bool // calls
	watch  watcher         // may be nil
}

// watcher is told what happens in the folder.
type watcher interface {
	kept(file File)
	erased(deleted int, err error) // of one call
}

// Open makes the folder when it is missing, and checks that it can be written to. It
// is for the one engine that keeps sound there.
func Open(dir string, o Options) (*Folder, error) {
	if dir == "" {
		return nil, errors.New("recordings: no folder given")
	}
	if len(o.Recipients) == 0 {
		return nil, errors.New("recordings: nobody to encrypt them for")
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
	f := newFolder(dir, o.Now)
	f.readers = o.Recipients
	return f, errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// Visit is Open for those who list, play and delete, beside an engine or without one.
// It changes nothing by itself, and nothing can be kept.
func Visit(dir string, now func() time.Time) (*Folder, error) {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		err = &fs.PathError{Op: "open", Path: dir, Err: errors.New("it is no folder")}
	}
	if err != nil {
		return nil, fmt.Errorf("recordings: %w: nothing has been recorded yet, or it is the wrong data folder", err)
	}
	return newFolder(dir, now), nil
}

func newFolder(dir string, now func() time.Time) *Folder {
	return &Folder{dir: dir, now: now, log: NewAccessLog(dir), erased: map[string]bool{}}
}

// Log is who played and deleted what.
func (f *Folder) Log() *AccessLog { return f.log }

// Keep stores a sound under a name of letters, digits, - and _, and returns the
// file's name in the folder. Keeping the same name again replaces the sound. It
// returns when the sound is on the disk; after an error nothing is left of it. A name
// that begins with a call's id belongs to that call; [ErrErased] is for good.
func (f *Folder) Keep(ctx context.Context, name string, sound io.Reader) (string, error) {
	if !nameForm.MatchString(name) {
		return "", fmt.Errorf("recording %q: use letters, digits, - and _ for its name", name)
	}
	file := name + suffix
	if err := f.write(ctx, name, sound); err != nil {
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
	err = f.encrypt(file, reader{ctx, sound})
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return f.place(file.Name(), name)
}

func (f *Folder) encrypt(file io.Writer, sound io.Reader) error {
	if len(f.readers) == 0 {
		return errors.New("this folder is open for visitors")
	}
	sealed, err := age.Encrypt(file, f.readers...)
	if err != nil {
		return err
	}
	if _, err := io.Copy(sealed, sound); err != nil {
		return err
	}
	return sealed.Close()
}

// place gives a finished file its name, unless its call was erased meanwhile.
func (f *Folder) place(file, name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.erased[callOf(name)] {
		return ErrErased
	}
	path := filepath.Join(f.dir, name+suffix)
	if err := os.Rename(file, path); err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(f.dir, name+plainSuffix)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the same sound in clear is not deleted: %w", err)
	}
	if err := f.sync(); err != nil {
		return err
	}
	if info, err := os.Lstat(path); err == nil && f.watch != nil {
		if kept, ok := fileOf(info); ok {
			f.watch.kept(kept)
		}
	}
	return nil
}

// tell tells the watcher, if there is one.
func (f *Folder) tell(what func(watcher)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.watch != nil {
		what(f.watch)
	}
}

// tellTo has a watcher told what happens from now on; nil ends it.
func (f *Folder) tellTo(w watcher) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.watch = w
}

// sync makes the names in the folder outlast a loss of power.
func (f *Folder) sync() error {
	dir, err := os.Open(f.dir)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// Open gives the sound in a file, to be read and closed; one that is encrypted needs
// the key of one of those it was kept for. Reading fails at a place where the file was
// changed or cut off. To let somebody hear it, use [Folder.Play].
func (f *Folder) Open(file string, keys ...age.Identity) (io.ReadCloser, error) {
	_, encrypted, ok := base(file)
	if !ok {
		return nil, fmt.Errorf("%q cannot be the name of a recording", file)
	}
	in, err := os.Open(filepath.Join(f.dir, file))
	if err != nil || !encrypted {
		return in, err
	}
	sound, err := unseal(in, keys)
	if err != nil {
		in.Close()
		return nil, fmt.Errorf("recording %s: %w", file, err)
	}
	return sealedSound{sound, in}, nil
}

func unseal(in io.Reader, keys []age.Identity) (io.Reader, error) {
	if len(keys) == 0 {
		return nil, errors.New("it is encrypted, and there is no key")
	}
	sound, err := age.Decrypt(in, keys...)
	if wrong := (*age.NoIdentityMatchError)(nil); errors.As(err, &wrong) {
		return nil, errors.New("it was encrypted for other keys than this")
	}
	if err != nil {
		return nil, fmt.Errorf("it is damaged: %w", err)
	}
	return sound, nil
}

// sealedSound is decrypted while it is read.
type sealedSound struct {
	io.Reader
	io.Closer
}

func (s sealedSound) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("the recording is damaged: %w", err)
	}
	return n, err
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
