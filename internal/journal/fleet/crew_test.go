package fleet_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"hotline/internal/journal"
	"hotline/internal/journal/fleet"
)

const patience = time.Minute

// tally is the state of these tests: how many inputs there were, and which.
type tally struct {
	mu      sync.Mutex
	Count   int      `json:"count"`
	Origins []string `json:"origins"`
	groups  []journal.Group
	away    bool
	awayAt  []bool
	began   int
	changed chan struct{} // closed and made anew with each change
}

func newTally() *tally { return &tally{changed: make(chan struct{})} }

func (c *tally) news() {
	close(c.changed)
	c.changed = make(chan struct{})
}

func (c *tally) Restore(snapshot []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.Count, c.Origins, c.groups = 0, nil, nil
	c.began++
	c.news()
	if snapshot == nil {
		return nil
	}
	return json.Unmarshal(snapshot, c)
}

func (c *tally) Fold(groups []journal.Group) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, g := range groups {
		c.groups = append(c.groups, g)
		for _, f := range g.Facts {
			if f.Kind == "counted" {
				var n int
				if err := json.Unmarshal(f.Data, &n); err != nil {
					return err
				}
				if n != c.Count+1 {
					return fmt.Errorf("place %d counts %d after %d", g.Place, n, c.Count)
				}
				c.Count = n
			}
		}
		if g.Origin != "" {
			c.Origins = append(c.Origins, g.Origin)
		}
	}
	c.news()
	return nil
}

func (c *tally) Snapshot() ([]byte, int, string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	data, err := json.Marshal(c)
	return data, 1, "test", err
}

func (c *tally) Away(away bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.away = away
	c.awayAt = append(c.awayAt, away)
	c.news()
}

// until waits for something to be true of what is folded.
func (c *tally) until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	end := time.After(patience)
	for {
		c.mu.Lock()
		changed, yes := c.changed, ok()
		c.mu.Unlock()
		if yes {
			return
		}
		select {
		case <-changed:
		case <-end:
			c.mu.Lock()
			defer c.mu.Unlock()
			require.FailNow(t, "not in time: "+what, "count %d, %d origins, away %v", c.Count, len(c.Origins), c.awayAt)
		}
	}
}

func (c *tally) origins() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.Origins...)
}

// counter is the decider: each input is counted; "bad" is refused, "fatal" panics.
type counter struct {
	Count  int
	due    int64
	engine *engine
}

func (d *counter) Decide(now int64, in journal.Entry) (fleet.Turn, error) {
	switch in.Kind {
	case "bad":
		return fleet.Turn{}, errors.New("bad input")
	case "fatal":
		panic("fatal input")
	case "alarm":
		d.due = now
	}
	d.Count++
	return fleet.Turn{At: now, Facts: []journal.Entry{fact("counted", d.Count)}}, nil
}

func (d *counter) Due() (int64, bool) { return d.due, d.due > 0 }

func (d *counter) Tick(now int64) []fleet.Turn {
	d.due = 0
	return []fleet.Turn{{At: now, Facts: []journal.Entry{fact("rang", d.Count)}}}
}

func (d *counter) Members(now int64, alive []string) []fleet.Turn {
	return []fleet.Turn{{At: now, Facts: []journal.Entry{fact("members", alive)}}}
}

func fact(kind string, v any) journal.Entry {
	e, err := journal.EntryOf(kind, 1, v)
	if err != nil {
		panic(err)
	}
	return e
}

// engine is one machine of a test.
type engine struct {
	t       *testing.T
	name    string
	dir     string
	store   *journal.SQLite
	fleet   *fleet.Fleet
	log     *fleet.Log
	tally   *tally
	led     chan int64 // a place for each lead
	reg     *prometheus.Registry
	given   []string
	stopped bool
}

// engineAt starts a machine; dir "" means a new one.
func engineAt(t *testing.T, name, addr, dir string, tune func(*fleet.Fleet)) *engine {
	t.Helper()
	return engineWith(t, name, fleet.Redis{Addr: addr}, dir, tune)
}

func engineWith(t *testing.T, name string, redis fleet.Redis, dir string, tune func(*fleet.Fleet)) *engine {
	t.Helper()
	if dir == "" {
		dir = t.TempDir()
	}
	log := slog.New(slog.NewTextHandler(t.Output(), nil)).With("m", name)
	e := &engine{t: t, name: name, dir: dir, tally: newTally(), led: make(chan int64, 100), reg: prometheus.NewRegistry()}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var err error
	forking.RLock()
	e.store, err = journal.OpenSQLite(ctx, dir, journal.Options{Log: log})
	forking.RUnlock()
	require.NoError(t, err)
	e.fleet, err = fleet.Open(ctx, fleet.Config{Redis: redis, Machine: name, Journal: e.store, Log: log, Metrics: e.reg})
	require.NoError(t, err)
	if tune != nil {
		tune(e.fleet)
	}
	e.log, err = e.fleet.Join(ctx, "floor/x", e.tally, e.lead)
	require.NoError(t, err)
	t.Cleanup(e.stop)
	return e
}

func (e *engine) lead(snapshot []byte, place int64) (fleet.Decider, error) {
	d := &counter{engine: e}
	if err := json.Unmarshal(snapshot, d); err != nil {
		return nil, err
	}
	e.led <- place
	return d, nil
}

func (e *engine) stop() {
	if e.stopped {
		return
	}
	e.stopped = true
	require.NoError(e.t, e.fleet.Close())
	require.NoError(e.t, e.store.Close())
}

// kill is an end without a word: no lease is given back.
func (e *engine) kill() {
	e.stopped = true
	e.fleet.Kill()
	require.NoError(e.t, e.store.Close())
}

func (e *engine) submit(kind string, n int) string {
	origin := e.log.Submit(time.Now().UnixMilli(), fact(kind, n))
	e.given = append(e.given, origin)
	return origin
}

func (e *engine) awaitLead() {
	e.t.Helper()
	select {
	case <-e.led:
	case <-time.After(patience):
		require.FailNow(e.t, e.name+" does not lead")
	}
}

func (e *engine) awaitCount(n int) {
	e.t.Helper()
	e.tally.until(e.t, fmt.Sprintf("%s counts %d", e.name, n), func() bool { return e.tally.Count >= n })
}

func (e *engine) awaitAway(away bool) {
	e.t.Helper()
	e.tally.until(e.t, fmt.Sprintf("%s away=%v", e.name, away), func() bool { return e.tally.away == away })
}

// firstLead waits until one of the machines leads.
func firstLead(t *testing.T, a, b *engine) (leader, other *engine) {
	t.Helper()
	select {
	case <-a.led:
		return a, b
	case <-b.led:
		return b, a
	case <-time.After(patience):
		require.FailNow(t, "nobody leads")
		return nil, nil
	}
}

// requireOnce checks that every input is on record once, in the order of its machine, and
// that all replicas are the same.
func requireOnce(t *testing.T, engines ...*engine) {
	t.Helper()
	total, given := 0, map[string][]string{}
	for _, e := range engines {
		given[e.name] = append(given[e.name], e.given...)
		total += len(e.given)
	}
	for _, e := range engines {
		if e.stopped {
			continue
		}
		e.tally.until(t, fmt.Sprintf("%s has all %d inputs", e.name, total), func() bool { return len(e.tally.Origins) >= total })
		all := e.tally.origins()
		require.Len(t, all, total)
		byMachine := map[string][]string{}
		for _, o := range all {
			name := machineOf(o)
			byMachine[name] = append(byMachine[name], o)
		}
		for name, want := range given {
			if len(want) > 0 {
				require.Equal(t, want, byMachine[name])
			}
		}
	}
	var first *engine
	for _, e := range engines {
		switch {
		case e.stopped:
		case first == nil:
			first = e
		default:
			require.Equal(t, first.tally.origins(), e.tally.origins())
		}
	}
}

func machineOf(origin string) string {
	for i := range origin {
		if origin[i] == '/' {
			return origin[:i]
		}
	}
	return origin
}
