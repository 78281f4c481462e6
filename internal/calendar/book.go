package calendar

import (
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"hotline/internal/problem"
	"hotline/internal/yamlfile"
)

// usualZone is where hours are told unless they say otherwise.
const usualZone = "Asia/Shanghai"

// soon is how far ahead a missing year is a worry.
const soon = 60 * 24 * time.Hour

// Source is a file of one year. Its name ends in the year: calendars/2026.yaml.
type Source struct {
	Name string
	Text []byte
}

// Book is the calendar of all years loaded. It never changes; nil is a book
// without a year.
type Book struct {
	years map[int]bool
	days  map[day]entry
}

// entry is a day that a notice names.
type entry struct {
	name string // 国庆节
	off  bool   // else a make-up working day
	at   problem.Place
}

// Load reads the files of all years. The problems are every mistake of every
// file; what is right is in the book all the same.
func Load(files []Source) (*Book, problem.Problems) {
	var found problem.Problems
	b := &Book{years: map[int]bool{}, days: map[day]entry{}}
	for _, f := range files {
		root, ok := yamlfile.Read(f.Name, f.Text, &found)
		if !ok {
			continue
		}
		if m, ok := root.Map(); ok {
			(&yearFile{book: b, name: stem(f.Name)}).load(m)
		}
	}
	found.Sort()
	return b, found
}

// stem is the name of a file without folder and ending.
func stem(name string) string {
	base := path.Base(filepath.ToSlash(name))
	return strings.TrimSuffix(base, path.Ext(base))
}

// China is the zone of all China, which has no summer time.
func China() *time.Location { return time.FixedZone(usualZone, 8*60*60) }

// Known is true if the notice of the year was loaded.
func (b *Book) Known(year int) bool { return b != nil && b.years[year] }

// Years are those whose notice was loaded, in order.
func (b *Book) Years() []int {
	if b == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(b.years))
}

// Needed are the years whose notices should be there: this year, and the one
// that begins within 60 days.
func Needed(now time.Time) []int {
	this, next := now.In(China()).Year(), now.Add(soon).In(China()).Year()
	return slices.Compact([]int{this, next})
}

// EndsSoon finds the first year that is needed and whose notice is missing.
func (b *Book) EndsSoon(now time.Time) (year int, missing bool) {
	for _, year := range Needed(now) {
		if !b.Known(year) {
			return year, true
		}
	}
	return 0, false
}

// entry is what the notices say of a day, if they do.
func (b *Book) entry(d day) (entry, bool) {
	if b == nil {
		return entry{}, false
	}
	e, ok := b.days[d]
	return e, ok
}
