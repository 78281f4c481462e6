package record

import (
	"context"
	"database/sql"
	"strings"
	"time"
)

// Recording is the sound of a message or a talk, as the journal tells of it. Whether
// its file is still there the folder of recordings knows.
type Recording struct {
	File         string // name in the folder of recordings
	Call         string
	Kind         string    // message or talk
	Kept         time.Time // when the message, or the talk, was over and kept
	Length       time.Duration
	From         string // the caller's number; empty = withheld, or confidential
	Centre       string
	Seat         string // who talked with the caller
	Outside      string // or the number outside that did; empty if confidential
	Confidential bool   // the caller asked for confidentiality, as a [Call] says
}

// RecordingFilter chooses recordings; the zero value is all.
type RecordingFilter struct {
	File  string // empty = any
	Call  string
	Seat  string
	Since time.Time // kept then or later; zero = from the first
	Until time.Time // kept before then; zero = to the last
	Limit int       // the newest so many; 0 = all
	Zone  *time.Location
}

const selectRecordings = `SELECT * FROM (
	SELECT r.file, r.call, kind, at, r.length, r.seat, outside, ifnull(nullif(r.centre, ''), ifnull(c.centre, '')),
		ifnull(c.from_number, ''), ifnull(` + secret + `, 0)
	FROM (
		SELECT file, call, 'message' AS kind, left_at AS at, length, '' AS seat, '' AS outside, centre FROM messages
		UNION ALL
		SELECT t.file, t.call, 'talk', t.ended_at, t.length, ifnull(l.seat, ''), ifnull(l.number, ''), ''
			FROM talks t LEFT JOIN legs l ON l.leg = t.leg
	) r LEFT JOIN calls c ON c.id = r.call
	WHERE %s ORDER BY at DESC, r.file DESC LIMIT ?)
	ORDER BY 4, 1`

// Recordings returns the recordings that the filter chooses, oldest first.
func (s *Store) Recordings(ctx context.Context, f RecordingFilter) ([]Recording, error) {
	where, args := f.where()
	rows, err := s.db.QueryContext(ctx, strings.Replace(selectRecordings, "%s", where, 1), args...)
	if err != nil {
		return nil, s.trouble("list the recordings", err)
	}
	defer func() { _ = rows.Close() }()
	zone := zoneOr(f.Zone)
	var list []Recording
	for rows.Next() {
		r, err := scanRecording(rows, zone)
		if err != nil {
			return nil, s.trouble("list the recordings", err)
		}
		list = append(list, r)
	}
	return list, rows.Err()
}

func (f *RecordingFilter) where() (string, []any) {
	conditions, args := []string{"true"}, []any{}
	for _, c := range []struct {
		condition string
		arg       any
		given     bool
	}{
		{"r.file = ?", f.File, f.File != ""},
		{"r.call = ?", f.Call, f.Call != ""},
		{"r.seat = ?", f.Seat, f.Seat != ""},
		{"at >= ?", ceilMilli(f.Since), !f.Since.IsZero()},
		{"at < ?", ceilMilli(f.Until), !f.Until.IsZero()},
	} {
		if c.given {
			conditions, args = append(conditions, c.condition), append(args, c.arg)
		}
	}
	limit := f.Limit
	if limit <= 0 {
		limit = -1
	}
	return strings.Join(conditions, " AND "), append(args, limit)
}

func scanRecording(rows *sql.Rows, zone *time.Location) (r Recording, err error) {
	var at sql.NullInt64
	var length int64
	err = rows.Scan(&r.File, &r.Call, &r.Kind, &at, &length, &r.Seat, &r.Outside, &r.Centre, &r.From, &r.Confidential)
	r.Kept, r.Length = timeOf(at, zone), milliseconds(length)
	if r.Confidential {
		r.From, r.Outside = "", "" // of a call that a seat made the caller is outside
	}
	return r, err
}

// Confidential are the calls whose numbers are not shown.
func (s *Store) Confidential(ctx context.Context) (map[string]bool, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT id FROM calls WHERE `+secret)
	if err != nil {
		return nil, s.trouble("list the confidential calls", err)
	}
	defer func() { _ = rows.Close() }()
	calls := map[string]bool{}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, s.trouble("list the confidential calls", err)
		}
		calls[id] = true
	}
	return calls, rows.Err()
}

// ListRecordings is List for recordings, and for the confidential calls there are.
func ListRecordings(ctx context.Context, dir string, f RecordingFilter) (list []Recording, confidential map[string]bool, err error) {
	list, err = upToDate(ctx, dir, func(s *Store) ([]Recording, error) {
		if confidential, err = s.Confidential(ctx); err != nil {
			return nil, err
		}
		return s.Recordings(ctx, f)
	})
	return list, confidential, err
}
