package calendar_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"hotline/internal/calendar"
	"hotline/internal/problem"
	"hotline/internal/yamlfile"

	"github.com/stretchr/testify/require"
)

// shipped is the book of the calendars that come with hotline.
func shipped(tb testing.TB) *calendar.Book {
	tb.Helper()
	files, err := filepath.Glob("../../dialplans/calendars/*.yaml")
	require.NoError(tb, err)
	var sources []calendar.Source
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(tb, err)
		sources = append(sources, calendar.Source{Name: file, Text: text})
	}
	book, found := calendar.Load(sources)
	require.Empty(tb, found)
	return book
}

// hours reads hours as a centre's file has them.
func hours(tb testing.TB, text string) calendar.Hours {
	tb.Helper()
	var found problem.Problems
	n, ok := yamlfile.Read("centre.yaml", []byte(text), &found)
	require.True(tb, ok, "%v", found)
	h := calendar.LoadHours(n)
	require.Empty(tb, found)
	return h
}

// office are the hours of the nation's centre.
func office(tb testing.TB) calendar.Hours {
	return hours(tb, "{days: working, times: [08:30-12:00, 13:00-17:30]}")
}

// at is a moment in China.
func at(tb testing.TB, text string) time.Time {
	tb.Helper()
	t, err := time.ParseInLocation("2006-01-02 15:04:05", text+":00"[:3*min(1, 19-len(text))], china())
	require.NoError(tb, err)
	return t
}

func china() *time.Location { return time.FixedZone("CST", 8*60*60) }

// noticed is a day that a notice names.
type noticed struct {
	off  bool
	name string
}

func notices(t *testing.T) map[string]noticed {
	t.Helper()
	text, err := os.ReadFile("testdata/notices.txt")
	require.NoError(t, err)
	days := map[string]noticed{}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Fields(line)
		require.Len(t, f, 3)
		days[f[0]] = noticed{off: f[1] == "off", name: f[2]}
	}
	return days
}

// Each of the 1,096 days is open or closed, and named, as the notices have it.
func TestEveryDayAgreesWithTheNotices(t *testing.T) {
	book, open, days := shipped(t), office(t), notices(t)
	require.Len(t, days, 108)
	for day := at(t, "2024-01-01 10:00"); day.Year() < 2027; day = day.AddDate(0, 0, 1) {
		date := day.Format(time.DateOnly)
		weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
		listed, ok := days[date]
		delete(days, date)
		want := !weekend
		if ok {
			want = !listed.off
		}
		a := book.At(open, day)
		require.Equal(t, want, a.Open, date)
		require.Equal(t, listed.name, a.Day, date)
		require.Equal(t, ok && !listed.off, a.MakeUp, date)
		require.True(t, a.Known, date)
		switch {
		case a.Open:
			require.Equal(t, calendar.WorkingHours, a.Why, date)
		case ok:
			require.Equal(t, calendar.Holiday, a.Why, date)
			require.Equal(t, "今天是"+listed.name+"假期", a.Reason, date)
		default:
			require.Equal(t, calendar.Weekend, a.Why, date)
		}
		require.Len(t, a.Steps, map[bool]int{true: 2, false: 1}[a.Open], date)
		require.True(t, strings.HasPrefix(a.Steps[0], date+" is a "+day.Weekday().String()), a.Steps[0])
	}
	require.Empty(t, days)
}

func TestYears(t *testing.T) {
	book := shipped(t)
	require.Equal(t, []int{2024, 2025, 2026}, book.Years())
	require.True(t, book.Known(2026))
	require.False(t, book.Known(2027))
	var none *calendar.Book
	require.Empty(t, none.Years())
	require.False(t, none.Known(2026))
	require.False(t, none.At(office(t), at(t, "2026-10-09 10:00")).Known)
}

func TestEndsSoon(t *testing.T) {
	book := shipped(t)
	for when, want := range map[string]int{
		"2023-12-31 23:59": 2023, // needed, and not there
		"2024-01-01 00:00": 0,
		"2026-11-01 23:59": 0,
		"2026-11-02 00:00": 2027, // 60 days before
		"2026-12-31 23:59": 2027,
		"2028-05-01 00:00": 2028,
	} {
		year, missing := book.EndsSoon(at(t, when))
		require.Equal(t, want, year, when)
		require.Equal(t, want != 0, missing, when)
		year, _ = book.EndsSoon(at(t, when).UTC())
		require.Equal(t, want, year, "%s: the year is China's", when)
	}
}

func yearOf(year int, days string) calendar.Source {
	y := strconv.Itoa(year)
	return calendar.Source{Name: y + ".yaml", Text: []byte("year: " + y + "\nnotice: https://example.org/\nholidays: [{name: 元旦 春节 清明节 劳动节 端午节 中秋节 国庆节, " + days + "}]\n")}
}

// A notice may name days of the year before: New Year's Day is often a bridge.
func TestNoticeOverTheChangeOfYears(t *testing.T) {
	open := office(t)
	book, found := calendar.Load([]calendar.Source{yearOf(2019, "off: 2018-12-30..2019-01-01, work: 2018-12-29")})
	require.Empty(t, found)
	for when, want := range map[string]struct{ open, known bool }{
		"2018-12-28 10:00": {true, false}, // the notice of 2018 is not there
		"2018-12-29 10:00": {true, true},  // a Saturday, named by that of 2019
		"2018-12-31 10:00": {false, true},
		"2019-01-01 10:00": {false, true},
		"2019-01-02 10:00": {true, true},
	} {
		a := book.At(open, at(t, when))
		require.Equal(t, want.open, a.Open, when)
		require.Equal(t, want.known, a.Known, when)
	}
	_, found = calendar.Load([]calendar.Source{
		yearOf(2018, "off: [2018-02-15..2018-02-21, 2018-12-30..2019-01-01]"),
		yearOf(2019, "off: 2018-12-30..2019-01-01"),
	})
	require.Empty(t, found, "two notices may agree")
}

// Days whose year is unknown follow the week, and so does the next change that
// reaches into one.
func TestUnknownYear(t *testing.T) {
	book, open := shipped(t), office(t)
	a := book.At(open, at(t, "2027-01-01 10:00"))
	require.True(t, a.Open)
	require.False(t, a.Known)
	require.Equal(t, []string{
		"2027-01-01 is a Friday, a working day",
		"the notice of 2027 is missing: Monday to Friday count as working days",
		"10:00 lies in 08:30–12:00",
	}, a.Steps)

	a = book.At(open, at(t, "2026-12-31 17:29"))
	require.True(t, a.Known, "all of it lies in 2026")
	a = book.At(open, at(t, "2026-12-31 17:30"))
	require.Equal(t, calendar.AfterHours, a.Why)
	require.Equal(t, at(t, "2027-01-01 08:30").Unix(), a.Next.Unix())
	require.False(t, a.Known, "the next opening lies in 2027")
	require.Contains(t, a.Steps, "the next change rests on 2027: the notice of 2027 is missing")

	for _, text := range []string{"7x24", "{days: every, times: [08:00-20:00]}", "{days: [fri], times: [08:00-20:00]}"} {
		require.True(t, book.At(hours(t, text), at(t, "2027-01-01 10:00")).Known, "%s rest on no notice", text)
	}
	own := hours(t, "{days: working, times: [09:00-17:00], exceptions: [{date: 2027-01-01, closed: 元旦}]}")
	require.False(t, book.At(own, at(t, "2027-01-01 10:00")).Known, "the exception is sure, what follows is not")
}
