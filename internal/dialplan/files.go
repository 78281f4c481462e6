package dialplan

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"hotline/internal/problem"
	"hotline/internal/yamlfile"
)

// files reads the tree's folder and keeps the hash of what it read.
type files struct {
	dir     string
	sum     hash.Hash
	fetched map[string]content
	found   problem.Problems
}

// content is a file that was read ahead.
type content struct {
	text []byte
	err  error
}

func newFiles(dir string) *files {
	return &files{dir: dir, sum: sha256.New(), fetched: map[string]content{}}
}

// fetch reads many files ahead, several at a time.
func (f *files) fetch(names []string) {
	read := make([]content, len(names))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, name := range names {
		g.Go(func() error {
			read[i].text, read[i].err = readFile(f.path(name))
			return nil
		})
	}
	_ = g.Wait()
	for i, name := range names {
		f.fetched[name] = read[i]
	}
}

func (f *files) read(name string) ([]byte, error) {
	if c, ok := f.fetched[name]; ok {
		return c.text, c.err
	}
	return readFile(f.path(name))
}

// version is the hash of everything read so far.
func (f *files) version() string { return hex.EncodeToString(f.sum.Sum(nil)[:8]) }

func (f *files) path(name string) string { return filepath.Join(f.dir, name) }

// text reads one file whole, or reports why not.
func (f *files) text(name string) ([]byte, bool) {
	text, err := f.read(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.found.Add(problem.Place{File: f.path(name)}.Error("write it; the documentation has an example", "the file is missing"))
	case err != nil:
		f.found.Add(problem.Place{File: f.path(name)}.Error("", "the file cannot be read: %v", reason(err)))
	default:
		f.sum.Write([]byte(name + " " + strconv.Itoa(len(text)) + "\n"))
		f.sum.Write(text)
	}
	return text, err == nil
}

// readFile reads no more than what is refused for its size anyway.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // to open a pipe would wait for ever
		return nil, errors.New("it is not a file")
	}
	in, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	return io.ReadAll(io.LimitReader(in, yamlfile.MaxBytes+1))
}

// yaml reads one file as keys and values.
func (f *files) yaml(name string) (yamlfile.Map, bool) {
	text, ok := f.text(name)
	if !ok {
		return yamlfile.Map{}, false
	}
	root, ok := yamlfile.Read(f.path(name), text, &f.found)
	if !ok {
		return yamlfile.Map{}, false
	}
	return root.Map()
}

// there is true if the file or folder exists.
func (f *files) there(name string) bool {
	_, err := os.Stat(f.path(name))
	return err == nil
}

// list names the YAML files of a folder, sorted, with the folder before them.
func (f *files) list(folder string) []string {
	entries, err := os.ReadDir(f.path(folder))
	if err != nil {
		f.found.Add(problem.Place{File: f.path(folder)}.Error("make it", "the folder cannot be read: %v", reason(err)))
		return nil
	}
	var names []string
	for _, e := range entries {
		name := filepath.ToSlash(filepath.Join(folder, e.Name()))
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case e.IsDir():
			f.found.Add(problem.Place{File: f.path(name)}.Warning("put its files beside the others", "this folder is not read"))
		case filepath.Ext(name) == ".yaml":
			names = append(names, name)
		case filepath.Ext(name) == ".yml":
			f.found.Add(problem.Place{File: f.path(name)}.Warning("let its name end in .yaml", "this file is not read"))
		}
	}
	return names
}

// listIfThere is list for a folder that may be absent.
func (f *files) listIfThere(folder string) []string {
	if !f.there(folder) {
		return nil
	}
	return f.list(folder)
}

// checkTop warns of files that are not read: most often a misspelt name.
func (f *files) checkTop(known ...string) {
	entries, _ := os.ReadDir(f.dir)
	for _, e := range entries {
		ext := filepath.Ext(e.Name())
		if e.IsDir() || ext != ".yaml" && ext != ".yml" || slices.Contains(known, e.Name()) {
			continue
		}
		f.found.Add(problem.Place{File: f.path(e.Name())}.Warning(problem.DidYouMean(e.Name(), known), "this file is not read"))
	}
}

// reason is the plain cause of an error that names a path already shown.
func reason(err error) error {
	if pathErr := (*fs.PathError)(nil); errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}
