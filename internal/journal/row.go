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
	if err := checkShape(g); err != nil {
		return row{}, err
	}
	r := row{at: g.At, stream: g.Stream, call: g.Call, count: len(g.Facts), place: g.Place, origin: g.Origin}
	if id, own := strings.CutPrefix(g.Stream, CallPrefix); own && r.call == "" {
		r.call = id
	}
	var text bytes.Buffer
	if g.Input != nil {
		if err := g.Input.encode(&text); err != nil {
			return row{}, fmt.Errorf("input: %w", err)
		}
		r.input = bytes.Clone(text.Bytes())
		text.Reset()
	}
	text.WriteByte('[')
	for i := range g.Facts {
		if i > 0 {
			text.WriteByte(',')
		}
		if err := g.Facts[i].encode(&text); err != nil {
			return row{}, fmt.Errorf("fact %d: %w", i+1, err)
		}
	}
	text.WriteByte(']')
	r.facts = text.Bytes()
	return r, nil
}

// encode appends the entry as JSON, whose data it checks by that. It leaves <, > and & as
// they are: data stays readable in any tool.
func (e *Entry) encode(into *bytes.Buffer) error {
	switch {
	case e.Kind == "":
		return errors.New("it has no kind")
	case e.Version < 1:
		return fmt.Errorf("%s has version %d; versions begin at 1", e.Kind, e.Version)
	}
	kind, err := encodeJSON(e.Kind)
	if err != nil {
		return err
	}
	into.WriteString(`{"kind":`)
	into.Write(kind)
	into.WriteString(`,"v":`)
	into.WriteString(strconv.Itoa(e.Version))
	into.WriteString(`,"data":`)
	if err := json.Compact(into, e.Data); err != nil {
		return fmt.Errorf("the data of %s is not JSON", e.Kind)
	}
	into.WriteByte('}')
	return nil
}

// check is for groups that are not encoded.
func check(g *Group) error {
	if err := checkShape(g); err != nil {
		return err
	}
	if g.Input != nil {
		if err := checkEntry(g.Input); err != nil {
			return fmt.Errorf("input: %w", err)
		}
	}
	for i := range g.Facts {
		if err := checkEntry(&g.Facts[i]); err != nil {
			return fmt.Errorf("fact %d: %w", i+1, err)
		}
	}
	return nil
}

func checkEntry(e *Entry) error { return e.encode(new(bytes.Buffer)) }

func checkShape(g *Group) error {
	if g.Stream == "" {
		return errors.New("it has no stream")
	}
	if g.Input == nil && len(g.Facts) == 0 && g.Origin == "" {
		return errors.New("it has neither an input nor facts")
	}
	if g.Place < 0 {
		return fmt.Errorf("it has place %d; places begin at 1", g.Place)
	}
	return nil
}

// values are those of insertRow, for the driver.
func (r *row) values() [columns]any {
	return [columns]any{
		r.seq, r.at, r.stream, orNull(r.call), orNull(string(r.input)), string(r.facts), r.place, orNull(r.origin),
	}
}

// encodeJSON leaves <, > and & as they are: data stays readable in any tool.
func encodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

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
