package why

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
	"hotline/internal/record"
)

// Listing is what happened between two points of a journal.
type Listing struct {
	Facts []Happened `json:"facts"`

	secret map[string]bool // calls whose callers' numbers are not shown
}

// Happened is one fact in plain words.
type Happened struct {
	Seq     int64  `json:"seq"` // of the group in the journal
	At      Stamp  `json:"at"`
	Stream  string `json:"stream"`
	Kind    string `json:"kind"`
	Subject string `json:"subject,omitempty"` // whom it is about
	Text    string `json:"text"`
	Fact    any    `json:"fact,omitempty"` // nil: this program cannot read it
}

// Between lists what happened from one point to another, both included: on one floor,
// or everywhere, the calls' own facts among it, if name is empty.
func Between(ctx context.Context, j journal.Reader, name string, from, until Point) (*Listing, error) {
	if from.at != 0 && until.at != 0 && from.at > until.at || from.seq != 0 && until.seq != 0 && from.seq > until.seq {
		return nil, errors.New("--from lies after --until: exchange them")
	}
	secret, err := record.Secrets(ctx, j)
	if err != nil {
		return nil, err
	}
	l := &Listing{Facts: []Happened{}, secret: secret}
	add := func(g journal.Group) error {
		switch {
		case until.passed(g):
			return errEnough
		case !from.before(g):
			l.add(g)
		}
		return nil
	}
	if name != "" {
		if err := known(ctx, j, name); err != nil {
			return nil, err
		}
		return l, enough(j.ReadStream(ctx, journal.FloorStream(name), max(1, from.seq), add))
	}
	return l, enough(j.Read(ctx, max(1, from.seq), add))
}

// known refuses a floor of which the journal has nothing.
func known(ctx context.Context, j journal.Reader, name string) error {
	found := false
	err := enough(j.ReadStream(ctx, journal.FloorStream(name), 1, func(journal.Group) error {
		found = true
		return errEnough
	}))
	if err != nil || found {
		return err
	}
	return nothing(ctx, j, name)
}

func (l *Listing) add(g journal.Group) {
	for _, e := range g.Facts {
		h := Happened{Seq: g.Seq, Stream: g.Stream, Kind: e.Kind, At: stamp(g.At)}
		if at := happened(e); at != 0 {
			h.At = stamp(at)
		}
		h.tell(e, l.secret)
		l.Facts = append(l.Facts, h)
	}
}

func (h *Happened) tell(e journal.Entry, secret map[string]bool) {
	fact, err := decodeAny(h.Stream, e)
	if err != nil {
		h.Text = fmt.Sprintf("%s, version %d: of a newer program", e.Kind, e.Version)
		return
	}
	if secret[callOf(h.Stream, fact)] {
		fact, _ = hidden(fact)
	}
	h.Fact = fact
	h.Subject, h.Text = Words(fact)
	if id, ok := strings.CutPrefix(h.Stream, journal.CallPrefix); ok {
		h.Subject = "call " + id
	}
}

func decodeAny(stream string, e journal.Entry) (any, error) {
	if strings.HasPrefix(stream, journal.CallPrefix) {
		f, err := call.DecodeFact(e.Kind, e.Version, e.Data)
		return discreet(f), err
	}
	return acd.DecodeFact(e.Kind, e.Version, e.Data)
}

// WriteText writes a line for each fact.
func (l *Listing) WriteText(w io.Writer) error {
	b := bufio.NewWriter(w)
	for _, h := range l.Facts {
		_, _ = fmt.Fprintf(b, "%s  %8d  %s%s\n", time.Time(h.At).Format("2006-01-02 15:04:05.000"), h.Seq, join(h.Subject, "", ": "), h.Text)
	}
	return b.Flush()
}
