package figures

import (
	"context"
	"strings"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
	"hotline/internal/record"
)

// foresee reads what is told of a call only after lines of it have been written:
// that it is confidential, and in which way its talk went to somebody else.
func (l *logger) foresee(ctx context.Context, j record.Source) (err error) {
	if l.secret, err = record.Secrets(ctx, j); err != nil {
		return err
	}
	return j.Read(ctx, 1, func(g journal.Group) error {
		id, ok := strings.CutPrefix(g.Stream, journal.CallPrefix)
		for i := range g.Facts {
			e := &g.Facts[i]
			if !ok || e.Kind != call.KindTransferred {
				continue
			}
			f, err := call.DecodeFact(e.Kind, e.Version, e.Data)
			if err != nil {
				return &record.UnreadError{Group: g.Seq, Err: err}
			}
			if t, ok := f.(call.Transferred); ok {
				l.ways[id] = append(l.ways[id], t)
			}
		}
		return nil
	})
}

// slack is how far apart a call and its floor may tell of the same transfer, ms.
const slack = 5000

// transferred finds, and takes, the transfer that ended the part of a seat in a talk.
func (l *logger) transferred(id, seat string, begun, ended int64) (call.Transferred, bool) {
	for i, t := range l.ways[id] {
		if t.From == seat && t.At >= begun && t.At <= ended+slack {
			l.ways[id] = append(l.ways[id][:i:i], l.ways[id][i+1:]...)
			return t, true
		}
	}
	return call.Transferred{}, false
}

// talkPassed ends the talk for one seat and connects the other.
func (l *logger) talkPassed(f *logFloor, v *acd.TalkPassed) {
	c := f.calls[v.Call]
	if c == nil || c.answered == 0 {
		return
	}
	way, _ := l.transferred(v.Call, v.From, c.answered, v.At)
	if !c.skipped {
		l.transfer(c, v.At, v.Call, v.From, way.Way, v.To)
		l.line(v.At, v.Call, v.Queue, v.To, "CONNECT", "0", "", "0")
	}
	c.answered, c.held, c.seat = v.At, 0, v.To
}

// transfer ends the talk of a seat that gave the caller away.
func (l *logger) transfer(c *logCall, at int64, id, seat, way, to string) {
	if way == "blind" {
		l.line(at, id, c.queue, seat, "BLINDTRANSFER", append([]string{to, ""}, c.lengths(at)...)...)
		return
	}
	l.line(at, id, c.queue, seat, "ATTENDEDTRANSFER", append([]string{"BRIDGE", to}, c.lengths(at)...)...)
}
