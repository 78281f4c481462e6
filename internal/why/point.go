package why

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"hotline/internal/calendar"
	"hotline/internal/journal"
)

// Point is a place in a journal. The zero value is its end.
type Point struct {
	at  int64 // what has happened by then, ms, unless it is
	seq int64 // this group and all before it
}

// FindPoint reads a point as people write it: a time (by China's clocks unless it has
// a zone), the number of a group, or a call, which is the moment it came in. flag is
// where it was written, for the error.
func FindPoint(ctx context.Context, j journal.Reader, flag, text string) (Point, error) {
	if text == "" {
		return Point{}, nil
	}
	if at, ok := parseTime(text); ok {
		return Point{at: at}, nil
	}
	const idLength = 16 // digits alone could be one
	if seq, err := strconv.ParseInt(text, 10, 64); err == nil && seq > 0 && len(text) < idLength {
		return Point{seq: seq}, nil
	}
	var p Point
	err := enough(j.ReadCall(ctx, text, func(g journal.Group) error {
		p = Point{at: momentOf(g), seq: g.Seq}
		return errEnough
	}))
	if err == nil && p.seq == 0 {
		err = fmt.Errorf("%s: %q is no time, no number of the journal and no call in it; write a time like \"2026-10-10 10:00:05\" or 2026-10-10T10:00:05+08:00", flag, text)
	}
	return p, err
}

// parseTime reads a time, with fractions of a second or without.
func parseTime(text string) (ms int64, ok bool) {
	for _, layout := range []string{
		time.RFC3339, time.DateTime, "2006-01-02T15:04:05",
		"2006-01-02T15:04Z07:00", "2006-01-02 15:04", "2006-01-02T15:04", time.DateOnly,
	} {
		at, err := time.ParseInLocation(layout, text, calendar.China())
		if err == nil && at.Year() > 1970 && at.Year() < 9000 {
			return at.UnixMilli(), true
		}
	}
	return 0, false
}

// passed tells whether the group comes after the point. A group is written when its
// facts have happened.
func (p Point) passed(g journal.Group) bool {
	switch {
	case p.seq != 0:
		return g.Seq > p.seq
	case p.at == 0:
		return false
	case g.At != 0 && g.At <= p.at:
		return false
	}
	return momentOf(g) > p.at
}

// before tells whether the group comes before what happens from the point on.
func (p Point) before(g journal.Group) bool {
	if p.seq != 0 {
		return g.Seq < p.seq
	}
	return momentOf(g) < p.at
}

// momentOf is when the first fact of a group happened, ms.
func momentOf(g journal.Group) int64 {
	for _, e := range g.Facts {
		if at := happened(e); at != 0 {
			return at
		}
	}
	return g.At
}
