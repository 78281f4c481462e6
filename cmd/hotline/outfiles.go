package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// outFile is a file to be written as a whole. A new one gets the mode, and the
// owner of its folder if that is in our power; one that is there keeps both, but
// for what others than owner and group may do.
type outFile struct {
	path    string
	content []byte
	mode    fs.FileMode
}

const newSuffix = ".new"

// replace writes every file beside its place first, and puts all in place only
// when each could be written.
func replace(files []outFile) error {
	var staged []string
	defer func() {
		for _, path := range staged {
			_ = os.Remove(path + newSuffix) // gone already when all went well
		}
	}()
	for _, f := range files {
		if old, err := os.ReadFile(f.path); err == nil && bytes.Equal(old, f.content) {
			continue
		}
		if err := f.stage(); err != nil {
			return fmt.Errorf("cannot write %s: %w", f.path, reason(err))
		}
		staged = append(staged, f.path)
	}
	for _, path := range staged {
		if err := os.Rename(path+newSuffix, path); err != nil {
			return fmt.Errorf("cannot write %s: %w", path, reason(err))
		}
	}
	return nil
}

func (f outFile) stage() error {
	if err := os.MkdirAll(filepath.Dir(f.path), 0o755); err != nil {
		return err
	}
	model, err := os.Stat(f.path)
	if err == nil {
		f.mode = model.Mode().Perm() &^ 0o007
	} else if model, err = os.Stat(filepath.Dir(f.path)); err != nil {
		return err
	}
	out, err := os.OpenFile(f.path+newSuffix, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = out.Write(f.content)
	if err = errors.Join(err, own(out, model), out.Chmod(f.mode), out.Close()); err != nil {
		_ = os.Remove(out.Name())
	}
	return err
}

// own lets root write for the user that Asterisk or the engine runs as.
func own(file *os.File, like fs.FileInfo) error {
	stat, ok := like.Sys().(*syscall.Stat_t)
	if !ok || os.Geteuid() != 0 {
		return nil
	}
	return file.Chown(int(stat.Uid), int(stat.Gid))
}

// reason leaves out the path, which the message names already.
func reason(err error) error {
	if at := (*fs.PathError)(nil); errors.As(err, &at) {
		return at.Err
	}
	if at := (*os.LinkError)(nil); errors.As(err, &at) {
		return at.Err
	}
	return err
}
