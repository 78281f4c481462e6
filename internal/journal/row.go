package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// row is a group as it is kept: checked, encoded, and independent of the
// memory of the one who appended it.
type row struct {
	seq, at      int64
	stream, call string
	input        []byte // nil if there was none
	facts        []byte
	count        int // of facts
	place        int64
	origin       string
}

func (r *row) size() int { return len(r.input) + len(r.facts) }

// encodeRows checks and encodes groups; it names the first that is not well formed.
func encodeRows(groups []*Group) ([]row, error) {
	rows := make([]row, len(groups))
	for i, g := range groups {
		var err error
		if rows[i], err = encodeRow(g); err != nil {
			return nil, fmt.Errorf("journal: group %d of %d: %w", i+1, len(groups), err)
		}
	}
	return rows, nil
}

func encodeRow(g *Group) (row, error) {
	if err := check(g); err != nil {
		return row{}, err
	}
	r := row{at: g.At, stream: g.Stream, call: g.Call, count: len(g.Facts), place: g.Place, origin: g.Origin}
	if id, own := strings.CutPrefix(g.Stream, CallPrefix); own && r.call == "" {
		r.call = id
	}
	var err error
	if g.Input != nil {
		if r.input, err = encodeEntry(g.Input); err != nil {
			return row{}, fmt.Errorf("input: %w", err)
		}
	}
	r.facts, err = encodeFacts(g.Facts)
	return r, err
}

// check looks at all but the entries, which are checked as they are encoded.
func check(g *Group) error {
	switch {
	case g.Stream == "":
		return errors.New("it has no stream")
	case g.Input == nil && len(g.Facts) == 0 && g.Origin == "":
		return errors.New("it has neither an input nor facts")
	case g.Place < 0:
		return fmt.Errorf("it has place %d; places begin at 1", g.Place)
	}
	return nil
}

func encodeEntry(e *Entry) ([]byte, error) {
	var text bytes.Buffer
	text.Grow(e.room())
	err := writeEntry(&text, e)
	return text.Bytes(), err
}

func encodeFacts(facts []Entry) ([]byte, error) {
	room := len("[]")
	for i := range facts {
		room += facts[i].room()
	}
	var text bytes.Buffer
	text.Grow(room)
	text.WriteByte('[')
	for i := range facts {
		if i > 0 {
			text.WriteByte(',')
		}
		if err := writeEntry(&text, &facts[i]); err != nil {
			return nil, fmt.Errorf("fact %d: %w", i+1, err)
		}
	}
	text.WriteByte(']')
	return text.Bytes(), nil
}

// room is about how long an entry is when it is encoded.
func (e *Entry) room() int { return len(`{"kind":"","v":100,"data":},`) + len(e.Kind) + len(e.Data) }

// writeEntry checks and writes an entry in one go, to the letter as encoding/json would
// without escaping <, > and &: data stays readable in any tool.
func writeEntry(to *bytes.Buffer, e *Entry) error {
	switch {
	case e.Kind == "":
		return errors.New("it has no kind")
	case e.Version < 1:
		return fmt.Errorf("%s has version %d; versions begin at 1", e.Kind, e.Version)
	}
	to.WriteString(`{"kind":`)
	if err := writeString(to, e.Kind); err != nil {
		return err
	}
	to.WriteString(`,"v":`)
	to.Write(strconv.AppendInt(to.AvailableBuffer(), int64(e.Version), 10))
	to.WriteString(`,"data":`)
	if err := json.Compact(to, e.Data); err != nil {
		return fmt.Errorf("the data of %s is not JSON", e.Kind)
	}
	to.WriteByte('}')
	return nil
}

func writeString(to *bytes.Buffer, s string) error {
	if !strings.ContainsFunc(s, notPlain) {
		to.WriteByte('"')
		to.WriteString(s)
		to.WriteByte('"')
		return nil
	}
	enc := json.NewEncoder(to)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return err
	}
	to.Truncate(to.Len() - len("\n"))
	return nil
}

// notPlain tells what may look different between quotes.
func notPlain(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }

func (r *row) decode() (Group, error) {
	g := Group{Seq: r.seq, At: r.at, Stream: r.stream, Call: r.call, Place: r.place, Origin: r.origin}
	if r.input != nil {
		g.Input = new(Entry)
		if err := json.Unmarshal(r.input, g.Input); err != nil {
			return Group{}, fmt.Errorf("group %d: input: %w", r.seq, err)
		}
	}
	if err := json.Unmarshal(r.facts, &g.Facts); err != nil {
		return Group{}, fmt.Errorf("group %d: facts: %w", r.seq, err)
	}
	return g, nil
}
