package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// outPlace is where a file is to be written: a file of that name, new or not, or what
// stands there and is no file (a pipe, a device), which is written into.
type outPlace struct {
	named string // as the user says
	path  string // links followed
	mode  fs.FileMode
	model fs.FileInfo // whose owner it gets
	pours bool        // into what is there
	temp  string      // what is staged beside the place
	write func(io.Writer) error
}

// findPlace looks what stands there; it makes the folder of a new file.
func findPlace(path string, mode fs.FileMode) (outPlace, error) {
	p := outPlace{named: path, path: path, mode: mode}
	if path == "-" {
		return p, errors.New("cannot write to -, which is no file: name one; /dev/stdout is the standard output")
	}
	err := p.follow()
	switch {
	case err != nil:
		return p, cannotWrite(path, err)
	case p.model == nil:
		err = p.beginFolder()
	case p.model.IsDir():
		err = errors.New("it is a folder; name a file in it")
	default:
		_, open := openAs(path)
		p.pours = open || !p.model.Mode().IsRegular()
		p.mode = p.model.Mode().Perm() &^ 0o007
	}
	if err != nil {
		return p, cannotWrite(path, err)
	}
	return p, nil
}

// openAs knows the names of what this process has open, which may be a file, too.
func openAs(path string) (descriptor int, ok bool) {
	switch path {
	case "/dev/stdout":
		return 1, true
	case "/dev/stderr":
		return 2, true
	}
	number, ok := strings.CutPrefix(path, "/dev/fd/")
	descriptor, err := strconv.Atoi(number)
	return descriptor, ok && err == nil
}

// follow finds what is there; the model is nil if nothing is.
func (p *outPlace) follow() (err error) {
	p.model, err = os.Stat(p.path) // a link's target, even one without a path
	if errors.Is(err, fs.ErrNotExist) {
		p.model = nil
		if _, err := os.Lstat(p.path); err == nil {
			return errors.New("it is a link that leads nowhere; remove it, or make what it leads to")
		}
		return nil
	}
	if err != nil || !p.model.Mode().IsRegular() {
		return err
	}
	p.path, err = filepath.EvalSymlinks(p.path)
	return err
}

func (p *outPlace) beginFolder() (err error) {
	dir := filepath.Dir(p.path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	p.model, err = os.Stat(dir)
	return err
}

// read gives what a file has now.
func (p *outPlace) read() ([]byte, error) {
	if p.pours {
		return nil, fmt.Errorf("%s is no file", p.path)
	}
	return os.ReadFile(p.path)
}

// stage writes beside the place; what is poured waits for put.
func (p *outPlace) stage(write func(io.Writer) error) error {
	if p.pours {
		p.write = write
		return nil
	}
	out, err := os.CreateTemp(filepath.Dir(p.path), "."+filepath.Base(p.path)+".*")
	if err != nil {
		return cannotWrite(p.named, err)
	}
	p.temp = out.Name()
	err = write(outWriter{out, p.named})
	if kept := errors.Join(own(out, p.model), out.Chmod(p.mode), out.Close()); err == nil && kept != nil {
		err = cannotWrite(p.named, kept)
	}
	if err != nil {
		p.discard()
	}
	return err
}

// put brings what was staged to its place.
func (p *outPlace) put() error {
	if p.pours {
		return p.pour()
	}
	if err := os.Rename(p.temp, p.path); err != nil {
		return cannotWrite(p.named, err)
	}
	return nil
}

func (p *outPlace) pour() error {
	out, err := p.open()
	if err != nil {
		return cannotWrite(p.named, err)
	}
	err = p.write(outWriter{out, p.named})
	if closed := out.Close(); err == nil && closed != nil {
		err = cannotWrite(p.named, closed)
	}
	return err
}

// open continues what is open already: another opening would begin at its start.
func (p *outPlace) open() (*os.File, error) {
	descriptor, ok := openAs(p.named)
	if !ok {
		return os.OpenFile(p.path, os.O_WRONLY, 0)
	}
	same, err := syscall.Dup(descriptor)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(same), p.named), nil
}

// discard takes away what was staged; after put there is nothing.
func (p *outPlace) discard() {
	if p.temp != "" {
		_ = os.Remove(p.temp)
	}
}
