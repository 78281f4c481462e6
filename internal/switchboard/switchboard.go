package switchboard

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"

	"hotline/internal/dialplan"
	"hotline/internal/journal"
)

// Config is what a switchboard is made of. All fields are needed but Metrics, Observe
// and those after it.
type Config struct {
	Telephone  Telephone
	Journal    journal.Journal
	Tree       *dialplan.Tree
	Sounds     Sounds
	Recordings Recordings // keeps messages and talks
	Fetcher    Fetcher    // for what flows ask other servers
	Clock      Clock
	Rand       io.Reader // for call ids
	Log        *slog.Logger
	Metrics    prometheus.Registerer
	Machine    string     // this machine's name in the fleet, if there is one
	Fleet      Fleet      // shares the floors with other machines; nil = they are this engine's alone
	Observe    func(Seen) // called with each fact, after the journal; must not block

	// PINs gives the PIN of a seat, as it is now; nil, or false: it has none.
	PINs func(seat string) (string, bool)
	// Figures are those of a seat today; nil: there are none.
	Figures func(ctx context.Context, seat string) (SeatDay, error)
	// Callers tells the last call that came from a number to one of the centres; empty =
	// there was none. Without it seats follow up their own talks only.
	Callers func(ctx context.Context, number string, centres []string) (call string, err error)
}

// Switchboard runs every call of one Asterisk.
type Switchboard struct {
	cfg     Config
	ledger  *ledger
	metrics *metrics
	lines   *lines
	tree    atomic.Pointer[dialplan.Tree]
	before  atomic.Pointer[dialplan.Tree] // that was in force before
	house   *house                        // what machines tell each other; nil = there is one

	mu       sync.Mutex
	calls    map[string]*caller
	dialled  map[string]*caller // by the channel that a call came from
	owners   map[string]*caller // by legs that came from another call
	floors   map[string]*floor
	known    map[string]*past // calls that the journal left open
	idle     chan struct{}    // closed while draining and no call is left
	draining bool
	linkUp   bool
	online   map[string]bool // telephones, as last heard
	erasing  map[string]bool // recordings that are to be deleted at Asterisk
	erased   bool            // so are those that an engine before this one left there
	abroad   map[trip]int    // calls that were forwarded to other platforms

	desks     *desks
	lastTalks *lastTalks
	guard     *guard
	occupied  *occupied
	strays    map[string]string // seats that the journal left occupied, and by which call

	cancel  context.CancelFunc
	ctx     context.Context
	running sync.WaitGroup
	stopped sync.Once
}

// New rebuilds what was known from the journal. Nothing runs until Start.
func New(ctx context.Context, cfg Config) (*Switchboard, error) {
	if cfg.Observe == nil {
		cfg.Observe = func(Seen) {}
	}
	m := newMetrics(cfg.Metrics)
	sb := &Switchboard{
		cfg: cfg, metrics: m,
		ledger: &ledger{journal: cfg.Journal, observe: cfg.Observe, log: cfg.Log, failed: m.unrecorded.Inc},
		calls:  map[string]*caller{}, dialled: map[string]*caller{}, owners: map[string]*caller{}, floors: map[string]*floor{}, online: map[string]bool{},
		lines: newLines(), erasing: map[string]bool{}, abroad: map[trip]int{},
	}
	sb.tree.Store(cfg.Tree)
	memory, err := recallSound(ctx, cfg.Journal, cfg.Log)
	if err != nil {
		return nil, fmt.Errorf("rebuild the state from the journal: %w", err)
	}
	sb.known = memory.past()
	sb.leaveToOthers(memory)
	sb.desks, sb.lastTalks, sb.guard = memory.desks, memory.talks, memory.guard
	sb.occupied = newOccupied()
	if sb.strays, err = sb.ownStrays(ctx, memory.occupied()); err != nil {
		return nil, err
	}
	if sb.shares() {
		sb.house = newHouse(sb)
	}
	for name, state := range memory.floors {
		sb.floors[name] = sb.newFloor(name, state, memory.hours[name])
	}
	if cfg.Metrics != nil {
		cfg.Metrics.MustRegister(newGauges(sb.allFloors, cfg.Clock))
	}
	return sb, nil
}

// Start runs the floors and the lobby, and returns.
func (sb *Switchboard) Start(ctx context.Context) error {
	if sb.cancel != nil {
		return errors.New("switchboard: started twice")
	}
	sb.ctx, sb.cancel = context.WithCancel(ctx)
	sb.mu.Lock()
	for _, name := range slices.Sorted(maps.Keys(sb.floors)) {
		sb.runFloor(sb.floors[name])
	}
	sb.mu.Unlock()
	if sb.house != nil {
		sb.spawn(sb.house.join)
	}
	sb.loadRules(&dialplan.Tree{})
	sb.spawn(sb.lobby)
	return nil
}

// Stop ends all goroutines. Calls stay in Asterisk as they are: talks go on, and
// the next engine adopts them. Stop may be called twice.
func (sb *Switchboard) Stop() {
	sb.stopped.Do(func() { // the fleet is left before or after that: either lets go of the other
		if sb.cancel != nil {
			sb.cancel()
		}
	})
	sb.running.Wait()
}

// Drain hands back what still comes and waits until the running ones have ended, or ctx
// has. It returns how many calls are left.
func (sb *Switchboard) Drain(ctx context.Context) int {
	sb.mu.Lock()
	if !sb.draining {
		sb.draining, sb.idle = true, make(chan struct{})
		sb.noteIdle()
	}
	idle := sb.idle
	sb.mu.Unlock()
	select {
	case <-idle:
	case <-ctx.Done():
	case <-sb.ctx.Done():
	}
	sb.mu.Lock()
	defer sb.mu.Unlock()
	return sb.underWay()
}

// Reload lets new calls run by another tree; calls under way finish on theirs.
func (sb *Switchboard) Reload(tree *dialplan.Tree) {
	sb.loadRules(sb.tree.Swap(tree))
}

// Ready tells why no call can be taken right now, or nil.
func (sb *Switchboard) Ready() error {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	switch {
	case !sb.linkUp:
		return errors.New("no link to Asterisk")
	case sb.draining:
		return errors.New("draining: no new calls")
	}
	return nil
}

func (sb *Switchboard) now() int64 { return sb.cfg.Clock.Now().UnixMilli() }

// enter puts a call on the register and runs it.
func (sb *Switchboard) enter(c *caller, begin func()) {
	sb.enterAs(c, func() { c.run(sb.ctx, begin) })
}

// enterAs is enter for a call that is conducted in another way.
func (sb *Switchboard) enterAs(c *caller, run func()) {
	sb.mu.Lock()
	sb.calls[c.id] = c
	if c.channel != "" {
		sb.dialled[c.channel] = c
	}
	sb.mu.Unlock()
	sb.metrics.active.Inc()
	sb.spawn(func() {
		defer sb.leave(c)
		run()
	})
}

func (sb *Switchboard) leave(c *caller) {
	defer c.declineAll() // nobody hands it anything any more
	sb.metrics.active.Dec()
	sb.mu.Lock()
	defer sb.mu.Unlock()
	delete(sb.calls, c.id)
	maps.DeleteFunc(sb.dialled, func(_ string, of *caller) bool { return of == c })
	maps.DeleteFunc(sb.owners, func(_ string, owner *caller) bool { return owner == c })
	sb.noteIdle()
}

// underWay counts the calls that a drain waits for: not those that wait to call
// somebody back, which the next engine takes up.
func (sb *Switchboard) underWay() (n int) {
	for _, c := range sb.calls {
		if !c.parked {
			n++
		}
	}
	return n
}

// noteIdle ends a drain's wait. Calls that come while draining, to be handed
// back, may leave the switchboard without calls more than once.
func (sb *Switchboard) noteIdle() {
	if !sb.draining || sb.underWay() > 0 {
		return
	}
	select {
	case <-sb.idle:
	default:
		close(sb.idle)
	}
}

// deliver hands a message to a call, and reports whether there is one.
func (sb *Switchboard) deliver(id string, message any) bool {
	sb.mu.Lock()
	defer sb.mu.Unlock() // a call that is over answers what was put there before that
	c := sb.calls[id]
	if c == nil {
		return false
	}
	c.facts.put(message)
	return true
}
