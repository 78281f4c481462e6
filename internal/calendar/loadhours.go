package calendar

import (
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // zones are known wherever the engine runs

	"hotline/internal/yamlfile"
)

const (
	allHours = "7x24"
	working  = "working"
	every    = "every"

	longestWhy = 40 // characters
)

// LoadHours reads 7x24, or days, times, zone and exceptions; mistakes are
// reported into the node's file. Hours with a mistake may be taken for always.
func LoadHours(n yamlfile.Node) Hours {
	if n.IsText() {
		if text, ok := n.Text(); ok && text != allHours {
			n.Error("write "+allHours+", or days: and times:", "%q are no hours", text)
		}
		return AlwaysOpen()
	}
	m, ok := n.Map()
	if !ok {
		return AlwaysOpen()
	}
	m.Fields(hoursFields())
	p := &plan{zone: China(), exceptions: map[day]exception{}}
	if n, ok := m.Need("days"); ok {
		p.loadDays(n)
	}
	if n, ok := m.Need("times"); ok {
		p.times = loadTimes(n)
	}
	if n, ok := m.Get("zone"); ok {
		p.loadZone(n)
	}
	if n, ok := m.Get("exceptions"); ok {
		p.loadExceptions(n)
	}
	return p.hours()
}

// hours are the plan, or always if that is what it amounts to.
func (p *plan) hours() Hours {
	everyDay := !p.byCalendar && !slices.Contains(p.week[:], false)
	p.allDays = everyDay && len(p.times) == 1 && p.times[0].wholeDay()
	if p.allDays && len(p.exceptions) == 0 {
		return AlwaysOpen()
	}
	return Hours{p}
}

// weekdays are the days of the week as files name them.
func weekdays() []string { return []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} }

func (p *plan) loadDays(n yamlfile.Node) {
	if n.IsText() {
		word, ok := n.Text()
		if ok && word != working && word != every {
			n.Error("write "+working+", "+every+", or a list: [mon, tue, wed]", "%q names no days", word)
		}
		p.byCalendar = word == working
		for i := range p.week {
			p.week[i] = word == every
		}
		return
	}
	for _, item := range n.Texts() {
		word, ok := item.OneOf(weekdays()...)
		if !ok {
			continue
		}
		w := (slices.Index(weekdays(), word) + 1) % 7 // as time.Weekday
		if p.week[w] {
			item.Error("take one of them out", "%s is there twice", word)
		}
		p.week[w] = true
	}
}

func (p *plan) loadZone(n yamlfile.Node) {
	name, ok := n.Text()
	if !ok {
		return
	}
	if name == usualZone {
		return
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		n.Unknown("time zone", name, []string{usualZone, "Asia/Urumqi", "Asia/Hong_Kong", "Asia/Macau", "Asia/Taipei", "UTC"})
		return
	}
	p.zone, p.zoneName = zone, name
}

func (p *plan) loadExceptions(n yamlfile.Node) {
	items, _ := n.List()
	for _, item := range items {
		m, ok := item.Map()
		if !ok {
			continue
		}
		m.Fields(exceptionFields())
		e := loadException(m)
		n, ok := m.Need("date")
		if !ok {
			continue
		}
		for _, d := range loadDays(n, 0) {
			if _, twice := p.exceptions[d.day]; twice {
				d.at.Error("take one of them out", "%s is there twice", d.day)
			}
			p.exceptions[d.day] = e
			p.last = max(p.last, d.day)
		}
	}
}

func loadException(m yamlfile.Map) exception {
	var e exception
	closed, isClosed := m.Get("closed")
	times, isOpen := m.Get("times")
	why, explained := m.Get("why")
	switch {
	case isClosed && isOpen:
		closed.Error("take closed or times out", "a day with times is not closed")
	case isClosed && explained:
		why.Error("give the reason once: closed: 暴雨停办", "closed says why already")
	case isClosed:
		e.why = loadWhy(closed)
	case isOpen:
		e.times = loadTimes(times)
		if explained {
			e.why = loadWhy(why)
		}
	default:
		m.Node().Error("add closed: 暴雨停办, or times: [09:00-12:00]", "this says neither closed nor times")
	}
	return e
}

// loadWhy is a reason that callers will hear.
func loadWhy(n yamlfile.Node) string {
	text, ok := n.Text()
	switch {
	case !ok:
	case slices.Contains([]string{"true", "yes", "false", "no"}, strings.ToLower(text)):
		n.Error("write the reason that callers hear: 暴雨停办", "%q is no reason", text)
	case len([]rune(text)) > longestWhy:
		n.Error("say it shortly", "a reason has at most %d characters", longestWhy)
	}
	return text
}
