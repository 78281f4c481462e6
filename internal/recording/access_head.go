package recording

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// head is where the access log ends.
type head struct {
	lines int64
	hash  string // of the last line; of none: zeros; empty: nobody wrote it down
}

const hashLength = 64

func noLine() head { return head{hash: strings.Repeat("0", hashLength)} }

// readHead gives the head that a file has; an empty file has none.
func readHead(file io.ReaderAt) (head, error) {
	text, err := io.ReadAll(io.NewSectionReader(file, 0, 1<<10))
	if err != nil || len(text) == 0 {
		return head{}, err
	}
	var h head
	n, _ := fmt.Sscanf(string(text), "%d %s\n", &h.lines, &h.hash)
	if n != 2 || len(h.hash) != hashLength || h.lines < 0 {
		return head{hash: "damaged"}, nil // nothing follows from it: Check finds that
	}
	return h, nil
}

// write replaces the head in its file: it is always as long, and shorter than what a
// disk writes at once.
func (h head) write(file *os.File) error {
	if _, err := file.WriteAt(fmt.Appendf(nil, "%020d %s\n", h.lines, h.hash), 0); err != nil {
		return err
	}
	return file.Sync()
}

// chain follows the lines of a log.
type chain struct {
	from   head // what the head says
	last   head // the last line so far
	met    bool // the line that the head tells of was there
	breaks []int64
}

func newChain(from head) *chain { return &chain{from: from, last: noLine(), met: from == noLine()} }

func (c *chain) add(line []byte) error {
	if prevOf(line) != c.last.hash {
		c.breaks = append(c.breaks, c.last.lines+1)
	}
	c.last = head{c.last.lines + 1, hashOf(line)}
	c.met = c.met || c.last == c.from
	return nil
}

// continues: the lines after the head's own are what a crash kept from being told to
// it. Breaks before that are none of theirs.
func (c *chain) continues() bool {
	return c.met && (len(c.breaks) == 0 || c.breaks[len(c.breaks)-1] <= c.from.lines)
}

// lock makes the caller the only one at the log, or one of those who read it. It is
// let go by closing the file.
func (l *AccessLog) lock(ctx context.Context, write bool) (*os.File, error) {
	how, begin := syscall.LOCK_SH, func() (*os.File, error) { return os.Open(filepath.Join(l.dir, headName)) }
	if write {
		how, begin = syscall.LOCK_EX, func() (*os.File, error) { return l.create(headName, 0) }
	}
	file, err := begin()
	if err != nil {
		return nil, err
	}
	var failed error
	done := make(chan struct{})
	go func() {
		defer close(done)
		failed = flock(file, how)
	}()
	select {
	case <-done:
		if failed != nil {
			file.Close()
			return nil, failed
		}
		return file, nil
	case <-ctx.Done():
		go func() { // the kernel cannot be told that nobody waits any more
			<-done
			file.Close()
		}()
		return nil, fmt.Errorf("another process holds it: %w", context.Cause(ctx))
	}
}

func flock(file *os.File, how int) error {
	for {
		err := syscall.Flock(int(file.Fd()), how)
		if !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

// own gives a file to the owner of its folder, if that is in our power.
func own(file *os.File, dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || os.Geteuid() != 0 {
		return nil
	}
	return file.Chown(int(stat.Uid), int(stat.Gid))
}

// lines reads whole lines; what has no end is none.
type lines struct{ in *bufio.Reader }

func newLines(r io.Reader) lines { return lines{bufio.NewReader(r)} }

const longestLine = 64 << 10 // ours are much shorter

func (l lines) next() ([]byte, error) {
	var line []byte
	for {
		part, err := l.in.ReadSlice('\n')
		if len(line) < longestLine { // of a longer one its beginning is as wrong
			line = append(line, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			return nil, err
		}
		return bytes.TrimSuffix(line, []byte("\n")), nil
	}
}

func missing(err error) bool { return errors.Is(err, fs.ErrNotExist) }
