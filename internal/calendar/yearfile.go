package calendar

import (
	"slices"
	"strconv"
	"strings"

	"hotline/internal/yamlfile"
)

const (
	firstYear, lastYear = 2000, 2199
	longHoliday         = 15 // days; the longest there ever was had 9
)

// festivals are in every notice.
func festivals() []string {
	return []string{"元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"}
}

// yearFile reads the file of one year into the book.
type yearFile struct {
	book  *Book
	name  string // of the file, without its ending
	year  int
	names []string
}

func (f *yearFile) load(m yamlfile.Map) {
	m.Fields(Fields())
	ok := f.loadYear(m)
	f.loadNotice(m)
	holidays, there := m.Need("holidays")
	if !there || !ok {
		return
	}
	items, _ := holidays.List()
	for _, item := range items {
		f.loadHoliday(item)
	}
	f.checkFestivals(holidays)
	f.book.years[f.year] = true
}

func (f *yearFile) loadYear(m yamlfile.Map) bool {
	n, ok := m.Need("year")
	if !ok {
		return false
	}
	f.year, ok = n.Int(firstYear, lastYear)
	switch {
	case !ok:
	case f.name != strconv.Itoa(f.year):
		n.Error("call the file "+strconv.Itoa(f.year)+".yaml, or mend the year", "the year is %d, but the file is called %s.yaml", f.year, f.name)
	case f.book.years[f.year]:
		n.Error("take one of the files out", "there is another file of %d", f.year)
		return false
	}
	return ok
}

// loadNotice looks whether the file says where its days are from.
func (f *yearFile) loadNotice(m yamlfile.Map) {
	n, ok := m.Get("notice")
	if !ok {
		m.Node().Warn("add notice: https://www.gov.cn/…", "the address of the notice is missing")
		return
	}
	links := []yamlfile.Node{n}
	if !n.IsText() {
		links, _ = n.List()
	}
	for _, link := range links {
		if text, ok := link.Text(); ok && !strings.HasPrefix(text, "https://") && !strings.HasPrefix(text, "http://") {
			link.Error("write it like https://www.gov.cn/…", "this is not the address of a notice")
		}
	}
}

func (f *yearFile) loadHoliday(n yamlfile.Node) {
	m, ok := n.Map()
	if !ok {
		return
	}
	m.Fields(holidayFields())
	name := ""
	if n, ok := m.Need("name"); ok {
		name, _ = n.Text()
		f.names = append(f.names, name)
	}
	if n, ok := m.Need("off"); ok {
		days := loadDays(n, f.year)
		if len(days) > longHoliday {
			n.Warn("compare it with the notice", "this is a holiday of %d days", len(days))
		}
		f.note(days, name, true)
	}
	if n, ok := m.Get("work"); ok {
		f.note(loadDays(n, f.year), name, false)
	}
}

// note enters days into the book.
func (f *yearFile) note(days []dated, name string, off bool) {
	for _, d := range days {
		older, twice := f.book.days[d.day]
		switch {
		case !d.day.nearYear(f.year):
			d.at.Error("a notice names days of its year, of the December before and the January after", "%s is not in %d", d.day, f.year)
			continue
		case twice && older.off != off:
			d.at.Error("compare both with the notice", "%s is a day off and a working day; the other is at %s:%d", d.day, older.at.File, older.at.Line)
			continue
		case twice && older.at.File == d.at.Place().File:
			d.at.Error("take one of them out", "%s is there twice; the first is at line %d", d.day, older.at.Line)
			continue
		case twice: // two notices agree on a day between their years
			continue
		case !off && !d.day.weekend():
			d.at.Warn("make-up working days are Saturdays and Sundays; compare it with the notice",
				"%s, a working day anyway", d.day.is())
		}
		f.book.days[d.day] = entry{name: name, off: off, at: d.at.Place()}
	}
}

// checkFestivals warns of a file that somebody has begun and not ended.
func (f *yearFile) checkFestivals(n yamlfile.Node) {
	all := strings.Join(f.names, " ")
	lacks := slices.DeleteFunc(festivals(), func(name string) bool {
		return strings.Contains(all, strings.TrimSuffix(name, "节"))
	})
	if len(lacks) > 0 {
		n.Warn("compare the file with the notice", "the year lacks %s", strings.Join(lacks, ", "))
	}
}
