package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const newSuffix = ".new"

// outPlace is where a file is to be written: a file of that name, new or not, or what
// stands there and is no file (a pipe, a device), which is written into.
type outPlace struct {
	named string // as the user says
	path  string // links followed
	mode  fs.FileMode
	model fs.FileInfo // whose owner it gets
	pours bool        // into what is there
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
		p.pours = !p.model.Mode().IsRegular() || isOpen(path)
		p.mode = p.model.Mode().Perm() &^ 0o007
	}
	if err != nil {
		return p, cannotWrite(path, err)
	}
	return p, nil
}

// isOpen tells the names of what this process has open, which may be a file, too.
func isOpen(path string) bool {
	return path == "/dev/stdout" || path == "/dev/stderr" || strings.HasPrefix(path, "/dev/fd/")
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
	out, err := os.OpenFile(p.path+newSuffix, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return cannotWrite(p.named, err)
	}
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
	if err := os.Rename(p.path+newSuffix, p.path); err != nil {
		return cannotWrite(p.named, err)
	}
	return nil
}

func (p *outPlace) pour() error {
	out, err := os.OpenFile(p.path, os.O_WRONLY, 0)
	if err != nil {
		return cannotWrite(p.named, err)
	}
	err = p.write(outWriter{out, p.named})
	if closed := out.Close(); err == nil && closed != nil {
		err = cannotWrite(p.named, closed)
	}
	return err
}

// discard takes away what was staged; after put there is nothing.
func (p *outPlace) discard() {
	if !p.pours {
		_ = os.Remove(p.path + newSuffix)
	}
}
