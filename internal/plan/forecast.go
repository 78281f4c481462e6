package plan

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"hotline/internal/problem"
)

// Defaults are what a forecast leaves open.
type Defaults struct {
	AHT     time.Duration // of half hours that tell none; 0 = each has to
	Prompts time.Duration // that callers hear before they want a seat
	WrapUp  time.Duration // the part of each AHT in which the line is free again
}

// Limits of what a forecast may say.
const (
	maxCalls = 1_000_000
	maxAHT   = 24 * time.Hour

	// MaxErlangs of one load.
	MaxErlangs = 100_000
)

// ReadForecast reads a forecast: a file .csv or .yaml, as the name ends. Each row has
// time (08:30, mon 08:30 or 2026-10-12 08:30), calls in the half hour that begins
// then, and aht. The days are in the order of the file. An error is a
// problem.Problems.
func ReadForecast(name string, text []byte, d Defaults) ([]Day, error) {
	f := forecast{defaults: d, seen: map[string]problem.Place{}}
	switch ext := strings.ToLower(filepath.Ext(name)); ext {
	case ".csv":
		f.readCSV(name, text)
	case ".yaml", ".yml":
		f.readYAML(name, text)
	default:
		f.problems.Add(problem.Place{File: name}.Error("let the name end in .csv or .yaml", "no forecast can be read from a file called so"))
	}
	if err := f.problems.Err(); err != nil {
		return nil, err
	}
	if len(f.days) == 0 {
		return nil, problem.Problems{problem.Place{File: name}.Error("write a row with time, calls and aht", "the forecast has no rows")}
	}
	return f.days, nil
}

// forecast collects the rows of a file.
type forecast struct {
	defaults Defaults
	days     []Day
	seen     map[string]problem.Place
	problems problem.Problems
}

// cell is a value of a row, and where it stands. A row that lacks it has no text,
// and the place of the row.
type cell struct {
	text string
	at   problem.Place
}

// add takes a row; what is wrong with it is reported, and then it is left out.
func (f *forecast) add(when, calls, aht cell) {
	day, slot, ok1 := f.when(when)
	n, ok2 := f.calls(calls)
	mean, ok3 := f.aht(aht, n)
	if !ok1 || !ok2 || !ok3 {
		return
	}
	if load(n, mean) > MaxErlangs {
		f.fail(calls, "check the calls and their handling time", "this half hour has more than %d erlangs", MaxErlangs)
		return
	}
	key := strings.TrimSpace(day + " " + clock(slot))
	if before, ok := f.seen[key]; ok {
		f.fail(when, "take one of them out", "%s is in line %d already", key, before.Line)
		return
	}
	f.seen[key] = when.at
	f.day(day).HalfHours[slot] = HalfHour{
		Calls: n, AHT: mean, Lines: n, OnLine: max(0, f.defaults.Prompts+mean-f.defaults.WrapUp),
	}
}

// day is the one of that name, a new one if need be.
func (f *forecast) day(name string) *Day {
	i := slices.IndexFunc(f.days, func(d Day) bool { return d.Name == name })
	if i < 0 {
		i = len(f.days)
		f.days = append(f.days, Day{Name: name})
	}
	return &f.days[i]
}

func (f *forecast) fail(c cell, hint, format string, args ...any) {
	if len(f.problems) < 100 { // who has more has given the wrong file
		f.problems.Add(c.at.Error(hint, format, args...))
	}
}

// when reads the beginning of a half hour.
func (f *forecast) when(c cell) (day string, slot int, ok bool) {
	const hint = "write it like 08:30, mon 08:30 or 2026-10-12 08:30"
	words := strings.Fields(c.text)
	if len(words) == 2 {
		day = strings.ToLower(words[0])
	}
	if len(words) == 0 || len(words) > 2 || day != "" && !isDay(day) {
		f.fail(c, hint, "time: expected the beginning of a half hour, found %s", quoted(c.text))
		return "", 0, false
	}
	t, err := time.Parse("15:04", words[len(words)-1])
	switch {
	case err != nil:
		f.fail(c, hint, "time: expected the beginning of a half hour, found %s", quoted(c.text))
	case t.Minute()%30 != 0:
		f.fail(c, "add the calls up by half hours", "time: a half hour begins at :00 or :30, not at %s", words[len(words)-1])
	default:
		return day, slotOf(t), true
	}
	return "", 0, false
}

func isDay(name string) bool {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if name == weekday(d) {
			return true
		}
	}
	_, err := time.Parse(time.DateOnly, name)
	return err == nil
}

func (f *forecast) calls(c cell) (float64, bool) {
	n, err := strconv.ParseFloat(c.text, 64)
	if err != nil || math.IsNaN(n) || n < 0 || n > maxCalls {
		f.fail(c, "write it like 42 or 42.5", "calls: expected a number from 0 to %d, found %s", maxCalls, quoted(c.text))
		return 0, false
	}
	return n, true
}

// aht reads a mean handling time; a bare number is seconds.
func (f *forecast) aht(c cell, calls float64) (time.Duration, bool) {
	if c.text == "" && (f.defaults.AHT > 0 || calls == 0) {
		return f.defaults.AHT, true
	}
	text := c.text
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		text += "s"
	}
	d, err := time.ParseDuration(text)
	switch {
	case c.text == "":
		f.fail(c, "write it, or give one for all with --aht", "aht is missing")
	case err != nil || d < time.Second || d > maxAHT:
		f.fail(c, "write it like 180s or 3m", "aht: expected a time from 1s to 24h, found %s", quoted(c.text))
	case d < f.defaults.WrapUp:
		f.fail(c, "the wrap-up is a part of it", "aht: %s is less than the wrap-up of %s", c.text, short(f.defaults.WrapUp))
	default:
		return d, true
	}
	return 0, false
}

// quoted is a value as a message shows it.
func quoted(text string) string {
	const most = 60
	if text == "" {
		return "nothing"
	}
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return fmt.Sprintf("%q", text)
}
