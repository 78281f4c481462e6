package figures

import (
	"bufio"
	"context"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
	"hotline/internal/numbering"
	"hotline/internal/record"
)

// QueueLog says what to write.
type QueueLog struct {
	Since, Until time.Time // only what happened from Since on and before Until; zero = no limit
	Numbers      bool      // callers' numbers in full
}

// WriteQueueLog tells what happened on the floors in the words of Asterisk's
// queue_log, a line an event, in the order of the journal:
//
//	epoch|call|queue|seat|EVENT|data…
//
// It is made for reports: a call that is made to call somebody back is no caller and
// appears as CALLBACK only. Numbers are masked unless asked for: who has a disability
// is sensitive, and reports need no number; those of callers who asked for
// confidentiality always are. A talk that goes on with another seat is one with each of
// them: it ends for the first by BLINDTRANSFER or ATTENDEDTRANSFER, and the second is
// connected without a wait. A fact that it cannot do without and
// cannot read is a *record.UnreadError.
func WriteQueueLog(ctx context.Context, w io.Writer, j record.Source, q QueueLog) error {
	out := bufio.NewWriter(w)
	l := newLogger(out, q)
	if err := l.foresee(ctx, j); err != nil {
		return err
	}
	err := j.Read(ctx, 1, func(g journal.Group) error {
		for i := range g.Facts {
			if err := l.entry(g.Stream, &g.Facts[i]); err != nil {
				return &record.UnreadError{Group: g.Seq, Err: err}
			}
		}
		return l.err
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

// logger remembers what the lines need of what was before.
type logger struct {
	out    io.StringWriter
	err    error
	q      QueueLog
	from   map[string]string // numbers, by call
	legs   map[string]string // channels of seats, by floor's offer and call
	secret map[string]bool   // calls
	ways   map[string][]call.Transferred
	floors map[string]*logFloor
}

// logFloor is a floor as far as its lines need it.
type logFloor struct {
	queues map[string][]string // of each seat, by the rules
	seats  map[string]*logSeat
	calls  map[string]*logCall
	rings  map[int64]*acd.Offered
}

type logSeat struct{ in, paused, lost bool }

// logCall is a caller from joining a queue to the end of his talk.
type logCall struct {
	queue, seat      string
	joined, since    int64
	key              int64 // of its place: since, less its priority
	position         int
	answered, rung   int64
	held             int64 // how long he waited before, ms
	accepted         int64 // the offer that the seat answered
	waiting, skipped bool  // skipped: it calls somebody back
}

func newLogger(out io.StringWriter, q QueueLog) *logger {
	return &logger{out: out, q: q, from: map[string]string{}, legs: map[string]string{}, ways: map[string][]call.Transferred{}, floors: map[string]*logFloor{}}
}

// entry tells of a fact; the error is one that it needs and cannot read.
func (l *logger) entry(stream string, e *journal.Entry) error {
	if id, ok := strings.CutPrefix(stream, journal.CallPrefix); ok {
		switch e.Kind {
		case call.KindArrived, call.KindLegDialled, call.KindLegEnded, call.KindEnded:
		default:
			return nil
		}
		f, err := call.DecodeFact(e.Kind, e.Version, e.Data)
		if err == nil {
			l.callFact(id, f)
		}
		return err
	}
	name, ok := strings.CutPrefix(stream, journal.FloorPrefix)
	if !ok {
		return nil
	}
	f, err := acd.DecodeFact(e.Kind, e.Version, e.Data)
	if err == nil {
		l.floorFact(l.floor(name), f)
	}
	return err
}

func (l *logger) callFact(id string, fact call.Fact) {
	switch f := fact.(type) {
	case call.Arrived:
		l.from[id] = f.From
	case call.LegDialled:
		if f.Offer != 0 {
			l.legs[on(id, f.Offer)] = f.Leg
		}
	case call.LegEnded:
		for key, leg := range l.legs {
			if leg == f.Leg {
				delete(l.legs, key)
			}
		}
	case call.Ended:
		delete(l.from, id)
	}
}

func (l *logger) floor(name string) *logFloor {
	if l.floors[name] == nil {
		l.floors[name] = &logFloor{
			queues: map[string][]string{}, seats: map[string]*logSeat{}, calls: map[string]*logCall{}, rings: map[int64]*acd.Offered{},
		}
	}
	return l.floors[name]
}

// line writes an event; empty names are NONE, and what would break the line is
// replaced.
func (l *logger) line(at int64, call, queue, seat, event string, data ...string) {
	t := time.UnixMilli(at)
	if t.Before(l.q.Since) || !l.q.Until.IsZero() && !t.Before(l.q.Until) || l.err != nil {
		return
	}
	fields := slices.Concat([]string{strconv.FormatInt(t.Unix(), 10), orNone(call), orNone(queue), orNone(seat), event}, data)
	for i, field := range fields {
		fields[i] = strings.Map(clean, field)
	}
	_, l.err = l.out.WriteString(strings.Join(fields, "|") + "\n")
}

func orNone(s string) string {
	if s == "" {
		return "NONE"
	}
	return s
}

func clean(r rune) rune {
	if r == '|' || !unicode.IsPrint(r) {
		return ' '
	}
	return r
}

// number is a caller's, as it may be shown.
func (l *logger) number(call, n string) string {
	switch {
	case n == "":
		return ""
	case l.secret[call]:
		return "confidential"
	case l.q.Numbers:
		return n
	}
	return numbering.Number(n).Mask()
}

// position is the place of a waiting call in its queue, 1 = next.
func (f *logFloor) position(id string) int {
	c, place := f.calls[id], 1
	for other, o := range f.calls {
		if other != id && o.waiting && o.queue == c.queue && (o.key < c.key || o.key == c.key && o.joined < c.joined) {
			place++
		}
	}
	return place
}

// members are the queues of a seat that is signed in.
func (f *logFloor) members(seat string) []string {
	if s := f.seats[seat]; s == nil || !s.in {
		return nil
	}
	return f.queues[seat]
}

func (f *logFloor) load(rules acd.Rules) {
	f.queues = map[string][]string{}
	for _, seat := range rules.Seats {
		for _, post := range seat.Queues {
			if !slices.Contains(f.queues[seat.ID], post.Queue) {
				f.queues[seat.ID] = append(f.queues[seat.ID], post.Queue)
			}
		}
	}
}

func (f *logFloor) seat(id string) *logSeat {
	if f.seats[id] == nil {
		f.seats[id] = &logSeat{}
	}
	return f.seats[id]
}
