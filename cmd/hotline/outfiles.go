package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
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

// replace writes every file beside its place first, and puts all in place only
// when each could be written.
func replace(files []outFile) error {
	var staged []outPlace
	defer func() {
		for i := range staged {
			staged[i].discard()
		}
	}()
	for _, f := range files {
		p, err := findPlace(f.path, f.mode)
		if err != nil {
			return err
		}
		if old, err := p.read(); err == nil && bytes.Equal(old, f.content) {
			continue
		}
		if err := p.stage(f.write); err != nil {
			return err
		}
		staged = append(staged, p)
	}
	for i := range staged {
		if err := staged[i].put(); err != nil {
			return err
		}
	}
	return nil
}

// writeWhole is replace for one file that is too long to be kept in memory.
func writeWhole(path string, mode fs.FileMode, write func(io.Writer) error) error {
	p, err := findPlace(path, mode)
	if err != nil {
		return err
	}
	if err := p.stage(write); err != nil {
		return err
	}
	defer p.discard()
	return p.put()
}

func (f outFile) write(w io.Writer) error {
	_, err := w.Write(f.content)
	return err
}

// outWriter tells errors of the file from those of what is to be written.
type outWriter struct {
	*os.File
	path string
}

func (w outWriter) Write(b []byte) (int, error) {
	n, err := w.File.Write(b)
	if err != nil {
		err = cannotWrite(w.path, err)
	}
	return n, err
}

func cannotWrite(path string, err error) error {
	return fmt.Errorf("cannot write %s: %w", path, reason(err))
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
