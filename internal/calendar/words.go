package calendar

import (
	"strconv"
	"time"
)

// reason is the answer as callers hear it.
func reason(a Answer, l look) string {
	switch a.Why {
	case Holiday:
		return "今天是" + a.Day + "假期"
	case Weekend:
		return "今天是周末休息日"
	case DayOff:
		return "今天是休息日"
	case Exception:
		return "今天暂停服务，原因是" + l.today.why
	default:
		return today(a, l) + within(a.Why, l)
	}
}

// today begins the reason on a day with times.
func today(a Answer, l look) string {
	switch {
	case l.today.why != "":
		return "今天因" + l.today.why + "调整了服务时间，现在"
	case l.today.special:
		return "今天的服务时间有调整，现在"
	case a.Why == WorkingHours && a.MakeUp:
		return "今天是调休工作日，现在"
	case a.Why == BeforeHours, a.Why == AfterHours:
		return "今天的服务时间"
	default:
		return "现在"
	}
}

// within tells where a moment lies among the times of its day.
func within(w Why, l look) string {
	switch w {
	case BeforeHours:
		return "还没有开始"
	case AfterHours:
		return "已经结束"
	case Break:
		return "是" + breakName(l) + "休息时间"
	default:
		return "是服务时间"
	}
}

// breakName is a lunch break for a break that takes in some of the time from 12:00 to 13:00.
func breakName(l look) string {
	const noon, one = 12 * 60, 13 * 60
	if l.today.times[l.index-1].to < one && l.today.times[l.index].from > noon {
		return "午间"
	}
	return ""
}

// NextWords is the next change as callers hear it: 今天下午1点, 明天上午8点30分,
// 10月8日星期四上午8点30分. It is empty if there is none.
func (a Answer) NextWords(now time.Time) string {
	if a.Next.IsZero() {
		return ""
	}
	return dayWords(a.Next, now.In(a.Next.Location())) + clockWords(a.Next)
}

func dayWords(t, now time.Time) string {
	switch dayOf(t, t.Location()) - dayOf(now, t.Location()) {
	case 0:
		return "今天"
	case 1:
		return "明天"
	}
	date := strconv.Itoa(int(t.Month())) + "月" + strconv.Itoa(t.Day()) + "日" + weekdayWords(t.Weekday())
	switch t.Year() - now.Year() {
	case 0:
		return date
	case 1:
		return "明年" + date
	default:
		return strconv.Itoa(t.Year()) + "年" + date
	}
}

func weekdayWords(w time.Weekday) string {
	return "星期" + [...]string{"日", "一", "二", "三", "四", "五", "六"}[w]
}

// clockWords is the time of the day on the twelve-hour clock that people speak.
func clockWords(t time.Time) string {
	hour, minute := t.Hour(), t.Minute()
	if hour == 0 && minute == 0 {
		return "零点"
	}
	spoken := hour
	if hour > 12 {
		spoken -= 12
	}
	words := partOfDay(hour) + strconv.Itoa(spoken) + "点"
	switch {
	case minute == 0:
		return words
	case minute < 10:
		return words + "0" + strconv.Itoa(minute) + "分"
	default:
		return words + strconv.Itoa(minute) + "分"
	}
}

func partOfDay(hour int) string {
	switch {
	case hour < 6:
		return "凌晨"
	case hour < 12:
		return "上午"
	case hour == 12:
		return "中午"
	case hour < 18:
		return "下午"
	default:
		return "晚上"
	}
}
