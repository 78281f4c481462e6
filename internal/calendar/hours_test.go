package calendar_test

import (
	"testing"
	"time"

	"hotline/internal/calendar"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestAlways(t *testing.T) {
	require.True(t, calendar.Hours{}.Always())
	for text, want := range map[string]bool{
		"7x24":                                true,
		"{days: every, times: [00:00-24:00]}": true,
		"{days: [sun, mon, tue, wed, thu, fri, sat], times: [00:00-12:00, 12:00-24:00]}":              true,
		"{days: every, times: [00:00-23:59]}":                                                         false,
		"{days: working, times: [00:00-24:00]}":                                                       false,
		"{days: every, times: [00:00-24:00], exceptions: [{date: 2026-07-20, closed: 停电}]}":           false,
		"{days: [mon, tue, wed, thu, fri, sat], times: [00:00-24:00]}":                                false,
		"{days: every, times: [00:00-24:00], exceptions: [{date: 2026-07-20, times: [00:00-24:00]}]}": false,
	} {
		require.Equal(t, want, hours(t, text).Always(), text)
	}
}

// Midnight alone is no change.
func TestOpenOverMidnight(t *testing.T) {
	book := shipped(t)
	next := func(text, when string) string {
		a := book.At(hours(t, text), at(t, when))
		if a.Next.IsZero() {
			return ""
		}
		return a.Next.Format("2006-01-02 15:04")
	}
	const round = "{days: working, times: [00:00-24:00]}"
	require.Equal(t, "2026-10-01 00:00", next(round, "2026-09-28 12:00"))
	require.Equal(t, "2026-10-08 00:00", next(round, "2026-10-01 12:00"))
	require.Equal(t, "2026-10-11 00:00", next(round, "2026-10-08 00:00"), "the Saturday is worked")

	const night = "{days: every, times: [00:00-06:00, 22:00-24:00]}"
	require.Equal(t, "2026-10-02 06:00", next(night, "2026-10-01 23:00"))
	require.Equal(t, "2026-10-02 06:00", next(night, "2026-10-02 00:00"))
	require.Equal(t, "2026-10-02 22:00", next(night, "2026-10-02 06:00"))

	const power = "{days: every, times: [00:00-24:00], exceptions: [{date: 2026-07-20, closed: 停电}]}"
	require.Equal(t, "2026-07-20 00:00", next(power, "2026-01-01 12:00"))
	require.Equal(t, "2026-07-21 00:00", next(power, "2026-07-20 12:00"))
	require.Empty(t, next(power, "2026-07-21 00:00"), "it never closes again")
	require.Empty(t, next(power, "2025-01-01 00:00"), "more than 400 days ahead")
	now := at(t, "2026-07-20 12:00")
	a := book.At(hours(t, power), now)
	require.Equal(t, "明天零点", a.NextWords(now))
}

func TestExceptions(t *testing.T) {
	book := shipped(t)
	own := hours(t, `
days: working
times: [08:30-12:00, 13:00-17:30]
exceptions:
  - {date: 2026-07-20, closed: 暴雨停办}
  - {date: [2026-07-25, 2026-08-01..2026-08-02], times: [09:00-12:00, 15:00-18:05], why: 搬迁}
  - {date: 2026-10-01, times: [09:00-12:00]}
`)
	for _, c := range []struct {
		at     string
		why    calendar.Why
		reason string
		words  string
	}{
		{"2026-07-17 18:00", calendar.AfterHours, "今天的服务时间已经结束", "7月21日星期二上午8点30分"},
		{"2026-07-20 10:00", calendar.Exception, "今天暂停服务，原因是暴雨停办", "明天上午8点30分"},
		{"2026-07-24 20:00", calendar.AfterHours, "今天的服务时间已经结束", "明天上午9点"},
		{"2026-07-25 08:00", calendar.BeforeHours, "今天因搬迁调整了服务时间，现在还没有开始", "今天上午9点"},
		{"2026-07-25 10:00", calendar.WorkingHours, "今天因搬迁调整了服务时间，现在是服务时间", "今天中午12点"},
		{"2026-07-25 13:00", calendar.Break, "今天因搬迁调整了服务时间，现在是午间休息时间", "今天下午3点"},
		{"2026-08-01 16:00", calendar.WorkingHours, "今天因搬迁调整了服务时间，现在是服务时间", "今天晚上6点05分"},
		{"2026-08-02 19:00", calendar.AfterHours, "今天因搬迁调整了服务时间，现在已经结束", "明天上午8点30分"},
		{"2026-10-01 13:00", calendar.AfterHours, "今天的服务时间有调整，现在已经结束", "10月8日星期四上午8点30分"},
	} {
		a := book.At(own, at(t, c.at))
		require.Equal(t, c.why, a.Why, c.at)
		require.Equal(t, c.reason, a.Reason, c.at)
		require.Equal(t, c.words, a.NextWords(at(t, c.at)), c.at)
	}
}

func TestDaysOfTheWeekAndBreaks(t *testing.T) {
	book := shipped(t)
	days := hours(t, "{days: [mon, sat], times: [09:00-10:00, 10:15-12:00, 18:00-19:00]}")
	a := book.At(days, at(t, "2026-10-03 10:10")) // a Saturday of a holiday
	require.Equal(t, calendar.Break, a.Why)
	require.Equal(t, "现在是休息时间", a.Reason)
	require.Equal(t, "国庆节", a.Day)
	a = book.At(days, at(t, "2026-10-04 10:10"))
	require.Equal(t, calendar.DayOff, a.Why)
	require.Equal(t, "今天是休息日", a.Reason)
	require.Equal(t, "明天上午9点", a.NextWords(at(t, "2026-10-04 10:10")))
	a = book.At(days, at(t, "2026-10-05 08:00"))
	require.Equal(t, calendar.BeforeHours, a.Why)
}

func TestZones(t *testing.T) {
	book := shipped(t)
	west := hours(t, "{days: working, times: [10:00-14:00, 15:00-19:00], zone: Asia/Urumqi}") // two hours behind
	now := at(t, "2026-10-01 01:30")                                                          // there still the day before
	a := book.At(west, now)
	require.Equal(t, calendar.AfterHours, a.Why)
	require.Empty(t, a.Day)
	require.Equal(t, "10月8日星期四上午10点", a.NextWords(now))
	require.Equal(t, at(t, "2026-10-08 12:00").Unix(), a.Next.Unix())

	// The day on which clocks go forward has 23 hours.
	summer := hours(t, "{days: every, times: [00:00-04:00], zone: Europe/Berlin}")
	a = book.At(summer, time.Date(2026, 3, 28, 23, 30, 0, 0, time.UTC))
	require.Equal(t, time.Date(2026, 3, 29, 2, 0, 0, 0, time.UTC).Unix(), a.Next.Unix())
}

// Whatever the hours and the moment: up to Next nothing changes, at Next it
// does, and what is said fits.
func TestNextIsTheNextChange(t *testing.T) {
	book := shipped(t)
	all := []calendar.Hours{
		office(t),
		hours(t, "{days: every, times: [00:00-06:00, 22:00-24:00]}"),
		hours(t, "{days: working, times: [00:00-24:00], zone: Asia/Urumqi}"),
		hours(t, "{days: [tue, sat], times: [00:00-00:01, 23:59-24:00], zone: Europe/Berlin}"),
		hours(t, "{days: working, times: [08:00-12:00, 14:30-17:30], exceptions: [{date: 2025-01-01..2025-12-31, closed: 搬迁}, {date: 2026-01-01..2026-01-03, times: [00:00-24:00]}]}"),
	}
	rapid.Check(t, func(r *rapid.T) {
		h := all[rapid.IntRange(0, len(all)-1).Draw(r, "hours")]
		from, to := at(t, "2023-12-01 00:00").Unix(), at(t, "2027-02-01 00:00").Unix()
		now := time.Unix(rapid.Int64Range(from, to).Draw(r, "now"), 0)
		a := book.At(h, now)
		if !a.Next.After(now) {
			r.Fatalf("at %v: next is %v", now, a.Next)
		}
		for _, before := range []time.Duration{time.Nanosecond, time.Second, a.Next.Sub(now) / 2, a.Next.Sub(now) / 3} {
			b := book.At(h, a.Next.Add(-before))
			if a.Next.Add(-before).Before(now) {
				continue
			}
			if b.Open != a.Open || !b.Next.Equal(a.Next) {
				r.Fatalf("at %v it is %v until %v, but %v before it is %v until %v", now, a.Open, a.Next, before, b.Open, b.Next)
			}
		}
		if book.At(h, a.Next).Open == a.Open {
			r.Fatalf("at %v: no change at %v", now, a.Next)
		}
		if a.Reason == "" || len(a.Steps) == 0 || a.NextWords(now) == "" {
			r.Fatalf("at %v: nothing to say: %+v", now, a)
		}
		opening, ok := book.NextOpening(h, now, false)
		if !ok || a.Open && !opening.Equal(now) || !a.Open && !opening.Equal(a.Next) {
			r.Fatalf("at %v: opening %v, next %v", now, opening, a.Next)
		}
	})
}
