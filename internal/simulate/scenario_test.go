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

// Yes and no can be said as in the files of centres and seats.
func TestTrueIsYes(t *testing.T) {
	read := func(yes, no string) Model {
		text := strings.NewReplacer("YES", yes, "NO", no).Replace(`
date: 2026-10-12
queues:
  - name: a
    rate: 60/h
    talk: 1m
    limits: {no-seat: YES, all-paused: NO, all-busy: YES}
    callback: {missed: YES}
seats:
  - {count: 1, queues: [{queue: a, reserve: YES}], work: [08:30-12:00]}
  - {count: 1, queues: [{queue: a, reserve: NO}], work: [08:30-12:00]}
`)
		m, err := ReadScenario("day.yaml", []byte(text), House{})
		require.NoError(t, err)
		return m
	}
	m := read("true", "false")
	require.Equal(t, read("yes", "no"), m)
	require.Equal(t, acd.Limits{NoSeat: true, AllBusy: true}, m.Queues[0].Limits)
	require.True(t, m.Queues[0].Rules.Callback.Missed)
	require.True(t, m.Seats[0].Queues[0].Reserve)
	require.False(t, m.Seats[1].Queues[0].Reserve)
}

// The words of a centre's file mean the same, and go before the rules of the tree.
func TestWordsOfACentre(t *testing.T) {
	home := acd.Queue{
		ID: "a", Strategy: acd.LongestIdle, WrapUp: 10_000, WrapUpMode: acd.WrapUpExtendable, WrapUpMost: 90_000,
		Needs: []acd.Skill{{Skill: "手语", Level: 2}}, Prefer: []string{"手语"}, Levels: 1,
	}
	for text, say := range map[string]func(*acd.Queue){
		"needs: [粤语]":       func(q *acd.Queue) { q.Needs = []acd.Skill{{Skill: "粤语", Level: 1}} },
		"needs: {粤语: 3}":    func(q *acd.Queue) { q.Needs = []acd.Skill{{Skill: "粤语", Level: 3}} },
		"prefer: [普通话, 粤语]": func(q *acd.Queue) { q.Prefer = []string{"普通话", "粤语"} },
		"levels: all":       func(q *acd.Queue) { q.Levels = 0 },
		"relax: [{after: 30s, levels: all}, {after: 1m, levels: 99}]": func(q *acd.Queue) {
			q.Relax = []acd.Stage{{After: 30_000, Levels: acd.AllLevels}, {After: 60_000, Levels: acd.AllLevels}}
		},
		"wrap-up: 20s":                           func(q *acd.Queue) { q.WrapUp, q.WrapUpMode, q.WrapUpMost = 20_000, acd.WrapUpFixed, 0 },
		"wrap-up: until-ended":                   func(q *acd.Queue) { q.WrapUp, q.WrapUpMode, q.WrapUpMost = 0, acd.WrapUpUntilEnded, 0 },
		"wrap-up: {time: 20s, extendable: 2m}":   func(q *acd.Queue) { q.WrapUp, q.WrapUpMost = 20_000, 120_000 },
		"wrap-up-ends: until-ended":              func(q *acd.Queue) { q.WrapUpMode = acd.WrapUpUntilEnded },
		"wrap-up: 20s, wrap-up-ends: extendable": func(q *acd.Queue) { q.WrapUp, q.WrapUpMost = 20_000, 0 },
	} {
		want := home
		say(&want)
		m, err := ReadScenario("day.yaml", []byte("date: 2026-10-12\nqueues: [{name: a, rate: 5/h, talk: 1m, "+text+"}]\nseats: [{count: 1, queues: [a], skills: [粤语], work: [08:30-12:00]}]"),
			House{Queues: map[string]HouseQueue{"a": {Rules: home}}})
		require.NoError(t, err, text)
		require.Equal(t, want, m.Queues[0].Rules, text)
		require.Equal(t, []acd.Skill{{Skill: "粤语", Level: 1}}, m.Seats[0].Skills)
	}
}
