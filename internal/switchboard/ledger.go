package switchboard

import (
	"context"
	"log/slog"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
)

// Seen is one fact as an observer gets it, after the journal accepted it. When
// the journal fails it is seen all the same: the call goes on.
type Seen struct {
	Stream string // "call/<id>" or "floor/<name>"
	Fact   any    // a call.Fact or an acd.Fact
}

// ledger writes facts to the journal and then shows them to the observer. It
// survives its callers: the end of a call is written even while we stop.
type ledger struct {
	journal journal.Journal
	observe func(Seen)
	log     *slog.Logger
	failed  func()
}

// call writes facts of one call.
func (l *ledger) call(at int64, id string, facts ...call.Fact) {
	g := &journal.Group{At: at, Stream: journal.CallStream(id), Call: id}
	for _, f := range facts {
		e, err := journal.EntryOf(f.Kind(), call.FactVersion, f)
		if err != nil {
			l.fail(g.Stream, err)
			continue
		}
		g.Facts = append(g.Facts, e)
	}
	l.append(g)
	for _, f := range facts {
		l.observe(Seen{g.Stream, f})
	}
}

// turn is one input of a floor and the facts it led to.
type turn struct {
	input acd.Input
	facts []acd.Fact
}

// floor writes turns of one floor, in order.
func (l *ledger) floor(at int64, name string, turns []turn) {
	groups := make([]*journal.Group, 0, len(turns))
	for _, t := range turns {
		if g := l.group(at, name, t); len(g.Facts) > 0 {
			groups = append(groups, g)
		}
	}
	if len(groups) == 0 {
		return
	}
	l.append(groups...)
	for _, t := range turns {
		for _, f := range t.facts {
			l.observe(Seen{journal.FloorStream(name), f})
		}
	}
}

func (l *ledger) group(at int64, name string, t turn) *journal.Group {
	g := &journal.Group{At: at, Stream: journal.FloorStream(name)}
	if in, err := journal.EntryOf(acd.InputKind(t.input), acd.FactVersion, t.input); err == nil {
		g.Input = &in
	}
	for _, f := range t.facts {
		e, err := journal.EntryOf(f.Kind(), acd.FactVersion, f)
		if err != nil {
			l.fail(g.Stream, err)
			continue
		}
		g.Facts = append(g.Facts, e)
		if g.Call == "" {
			g.Call = acd.CallOf(f)
		}
	}
	return g
}

func (l *ledger) append(groups ...*journal.Group) {
	if err := l.journal.Append(context.Background(), groups...); err != nil {
		l.fail(groups[0].Stream, err)
	}
}

// fail raises the alarm. Calls go on: a caller is worth more than his record.
func (l *ledger) fail(stream string, err error) {
	l.failed()
	l.log.Error("facts are not on record: look after the data directory", "stream", stream, "err", err)
}
