package figures

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"hotline/internal/record"
)

// DifferenceError is a figure that does not agree with the journal.
type DifferenceError struct {
	Figure   string
	Place    string
	From, To time.Time
	Records  string // what they say
	Journal  string // what it says
	Calls    []string
	Seats    []string
}

// Error implements error.
func (d *DifferenceError) Error() string {
	var at, who string
	if d.Place != "" {
		at = " of " + d.Place
	}
	if len(d.Calls) > 0 {
		who = "; look at the calls " + strings.Join(d.Calls, ", ")
	}
	if len(d.Seats) > 0 {
		who += "; look at the seats " + strings.Join(d.Seats, ", ")
	}
	return fmt.Sprintf("the figure %s%s from %s to %s is %s by the call records and %s by the journal%s: delete records.db, which is built anew, and say that this happened",
		d.Figure, at, d.From.Format(time.DateTime), d.To.Format(time.DateTime), d.Records, d.Journal, who)
}

// most is how many calls and seats a difference names.
const most = 5

// Check computes figures in both ways. If they differ the error is a *DifferenceError, the
// first, by place, then by time, then in the order of Formulas.
func (l *Live) Check(ctx context.Context, of record.SumsOf) ([]Row, error) {
	of = exact(of)
	rows, seq, err := l.figures(ctx, of)
	if err != nil {
		return nil, err
	}
	c := NewChecker()
	if err := c.Read(ctx, l.journal, seq); err != nil {
		return nil, err
	}
	q := c.rows(of)
	d := q.compare(rows)
	if d == nil {
		return rows, nil
	}
	told, err := l.records.Events(ctx, of)
	if err != nil {
		return nil, err
	}
	d.name(told, q.events())
	return rows, d
}

// compare finds the first figure that differs.
func (q *checked) compare(rows []Row) *DifferenceError {
	told := map[checkedKey]*Row{}
	for i := range rows {
		told[checkedKey{rows[i].Place, q.slot(rows[i].From.UnixMilli())}] = &rows[i]
	}
	keys := append(q.keys(), slices.Collect(maps.Keys(told))...)
	slices.SortFunc(keys, func(a, b checkedKey) int { return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.from, b.from)) })
	for _, key := range slices.Compact(keys) {
		row := told[key]
		if row == nil {
			from, to := time.UnixMilli(max(key.from, q.since)), time.UnixMilli(min(q.slotEnd(key.from), q.until))
			none := rowOf(record.Sums{Place: key.place, From: from, To: to}, q.of)
			row = &none
		}
		if d := row.differs(q.values(key), q.of.Within); d != nil {
			return d
		}
	}
	return nil
}

// differs compares a row with what it should be.
func (r *Row) differs(want map[string]float64, t time.Duration) *DifferenceError {
	for _, f := range Formulas() {
		v := r.Value(within(f.Name, t))
		if v == nil { // it has no meaning here
			continue
		}
		should, known := want[f.Name]
		if v.Known != known || known && !same(v.Value, should) {
			return r.difference(v.Name, number(v.Value, v.Known), number(should, known))
		}
	}
	return r.differsIn(want)
}

// differsIn compares what there are several of, none being as good as 0: overflows
// and seats.
func (r *Row) differsIn(want map[string]float64) *DifferenceError {
	has := map[string]float64{}
	for name := range want {
		if r.Overflows != nil && strings.HasPrefix(name, "overflows.") || r.Seats != nil && strings.HasPrefix(name, "seats.") {
			has[name] = 0
		}
	}
	for reason, n := range r.Overflows {
		has["overflows."+reason] = float64(n)
	}
	for state, n := range r.Seats {
		has["seats."+state] = n
	}
	for _, name := range slices.Sorted(maps.Keys(has)) {
		if !same(has[name], want[name]) {
			return r.difference(name, number(has[name], true), number(want[name], true))
		}
	}
	return nil
}

func (r *Row) difference(figure, records, journal string) *DifferenceError {
	return &DifferenceError{Figure: figure, Place: r.Place, From: r.From, To: r.To, Records: records, Journal: journal}
}

// same tells whether two ways to compute a figure came to it: they round differently.
func same(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b)) }

func number(v float64, known bool) string {
	if !known {
		return "nothing"
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// name says which calls and seats the two tell differently of.
func (d *DifferenceError) name(records, journal []record.Event) {
	count := map[record.Event]int{}
	for _, e := range records {
		count[e]++
	}
	for _, e := range journal {
		count[e]--
	}
	calls, seats := map[string]bool{}, map[string]bool{}
	for e, n := range count {
		switch {
		case n == 0:
		case e.Call != "":
			calls[e.Call] = true
		default:
			seats[e.Seat] = true
		}
	}
	d.Calls, d.Seats = first(calls), first(seats)
}

func first(names map[string]bool) []string {
	sorted := slices.Sorted(maps.Keys(names))
	return sorted[:min(len(sorted), most)]
}
