package engine

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/calendar"
	"hotline/internal/figures"
	"hotline/internal/journal"
	"hotline/internal/switchboard"
)

// A new PIN counts from the reload on; secrets with mistakes change nothing, and the
// mistakes show no PIN.
func TestReloadOfPINs(t *testing.T) {
	reloading(t, func(t *testing.T, e *Engine, said *bytes.Buffer) {
		e.cfg.Secrets = filepath.Join(t.TempDir(), "secrets.yaml")
		write := func(text string) { require.NoError(t, os.WriteFile(e.cfg.Secrets, []byte(text), 0o600)) }
		_, ok := e.pin("8001")
		require.False(t, ok)

		write("ari: sesame\npins: {\"8001\": \"407193\"}\n")
		require.NoError(t, e.Reload(t.Context()))
		pin, ok := e.pin("8001")
		require.True(t, ok)
		require.Equal(t, "407193", pin)

		write("ari: sesame\npins: {\"8001\": \"83x\"}\n")
		status, answer := wish(e, nil)
		require.Equal(t, http.StatusUnprocessableEntity, status)
		require.NotContains(t, answer.Problems.Error()+said.String(), "83x")
		pin, _ = e.pin("8001")
		require.Equal(t, "407193", pin)

		write("ari: sesame\n")
		require.NoError(t, e.Reload(t.Context()))
		_, ok = e.pin("8001")
		require.False(t, ok)
		require.NotContains(t, said.String(), "407193")
	})
}

func TestNewRefusesBadSecrets(t *testing.T) {
	cfg := site(t, http.StatusOK)
	cfg.Secrets = filepath.Join(t.TempDir(), "none.yaml")
	_, err := New(t.Context(), cfg)
	require.ErrorContains(t, err, "there is no such file of secrets")
	require.NoDirExists(t, cfg.Data)
}

func TestSeatDay(t *testing.T) {
	e := newEngine(Config{Offset: time.Until(time.Date(2026, 1, 1, 12, 0, 0, 0, calendar.China()))})
	now := e.clock.Now().UnixMilli()
	j := journal.NewMemory()
	g := &journal.Group{Stream: journal.FloorStream("hlj")}
	for _, f := range []acd.Fact{
		&acd.CallQueued{At: now - 90_000, Call: "c", Queue: "harbin/main"},
		&acd.Offered{At: now - 90_000, Offer: 1, Call: "c", Queue: "harbin/main", Seat: "8001"},
		&acd.OfferEnded{At: now - 80_000, Offer: 1, Call: "c", Seat: "8001", Result: acd.NoAnswer},
		&acd.Answered{At: now - 70_000, Call: "c", Queue: "harbin/main", Seat: "8001"},
		&acd.TalkEnded{At: now - 30_000, Call: "c", Queue: "harbin/main", Seat: "8001", Talked: 40_000},
		&acd.Answered{At: now - 20_000, Call: "d", Queue: "harbin/main", Seat: "8001"},
		&acd.TalkEnded{At: now, Call: "d", Queue: "harbin/main", Seat: "8001", Talked: 20_000},
	} {
		entry, err := journal.EntryOf(f.Kind(), acd.FactVersion, f)
		require.NoError(t, err)
		g.Facts = append(g.Facts, entry)
	}
	require.NoError(t, j.Append(t.Context(), g))
	live, err := figures.Open(t.Context(), t.TempDir(), j)
	require.NoError(t, err)
	defer func() { require.NoError(t, live.Close()) }()
	e.figures = live
	day, err := e.seatDay(t.Context(), "8001")
	require.NoError(t, err)
	require.Equal(t, switchboard.SeatDay{Answered: 2, Missed: 1, Talk: time.Minute, MeanTalk: 30 * time.Second}, day)
	day, err = e.seatDay(t.Context(), "8002")
	require.NoError(t, err)
	require.Zero(t, day)
}
