package recording

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"hotline/internal/calendar"
)

const (
	plainSuffix = ".wav"                   // of sound in clear: kept before there was encryption
	suffix      = plainSuffix + ".age"     // of what is kept now
	unfinished  = ".new-*"                 // names of files being written
	callForm    = `[0-9a-hjkmnp-tv-z]{16}` // an id made by call.NewID
)

var (
	nameForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*$`)
	ofCall   = regexp.MustCompile(`^(` + callForm + `)(-|$)`)
)

// File is a recording in the folder.
type File struct {
	Name      string    // in the folder
	Call      string    // whose sound it is; empty: the name does not tell
	Began     time.Time // when that call began, else when the file was written
	Size      int64     // bytes
	Encrypted bool
}

// base is the name of a recording without what its file's name ends in.
func base(file string) (name string, encrypted, ok bool) {
	name, encrypted = strings.CutSuffix(file, suffix)
	if !encrypted {
		if name, ok = strings.CutSuffix(file, plainSuffix); !ok {
			return "", false, false
		}
	}
	return name, encrypted, nameForm.MatchString(name)
}

func fileOf(info fs.FileInfo) (File, bool) {
	name, encrypted, ok := base(info.Name())
	if !ok || !info.Mode().IsRegular() {
		return File{}, false
	}
	f := File{Name: info.Name(), Size: info.Size(), Encrypted: encrypted, Began: info.ModTime().In(calendar.China())}
	if id := callOf(name); id != "" {
		f.Call, f.Began = id, beginOf(id)
	}
	return f, true
}

// callOf is the call that a recording's name begins with, or empty.
func callOf(name string) string {
	if found := ofCall.FindStringSubmatch(name); found != nil {
		return found[1]
	}
	return ""
}

// beginOf is the time that a call's id tells: its first 45 bits are milliseconds.
func beginOf(id string) time.Time {
	const digits, timeDigits = "0123456789abcdefghjkmnpqrstvwxyz", 9
	ms := int64(0)
	for _, c := range id[:timeDigits] {
		ms = ms<<5 | int64(strings.IndexRune(digits, c))
	}
	return time.UnixMilli(ms).In(calendar.China())
}

// Files are the recordings in the folder, the oldest first.
func (f *Folder) Files() ([]File, error) {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return nil, fmt.Errorf("recordings: %w", err)
	}
	var files []File
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			continue // deleted meanwhile
		}
		if file, ok := fileOf(info); ok {
			files = append(files, file)
		}
	}
	slices.SortFunc(files, func(a, b File) int {
		return cmp.Or(a.Began.Compare(b.Began), cmp.Compare(a.Name, b.Name))
	})
	return files, nil
}

// Find finds a recording by the name of its file, or by that name's beginning up to
// its first dot.
func (f *Folder) Find(name string) (File, error) {
	names := []string{name}
	if nameForm.MatchString(name) {
		names = []string{name + suffix, name + plainSuffix}
	}
	for _, file := range names {
		if _, _, ok := base(file); !ok {
			return File{}, fmt.Errorf("%q cannot be the name of a recording", name)
		}
		if info, err := os.Lstat(filepath.Join(f.dir, file)); err == nil {
			if found, ok := fileOf(info); ok {
				return found, nil
			}
		}
	}
	return File{}, fmt.Errorf("there is no recording %s in %s: %w", name, f.dir, fs.ErrNotExist)
}
