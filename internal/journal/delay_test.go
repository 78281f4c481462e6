package journal_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"hotline/internal/journal"
	"hotline/internal/journal/journaltest"
)

// BenchmarkDelay measures what one Append adds before the world may be changed, at some
// 300 a second, as a busy floor makes them: half and 99 of 100 are quicker than that.
func BenchmarkDelay(b *testing.B) {
	for name, sync := range map[string]journal.Sync{"second": journal.SyncSecond, "always": journal.SyncAlways} {
		b.Run("sync="+name, func(b *testing.B) {
			ctx := context.Background()
			j, err := journal.OpenSQLite(ctx, b.TempDir(), journal.Options{Sync: sync})
			if err != nil {
				b.Fatal(err)
			}
			facts := []journal.Entry{
				journaltest.Entry("seat-ready", `{"at":1767225600000,"seat":"harbin/8001"}`),
				journaltest.Entry("offered", `{"at":1767225600000,"offer":17,"call":"1kdvdna00zzzzzzz","queue":"harbin/main","seat":"harbin/8001","ring_until":1767225620000}`),
			}
			beat := time.NewTicker(time.Second / 300)
			defer beat.Stop()
			took := make([]time.Duration, 0, b.N)
			for b.Loop() {
				<-beat.C
				began := time.Now()
				if err := j.Append(ctx, &journal.Group{At: 1, Stream: "floor/hlj", Call: "1kdvdna00zzzzzzz", Facts: facts}); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
			if err := j.Close(); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// BenchmarkCheck measures how fast a journal is opened whose file is large, and how fast
// all of it is looked at: HOTLINE_BENCH_GROUPS groups, 20,000 without.
func BenchmarkCheck(b *testing.B) {
	dir, n := large(b, 20_000)
	info, err := os.Stat(filepath.Join(dir, "journal.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(n), "groups")
	b.ReportMetric(float64(info.Size())/1e6, "MB")
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			j, err := journal.OpenSQLite(context.Background(), dir, journal.Options{})
			if err != nil {
				b.Fatal(err)
			}
			b.StopTimer()
			_ = j.Close()
			b.StartTimer()
		}
	})
	b.Run("check", func(b *testing.B) {
		for b.Loop() {
			if whole, err := journal.Check(context.Background(), dir, time.Hour); err != nil || !whole {
				b.Fatal(whole, err)
			}
		}
	})
	b.Run("salvage", func(b *testing.B) {
		for b.Loop() {
			kept, lost, err := journal.Salvage(dir, filepath.Join(dir, "other.db"))
			if err != nil || lost != 0 || kept != int64(n) {
				b.Fatal(kept, lost, err)
			}
		}
	})
}
