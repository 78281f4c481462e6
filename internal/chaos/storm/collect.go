package storm

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"hotline/internal/chaos"
	"hotline/internal/journal"
)

// account brings everything to rest and reads what it left.
func (s *storm) account(ctx context.Context) (chaos.Report, error) {
	for _, m := range s.machines {
		for _, c := range m.crews {
			c.leave()
		}
		m.engine.proc.Stop(syscall.SIGTERM, 20*time.Second)
		m.seats.Kill()
	}
	e := chaos.Evidence{
		Callers: s.book.callers, Seats: s.book.seats, Silences: s.book.silences,
		Fallback: s.site.fallback, Faults: s.faults, Journals: chaos.NewJournals(),
	}
	for _, m := range s.machines {
		if err := m.collect(ctx, &e); err != nil {
			return chaos.Report{}, err
		}
	}
	e.Journals.Gaps()
	return chaos.NewReport(e), nil
}

// restTime is how long the last calls may take: those that wait are served meanwhile.
const restTime = 90 * time.Second

// rest waits until neither the engine nor Asterisk has a call any more. That one is left
// for ever is found in the journal.
func (m *machine) rest(ctx context.Context) {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	late := time.NewTimer(restTime)
	defer late.Stop()
	for {
		said, err1 := m.engine.get(ctx, "/metrics")
		channels, err2 := m.rig.Server.CLI(ctx, "core show channels count")
		if err1 == nil && err2 == nil && strings.Contains(said, "\nhotline_calls_active 0\n") &&
			strings.HasPrefix(channels, "0 active channels") {
			return
		}
		select {
		case <-tick.C:
		case <-late.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

// collect reads the machine's traces and its journal.
func (m *machine) collect(ctx context.Context, e *chaos.Evidence) error {
	callers, err := readTrace(m.sipp.trace("caller"), m.name, false)
	if err != nil {
		return err
	}
	seats, err := readTrace(m.sipp.trace("seat"), m.name, true)
	if err != nil {
		return err
	}
	e.Callers, e.Seats = append(e.Callers, callers...), append(e.Seats, seats...)
	reader, err := journal.OpenReader(ctx, filepath.Join(m.dir, "data"))
	if err != nil {
		return err
	}
	defer reader.Close()
	if err := e.Journals.Read(ctx, m.name, reader); err != nil {
		return fmt.Errorf("the journal of %s: %w", m.name, err)
	}
	return nil
}

func readTrace(file, machine string, seats bool) ([]chaos.Leg, error) {
	f, err := os.Open(filepath.Clean(file))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return chaos.ReadTrace(f, machine, seats)
}
