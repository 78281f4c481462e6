package record

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"hotline/acd"
	"hotline/internal/journal"
	"hotline/internal/jsonout"
	"hotline/internal/plain"
)

// CallbackState says how far a callback has come.
type CallbackState string

// The states of a callback.
const (
	CallbackListed  CallbackState = "listed" // not due yet
	CallbackQueued  CallbackState = "queued" // its call waits, is offered to a seat, or is being made
	CallbackDone    CallbackState = "done"   // the caller was reached
	CallbackGivenUp CallbackState = "given-up"
)

// Callback is what became of one caller who was to be called back.
type Callback struct {
	ID       string
	Of       string // the call that asked
	Queue    string
	Number   string // empty = confidential
	State    CallbackState
	Listed   time.Time
	Due      time.Time // the next attempt is, or the last one was, not made before
	Ended    time.Time // zero while it is on the list
	Attempts int       // that are over
	Last     string    // what came of the last one; empty = there was none
	Reason   string    // why it was given up

	Confidential bool // the number is not shown
}

// Callbacks reads every callback from the journal of a data directory, which an
// engine may be writing, in the order of asking, with times as in China. Facts of a
// newer program are passed by.
func Callbacks(ctx context.Context, dir string) ([]Callback, error) {
	reader, err := journal.OpenReader(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	return callbacksOf(ctx, reader, zoneOr(nil))
}

func callbacksOf(ctx context.Context, j Source, zone *time.Location) ([]Callback, error) {
	l := callbackList{byID: map[string]*Callback{}, zone: zone}
	err := j.Read(ctx, 0, func(g journal.Group) error {
		if !strings.HasPrefix(g.Stream, journal.FloorPrefix) {
			return nil
		}
		for _, e := range g.Facts {
			if f, err := acd.DecodeFact(e.Kind, e.Version, e.Data); err == nil {
				l.fold(f)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the callbacks: %w", err)
	}
	secret, err := Secrets(ctx, j)
	if err != nil {
		return nil, fmt.Errorf("read which calls are confidential: %w", err)
	}
	list := make([]Callback, len(l.order))
	for i, b := range l.order {
		list[i] = *b
		if secret[b.Of] {
			list[i].Number, list[i].Confidential = "", true
		}
	}
	return list, nil
}

// OpenCallbacks are those who are still to be called back.
func OpenCallbacks(list []Callback) []Callback {
	return slices.DeleteFunc(slices.Clone(list), func(b Callback) bool { return !b.Ended.IsZero() })
}

// callbackList folds the facts of callbacks.
type callbackList struct {
	byID  map[string]*Callback
	order []*Callback
	zone  *time.Location
}

func (l *callbackList) fold(f acd.Fact) {
	switch f := f.(type) {
	case *acd.CallbackListed:
		if f.Same == "" {
			l.add(f)
		}
	case *acd.CallQueued:
		l.with(f.Callback.ID, func(b *Callback) { b.State = CallbackQueued })
	case *acd.CallbackTried:
		l.with(f.Callback, func(b *Callback) { l.tried(b, f) })
	case *acd.CallbackDone:
		l.with(f.Callback, func(b *Callback) { b.State, b.Ended = CallbackDone, l.at(f.At) })
	case *acd.CallbackGivenUp:
		l.with(f.Callback, func(b *Callback) { b.State, b.Ended, b.Reason = CallbackGivenUp, l.at(f.At), f.Reason })
	}
}

func (l *callbackList) add(f *acd.CallbackListed) {
	b := &Callback{
		ID: f.Callback, Of: f.Of, Queue: f.Queue, Number: f.Number, State: CallbackListed,
		Listed: l.at(f.At), Due: l.at(f.Due),
	}
	l.byID[b.ID] = b
	l.order = append(l.order, b)
}

func (l *callbackList) tried(b *Callback, f *acd.CallbackTried) {
	b.State, b.Attempts, b.Last = CallbackListed, f.Attempt, string(f.Result)
	if f.Due != 0 {
		b.Due = l.at(f.Due)
	}
}

func (l *callbackList) with(id string, do func(*Callback)) {
	if b := l.byID[id]; b != nil {
		do(b)
	}
}

func (l *callbackList) at(ms int64) time.Time { return time.UnixMilli(ms).In(l.zone) }

// WriteCallbacksText writes callbacks as a table for people, one a line.
func WriteCallbacksText(w io.Writer, list []Callback) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "LISTED\tID\tNUMBER\tQUEUE\tDUE\tATTEMPTS\tLAST\tSTATE")
	for i := range list {
		b := &list[i]
		cells := []string{
			b.Listed.Format(time.DateTime), b.ID, cmp.Or(b.Number, confidential), b.Queue, b.Due.Format(time.DateTime),
			strconv.Itoa(b.Attempts), b.Last, b.stateText(),
		}
		for i, cell := range cells {
			cells[i] = plain.Cell(cell)
		}
		_, _ = fmt.Fprintln(table, strings.Join(cells, "\t"))
	}
	return table.Flush() // it also tells of what failed before
}

func (b *Callback) stateText() string {
	if b.Reason == "" {
		return string(b.State)
	}
	return string(b.State) + ": " + b.Reason
}

// jsonCallback is a callback as programs read it.
type jsonCallback struct {
	ID       string        `json:"id"`
	Of       string        `json:"of"`
	Number   string        `json:"number"`
	Queue    string        `json:"queue"`
	State    CallbackState `json:"state"`
	Listed   *stamp        `json:"listed"`
	Due      *stamp        `json:"due"`
	Ended    *stamp        `json:"ended"`
	Attempts int           `json:"attempts"`
	Last     string        `json:"last,omitempty"`
	Reason   string        `json:"reason,omitempty"`

	Confidential bool `json:"confidential,omitempty"`
}

// WriteCallbacksJSON writes callbacks as a JSON array of objects; times are as in
// WriteJSON.
func WriteCallbacksJSON(w io.Writer, list []Callback) error {
	all := make([]jsonCallback, len(list))
	for i := range list {
		b := &list[i]
		all[i] = jsonCallback{
			ID: b.ID, Of: b.Of, Number: b.Number, Queue: b.Queue, State: b.State, Listed: stampOf(b.Listed),
			Due: stampOf(b.Due), Ended: stampOf(b.Ended), Attempts: b.Attempts, Last: b.Last, Reason: b.Reason,
			Confidential: b.Confidential,
		}
	}
	return jsonout.Write(w, all)
}
