package dialplan_test

import (
	"testing"
	"time"

	"hotline/internal/dialplan"

	"github.com/stretchr/testify/require"
)

const year2026 = `year: 2026
notice: https://www.gov.cn/2026
holidays:
  - {name: 元旦, off: 01-01..01-03, work: 01-04}
  - {name: 春节, off: 02-15..02-23, work: [02-14, 02-28]}
  - {name: 清明节, off: 04-04..04-06}
  - {name: 劳动节, off: 05-01..05-05, work: 05-09}
  - {name: 端午节, off: 06-19..06-21}
  - {name: 中秋节, off: 09-25..09-27}
  - {name: 国庆节, off: 10-01..10-07, work: [09-20, 10-10]}
`

// chained lets every reason lead another way from harbin.
func chained(t *testing.T) *dialplan.Tree {
	t.Helper()
	files := country()
	files["calendars/2026.yaml"] = year2026
	files["centres/harbin.yaml"] += "chain: {full: [daqing, nation, callback], unstaffed: [voicemail]}\n"
	files["centres/heilongjiang.yaml"] += "chain: {closed: [nation, voicemail], unstaffed: [guangzhou, callback]}\n"
	return load(t, files)
}

func TestChains(t *testing.T) {
	tree := chained(t)
	require.Equal(t, dialplan.Chain{Centres: []string{"heilongjiang", "nation"}, End: "voicemail"}, tree.Chain("harbin", dialplan.Closed))
	require.Equal(t, dialplan.Chain{Centres: []string{"daqing", "nation"}, End: "callback"}, tree.Chain("harbin", dialplan.Full))
	require.Equal(t, dialplan.Chain{End: "voicemail"}, tree.Chain("harbin", dialplan.Unstaffed))
	require.Equal(t, dialplan.Chain{End: "voicemail"}, tree.Chain("nation", dialplan.Full))
}

func TestOnward(t *testing.T) {
	tree := chained(t)
	work := time.Date(2026, 10, 10, 10, 0, 0, 0, china()) // a make-up Saturday
	holiday := time.Date(2026, 10, 1, 10, 0, 0, 0, china())
	for _, c := range []struct {
		reason      string
		at          time.Time
		been        []string
		centre, end string
	}{
		{dialplan.Closed, work, nil, "heilongjiang", ""},
		{dialplan.Closed, work, []string{"heilongjiang"}, "nation", ""},
		{dialplan.Closed, work, []string{"nation", "heilongjiang"}, "", "voicemail"},
		{dialplan.Closed, holiday, nil, "", "voicemail"},
		{dialplan.Full, holiday, nil, "daqing", ""},
		{dialplan.Full, holiday, []string{"daqing"}, "", "callback"},
		{dialplan.Full, work, []string{"daqing"}, "nation", ""},
		{dialplan.Unstaffed, work, nil, "", "voicemail"},
	} {
		link := tree.Onward("harbin", c.reason, c.at, c.been)
		require.Equal(t, []string{c.centre, c.end}, []string{link.Centre, link.End}, c)
		require.True(t, link.Known)
	}
	require.Equal(t, "guangzhou", tree.Onward("heilongjiang", dialplan.Unstaffed, work, nil).Centre)
	require.Equal(t, "voicemail", tree.Onward("heilongjiang", dialplan.Unstaffed, holiday, nil).End) // closed counts first
	link := tree.Onward("harbin", dialplan.Closed, holiday, nil)
	require.Equal(t, []string{"heilongjiang is closed: holiday", "nation is closed: holiday", "the chain ends in voicemail"}, link.Why)
	require.False(t, tree.Onward("harbin", dialplan.Closed, holiday.AddDate(2, 0, 0), nil).Known)
}

func TestOpenAt(t *testing.T) {
	tree := chained(t)
	require.True(t, tree.OpenAt("harbin", time.Time{}).Open)
	require.True(t, tree.OpenAt("nation", time.Date(2026, 10, 10, 10, 0, 0, 0, china())).Open)
	require.False(t, tree.OpenAt("nation", time.Date(2026, 10, 10, 12, 30, 0, 0, china())).Open)
	require.False(t, tree.OpenAt("gone", time.Time{}).Open)
}

func TestCalendarWarnings(t *testing.T) {
	tree := chained(t)
	tell := func(at time.Time) []string {
		var all []string
		for _, w := range tree.CalendarWarnings(at) {
			all = append(all, w.Message)
		}
		return all
	}
	require.Empty(t, tell(time.Date(2026, 5, 1, 0, 0, 0, 0, china())))
	missing := "the calendar of 2027 is missing: until it is there, every weekday of that year is taken for a working day"
	require.Equal(t, []string{missing}, tell(time.Date(2026, 11, 20, 0, 0, 0, 0, china()))[:1])
	always := load(t, small())
	require.Empty(t, always.CalendarWarnings(time.Date(2026, 11, 20, 0, 0, 0, 0, china())))
}

func TestExplain(t *testing.T) {
	tree := chained(t)
	e := tree.Explain(dialplan.Query{At: time.Date(2026, 10, 10, 10, 0, 0, 0, china()), Called: "010-12385", Caller: "13800138000"})
	require.Equal(t, []string{"carrier", "01012385", "13800138000", "nation", "nation", "010", "office"},
		[]string{e.Trunk, e.Called, e.Caller, e.Centre, string(e.Tier), e.Area, e.Flow})
	require.True(t, e.Open)
	require.True(t, e.CalendarKnown)
	require.Equal(t, time.Date(2026, 10, 10, 12, 0, 0, 0, china()).Unix(), e.NextChange.Unix())
	require.Equal(t, "voicemail", e.Chain[dialplan.Closed].End)
	for _, want := range []string{"trunk carrier: the default one", "010 means the nation", "area code 010 (北京市)", "so it is open"} {
		require.Contains(t, e.Why, want)
	}

	e = tree.Explain(dialplan.Query{At: time.Date(2029, 2, 1, 10, 0, 0, 0, china()), Called: "0451-12385"})
	require.Equal(t, "heilongjiang", e.Centre)
	require.False(t, e.CalendarKnown)

	e = tree.Explain(dialplan.Query{At: time.Date(2026, 10, 1, 3, 0, 0, 0, china()), Called: "12385"})
	require.True(t, e.Open)
	require.NotContains(t, e.Chain, dialplan.Closed)
	require.Equal(t, "daqing", e.Chain[dialplan.Full].Centre)

	e = tree.Explain(dialplan.Query{Called: "0755-12385"})
	require.Equal(t, "075512385", e.Elsewhere)
	require.False(t, e.Open)
	require.Empty(t, e.Chain)
}
