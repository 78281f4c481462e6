package journal_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"hotline/internal/journal"
	"hotline/internal/journal/journaltest"
)

// large makes a journal of so many groups, or of as many as the environment says.
func large(b *testing.B, n int) (dir string, groups int) {
	b.Helper()
	if text := os.Getenv("HOTLINE_BENCH_GROUPS"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	dir = b.TempDir()
	j, err := journal.OpenSQLite(context.Background(), dir, journal.Options{})
	if err != nil {
		b.Fatal(err)
	}
	fact := journaltest.Entry("note", `{"at":1767225600000,"text":"`+strings.Repeat("x", 600)+`"}`)
	for done := 0; done < n; {
		batch := make([]*journal.Group, 0, 1000)
		for len(batch) < min(1000, n-done) {
			id := strconv.Itoa((done + len(batch)) / 10)
			batch = append(batch, &journal.Group{At: 1, Stream: fmt.Sprintf("call/%s", id), Call: id, Facts: []journal.Entry{fact}})
		}
		if err := j.Append(context.Background(), batch...); err != nil {
			b.Fatal(err)
		}
		done += len(batch)
	}
	if err := j.Close(); err != nil {
		b.Fatal(err)
	}
	return dir, n
}
