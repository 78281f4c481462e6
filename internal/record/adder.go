package record

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"time"
)

// adder collects the sums of several queries, each by its place and slot.
type adder struct {
	of SumsOf
	at map[slot]*Sums
}

type slot struct {
	place string
	from  int64
}

// part is a query whose rows begin with place and slot, and where they go.
type part struct {
	query string
	into  func(s *Sums) []any // where the other columns go; then done
	done  func(s *Sums)
}

func (a *adder) parts() []part {
	place := map[Place]string{Everything: "''", ByFloor: "floor", ByCentre: "centre", ByQueue: "queue", BySeat: "seat"}[a.of.Place]
	sql := func(query, time string) string { return fmt.Sprintf(query, place, slotOf(a.of.Every, time)) }
	parts := []part{
		{query: sql(sumOffers, "made"), into: func(s *Sums) []any { return []any{&s.Offers, &s.Missed} }},
		{query: sql(sumTalksCut, "answered"), into: func(s *Sums) []any { return []any{&s.TalksCut} }},
		{query: sql(sumWork, "answered"), into: func(s *Sums) []any { return []any{&s.Handled, &s.Talk, &s.WrapUp} }},
	}
	if a.of.Place != BySeat {
		reason := counted{}
		parts = append(parts,
			part{query: sql(sumCallers, "begun"), into: callers},
			part{
				query: sql(sumOverflows, "queued"), into: reason.scan,
				done: func(s *Sums) { reason.keep(&s.Overflows) },
			},
			part{query: sql(sumListed, "listed"), into: func(s *Sums) []any { return []any{&s.Listed, &s.Reached, &s.GivenUp} }})
	}
	if a.of.Place != ByQueue && a.of.Place != ByCentre { // a seat may serve several
		state := counted{}
		parts = append(parts, part{
			query: fmt.Sprintf(sumSpells, place, slotOf(a.of.Every, "a"), nextSlot(a.of.Every)), into: state.scan,
			done: func(s *Sums) { state.keep(&s.SeatTime) },
		})
	}
	return parts
}

func callers(s *Sums) []any {
	return []any{
		&s.Offered, &s.Answered, &s.Abandoned, &s.Short, &s.AbandonedLate, &s.Overflowed, &s.CutOff, &s.Waiting,
		&s.InTime, &s.InTimeFromArrival, &s.AnswerWait, &s.Wait, &s.LongestWait, &s.LongestWaiting,
	}
}

// counted is a row that is one of several for a slot.
type counted struct {
	name string
	n    int64
}

func (c *counted) scan(*Sums) []any { return []any{&c.name, &c.n} }

func (c *counted) keep(in *map[string]int64) {
	if *in == nil {
		*in = map[string]int64{}
	}
	(*in)[c.name] = c.n
}

func (a *adder) add(ctx context.Context, tx *sql.Tx, p part) error {
	rows, err := tx.QueryContext(ctx, p.query, a.of.args()...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var at slot
		var row Sums
		if err := rows.Scan(append([]any{&at.place, &at.from}, p.into(&row)...)...); err != nil {
			return err
		}
		sums := a.sums(at)
		if p.done != nil {
			p.done(sums)
			continue
		}
		for i, from := range p.into(&row) { // into the same fields of the sums
			*p.into(sums)[i].(*int64) = *from.(*int64)
		}
	}
	return rows.Err()
}

// sums finds those of a slot, or begins them.
func (a *adder) sums(at slot) *Sums {
	if s := a.at[at]; s != nil {
		return s
	}
	from, to := time.UnixMilli(at.from), a.of.Until
	if a.of.Every != Whole {
		to = from.Add(time.Duration(a.of.Every))
	}
	if from.Before(a.of.Since) {
		from = a.of.Since
	}
	if to.After(a.of.Until) {
		to = a.of.Until
	}
	zone := zoneOr(nil)
	s := &Sums{Place: at.place, From: from.In(zone), To: to.In(zone)}
	a.at[at] = s
	return s
}

func (a *adder) sorted() []Sums {
	order := slices.SortedFunc(maps.Keys(a.at), func(a, b slot) int {
		return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.from, b.from))
	})
	list := make([]Sums, 0, len(order))
	for _, at := range order {
		list = append(list, *a.at[at])
	}
	return list
}
