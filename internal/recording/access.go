package recording

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"hotline/internal/calendar"
)

// Act is what is done with a recording.
type Act string

// The acts of the access log.
const (
	Played  Act = "play"
	Deleted Act = "delete" // by somebody
	Expired Act = "expire" // deleted by the policy
	Erased  Act = "erase"  // deleted because the caller asked for confidentiality
)

// Access is who does something, and why.
type Access struct {
	By  string
	Why string
}

const (
	mostBy  = 100 // bytes
	mostWhy = 1000
)

// Check refuses what would tell nobody anything.
func (a Access) Check() error {
	for _, c := range []struct {
		what, text string
		most       int
	}{{"who does it", a.By, mostBy}, {"why", a.Why, mostWhy}} {
		switch {
		case strings.TrimSpace(c.text) == "":
			return fmt.Errorf("the access log must tell %s: say it", c.what)
		case len(c.text) > c.most:
			return fmt.Errorf("the access log tells %s in at most %d bytes, and these are %d", c.what, c.most, len(c.text))
		case !utf8.ValidString(c.text):
			return fmt.Errorf("the access log tells %s in UTF-8, and this is none", c.what)
		}
	}
	return nil
}

// Entry is one line of the access log.
type Entry struct {
	At   time.Time `json:"at"`
	Act  Act       `json:"act"`
	File string    `json:"file,omitempty"`
	Call string    `json:"call,omitempty"`
	By   string    `json:"by"`
	Why  string    `json:"why"`
	Prev string    `json:"prev"` // SHA-256 of the line before, in hexadecimal
}

const (
	logName  = "access.log"
	headName = "access.head"
)

// AccessLog is who played and deleted which recording: a line of JSON each, beside
// the recordings. Lines are only ever added, by one process at a time, and are on the
// disk when Append returns. Each has the hash of the one before, and a file beside the
// log has the number and the hash of the last one: so a line that was changed or
// removed is found by Check, also the last. Who can write both files can still make up
// a whole new log; that is found only by a hash that was noted elsewhere.
type AccessLog struct{ dir string }

// NewAccessLog is the log of a folder of recordings. Nothing is opened yet.
func NewAccessLog(dir string) *AccessLog { return &AccessLog{dir} }

// Append adds lines. What Prev says is of no matter. A line that a crash left half
// written is cut off first: what it told was not done.
func (l *AccessLog) Append(ctx context.Context, entries ...Entry) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("access log: %w: nothing was done", err)
		}
	}()
	lock, err := l.lock(ctx, true)
	if err != nil {
		return err
	}
	defer lock.Close()
	log, err := l.create(logName, os.O_APPEND)
	if err != nil {
		return err
	}
	defer log.Close()
	at, err := l.resume(lock, log)
	if err != nil {
		return err
	}
	var text []byte
	for _, e := range entries {
		line, err := at.line(e)
		if err != nil {
			return err
		}
		text = append(append(text, line...), '\n')
	}
	if _, err := log.Write(text); err != nil {
		return err
	}
	if err := log.Sync(); err != nil {
		return err
	}
	return at.write(lock)
}

// line is that of an entry, after which the head stands.
func (h *head) line(e Entry) ([]byte, error) {
	e.At, e.Prev = e.At.In(calendar.China()).Truncate(time.Millisecond), h.hash
	var line bytes.Buffer
	enc := json.NewEncoder(&line)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return nil, err
	}
	text := bytes.TrimSuffix(line.Bytes(), []byte("\n"))
	h.hash, h.lines = hashOf(text), h.lines+1
	return text, nil
}

func hashOf(line []byte) string {
	sum := sha256.Sum256(line)
	return hex.EncodeToString(sum[:])
}

// resume finds what the next line follows. That is what the head says, even if the log
// ends elsewhere: the break then stays to be found. But a crash can leave the head
// behind the log.
func (l *AccessLog) resume(lock, log *os.File) (head, error) {
	last, err := cutTail(log)
	if err != nil {
		return head{}, err
	}
	at, err := readHead(lock)
	switch {
	case err != nil || last != nil && at.hash == hashOf(last):
		return at, err
	case last == nil && at == head{}:
		return noLine(), noLine().write(lock) // or its absence would tell of a removal
	case last == nil && at == noLine():
		return at, nil
	}
	found := newChain(at)
	if err := eachLine(log, found.add); err != nil {
		return at, err
	}
	if found.continues() {
		return found.last, nil
	}
	return head{found.last.lines, cmp.Or(at.hash, "removed")}, nil
}

// cutTail takes away a line without an end, and gives the last whole one, or nil.
func cutTail(log *os.File) (last []byte, err error) {
	info, err := log.Stat()
	if err != nil {
		return nil, err
	}
	from := max(0, info.Size()-2*longestLine)
	text := make([]byte, info.Size()-from)
	if _, err := log.ReadAt(text, from); err != nil {
		return nil, err
	}
	whole := text[:bytes.LastIndexByte(text, '\n')+1]
	if len(whole) == 0 && from > 0 {
		return nil, fmt.Errorf("%s ends in %d bytes that are no lines: move it away", log.Name(), len(text))
	}
	if len(whole) < len(text) {
		if err := log.Truncate(from + int64(len(whole))); err != nil {
			return nil, err
		}
	}
	if len(whole) == 0 {
		return nil, nil
	}
	whole = whole[:len(whole)-1]
	return whole[bytes.LastIndexByte(whole, '\n')+1:], nil
}

// create opens a file of the log, and makes it for the owner of the folder: root may
// be the first to play something, and the engine must be able to write afterwards.
func (l *AccessLog) create(name string, flag int) (*os.File, error) {
	path := filepath.Join(l.dir, name)
	file, err := os.OpenFile(path, flag|os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return os.OpenFile(path, flag|os.O_RDWR, 0)
	}
	if err != nil {
		return nil, err
	}
	if err := errors.Join(own(file, l.dir), (&Folder{dir: l.dir}).sync()); err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// eachLine gives every whole line.
func eachLine(log io.ReaderAt, each func(line []byte) error) error {
	in := newLines(io.NewSectionReader(log, 0, 1<<62))
	for {
		line, err := in.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = each(line)
		}
		if err != nil {
			return err
		}
	}
}
