package fleet

import (
	"context"
	"errors"
)

// Fleet is this engine's part in a fleet.
type Fleet struct{}

var errUnbuilt = errors.New("not built yet")

// Open begins to take part. Redis need not be there: it is waited for in the background.
// An error is a Config that cannot work.
func Open(_ context.Context, _ Config) (*Fleet, error) { return nil, errUnbuilt }

// Join restores r from the own journal, as far as that goes, and from then on keeps it up
// to date. name is the journal's stream: "floor/<name>" or "house".
func (f *Fleet) Join(_ context.Context, _ string, _ Replica, _ Lead) (*Log, error) {
	return nil, errUnbuilt
}

// Close leaves all logs: a lead is handed over at once. It waits until the replicas are
// at rest; inputs that no log has taken stay in the own journal and are sent at the next start.
func (f *Fleet) Close() error { return nil }
