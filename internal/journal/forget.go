package journal

import (
	"context"
	"database/sql"
	"errors"
	"strings"
)

// Mark is what a group says of something that lasts longer than the group.
type Mark struct {
	Of   string // a call, a seat's state, the rules of a floor: names are the marker's own
	Kind MarkKind
}

// MarkKind tells what becomes of a group, and of others, when groups are forgotten.
type MarkKind int

const (
	// Says keeps the group until a later one says the same.
	Says MarkKind = iota
	// Begins keeps everything from here on until something Ends it.
	Begins
	// Ends is the end of what began.
	Ends
)

// forgotTogether is how many groups are deleted in one transaction, so that who appends
// does not wait for long.
const forgotTogether = 500

var errYoung = errors.New("young enough")

// Forget deletes groups older than before (milliseconds since the Unix epoch) and
// returns how many. It keeps what is needed: everything after the older snapshot of each
// name (without snapshots, everything), everything since something began that has not
// ended, the last word on what lasts, the last place of each shared stream, and who is
// the origin of inputs. It works in small steps between the commits, and may be stopped
// by ctx at any time. Numbers are never given again.
func (j *SQLite) Forget(ctx context.Context, before int64, marks func(Group) ([]Mark, error)) (int, error) {
	var upTo int64
	if err := j.use().QueryRowContext(ctx, `SELECT coalesce(min(seq), 0) FROM snapshots WHERE seq > 0`).Scan(&upTo); err != nil {
		return 0, readError(j.dir, 0, err)
	}
	last, err := j.Last(ctx)
	if err != nil {
		return 0, err
	}
	old := oldGroups{open: map[string]int64{}, word: map[string]int64{}}
	err = j.Read(ctx, 1, func(g Group) error {
		if g.At >= before || g.Seq > upTo || g.Seq == last { // by which others know how far they have read
			return errYoung
		}
		said, err := marks(g)
		old.take(&g, said)
		return err
	})
	if err != nil && !errors.Is(err, errYoung) {
		return 0, err
	}
	return j.forget(ctx, old.free())
}

func (j *SQLite) forget(ctx context.Context, seqs []int64) (n int, err error) {
	for len(seqs) > 0 {
		some := seqs[:min(len(seqs), forgotTogether)]
		err := j.writer.change(ctx, func(ctx context.Context, tx *sql.Tx) error {
			del, err := tx.PrepareContext(ctx, `DELETE FROM journal WHERE seq = ?`)
			if err != nil {
				return err
			}
			defer func() { _ = del.Close() }()
			for _, seq := range some {
				if _, err := del.ExecContext(ctx, seq); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return n, err
		}
		n, seqs = n+len(some), seqs[len(some):]
	}
	return n, nil
}

// oldGroups are those that may be forgotten, as far as they are read.
type oldGroups struct {
	seqs []int64
	open map[string]int64 // what has not ended -> the group that began it
	word map[string]int64 // the last word on it
}

func (o *oldGroups) take(g *Group, said []Mark) {
	o.seqs = append(o.seqs, g.Seq)
	if g.Place > 0 {
		o.word["place "+g.Stream] = g.Seq
	}
	if machine, _, ok := strings.Cut(g.Origin, "/"); ok {
		o.word["origin "+g.Stream+" "+machine] = g.Seq
	}
	for _, m := range said {
		switch m.Kind {
		case Says:
			o.word["mark "+m.Of] = g.Seq
		case Begins:
			if _, already := o.open[m.Of]; !already {
				o.open[m.Of] = g.Seq
			}
		case Ends:
			delete(o.open, m.Of)
		}
	}
}

// free are those that nobody needs.
func (o *oldGroups) free() (seqs []int64) {
	needed := map[int64]bool{}
	for _, seq := range o.word {
		needed[seq] = true
	}
	first := int64(-1)
	for _, seq := range o.open {
		if first < 0 || seq < first {
			first = seq
		}
	}
	for _, seq := range o.seqs {
		if first >= 0 && seq >= first {
			break
		}
		if !needed[seq] {
			seqs = append(seqs, seq)
		}
	}
	return seqs
}
