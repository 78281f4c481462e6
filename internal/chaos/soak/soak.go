// Package soak carries a country's busiest hour through one engine's fleet log, without
// Asterisk: the journal's events as calls make them, a real Redis, a real SQLite, the
// real distributor.
//
// The floor's log is authoritative: a call goes on when the group that says so has come
// back from Redis, as in the engine. Every minute says how much memory is alive; the end
// compares the first part of the run with the last, and counts that every call has come
// to its end, once.
package soak

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"hotline/internal/chaos"
	"hotline/internal/chaos/child"
	"hotline/internal/journal"
	"hotline/internal/journal/fleet"
	"hotline/internal/parts"
)

// Options of a soak.
type Options struct {
	Dir      string
	Duration time.Duration
	Hourly   int           // calls an hour
	Every    time.Duration // between two looks at the memory; 0 = a minute
	Log      *slog.Logger
	Out      io.Writer
}

// Run soaks. An error says what was lost or has grown.
func Run(ctx context.Context, o Options) error {
	cache, err := parts.CacheDir()
	if err != nil {
		return err
	}
	program, err := parts.Redis(ctx, cache, o.Log)
	if err != nil {
		return err
	}
	redis, err := child.NewRedis(ctx, program, o.Dir)
	if err != nil {
		return err
	}
	defer redis.Process().Kill()
	store, err := journal.OpenSQLite(ctx, filepath.Join(o.Dir, "data"), journal.Options{Log: o.Log})
	if err != nil {
		return err
	}
	defer func() { _ = store.Close() }()
	f, err := fleet.Open(ctx, fleet.Config{Redis: fleet.Redis{Addr: redis.Addr()}, Machine: "soak", Journal: store, Log: o.Log})
	if err != nil {
		return err
	}
	w := newWorld(store, time.Duration(int64(time.Hour)/int64(o.Hourly)))
	if w.log, err = f.Join(ctx, journal.FloorStream(floorName), w.replica, lead); err != nil {
		return errors.Join(err, f.Close())
	}
	alive, err := watch(ctx, o, w)
	if err := errors.Join(err, f.Close(), flat(alive)); err != nil {
		return err
	}
	return account(ctx, store, w.begun)
}

// watch lets the world turn, looks at the memory now and then, and lets the last calls end.
func watch(ctx context.Context, o Options, w *world) (alive []uint64, err error) {
	if o.Every == 0 {
		o.Every = time.Minute
	}
	done := make(chan error, 1)
	go func() { done <- w.turn(ctx, o.Duration) }()
	look := time.NewTicker(o.Every)
	defer look.Stop()
	began := time.Now()
	for {
		select {
		case <-look.C:
			heap, resident := memory()
			if time.Since(began) < o.Duration {
				alive = append(alive, heap)
			}
			s := w.log.Status()
			fmt.Fprintf(o.Out, "%6s  %d calls, place %d, %d inputs wait; alive %.1f MB, resident %.1f MB\n",
				time.Since(began).Round(time.Second), w.count(), s.Place, s.Pending, mb(heap), mb(resident))
		case err := <-done:
			return alive, err
		}
	}
}

// memory is what is alive on the heap, and what the process occupies, in bytes.
func memory() (heap, resident uint64) {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if text, err := os.ReadFile("/proc/self/status"); err == nil {
		for line := range strings.SplitSeq(string(text), "\n") {
			if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
				_, _ = fmt.Sscanf(rest, "%d kB", &resident)
			}
		}
	}
	return m.HeapAlloc, resident << 10
}

func mb(n uint64) float64 { return float64(n) / (1 << 20) }

// What live memory may grow by between the first half and the last: the calls of a
// moment differ.
const (
	growth = 1.25
	leeway = 8 << 20
)

// flat compares the middle of the first half with that of the last. Fewer than four
// looks tell nothing. The first is left out: the world was still filling then.
func flat(alive []uint64) error {
	if len(alive) < 5 {
		return nil
	}
	alive = alive[1:]
	first, last := middle(alive[:len(alive)/2]), middle(alive[len(alive)/2:])
	if float64(last) > float64(first)*growth+leeway {
		return fmt.Errorf("memory grows: %.1f MB were alive in the first half, and %.1f MB in the last", mb(first), mb(last))
	}
	return nil
}

func middle(of []uint64) uint64 {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}

// account reads the journal: every call arrived and ended, once, and nothing is missing
// in between.
func account(ctx context.Context, from journal.Reader, calls int) error {
	j := chaos.NewJournals()
	if err := j.Read(ctx, "soak", from); err != nil {
		return err
	}
	j.Gaps()
	var wrong []error
	for _, f := range j.Findings {
		wrong = append(wrong, errors.New(f.String()))
	}
	if len(j.Calls) != calls {
		wrong = append(wrong, fmt.Errorf("%d calls were made, and the journal has %d", calls, len(j.Calls)))
	}
	for _, c := range j.Calls {
		if c.Arrived == 0 || c.Ends != 1 {
			wrong = append(wrong, fmt.Errorf("call %s arrived at %d and has %d ends", c.ID, c.Arrived, c.Ends))
		}
	}
	return errors.Join(wrong...)
}
