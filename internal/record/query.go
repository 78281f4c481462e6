package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"hotline/internal/calendar"
	"hotline/internal/call"
)

// Filter chooses calls; the zero value is all finished ones. A call of whose
// arrival the journal tells nothing is not listed.
type Filter struct {
	Since      time.Time    // arrived then or later; zero = from the first
	Until      time.Time    // arrived before then; zero = to the last
	Limit      int          // the newest so many; 0 = all
	Outcome    call.Outcome // empty = any
	IDs        []string     // none = any
	Unfinished bool         // also calls that have not ended

	// Zone is the one in which times are given; nil means China's.
	Zone *time.Location
}

// secret is true of calls whose numbers are not shown: the caller asked for it in this
// one, in the one that it calls back for, or in one that calls back for it.
const secret = `(id IN (SELECT call FROM confidential) OR callback_of IN (SELECT call FROM confidential)
	OR id IN (SELECT callback_of FROM calls WHERE id IN (SELECT call FROM confidential)))`

// The number of a caller is where a call came from; of one that a seat made, where it
// went.
const selectCalls = `SELECT id,
	CASE WHEN secret AND dialled_by = '' THEN '' ELSE from_number END,
	CASE WHEN secret AND dialled_by <> '' THEN '' ELSE to_number END, trunk, dialled_by, centre, queue, seat,
	arrived, queued, answered, ended,
	ifnull(waited, 0), ifnull(waited_from_arrival, 0), talked,
	outcome, ended_by, detail, offers, area, hops, callback_of, ifnull(grade, 0),
	transfers, supervised, help, class, refused, secret
	FROM (SELECT *, ` + secret + ` AS secret FROM calls WHERE %s ORDER BY arrived DESC, id DESC LIMIT ?)
	ORDER BY arrived, id`

// Calls returns the calls that the filter chooses, by time of arrival.
func (s *Store) Calls(ctx context.Context, f Filter) ([]Call, error) {
	where, args, err := f.where()
	if err != nil {
		return nil, err
	}
	rows, err := s.db.QueryContext(ctx, fmt.Sprintf(selectCalls, where), args...)
	if err != nil {
		return nil, s.trouble("list the calls", err)
	}
	defer func() { _ = rows.Close() }()
	zone := zoneOr(f.Zone)
	var calls []Call
	for rows.Next() {
		c, err := scanCall(rows, zone)
		if err != nil {
			return nil, s.trouble("list the calls", err)
		}
		calls = append(calls, c)
	}
	return calls, rows.Err()
}

// zoneOr is the zone asked for, or China's.
func zoneOr(zone *time.Location) *time.Location {
	if zone == nil {
		return calendar.China()
	}
	return zone
}

// where returns the condition and its arguments, the limit being the last.
func (f *Filter) where() (string, []any, error) {
	conditions, args := []string{"arrived IS NOT NULL"}, []any{}
	add := func(condition string, arg any) {
		conditions, args = append(conditions, condition), append(args, arg)
	}
	if !f.Unfinished {
		conditions = append(conditions, "ended IS NOT NULL")
	}
	if !f.Since.IsZero() {
		add("arrived >= ?", ceilMilli(f.Since))
	}
	if !f.Until.IsZero() {
		add("arrived < ?", ceilMilli(f.Until))
	}
	if f.Outcome != "" {
		add("outcome = ?", string(f.Outcome))
	}
	if len(f.IDs) > 0 {
		ids, err := json.Marshal(f.IDs)
		if err != nil {
			return "", nil, err
		}
		add("id IN (SELECT value FROM json_each(?))", string(ids))
	}
	limit := f.Limit
	if limit <= 0 {
		limit = -1
	}
	return strings.Join(conditions, " AND "), append(args, limit), nil
}

// ceilMilli: arrivals are whole milliseconds.
func ceilMilli(t time.Time) int64 { return t.Add(time.Millisecond - 1).UnixMilli() }

func scanCall(rows *sql.Rows, zone *time.Location) (c Call, err error) {
	var arrived, queued, answered, ended sql.NullInt64
	var waited, fromArrival, talked int64
	var transfers, supervised string
	err = rows.Scan(&c.ID, &c.From, &c.To, &c.Trunk, &c.DialledBy, &c.Centre, &c.Queue, &c.Seat,
		&arrived, &queued, &answered, &ended,
		&waited, &fromArrival, &talked,
		&c.Outcome, &c.By, &c.Detail, &c.Offers, &c.Area, &c.Hops, &c.CallbackOf, &c.Grade,
		&transfers, &supervised, &c.Help, &c.Class, &c.Refused, &c.Confidential)
	c.Transfers, c.Supervised = listed[Transfer](transfers), listed[string](supervised)
	c.Arrived, c.Queued = timeOf(arrived, zone), timeOf(queued, zone)
	c.Answered, c.Ended = timeOf(answered, zone), timeOf(ended, zone)
	c.Waited, c.WaitedFromArrival, c.Talked = milliseconds(waited), milliseconds(fromArrival), milliseconds(talked)
	return c, err
}

func timeOf(ms sql.NullInt64, zone *time.Location) time.Time {
	if !ms.Valid {
		return time.Time{}
	}
	return time.UnixMilli(ms.Int64).In(zone)
}

func milliseconds(n int64) time.Duration { return time.Duration(n) * time.Millisecond }
