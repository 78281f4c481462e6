package record

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"strings"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
)

// batch folds some groups in one transaction: it loads each call that they touch
// once, and saves it once.
type batch struct {
	ctx       context.Context //nolint:containedctx // it lives no longer than one Catchup
	tx        *sql.Tx
	calls     map[string]*tally
	passed    map[kind]*passing
	passedNow int
	facts     int
	floors    floorTables
}

// kind is a kind of fact in one version; needed = figures are wrong without it.
type kind struct {
	name    string
	version int
	needed  bool
}

// passing is what was passed by of a kind.
type passing struct {
	count   int
	first   int64 // group of the journal
	problem string
}

func newBatch(ctx context.Context, tx *sql.Tx) *batch {
	return &batch{ctx: ctx, tx: tx, calls: map[string]*tally{}, passed: map[kind]*passing{}, floors: newFloorTables(ctx, tx)}
}

func (b *batch) fold(g *journal.Group) error {
	for i := range g.Facts {
		b.facts++
		if err := b.foldFact(g, &g.Facts[i]); err != nil {
			return err
		}
	}
	return nil
}

// foldFact leaves the facts of streams that it does not know alone: they are not
// about calls.
func (b *batch) foldFact(g *journal.Group, e *journal.Entry) error {
	if id, ok := strings.CutPrefix(g.Stream, journal.CallPrefix); ok {
		return b.foldCallFact(id, g.Seq, e)
	}
	if floor, ok := strings.CutPrefix(g.Stream, journal.FloorPrefix); ok {
		return b.foldFloorFact(floor, g.Seq, e)
	}
	return nil
}

func (b *batch) foldCallFact(id string, seq int64, e *journal.Entry) error {
	fact, err := call.DecodeFact(e.Kind, e.Version, e.Data)
	if err != nil {
		b.pass(seq, e, e.Kind == call.KindArrived, err)
		return nil //nolint:nilerr // counted instead
	}
	if _, refused := fact.(call.SignInRefused); refused {
		return nil // it may be of no call at all
	}
	id = aboutWhich(id, fact)
	t, err := b.call(id)
	if err != nil {
		return err
	}
	t.foldCall(fact)
	return b.keep(id, fact)
}

// aboutWhich is the call that a fact is about: what a seat notes with a feature code is
// told by the call of that code.
func aboutWhich(stream string, fact call.Fact) string {
	about := stream
	switch f := fact.(type) {
	case call.Classified:
		about = f.Call
	case call.MadeConfidential:
		about = f.Call
	case call.HelpAsked:
		about = f.Call
	case call.Supervised:
		about = f.Call
	}
	return cmp.Or(about, stream)
}

// keep writes what a call leaves behind, each into a row of its own.
func (b *batch) keep(id string, fact call.Fact) (err error) {
	switch f := fact.(type) {
	case call.MessageLeft:
		_, err = b.tx.ExecContext(b.ctx, `INSERT OR REPLACE INTO messages (file, call, centre, left_at, length)
			VALUES (?, ?, ?, ?, ?)`, f.File, id, f.Centre, f.At, f.Length)
	case call.TalkRecorded:
		_, err = b.tx.ExecContext(b.ctx, `INSERT OR REPLACE INTO talks (file, call, leg, ended_at, length)
			VALUES (?, ?, ?, ?, ?)`, f.File, id, f.Leg, f.At, f.Length)
	case call.LegDialled:
		_, err = b.tx.ExecContext(b.ctx, `INSERT OR REPLACE INTO legs (leg, seat, number) VALUES (?, ?, ?)`, f.Leg, f.Seat, f.To)
	case call.MadeConfidential:
		_, err = b.tx.ExecContext(b.ctx, `INSERT OR IGNORE INTO confidential (call) VALUES (?)`, id)
	case call.Rated:
		_, err = b.tx.ExecContext(b.ctx, `INSERT INTO ratings (call, seat, grade, at)
			VALUES (?, ?, ?, ?)`, id, f.Seat, f.Grade, f.At)
	}
	return err
}

func (b *batch) foldFloorFact(floor string, seq int64, e *journal.Entry) error {
	fact, err := acd.DecodeFact(e.Kind, e.Version, e.Data)
	if err != nil {
		b.pass(seq, e, true, err)
		return nil //nolint:nilerr // counted instead
	}
	if err := b.floors.fold(floor, fact); err != nil {
		return err
	}
	id := acd.CallOf(fact)
	if id == "" {
		return nil
	}
	t, err := b.call(id)
	if err != nil {
		return err
	}
	t.foldFloor(fact)
	return nil
}

// pass counts a fact that cannot be read: a newer program knows its kind.
func (b *batch) pass(seq int64, e *journal.Entry, needed bool, why error) {
	k := kind{e.Kind, e.Version, needed}
	if b.passed[k] == nil {
		b.passed[k] = &passing{first: seq, problem: why.Error()}
	}
	b.passed[k].count++
	b.passedNow++
}

// call finds the tally of a call: in the batch, in the table, or a new one.
func (b *batch) call(id string) (*tally, error) {
	if t, ok := b.calls[id]; ok {
		return t, nil
	}
	t := &tally{id: id}
	err := b.tx.QueryRowContext(b.ctx, loadTally, id).Scan(&t.from, &t.to, &t.trunk, &t.dialledBy,
		&t.centre, &t.queue, &t.seat, &t.arrived, &t.queued, &t.left, &t.answered, &t.talkSince, &t.talkDone,
		&t.ended, &t.outcome, &t.by, &t.detail, &t.offers, &t.area, &t.hops, &t.callbackOf, &t.grade,
		&t.transfers, &t.supervised, &t.help, &t.class, &t.refused)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	b.calls[id] = t
	return t, nil
}

const loadTally = `SELECT from_number, to_number, trunk, dialled_by, centre, queue, seat,
	ifnull(arrived, 0), ifnull(queued, 0), ifnull(left_queue, 0), ifnull(answered, 0), ifnull(talk_since, 0), talk_done,
	ifnull(ended, 0), outcome, ended_by, detail, offers, area, hops, callback_of, ifnull(grade, 0),
	transfers, supervised, help, class, refused
	FROM calls WHERE id = ?`

const saveTally = `INSERT OR REPLACE INTO calls (id, from_number, to_number, trunk, dialled_by, centre, queue, seat,
	arrived, queued, left_queue, answered, talk_since, talk_done,
	ended, outcome, ended_by, detail, offers, area, hops, callback_of, grade,
	transfers, supervised, help, class, refused)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?,
	nullif(?, 0), nullif(?, 0), nullif(?, 0), nullif(?, 0), nullif(?, 0), ?,
	nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, nullif(?, 0),
	?, ?, ?, ?, ?)`

const savePassed = `INSERT INTO passed (kind, version, needed, count, first, problem) VALUES (?, ?, ?, ?, ?, ?)
	ON CONFLICT (kind, version, needed) DO UPDATE SET count = count + excluded.count`

func (b *batch) save() error {
	if err := b.floors.save(); err != nil {
		return err
	}
	save, err := b.tx.PrepareContext(b.ctx, saveTally)
	if err != nil {
		return err
	}
	defer func() { _ = save.Close() }()
	for _, t := range b.calls {
		_, err := save.ExecContext(b.ctx, t.id, t.from, t.to, t.trunk, t.dialledBy, t.centre, t.queue, t.seat,
			t.arrived, t.queued, t.left, t.answered, t.talkSince, t.talkDone,
			t.ended, t.outcome, t.by, t.detail, t.offers, t.area, t.hops, t.callbackOf, t.grade,
			t.transfers, t.supervised, t.help, t.class, t.refused)
		if err != nil {
			return err
		}
	}
	for k, p := range b.passed {
		if _, err := b.tx.ExecContext(b.ctx, savePassed, k.name, k.version, k.needed, p.count, p.first, p.problem); err != nil {
			return err
		}
	}
	return nil
}
