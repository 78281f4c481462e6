package figures

import (
	"context"
	"time"

	"hotline/internal/journal"
	"hotline/internal/record"
)

// What is asked for unless somebody asks otherwise.
const (
	UsualWithin = 15 * time.Second // GB/T 33358-2016
	UsualShort  = 5 * time.Second
	UsualSpan   = 24 * time.Hour // GB/T 33358-2016: any 24 hours
)

// ConnectionTarget is the connection rate that GB/T 33358-2016 asks for.
const ConnectionTarget = 0.95

// Of asks for the figures of the span before now.
func Of(now time.Time, span time.Duration) record.SumsOf {
	return exact(record.SumsOf{Since: now.Add(-span), Until: now, Now: now, Within: UsualWithin, Short: UsualShort})
}

// exact cuts the times to milliseconds, as facts have them.
func exact(of record.SumsOf) record.SumsOf {
	for _, t := range []*time.Time{&of.Since, &of.Until, &of.Now} {
		*t = t.Truncate(time.Millisecond)
	}
	return of
}

// Live computes figures from the call records, which it brings up to date with the
// journal each time. It is safe for concurrent use.
type Live struct {
	journal record.Source
	records *record.Store
}

// Open opens the call records of a data directory for figures; they follow the
// journal, which may be that of the engine itself.
func Open(ctx context.Context, dir string, j record.Source) (*Live, error) {
	records, err := record.Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	return &Live{journal: j, records: records}, nil
}

// Close ends the use of the records; the journal stays open.
func (l *Live) Close() error { return l.records.Close() }

// Figures are those of the places and slots in which something happened, by place,
// then by time. The figures of everything in one slot are always there.
func (l *Live) Figures(ctx context.Context, of record.SumsOf) ([]Row, error) {
	rows, _, err := l.figures(ctx, of)
	return rows, err
}

// figures also returns the number of the journal's group that they rest on.
func (l *Live) figures(ctx context.Context, of record.SumsOf) ([]Row, int64, error) {
	of = exact(of)
	if err := of.Validate(); err != nil {
		return nil, 0, err
	}
	if _, err := l.records.Catchup(ctx, l.journal); err != nil {
		return nil, 0, err
	}
	sums, seq, err := l.records.Sums(ctx, of)
	if err != nil {
		return nil, 0, err
	}
	if of.Place == record.Everything && of.Every == record.Whole && len(sums) == 0 {
		sums = []record.Sums{{From: of.Since, To: of.Until}}
	}
	rows := make([]Row, len(sums))
	for i := range sums {
		rows[i] = rowOf(sums[i], of)
	}
	return rows, seq, nil
}

// Read computes figures of a data directory, which an engine may be writing. If none
// does, nothing goes on beyond the journal's last moment.
func Read(ctx context.Context, dir string, of record.SumsOf) ([]Row, error) {
	return with(ctx, dir, of, (*Live).Figures)
}

// ReadChecked is Read and Check: the figures come with an error if they are wrong.
func ReadChecked(ctx context.Context, dir string, of record.SumsOf) ([]Row, error) {
	return with(ctx, dir, of, (*Live).Check)
}

func with(ctx context.Context, dir string, of record.SumsOf, ask func(*Live, context.Context, record.SumsOf) ([]Row, error)) ([]Row, error) {
	reader, err := journal.OpenReader(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	live, err := Open(ctx, dir, reader)
	if err != nil {
		return nil, err
	}
	defer func() { _ = live.Close() }()
	if !journal.Running(dir) {
		end, err := lastMoment(ctx, reader)
		if err != nil {
			return nil, err
		}
		if end.Before(of.Now) {
			of.Now = end
		}
	}
	return ask(live, ctx, of)
}

// lastMoment is the time of the newest facts; that of now is none's if there are none.
func lastMoment(ctx context.Context, j journal.Reader) (at time.Time, err error) {
	last, err := j.Last(ctx)
	if err != nil {
		return at, err
	}
	err = j.Read(ctx, last, func(g journal.Group) error {
		at = time.UnixMilli(g.At)
		return nil
	})
	return at, err
}

// Forget lets the call records forget calls that ended before a moment, in milliseconds.
func (l *Live) Forget(ctx context.Context, before int64) error { return l.records.Forget(ctx, before) }
