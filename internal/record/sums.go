package record

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Place says whose sums are wanted.
type Place string

// The places.
const (
	Everything Place = ""       // of all floors together
	ByFloor    Place = "floor"  // a distributor
	ByCentre   Place = "centre" // the queues that are named after it
	ByQueue    Place = "queue"
	BySeat     Place = "seat" // its work and its time; callers have no seat before they are answered
)

// Period is how long a slot of time is; slots begin at midnight in China.
type Period time.Duration

// The periods.
const (
	Whole    Period = 0 // the span, in one
	HalfHour        = Period(30 * time.Minute)
	Hour            = Period(time.Hour)
	Day             = Period(24 * time.Hour)
)

// SumsOf says what to add up. Whatever began from Since on and before Until counts,
// with what became of it later; the time of seats is cut at both ends.
type SumsOf struct {
	Since, Until time.Time     // Since is before Until
	Now          time.Time     // until which what goes on has lasted
	Place        Place         //
	Every        Period        //
	Within       time.Duration // a caller answered in this time, or at its end, was answered in time
	Short        time.Duration // a caller who gave up before this time was short
}

// Sums are what happened at one place in one slot. Times are in milliseconds.
//
// Callers are those who joined a queue of the place for the first time in the slot,
// each counted once however many of its queues they came through; calls that are made
// to call back are no callers. A caller was answered if a seat of the place ever
// answered him, and else met the fate of his last queue there.
type Sums struct {
	Place    string // name; empty = all, or a queue without a centre
	From, To time.Time

	Offered       int64 // callers
	Answered      int64
	Abandoned     int64 // short ones too
	Short         int64 // abandoned before SumsOf.Short
	AbandonedLate int64 // abandoned after SumsOf.Within
	Overflowed    int64
	CutOff        int64 // while they waited, by a breakdown of ours
	Waiting       int64 // still

	InTime            int64 // answered within SumsOf.Within of joining
	InTimeFromArrival int64 // of the call's arrival
	AnswerWait        int64 // of those answered, together
	Wait              int64 // of those who no longer wait, together
	LongestWait       int64 // among those who no longer wait
	LongestWaiting    int64 // among those who still wait

	Overflows map[string]int64 // ways out of a queue, by reason; of a caller there can be several

	Offers int64 // made to seats in the slot
	Missed int64 // that rang out (RONA)

	Handled int64 // talks that began in the slot and whose wrap-up is over
	Talk    int64 // their time, holding and consulting included
	WrapUp  int64

	TalksCut int64 // talks that began in the slot and that a breakdown of ours ended

	SeatTime map[string]int64 // of seats in the slot, by state, signed-out apart

	Listed  int64 // callbacks put on the list in the slot
	Reached int64 // of them
	GivenUp int64
}

// Sums adds up what the records tell, by place, then by time. Seq is the number of
// the journal's group that they have come to. The error is an *UnreadError if the
// journal has facts without which the sums would be wrong. A slot in which nothing began is left
// out. The cost goes with what happened in the span, not with what is on record.
func (s *Store) Sums(ctx context.Context, of SumsOf) (sums []Sums, seq int64, err error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, 0, s.trouble("add up the records", err)
	}
	defer func() { _ = tx.Rollback() }()
	a := adder{of: of, at: map[slot]*Sums{}}
	for _, part := range a.parts() {
		if err := a.add(ctx, tx, part); err != nil {
			return nil, 0, s.trouble("add up the records", err)
		}
	}
	if err := unread(ctx, tx); err != nil {
		return nil, 0, s.trouble("add up the records", err)
	}
	if err := tx.QueryRowContext(ctx, `SELECT seq FROM folded`).Scan(&seq); err != nil {
		return nil, 0, s.trouble("add up the records", err)
	}
	return a.sorted(), seq, nil
}

// Validate tells what cannot be asked.
func (o *SumsOf) Validate() error {
	if !o.Since.Before(o.Until) {
		return errors.New("the span ends before it begins: give a beginning before its end")
	}
	return nil
}

// args are what every query may name.
func (o *SumsOf) args() []any {
	since, until := ceilMilli(o.Since), ceilMilli(o.Until)
	period := time.Duration(o.Every).Milliseconds()
	return []any{
		sql.Named("since", since), sql.Named("until", until), sql.Named("now", o.Now.UnixMilli()),
		sql.Named("within", o.Within.Milliseconds()), sql.Named("short", o.Short.Milliseconds()),
		sql.Named("period", period), sql.Named("shift", chinaShift),
	}
}

// chinaShift is how far China's midnight is before that of the epoch, ms.
const chinaShift = int64(8 * time.Hour / time.Millisecond)
