package calendar_test

import (
	"flag"
	"strings"
	"testing"

	"hotline/internal/calendar"
	"hotline/internal/golden"
	"hotline/internal/problem"
	"hotline/internal/yamlfile"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write what happened into the golden files")

// findings are the problems of files: hours where they are called so, else
// calendars.
func findings(files []txtar.File) string {
	var found problem.Problems
	var sources []calendar.Source
	for _, f := range files {
		if !strings.HasPrefix(f.Name, "hours") {
			sources = append(sources, calendar.Source{Name: f.Name, Text: f.Data})
			continue
		}
		n, _ := yamlfile.Read(f.Name, f.Data, &found)
		list, _ := n.List()
		for _, item := range list {
			calendar.LoadHours(item)
		}
	}
	_, more := calendar.Load(sources)
	found.Add(more...)
	return found.Error() + "\n"
}

func TestEveryProblemIsFoundAtItsPlace(t *testing.T) {
	golden.Run(t, "testdata/problems/*.txtar", *update, func(_ *testing.T, in []txtar.File, _ string) string {
		return findings(in)
	})
}

// What loads without a mistake answers every question; what does not says where.
func FuzzLoad(f *testing.F) {
	f.Add("year: 2026\nnotice: https://x\nholidays:\n  - {name: 国庆节, off: 10-01..10-07, work: [09-20, 2027-01-02]}\n")
	f.Add("{days: working, times: [08:30-12:00, 13:00-24:00], zone: Asia/Urumqi, exceptions: [{date: 2026-07-20..2026-07-22, closed: 暴雨}]}")
	f.Add("{days: [mon], times: [00:00-24:00], exceptions: [{date: 2026-10-01, times: [9:00-10:00], why: x}]}")
	f.Add("7x24")
	f.Fuzz(func(t *testing.T, text string) {
		book, found := calendar.Load([]calendar.Source{{Name: "2026.yaml", Text: []byte(text)}})
		for _, p := range found {
			require.NotEmpty(t, p.Message)
			require.Equal(t, "2026.yaml", p.File)
		}
		require.Equal(t, found.Err() == nil, found.Err() == nil && book.Known(2026))
		h := fuzzedHours(t, text)
		now := at(t, "2026-09-30 12:00")
		a := book.At(h, now)
		require.Equal(t, h.Always(), a.Why == calendar.Always)
		require.NotEmpty(t, a.Reason)
		if a.Next.IsZero() {
			return
		}
		require.True(t, a.Next.After(now))
		require.NotEqual(t, a.Open, book.At(h, a.Next).Open)
	})
}

func fuzzedHours(t *testing.T, text string) calendar.Hours {
	var found problem.Problems
	n, ok := yamlfile.Read("hours.yaml", []byte(text), &found)
	if !ok {
		return calendar.AlwaysOpen()
	}
	h := calendar.LoadHours(n)
	if found.Err() != nil {
		return calendar.AlwaysOpen() // hours with a mistake are not used
	}
	return h
}
