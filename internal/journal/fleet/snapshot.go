package fleet

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"

	"hotline/internal/journal"
)

// envelope is a snapshot of a replica with what the log itself knows at that place.
type envelope struct {
	Place   int64            `json:"place"`
	At      int64            `json:"at"` // the log's clock
	Applied map[string]int64 `json:"applied"`
	Epochs  epochs           `json:"epochs"`
	Schema  int              `json:"schema"`
	Rules   string           `json:"rules"`
	Data    []byte           `json:"data"`
}

// pack is how an envelope stands in Redis.
func (e *envelope) pack() ([]byte, error) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		return nil, err
	}
	if err := json.NewEncoder(w).Encode(e); err != nil {
		return nil, err
	}
	err = w.Close()
	return b.Bytes(), err
}

func unpack(data []byte) (*envelope, error) {
	text, err := io.ReadAll(flate.NewReader(bytes.NewReader(data)))
	if err != nil {
		return nil, err
	}
	var e envelope
	return &e, json.Unmarshal(text, &e)
}

// photograph takes a snapshot of what is folded.
func (l *Log) photograph() (*envelope, error) {
	data, schema, rules, err := l.replica.Snapshot()
	if err != nil {
		return nil, fmt.Errorf("take a snapshot: %w", err)
	}
	f := &l.fold
	return &envelope{
		Place: f.place, At: f.at, Applied: maps.Clone(f.applied), Epochs: f.epochs,
		Schema: schema, Rules: rules, Data: data,
	}, nil
}

// maybeSnapshot keeps a snapshot every so many groups, and every hour in which there were
// any: old groups leave the own journal in time.
func (l *Log) maybeSnapshot() {
	f := &l.fold
	since := f.place - f.snapshot
	if since < l.fleet.pace.every && (since == 0 || l.since() < f.nextSnapshot) {
		return
	}
	e, err := l.photograph()
	if err != nil {
		l.log.Error("no snapshot", "err", err)
		return
	}
	l.keepSnapshot(e)
}

// lastSnapshot keeps one at the end, so that the next start has little to fold.
func (l *Log) lastSnapshot(ctx context.Context) {
	if l.fold.place == l.fold.snapshot {
		return
	}
	e, err := l.photograph()
	if err == nil {
		err = l.saveOwn(ctx, e)
	}
	if err != nil {
		l.log.Warn("a snapshot is not kept in the own journal", "err", err)
	}
}

// keepSnapshot keeps one in the own journal and, if this engine leads, in Redis, beside
// what is going on. Facts up to the snapshot before it are trimmed once all have them.
func (l *Log) keepSnapshot(e *envelope) {
	if !l.saving.CompareAndSwap(false, true) {
		return
	}
	before := l.fold.snapshot
	l.fold.snapshot, l.fold.nextSnapshot = e.Place, l.since()+snapshotEvery
	leads := l.mine.Load() != nil
	l.tasks.Go(func() {
		defer l.saving.Store(false)
		if err := l.saveOwn(l.ctx, e); err != nil && l.ctx.Err() == nil {
			l.log.Warn("a snapshot is not kept in the own journal", "err", err)
		}
		if !leads {
			return
		}
		_, _, alive := l.view.get()
		for _, m := range alive {
			before = min(before, m.place)
		}
		if err := l.saveInRedis(e, before+1); err != nil && l.ctx.Err() == nil {
			l.log.Warn("a snapshot is not kept in Redis", "err", err)
		}
	})
}

func (l *Log) saveOwn(ctx context.Context, e *envelope) error {
	text, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return l.store().SaveSnapshot(ctx, journal.Snapshot{
		Name: l.name, Place: e.Place, At: e.At, Schema: e.Schema, Rules: e.Rules, Data: text,
	})
}

func (l *Log) saveInRedis(e *envelope, keepFrom int64) error {
	data, err := e.pack()
	if err != nil {
		return err
	}
	k := &l.keys
	said, err := l.fleet.scripts.keep.Run(l.ctx, l.fleet.client, []string{k.state, k.facts, k.snapshot},
		e.Place, data, e.Epochs.at(e.Place), keepFrom).Text()
	if err == nil && said != "ok" && said != "old" {
		err = errors.New("Redis refuses it: " + said)
	}
	return err
}
