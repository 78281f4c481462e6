package simulate

import (
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/calendar"
	"hotline/internal/golden"
	"hotline/internal/problem"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

var update = flag.Bool("update", false, "write what came out into testdata")

// Every mistake is told at its place.
func TestProblems(t *testing.T) {
	golden.Run(t, "testdata/problems/*.txtar", *update, func(t *testing.T, in []txtar.File, _ string) string {
		house := House{}
		if len(in) > 1 {
			house.Queues = map[string]HouseQueue{strings.TrimSpace(string(in[0].Data)): {}}
		}
		_, err := ReadScenario("day.yaml", in[len(in)-1].Data, house)
		var found problem.Problems
		require.ErrorAs(t, err, &found)
		return found.Error() + "\n"
	})
}

func example(t *testing.T, house House) Model {
	t.Helper()
	text, err := os.ReadFile("testdata/day.yaml")
	require.NoError(t, err)
	m, err := ReadScenario("day.yaml", text, house)
	require.NoError(t, err)
	return m
}

func TestScenario(t *testing.T) {
	m := example(t, House{})
	require.Equal(t, 5, m.Days)
	require.Equal(t, "2026-10-12T00:00:00+08:00", m.Start.Format(time.RFC3339))
	require.Len(t, m.Seats, 14)
	require.Len(t, m.Shifts, 9*2+3*2+2)
	require.Equal(t, Shift{"1", Span{8*time.Hour + halfHour, 12 * time.Hour}}, m.Shifts[0])
	first, second := m.Queues[0], m.Queues[1]
	require.Equal(t, acd.Queue{ID: "beijing/general", Strategy: acd.LongestIdle, Ring: 20_000, WrapUp: 20_000}, first.Rules)
	require.Equal(t, []Span{{8*time.Hour + halfHour, 12 * time.Hour}, {13*time.Hour + halfHour, 17*time.Hour + halfHour}}, first.Open)
	require.Equal(t, acd.Limits{Wait: 60_000}, first.Limits)
	require.Equal(t, "nation/general", first.Then)
	require.Nil(t, second.Open)
	require.Equal(t, acd.Limits{Size: 20, Expected: 600_000, NoSeat: true}, second.Limits)
	require.InDelta(t, 90, m.Streams[0].Halves[18], 1e-9)
	require.InDelta(t, 10, m.Streams[1].Halves[3], 1e-9)
	require.Equal(t, NewLognormal(3*time.Minute, 150*time.Second), m.Streams[0].Talk)
	require.Equal(t, Exponential(2*time.Minute), m.Streams[0].Patience)
	require.Equal(t, Empirical{time.Minute, 3 * time.Minute, 8 * time.Minute}, m.Streams[1].Talk)
	require.Equal(t, 30*time.Second, m.Streams[1].Priority)
}

// The real hours: a holiday is closed, a make-up Saturday open, and what the file
// leaves open comes from the tree.
func TestScenarioInTheHouse(t *testing.T) {
	notice, err := os.ReadFile("../../dialplans/calendars/2026.yaml")
	require.NoError(t, err)
	book, problems := calendar.Load([]calendar.Source{{Name: "2026.yaml", Text: notice}})
	require.NoError(t, problems.Err())
	var found problem.Problems
	node, ok := yamlfile.Read("hours", []byte("{days: working, times: [09:00-17:00]}"), &found)
	require.True(t, ok)
	house := House{Calendar: book, Queues: map[string]HouseQueue{"q": {
		Rules: acd.Queue{ID: "q", Strategy: acd.LongestIdle, Ring: 25_000, WrapUp: 15_000}, Title: "咨询", Hours: calendar.LoadHours(node),
	}}}
	for date, open := range map[string][]Span{
		"2026-10-01": {}, "2026-10-10": {{9 * time.Hour, 17 * time.Hour}}, "2026-10-11": {}, "2026-10-12": {{9 * time.Hour, 17 * time.Hour}},
	} {
		text := "date: " + date + "\nqueues: [{name: q, rate: 60/h, talk: 1m}]\nseats: [{count: 2, queues: [q], work: [08:00-18:00]}]"
		m, err := ReadScenario("day.yaml", []byte(text), house)
		require.NoError(t, err)
		require.Equal(t, open, m.Queues[0].Open, date)
		require.Equal(t, house.Queues["q"].Rules, m.Queues[0].Rules)
		require.Equal(t, "咨询", m.Queues[0].Title)
		r := ran(t, m)
		require.Equal(t, len(open) > 0, r.Offered > 0)
		require.Positive(t, r.Closed)
	}
}

// An editor's form of the file takes what the loader takes.
func TestFormIsWhole(t *testing.T) {
	document, err := schema.Document(Form())
	require.NoError(t, err)
	for _, field := range []string{`"answer-after"`, `"lognormal"`, `"expected"`, `"work"`} {
		require.Contains(t, string(document), field)
	}
}
