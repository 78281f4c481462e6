package calendar_test

import (
	"testing"
	"time"

	"hotline/internal/calendar"

	"github.com/stretchr/testify/require"
)

// All of an answer, round the edges of days, years and breaks.
func TestAnswers(t *testing.T) {
	book, open := shipped(t), office(t)
	for _, c := range []struct {
		at     string
		open   bool
		why    calendar.Why
		next   string
		reason string
		words  string
	}{
		{"2026-10-09 08:29:59", false, calendar.BeforeHours, "2026-10-09 08:30", "今天的服务时间还没有开始", "今天上午8点30分"},
		{"2026-10-09 08:30", true, calendar.WorkingHours, "2026-10-09 12:00", "现在是服务时间", "今天中午12点"},
		{"2026-10-09 11:59:59", true, calendar.WorkingHours, "2026-10-09 12:00", "现在是服务时间", "今天中午12点"},
		{"2026-10-09 12:00", false, calendar.Break, "2026-10-09 13:00", "现在是午间休息时间", "今天下午1点"},
		{"2026-10-09 12:59:59", false, calendar.Break, "2026-10-09 13:00", "现在是午间休息时间", "今天下午1点"},
		{"2026-10-09 13:00", true, calendar.WorkingHours, "2026-10-09 17:30", "现在是服务时间", "今天下午5点30分"},
		{"2026-10-09 17:30", false, calendar.AfterHours, "2026-10-10 08:30", "今天的服务时间已经结束", "明天上午8点30分"},
		{"2026-10-09 23:59:59", false, calendar.AfterHours, "2026-10-10 08:30", "今天的服务时间已经结束", "明天上午8点30分"},
		{"2026-10-10 00:00", false, calendar.BeforeHours, "2026-10-10 08:30", "今天的服务时间还没有开始", "今天上午8点30分"},
		{"2026-10-10 10:00", true, calendar.WorkingHours, "2026-10-10 12:00", "今天是调休工作日，现在是服务时间", "今天中午12点"},
		{"2026-10-10 17:30", false, calendar.AfterHours, "2026-10-12 08:30", "今天的服务时间已经结束", "10月12日星期一上午8点30分"},
		{"2026-10-11 10:00", false, calendar.Weekend, "2026-10-12 08:30", "今天是周末休息日", "明天上午8点30分"},
		{"2026-09-30 23:59", false, calendar.AfterHours, "2026-10-08 08:30", "今天的服务时间已经结束", "10月8日星期四上午8点30分"},
		{"2026-10-01 00:00", false, calendar.Holiday, "2026-10-08 08:30", "今天是国庆节假期", "10月8日星期四上午8点30分"},
		{"2026-10-07 23:59:59", false, calendar.Holiday, "2026-10-08 08:30", "今天是国庆节假期", "明天上午8点30分"},
		{"2026-09-19 10:00", false, calendar.Weekend, "2026-09-20 08:30", "今天是周末休息日", "明天上午8点30分"},
		{"2026-09-20 09:00", true, calendar.WorkingHours, "2026-09-20 12:00", "今天是调休工作日，现在是服务时间", "今天中午12点"},
		{"2025-10-01 09:00", false, calendar.Holiday, "2025-10-09 08:30", "今天是国庆节、中秋节假期", "10月9日星期四上午8点30分"},
		{"2025-12-31 18:00", false, calendar.AfterHours, "2026-01-04 08:30", "今天的服务时间已经结束", "明年1月4日星期日上午8点30分"},
		{"2026-01-01 00:00", false, calendar.Holiday, "2026-01-04 08:30", "今天是元旦假期", "1月4日星期日上午8点30分"},
		{"2024-12-31 23:59:59", false, calendar.AfterHours, "2025-01-02 08:30", "今天的服务时间已经结束", "明年1月2日星期四上午8点30分"},
	} {
		t.Run(c.at, func(t *testing.T) {
			now := at(t, c.at)
			for _, asked := range []time.Time{now, now.UTC()} { // the asker's zone does not matter
				a := book.At(open, asked)
				require.Equal(t, c.open, a.Open)
				require.Equal(t, c.why, a.Why)
				require.Equal(t, c.next+":00", a.Next.Format("2006-01-02 15:04:05"))
				require.Equal(t, c.reason, a.Reason)
				require.Equal(t, c.words, a.NextWords(asked))
				require.True(t, a.Known)
			}
		})
	}
}

func TestSteps(t *testing.T) {
	book, open := shipped(t), office(t)
	own := hours(t, `{days: working, times: [08:30-12:00], exceptions: [
		{date: 2026-07-20..2026-07-21, closed: 暴雨停办}, {date: 2026-07-25, times: [09:00-12:00], why: 搬迁},
		{date: 2026-07-26, times: [09:00-10:00]}]}`)
	days := hours(t, "{days: [mon, wed], times: [08:30-12:00], zone: Asia/Urumqi}")
	for _, c := range []struct {
		hours calendar.Hours
		at    string
		want  []string
	}{
		{open, "2026-10-10 10:00", []string{"2026-10-10 is a Saturday, but a make-up working day (国庆节)", "10:00 lies in 08:30–12:00"}},
		{open, "2026-10-03 10:00", []string{"2026-10-03 is a Saturday and a holiday (国庆节)"}},
		{open, "2026-10-01 10:00", []string{"2026-10-01 is a Thursday, but a holiday (国庆节)"}},
		{open, "2026-10-11 10:00", []string{"2026-10-11 is a Sunday, a day off"}},
		{open, "2026-10-09 12:30", []string{"2026-10-09 is a Friday, a working day", "12:30 lies between 08:30–12:00 and 13:00–17:30"}},
		{open, "2026-10-09 08:00", []string{"2026-10-09 is a Friday, a working day", "08:00 is before 08:30–12:00"}},
		{open, "2026-10-09 18:00", []string{"2026-10-09 is a Friday, a working day", "18:00 is after 13:00–17:30"}},
		{own, "2026-07-21 10:00", []string{"2026-07-21 is a Tuesday, closed by an exception of the centre (暴雨停办)"}},
		{own, "2026-07-25 10:00", []string{"2026-07-25 is a Saturday with times of its own (搬迁)", "10:00 lies in 09:00–12:00"}},
		{own, "2026-07-26 10:00", []string{"2026-07-26 is a Sunday with times of its own", "10:00 is after 09:00–10:00"}},
		{days, "2026-10-05 12:00", []string{"2026-10-05 is a Monday, one of the centre's days whatever the calendar says", "10:00 in Asia/Urumqi lies in 08:30–12:00"}},
		{days, "2026-10-06 12:00", []string{"2026-10-06 is a Tuesday, none of the centre's days"}},
		{calendar.AlwaysOpen(), "2026-10-01 10:00", []string{"the hours are 7x24"}},
	} {
		require.Equal(t, c.want, book.At(c.hours, at(t, c.at)).Steps, c.at)
	}
}

func TestAlwaysOpen(t *testing.T) {
	a := shipped(t).At(calendar.AlwaysOpen(), at(t, "2026-10-01 03:00"))
	require.Equal(t, calendar.Answer{
		Open: true, Why: calendar.Always, Day: "国庆节", Reason: "这里全天24小时服务", Known: true, Steps: []string{"the hours are 7x24"},
	}, a)
	require.Empty(t, a.NextWords(at(t, "2026-10-01 03:00")))
}

func TestNextOpening(t *testing.T) {
	book, open := shipped(t), office(t)
	for _, c := range []struct {
		at       string
		otherDay bool
		want     string
	}{
		{"2026-10-09 10:00", false, "2026-10-09 10:00"},
		{"2026-10-09 12:30", false, "2026-10-09 13:00"},
		{"2026-10-09 10:00", true, "2026-10-10 08:30"},
		{"2026-10-09 07:00", true, "2026-10-10 08:30"},
		{"2026-09-30 10:00", true, "2026-10-08 08:30"},
	} {
		got, ok := book.NextOpening(open, at(t, c.at).UTC(), c.otherDay)
		require.True(t, ok)
		require.Equal(t, c.want, got.Format("2006-01-02 15:04"), c.at)
	}
	got, ok := book.NextOpening(calendar.AlwaysOpen(), at(t, "2026-10-09 10:00"), true)
	require.True(t, ok)
	require.Equal(t, at(t, "2026-10-10 00:00").Unix(), got.Unix())
	shut := hours(t, "{days: every, times: [08:00-09:00], exceptions: [{date: 2026-01-01..2026-12-31, closed: 停办}, {date: 2027-01-01..2027-12-31, closed: 停办}]}")
	_, ok = book.NextOpening(shut, at(t, "2026-10-09 10:00"), false)
	require.False(t, ok)
}

func BenchmarkAt(b *testing.B) {
	book, open := shipped(b), office(b)
	for name, when := range map[string]string{
		"open": "2026-10-09 10:00", "lunch": "2026-10-09 12:30", "evening": "2026-10-09 20:00", "holiday": "2026-10-01 10:00",
	} {
		now := at(b, when)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				book.At(open, now)
			}
		})
	}
}
