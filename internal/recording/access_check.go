package recording

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// Entries gives the lines of the log, the oldest first. A line that cannot be read has
// its text as Why, and no Act.
func (l *AccessLog) Entries(ctx context.Context) ([]Entry, error) {
	var list []Entry
	err := l.read(ctx, func(line []byte) error {
		list = append(list, entryOf(line))
		return nil
	})
	return list, err
}

func entryOf(line []byte) Entry {
	var e Entry
	if err := json.Unmarshal(line, &e); err != nil || e.Act == "" {
		return Entry{Why: string(line[:min(len(line), mostWhy)])}
	}
	return e
}

func prevOf(line []byte) string { return entryOf(line).Prev }

// Checked is what a look at the whole log came to.
type Checked struct {
	Lines    int64
	Hash     string // of the last line
	Problems []string
}

// Check looks whether every line is as it was written.
func (l *AccessLog) Check(ctx context.Context) (Checked, error) {
	all := newChain(head{})
	err := l.readWith(ctx, func(h head) { all = newChain(h) }, func(line []byte) error { return all.add(line) })
	if err != nil {
		return Checked{}, err
	}
	c := Checked{Lines: all.last.lines, Hash: all.last.hash}
	for _, line := range all.breaks {
		c.Problems = append(c.Problems, breakAt(line))
	}
	if end := all.end(); end != "" {
		c.Problems = append(c.Problems, end)
	}
	return c, nil
}

func breakAt(line int64) string {
	if line == 1 {
		return "line 1 does not begin a log: it was changed, or lines before it were removed"
	}
	return fmt.Sprintf("line %d does not follow line %d: one of them was changed, or lines between them were removed or added", line, line-1)
}

// end tells what is wrong with the log's end.
func (c *chain) end() string {
	switch {
	case c.met || c.from.hash == "" && c.last.lines == 0:
		return ""
	case c.from.hash == "":
		return "the file " + headName + " was removed, so lines may be missing at the end"
	case c.from.lines == 0:
		return "the file " + headName + " was changed, so lines may be missing at the end"
	case c.from.lines > c.last.lines:
		return fmt.Sprintf("the log has %d lines and had %d: others were removed", c.last.lines, c.from.lines)
	default:
		return fmt.Sprintf("line %d is not the one that was written: it was changed, or others were removed", c.from.lines)
	}
}

func (l *AccessLog) read(ctx context.Context, each func([]byte) error) error {
	return l.readWith(ctx, func(head) {}, each)
}

// readWith reads head and log while nobody writes. A log that is not there is empty.
func (l *AccessLog) readWith(ctx context.Context, begin func(head), each func([]byte) error) error {
	var at head
	lock, err := l.lock(ctx, false)
	if err == nil {
		defer lock.Close()
		at, err = readHead(lock)
	}
	if err != nil && !missing(err) {
		return fmt.Errorf("access log: %w", err)
	}
	begin(at)
	log, err := os.Open(filepath.Join(l.dir, logName))
	if missing(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("access log: %w", err)
	}
	defer log.Close()
	return eachLine(log, each)
}
