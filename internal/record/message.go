package record

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"hotline/internal/jsonout"
	"hotline/internal/plain"
)

// Message is what a caller left in a centre's voicemail.
type Message struct {
	Call   string
	From   string // the caller's number, normalised; empty = withheld, or confidential
	Centre string
	Left   time.Time
	Length time.Duration
	File   string    // name of the sound file in the folder of recordings
	Heard  time.Time // zero while nobody has heard it
}

// MessageFilter chooses messages; the zero value is all.
type MessageFilter struct {
	Centre string         // empty = any
	Since  time.Time      // left then or later; zero = from the first
	Limit  int            // the newest so many; 0 = all
	Zone   *time.Location // in which times are given; nil means China's
}

const selectMessages = `SELECT call, CASE WHEN secret THEN '' ELSE ifnull(from_number, '') END, centre, left_at, length, file, heard_at FROM (
	SELECT m.*, c.from_number, ` + secret + ` AS secret FROM messages m LEFT JOIN calls c ON c.id = m.call
	WHERE (? = '' OR m.centre = ?) AND left_at >= ? ORDER BY left_at DESC, file DESC LIMIT ?)
	ORDER BY left_at, file`

// Messages returns the messages that the filter chooses, oldest first.
func (s *Store) Messages(ctx context.Context, f MessageFilter) ([]Message, error) {
	since, limit := int64(0), f.Limit
	if !f.Since.IsZero() {
		since = ceilMilli(f.Since)
	}
	if limit <= 0 {
		limit = -1
	}
	rows, err := s.db.QueryContext(ctx, selectMessages, f.Centre, f.Centre, since, limit)
	if err != nil {
		return nil, s.trouble("list the messages", err)
	}
	defer func() { _ = rows.Close() }()
	zone := zoneOr(f.Zone)
	var list []Message
	for rows.Next() {
		m, err := scanMessage(rows, zone)
		if err != nil {
			return nil, s.trouble("list the messages", err)
		}
		list = append(list, m)
	}
	return list, rows.Err()
}

func scanMessage(rows *sql.Rows, zone *time.Location) (m Message, err error) {
	var left, heard sql.NullInt64
	var length int64
	err = rows.Scan(&m.Call, &m.From, &m.Centre, &left, &length, &m.File, &heard)
	m.Left, m.Heard, m.Length = timeOf(left, zone), timeOf(heard, zone), milliseconds(length)
	return m, err
}

// WriteMessagesText writes messages as a table for people, one a line.
func WriteMessagesText(w io.Writer, list []Message) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "LEFT\tCALL\tFROM\tCENTRE\tLENGTH\tFILE")
	for i := range list {
		m := &list[i]
		cells := []string{m.Left.Format(time.DateTime), m.Call, m.From, m.Centre, tenths(m.Length), m.File}
		for i, cell := range cells {
			cells[i] = plain.Cell(cell)
		}
		_, _ = fmt.Fprintln(table, strings.Join(cells, "\t"))
	}
	return table.Flush() // it also tells of what failed before
}

// jsonMessage is a message as programs read it.
type jsonMessage struct {
	Call   string  `json:"call"`
	From   string  `json:"from"`
	Centre string  `json:"centre"`
	Left   *stamp  `json:"left"`
	Length seconds `json:"length"`
	File   string  `json:"file"`
	Heard  *stamp  `json:"heard"`
}

// WriteMessagesJSON writes messages as a JSON array of objects; times and spans are
// as in WriteJSON.
func WriteMessagesJSON(w io.Writer, list []Message) error {
	all := make([]jsonMessage, len(list))
	for i := range list {
		m := &list[i]
		all[i] = jsonMessage{
			Call: m.Call, From: m.From, Centre: m.Centre, Left: stampOf(m.Left),
			Length: seconds(m.Length), File: m.File, Heard: stampOf(m.Heard),
		}
	}
	return jsonout.Write(w, all)
}
