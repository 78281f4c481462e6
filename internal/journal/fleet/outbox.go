package fleet

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"hotline/internal/journal"
)

// outbox holds this machine's inputs for a log until they are seen on record. While
// nobody leads it keeps them in the own journal too.
type outbox struct {
	machine, name string
	store         journal.Outbox
	log           *slog.Logger
	wake          chan struct{}

	mu    sync.Mutex
	wait  []pending // by number
	last  int64     // the number given last
	sent  int64     // Redis has those up to here
	known int64     // the number before the next that is sent, as Redis is to know it; 0: whatever it knows
	kept  int64     // the own journal has those up to here; 0: none
}

type pending struct {
	journal.Pending
	since time.Duration // when it was handed in, for the metric
}

func newOutbox(machine, name string, store journal.Outbox, log *slog.Logger) *outbox {
	return &outbox{machine: machine, name: name, store: store, log: log, wake: make(chan struct{}, 1)}
}

// restore takes up what the own journal holds. Numbers go on above all that was ever
// given: what a killed engine gave and nobody has kept was less than its clock.
func (o *outbox) restore(ctx context.Context, applied, clock int64) error {
	all, err := o.store.Pending(ctx, o.name)
	if err != nil {
		return err
	}
	o.last = max(applied, clock)
	for _, p := range all {
		o.last, o.kept = max(o.last, p.N), p.N
		if p.N > applied {
			o.wait = append(o.wait, pending{Pending: p})
		}
	}
	nudge(o.wake)
	return nil
}

func (o *outbox) add(at int64, in journal.Entry, now time.Duration) int64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.last++
	o.wait = append(o.wait, pending{journal.Pending{N: o.last, At: at, Entry: in}, now})
	nudge(o.wake)
	return o.last
}

// next gives what is to be sent, and the number that Redis is to know before it.
func (o *outbox) next() (batch []pending, before int64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := range o.wait {
		if o.wait[i].N > o.sent {
			return append(batch, o.wait[i:min(len(o.wait), i+together)]...), o.known
		}
	}
	return nil, 0
}

func (o *outbox) haveSent(batch []pending) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sent = batch[len(batch)-1].N
	o.known = o.sent
}

// again: what Redis had may be lost.
func (o *outbox) again() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sent, o.known = 0, 0
	nudge(o.wake)
}

func (o *outbox) sentUpTo() int64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.sent
}

func (o *outbox) len() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.wait)
}

// drop forgets what is on record; it tells when the last of them was handed in, and
// whether the own journal is to forget it too.
func (o *outbox) drop(upTo int64) (since []time.Duration, kept bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := 0
	for n < len(o.wait) && o.wait[n].N <= upTo {
		if o.wait[n].since > 0 {
			since = append(since, o.wait[n].since)
		}
		n++
	}
	o.wait = o.wait[n:]
	kept = o.kept > 0
	if o.kept <= upTo {
		o.kept = 0
	}
	return since, kept
}

// keep puts what waits into the own journal.
func (o *outbox) keep(ctx context.Context) error {
	o.mu.Lock()
	var ins []journal.Pending
	for i := range o.wait {
		if o.wait[i].N > o.kept {
			ins = append(ins, o.wait[i].Pending)
		}
	}
	o.mu.Unlock()
	if len(ins) == 0 {
		return nil
	}
	if err := o.store.KeepPending(ctx, o.name, ins...); err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.kept = max(o.kept, ins[len(ins)-1].N)
	return nil
}
