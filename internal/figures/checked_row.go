package figures

import (
	"maps"
	"slices"
	"strings"
	"time"

	"hotline/internal/record"
)

// checkedKey names a row.
type checkedKey struct {
	place string
	from  int64
}

// checkedRow holds every time that counts, in ms, one by one.
type checkedRow struct {
	answered, fromArrival, abandoned []int64
	overflowed, waiting, cut         []int64
	talksCut                         int
	overflows                        map[string]int
	offers, missed                   int
	talks, wrapUps                   []int64
	seats                            map[string]int64
	listed, reached, givenUp         int
}

// checked counts for one question.
type checked struct {
	*Checker
	of                record.SumsOf
	since, until, now int64
	rows              map[checkedKey]*checkedRow
}

// rows counts everything anew for a question.
func (c *Checker) rows(of record.SumsOf) *checked {
	q := &checked{
		Checker: c, of: of, since: of.Since.UnixMilli(), until: of.Until.UnixMilli(), now: of.Now.UnixMilli(),
		rows: map[checkedKey]*checkedRow{},
	}
	if of.Place != record.BySeat {
		q.callers()
		q.callbacks()
	}
	q.work()
	if of.Place != record.ByQueue && of.Place != record.ByCentre {
		q.time()
	}
	return q
}

// row finds the row of something that happened then; nil if it was not in the span.
func (q *checked) row(floor, queue, seat string, at int64) *checkedRow {
	if at < q.since || at >= q.until {
		return nil
	}
	return q.at(checkedKey{q.place(floor, queue, seat), q.slot(at)})
}

func (q *checked) at(key checkedKey) *checkedRow {
	if q.rows[key] == nil {
		q.rows[key] = &checkedRow{overflows: map[string]int{}, seats: map[string]int64{}}
	}
	return q.rows[key]
}

func (q *checked) place(floor, queue, seat string) string {
	switch q.of.Place {
	case record.ByFloor:
		return floor
	case record.ByCentre:
		if i := strings.IndexByte(queue, '/'); i >= 0 {
			return queue[:i]
		}
		return ""
	case record.ByQueue:
		return queue
	case record.BySeat:
		return seat
	default:
		return ""
	}
}

// slot is when the slot of a time begins, by a clock in China.
func (q *checked) slot(at int64) int64 {
	if q.of.Every == record.Whole {
		return q.since
	}
	t := time.UnixMilli(at).In(time.FixedZone("CST", 8*60*60))
	hour, minute := t.Hour(), 0
	switch q.of.Every {
	case record.Day:
		hour = 0
	case record.HalfHour:
		minute = t.Minute() - t.Minute()%30
	default:
	}
	return time.Date(t.Year(), t.Month(), t.Day(), hour, minute, 0, 0, t.Location()).UnixMilli()
}

// slotEnd is when that slot ends.
func (q *checked) slotEnd(from int64) int64 {
	if q.of.Every == record.Whole {
		return q.until
	}
	return from + time.Duration(q.of.Every).Milliseconds()
}

// callers looks at each caller once for each place.
func (q *checked) callers() {
	type caller struct{ place, call string }
	came := map[caller][]*checkedStay{}
	for _, s := range q.stays {
		if !s.callback {
			who := caller{q.place(s.floor, s.queue, ""), s.call}
			came[who] = append(came[who], s)
		}
		if row := q.row(s.floor, s.queue, "", s.joined); row != nil && s.fate == "overflowed" && !s.callback {
			row.overflows[s.reason]++
		}
	}
	for _, stays := range came {
		first := stays[0]
		if row := q.row(first.floor, first.queue, "", first.joined); row != nil {
			q.caller(row, stays)
		}
	}
}

func (q *checked) caller(row *checkedRow, stays []*checkedStay) {
	begun, last := stays[0].joined, stays[len(stays)-1]
	var answered []int64
	for _, s := range stays {
		if s.fate == "answered" {
			answered = append(answered, s.left)
		}
	}
	if len(answered) > 0 {
		arrived := q.arrived[last.call]
		if arrived == 0 {
			arrived = begun
		}
		row.answered = append(row.answered, slices.Min(answered)-begun)
		row.fromArrival = append(row.fromArrival, max(0, slices.Min(answered)-arrived))
		return
	}
	switch last.fate {
	case "abandoned":
		row.abandoned = append(row.abandoned, last.left-begun)
	case "cut-off":
		row.cut = append(row.cut, last.left-begun)
	case "overflowed":
		row.overflowed = append(row.overflowed, last.left-begun)
	default:
		row.waiting = append(row.waiting, max(0, q.now-begun))
	}
}

func (q *checked) callbacks() {
	for _, b := range q.backs {
		row := q.row(b.floor, b.queue, "", b.listed)
		if row == nil {
			continue
		}
		row.listed++
		if b.reached != 0 {
			row.reached++
		}
		if b.givenUp != 0 {
			row.givenUp++
		}
	}
}

func (q *checked) work() {
	for _, o := range q.offers {
		if row := q.row(o.floor, o.queue, o.seat, o.at); row != nil {
			row.offers++
			if o.result == "no-answer" {
				row.missed++
			}
		}
	}
	for _, t := range q.talks {
		row := q.row(t.floor, t.queue, t.seat, t.begun)
		if row != nil && t.cut {
			row.talksCut++
		}
		if row != nil && t.done != 0 {
			row.talks = append(row.talks, t.ended-t.begun)
			row.wrapUps = append(row.wrapUps, t.done-t.ended)
		}
	}
}

func (q *checked) time() {
	for _, s := range q.allSpells() {
		end := s.end
		if end == 0 {
			end = q.now
		}
		at, end := max(s.from, q.since), min(end, q.until, q.now)
		for at < end {
			key := checkedKey{q.place(s.floor, "", s.seat), q.slot(at)}
			next := min(end, q.slotEnd(key.from))
			q.at(key).seats[s.state.String()] += next - at
			at = next
		}
	}
}

// keys are those of the rows that are there.
func (q *checked) keys() []checkedKey { return slices.Collect(maps.Keys(q.rows)) }
