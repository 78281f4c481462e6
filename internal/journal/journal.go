package journal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// What the names of streams begin with; an id or name follows.
const (
	CallPrefix  = "call/"
	FloorPrefix = "floor/"
)

var (
	// ErrClosed is returned by Append once Close was called.
	ErrClosed = errors.New("the journal is closed")
	// ErrSpoolFull is returned by Append when the medium is away and memory holds
	// as many groups as it may. The groups of that Append are not kept.
	ErrSpoolFull = errors.New("the journal's medium is away and its spool is full")
	// ErrAway is returned for what is not spooled while the medium is away.
	ErrAway = errors.New("the journal's medium is away")
)

// PlaceError is returned by Append when a group's place in its shared stream is not
// after all that are kept. The groups of that Append are not kept.
type PlaceError struct {
	Stream      string
	Place, Last int64
}

// Error implements error.
func (e *PlaceError) Error() string {
	return fmt.Sprintf("journal: place %d of %s comes after place %d", e.Place, e.Stream, e.Last)
}

// Entry is one input or one fact, in the form in which it is kept.
type Entry struct {
	Kind    string          `json:"kind"`
	Version int             `json:"v"` // of the kind's fields; from 1
	Data    json.RawMessage `json:"data"`
}

// EntryOf encodes v as an entry.
func EntryOf(kind string, version int, v any) (Entry, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return Entry{}, fmt.Errorf("encode %s: %w", kind, err)
	}
	return Entry{Kind: kind, Version: version, Data: data}, nil
}

// Group is an input and the facts it led to, kept together.
type Group struct {
	Seq    int64  // given by the journal, from 1
	At     int64  // milliseconds since the Unix epoch
	Stream string // "floor/<name>" or "call/<id>"
	Call   string // the main call it is about; a call's own stream implies it
	Input  *Entry // what came from outside; nil if nothing did
	Facts  []Entry

	Place  int64  // its number in the order that a fleet gives its stream; 0 = not shared
	Origin string // in a fleet: "<machine>/<n>" of the input; empty = the stream itself, as by a timer
}

// Reader reads a journal. Groups come in the order of their numbers. fn may use
// the journal; an error from it ends the reading and is returned as it is.
type Reader interface {
	// ID tells this journal from every other. It changes only when a damaged file is
	// replaced: whoever has folded it has to fold it anew.
	ID() string
	// Last is the number of the newest group that can be read; 0 if there is none.
	Last(ctx context.Context) (int64, error)
	// Read passes every group numbered from or higher to fn.
	Read(ctx context.Context, from int64, fn func(Group) error) error
	// ReadCall passes every group to fn whose main call is this one. Facts about a
	// call can also stand in a group of its floor that is mainly about another.
	ReadCall(ctx context.Context, call string, fn func(Group) error) error
	// ReadStream passes the groups of one stream, numbered from or higher, to fn.
	ReadStream(ctx context.Context, stream string, from int64, fn func(Group) error) error
	// Close ends the use of the journal. It may be called twice.
	Close() error
}

// Journal is a log that can be written.
type Journal interface {
	Reader
	// Append keeps the groups, in their order and together, and sets their Seq. It
	// returns nil once they are stored, or spooled because the medium is away.
	// Groups that are not well formed are refused as a whole. When ctx ends first,
	// whether they are kept is not known. It is safe for concurrent use.
	Append(ctx context.Context, groups ...*Group) error
}

// CallStream names the stream of a call.
func CallStream(id string) string { return CallPrefix + id }

// FloorStream names the stream of a floor.
func FloorStream(name string) string { return FloorPrefix + name }
