package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"hotline/internal/yamlfile"
)

const (
	minutesOfDay = 24 * 60
	mostTimes    = 10 // intervals of one day
)

// interval is a time of the day when a centre is open, in minutes from midnight.
type interval struct {
	from, to int
	words    string // 08:30–12:00
}

func newInterval(from, to int) interval {
	return interval{from, to, clock(from) + "–" + clock(to)}
}

func (i interval) wholeDay() bool { return i.from == 0 && i.to == minutesOfDay }

func clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// loadTimes reads the intervals of a day. They come in order and do not overlap;
// those that touch are one.
func loadTimes(n yamlfile.Node) []interval {
	var times []interval
	items := n.Texts()
	if len(items) > mostTimes {
		items[mostTimes].Error("join some of them", "a day has at most %d times", mostTimes)
		return nil
	}
	for _, item := range items {
		next, ok := loadInterval(item)
		if !ok {
			continue
		}
		last := len(times) - 1
		switch {
		case last < 0 || next.from > times[last].to:
			times = append(times, next)
		case next.from == times[last].to:
			times[last] = newInterval(times[last].from, next.to)
		default:
			item.Error("put the times in order, without overlap", "%s begins before %s ends", next.words, times[last].words)
		}
	}
	return slices.Clip(times)
}

func loadInterval(n yamlfile.Node) (interval, bool) {
	text, ok := n.Text()
	if !ok {
		return interval{}, false
	}
	first, second, _ := strings.Cut(text, "-")
	from, ok1 := parseClock(first)
	to, ok2 := parseClock(second)
	switch {
	case !ok1 || !ok2:
		n.Error("write it like 08:30-12:00, with the signs of an English keyboard", "%q is no time of the day", text)
		return interval{}, false
	case from == to:
		n.Error("write it like 08:30-12:00", "%s begins when it ends", text)
		return interval{}, false
	case from > to:
		n.Error(overnight(from, to), "%s goes over midnight", text)
		return interval{}, false
	}
	return newInterval(from, to), true
}

// overnight tells how to write a time that ends on the next day.
func overnight(from, to int) string {
	if to == 0 {
		return "write " + clock(from) + "-24:00"
	}
	return "write two: 00:00-" + clock(to) + " and " + clock(from) + "-24:00"
}

// parseClock reads 8:30, 08:30 and 24:00 as minutes from midnight.
func parseClock(text string) (minute int, ok bool) {
	text = strings.TrimSpace(text)
	if text == "24:00" {
		return minutesOfDay, true
	}
	t, err := time.Parse("15:04", text)
	return t.Hour()*60 + t.Minute(), err == nil
}
