package record

import (
	"context"
)

// Event is one thing that Sums counts: what a figure that is doubted rests on. Times
// are in milliseconds since the Unix epoch; 0 = not yet, or none.
type Event struct {
	Kind  string // "call", "stay", "offer", "talk", "spell" or "callback"
	Floor string
	Call  string // of a callback: the call that asked
	Queue string
	Seat  string
	From  int64
	Mid   int64 // of a talk: its end, while To is that of the wrap-up
	To    int64
	End   string // how it ended; of a spell: the state
}

const selectEvents = `
	WITH joined AS (SELECT DISTINCT call FROM stays WHERE queued >= @since AND queued < @until)
	SELECT 'call', '', id, '', '', ifnull(arrived, 0), 0, 0, '' FROM calls WHERE id IN (SELECT call FROM joined)
	UNION ALL
	SELECT 'stay', floor, call, queue, '', queued, 0, ifnull(over, 0), trim(fate || ' ' || reason) FROM stays
		WHERE call IN (SELECT call FROM joined)
	UNION ALL
	SELECT 'offer', floor, call, queue, seat, made, 0, 0, result FROM offers WHERE made >= @since AND made < @until
	UNION ALL
	SELECT 'talk', floor, call, queue, seat, answered, ifnull(talked, 0), ifnull(done, 0), '' FROM work
		WHERE answered >= @since AND answered < @until
	UNION ALL
	SELECT 'spell', floor, '', '', seat, since, 0, until, state FROM spells WHERE until > @since AND since < @until
	UNION ALL
	SELECT 'spell', floor, '', '', seat, since, 0, 0, now FROM stances WHERE now <> 'signed-out' AND since < @until
	UNION ALL
	SELECT 'callback', floor, of, queue, '', listed, 0, coalesce(reached, given_up, 0),
		CASE WHEN reached IS NOT NULL THEN 'reached' WHEN given_up IS NOT NULL THEN 'given-up' ELSE '' END
		FROM listed WHERE listed >= @since AND listed < @until`

// Events are what Sums of that span would count, in no order.
func (s *Store) Events(ctx context.Context, of SumsOf) ([]Event, error) {
	rows, err := s.db.QueryContext(ctx, selectEvents, of.args()...)
	if err != nil {
		return nil, s.trouble("list what the figures rest on", err)
	}
	defer func() { _ = rows.Close() }()
	var list []Event
	for rows.Next() {
		var e Event
		if err := rows.Scan(&e.Kind, &e.Floor, &e.Call, &e.Queue, &e.Seat, &e.From, &e.Mid, &e.To, &e.End); err != nil {
			return nil, s.trouble("list what the figures rest on", err)
		}
		list = append(list, e)
	}
	return list, rows.Err()
}
