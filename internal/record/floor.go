package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"hotline/acd"
)

// floorTables folds what happened on the floors into the tables that figures are
// made of, within one batch.
type floorTables struct {
	ctx      context.Context //nolint:containedctx // it lives no longer than one batch
	tx       *sql.Tx
	prepared map[string]*sql.Stmt
	stances  map[place]*stance
}

// place is a seat of a floor.
type place struct{ floor, seat string }

func newFloorTables(ctx context.Context, tx *sql.Tx) floorTables {
	return floorTables{ctx: ctx, tx: tx, prepared: map[string]*sql.Stmt{}, stances: map[place]*stance{}}
}

func (t *floorTables) close() {
	for _, st := range t.prepared {
		_ = st.Close()
	}
}

func (t *floorTables) exec(query string, args ...any) error {
	st := t.prepared[query]
	if st == nil {
		var err error
		if st, err = t.tx.PrepareContext(t.ctx, query); err != nil {
			return err
		}
		t.prepared[query] = st
	}
	_, err := st.ExecContext(t.ctx, args...)
	return err
}

const (
	joinQueue = `INSERT INTO stays (floor, call, queue, centre, callback, queued) VALUES (?, ?, ?, ?, ?, ?)`
	leaveLine = `UPDATE stays SET over = ?, fate = ?, reason = ? WHERE call = ? AND floor = ? AND over IS NULL`
	makeOffer = `INSERT OR REPLACE INTO offers (floor, offer, call, queue, centre, seat, made) VALUES (?, ?, ?, ?, ?, ?, ?)`
	endOffer  = `UPDATE offers SET result = ? WHERE floor = ? AND offer = ?`
	beginTalk = `INSERT INTO work (floor, call, queue, centre, seat, answered) VALUES (?, ?, ?, ?, ?, ?)`
	endTalk   = `UPDATE work SET talked = ?, done = ?, cut = ? WHERE floor = ? AND seat = ? AND call = ? AND done IS NULL AND talked IS NULL`
	endWrapUp = `UPDATE work SET done = ? WHERE floor = ? AND seat = ? AND done IS NULL AND talked IS NOT NULL`
	listBack  = `INSERT INTO listed (floor, callback, of, queue, centre, listed) VALUES (?, ?, ?, ?, ?, ?)`
	doneBack  = `UPDATE listed SET reached = ? WHERE floor = ? AND callback = ? AND reached IS NULL AND given_up IS NULL`
	leaveBack = `UPDATE listed SET given_up = ? WHERE floor = ? AND callback = ? AND reached IS NULL AND given_up IS NULL`
)

// The fates of a call in a queue.
const (
	fateAnswered   = "answered"
	fateAbandoned  = "abandoned"
	fateOverflowed = "overflowed"
	fateCutOff     = "cut-off"
)

func (t *floorTables) fold(floor string, fact acd.Fact) error {
	err := t.foldStay(floor, fact)
	if err == nil {
		err = t.foldWork(floor, fact)
	}
	if err == nil {
		err = t.foldCallback(floor, fact)
	}
	for _, seat := range [...]string{acd.SeatOf(fact), acd.TakerOf(fact)} {
		if err == nil && seat != "" {
			err = t.foldSeat(place{floor, seat}, acd.AtOf(fact), fact)
		}
	}
	return err
}

func (t *floorTables) foldStay(floor string, fact acd.Fact) error {
	switch f := fact.(type) {
	case *acd.CallQueued:
		return t.exec(joinQueue, floor, f.Call, f.Queue, centreOf(f.Queue), f.Callback.ID != "", f.At)
	case *acd.Answered:
		return t.exec(leaveLine, f.At, fateAnswered, "", f.Call, floor)
	case *acd.Abandoned:
		return t.exec(leaveLine, f.At, fateAbandoned, "", f.Call, floor)
	case *acd.Overflowed:
		return t.exec(leaveLine, f.At, fateOverflowed, f.Reason, f.Call, floor)
	case *acd.CallCutOff:
		return t.exec(leaveLine, f.At, fateCutOff, "", f.Call, floor)
	}
	return nil
}

func (t *floorTables) foldWork(floor string, fact acd.Fact) error {
	switch f := fact.(type) {
	case *acd.Offered:
		return t.exec(makeOffer, floor, f.Offer, f.Call, f.Queue, centreOf(f.Queue), f.Seat, f.At)
	case *acd.OfferEnded:
		return t.exec(endOffer, string(f.Result), floor, f.Offer)
	case *acd.Answered:
		return t.exec(beginTalk, floor, f.Call, f.Queue, centreOf(f.Queue), f.Seat, f.At)
	case *acd.TalkEnded:
		return t.endPart(place{floor, f.Seat}, f.Call, f.At, f.WrapUpUntil != 0 || f.WrapUpOpen, f.By == acd.Breakdown)
	case *acd.TalkPassed:
		if err := t.endPart(place{floor, f.From}, f.Call, f.At, f.WrapUpUntil != 0 || f.WrapUpOpen, false); err != nil {
			return err
		}
		return t.exec(beginTalk, floor, f.Call, f.Queue, centreOf(f.Queue), f.To, f.At)
	case *acd.WrapUpEnded:
		return t.exec(endWrapUp, f.At, floor, f.Seat)
	case *acd.SeatOccupied:
		return t.exec(endWrapUp, f.At, floor, f.Seat)
	case *acd.SeatSignedOut: // that ends one, too
		return t.exec(endWrapUp, f.At, floor, f.Seat)
	}
	return nil
}

// endPart ends a seat's part in a talk; a breakdown of ours cuts it off.
func (t *floorTables) endPart(p place, call string, at int64, wrapsUp, cut bool) error {
	var done any
	if !wrapsUp {
		done = at
	}
	return t.exec(endTalk, at, done, cut, p.floor, p.seat, call)
}

func (t *floorTables) foldCallback(floor string, fact acd.Fact) error {
	switch f := fact.(type) {
	case *acd.CallbackListed:
		if f.Same == "" {
			return t.exec(listBack, floor, f.Callback, f.Of, f.Queue, centreOf(f.Queue), f.At)
		}
	case *acd.CallbackDone:
		return t.exec(doneBack, f.At, floor, f.Callback)
	case *acd.CallbackGivenUp:
		return t.exec(leaveBack, f.At, floor, f.Callback)
	}
	return nil
}

// foldSeat writes a spell when the seat begins another.
func (t *floorTables) foldSeat(p place, at int64, fact acd.Fact) error {
	s, err := t.stance(p)
	if err != nil {
		return err
	}
	was := *s
	s.follow(fact, p.seat)
	if s.Now == was.Now {
		return nil
	}
	s.since = at
	if was.Now == acd.StateSignedOut || at <= was.since {
		return nil
	}
	return t.exec(`INSERT INTO spells (floor, seat, state, since, until) VALUES (?, ?, ?, ?, ?)`,
		p.floor, p.seat, was.Now.String(), was.since, at)
}

func (t *floorTables) stance(p place) (*stance, error) {
	if s := t.stances[p]; s != nil {
		return s, nil
	}
	s := &stance{}
	var now, next string
	err := t.tx.QueryRowContext(t.ctx, `SELECT now, next, lost, since FROM stances WHERE floor = ? AND seat = ?`, p.floor, p.seat).
		Scan(&now, &next, &s.Lost, &s.since)
	if err == nil {
		err = errors.Join(s.Now.UnmarshalText([]byte(now)), s.Next.UnmarshalText([]byte(next)))
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("seat %s: %w", p.seat, err)
	}
	t.stances[p] = s
	return s, nil
}

func (t *floorTables) save() error {
	for p, s := range t.stances {
		err := t.exec(`INSERT OR REPLACE INTO stances (floor, seat, now, next, lost, since) VALUES (?, ?, ?, ?, ?, ?)`,
			p.floor, p.seat, s.Now.String(), s.Next.String(), s.Lost, s.since)
		if err != nil {
			return err
		}
	}
	return nil
}

// centreOf is the centre that a queue is named after; empty = none.
func centreOf(queue string) string {
	centre, _, named := strings.Cut(queue, "/")
	if !named {
		return ""
	}
	return centre
}
