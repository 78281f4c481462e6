package journal_test

import (
	"context"
	"fmt"
	"sync"
	"syscall"
	"testing"
	"time"

	"hotline/internal/journal"
	"hotline/internal/journal/journaltest"
)

// BenchmarkAppend measures appends from so many writers at a time, of groups as
// a floor makes them: an input and two facts.
func BenchmarkAppend(b *testing.B) {
	for _, writers := range []int{1, 64} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) { benchmarkAppend(b, writers) })
	}
}

func benchmarkAppend(b *testing.B, writers int) {
	b.Helper()
	ctx := context.Background()
	j, err := journal.OpenSQLite(ctx, b.TempDir(), journal.Options{})
	if err != nil {
		b.Fatal(err)
	}
	input := journaltest.Entry("ready", `{"at":1767225600000,"seat":"harbin/8001"}`)
	facts := []journal.Entry{
		journaltest.Entry("seat-ready", `{"at":1767225600000,"seat":"harbin/8001"}`),
		journaltest.Entry("offered", `{"at":1767225600000,"offer":17,"call":"1kdvdna00zzzzzzz","queue":"harbin/main","seat":"harbin/8001","ring_until":1767225620000,"considered":{"because":"longest-idle","runners_up":[{"seat":"harbin/8002","idle":4000}],"out":{"talking":3}}}`),
	}
	b.ResetTimer()
	used := processorTime(b)
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := w; i < b.N; i += writers {
				g := &journal.Group{At: 1, Stream: "floor/hlj", Call: "1kdvdna00zzzzzzz", Input: &input, Facts: facts}
				if err := j.Append(ctx, g); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "appends/s")
	b.ReportMetric(float64(processorTime(b)-used)/float64(b.N), "cpu-ns/op")
	b.StopTimer()
	if err := j.Close(); err != nil {
		b.Fatal(err)
	}
}

// processorTime is what this process has used so far, on all processors: that of a
// commit matters more than how long it takes.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
