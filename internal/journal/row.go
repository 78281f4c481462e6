package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
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
		if r.input, err = encodeJSON(g.Input); err != nil {
			return row{}, err
		}
	}
	facts := g.Facts
	if facts == nil {
		facts = []Entry{}
	}
	r.facts, err = encodeJSON(facts)
	return r, err
}

func check(g *Group) error {
	if g.Stream == "" {
		return errors.New("it has no stream")
	}
	if g.Input == nil && len(g.Facts) == 0 && g.Origin == "" {
		return errors.New("it has neither an input nor facts")
	}
	if g.Place < 0 {
		return fmt.Errorf("it has place %d; places begin at 1", g.Place)
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

func checkEntry(e *Entry) error {
	switch {
	case e.Kind == "":
		return errors.New("it has no kind")
	case e.Version < 1:
		return fmt.Errorf("%s has version %d; versions begin at 1", e.Kind, e.Version)
	case !json.Valid(e.Data):
		return fmt.Errorf("the data of %s is not JSON", e.Kind)
	}
	return nil
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
