package numbering

import (
	"bytes"
	"encoding/csv"
	"maps"
	"slices"
	"strings"

	"hotline/internal/problem"
)

// columns of the file.
const (
	colCode = iota
	colStatus
	colProvince
	colProvinceName
	colCity
	colName
	colNote
	columns
)

// header is the first line of the file.
const header = "area_code,status,province_adcode,province,adcode,name,note"

const (
	active  = "active"
	retired = "retired->" // and the code that took its place
)

// LoadAreas reads the table of area codes: a line for each place that a code
// serves. The problems tell every line that does not fit.
func LoadAreas(name string, text []byte) (*Areas, problem.Problems) {
	l := areaLoader{name: name, lines: strings.Split(string(text), "\n"), areas: &Areas{codes: map[string][]Area{}}}
	in := csv.NewReader(bytes.NewReader(text))
	in.FieldsPerRecord = -1
	in.LazyQuotes = true
	for first := true; ; first = false {
		row, err := in.Read()
		if err != nil { // the end: with lazy quotes there is no other error
			break
		}
		line, _ := in.FieldPos(0)
		switch {
		case !first:
			l.row(line, row)
		case strings.Join(row, ",") != header:
			l.wrong(line, "write "+header, "the first line must name the columns")
		}
	}
	l.checkRetired()
	l.areas.inUse = slices.Sorted(maps.Keys(l.areas.codes))
	l.areas.inUse = slices.DeleteFunc(l.areas.inUse, func(code string) bool { return l.areas.codes[code][0].Now != "" })
	return l.areas, l.found
}

type areaLoader struct {
	name    string
	lines   []string
	areas   *Areas
	retired []retiredRow
	found   problem.Problems
}

type retiredRow struct {
	line int
	now  string
}

func (l *areaLoader) wrong(line int, hint, format string, args ...any) {
	at := problem.Place{File: l.name, Line: line, Column: 1}
	if line <= len(l.lines) {
		at.Source = strings.TrimRight(l.lines[line-1], "\r")
	}
	l.found.Add(at.Error(hint, format, args...))
}

func (l *areaLoader) row(line int, row []string) {
	if len(row) != columns {
		l.wrong(line, "write "+header, "there are %d columns, not %d", len(row), columns)
		return
	}
	a := Area{
		Code: row[colCode], Province: row[colProvince], ProvinceName: row[colProvinceName],
		City: row[colCity], Name: row[colName], Note: row[colNote],
	}
	now, isRetired := strings.CutPrefix(row[colStatus], retired)
	others := l.areas.codes[a.Code]
	switch {
	case !IsAreaCode(a.Code):
		l.wrong(line, "write it like 010, 021 or 0451", "%q is not an area code", a.Code)
	case !isRetired && row[colStatus] != active:
		l.wrong(line, "write active, or retired->0371 with the code that took its place", "%q is not a status", row[colStatus])
	case !adcode(a.Province) || a.City != "" && !adcode(a.City):
		l.wrong(line, "write the six digits of GB/T 2260", "the administrative code is not right")
	case a.Name == "" || a.ProvinceName == "":
		l.wrong(line, "", "the name is missing")
	case len(others) > 0 && (others[0].Now != "") != isRetired:
		l.wrong(line, "take one of them out", "%s is retired and in use at once", a.Code)
	case len(others) > 0 && others[0].Province != a.Province:
		l.wrong(line, "", "%s cannot be in two provinces", a.Code)
	default:
		if isRetired {
			a.Now = now
			l.retired = append(l.retired, retiredRow{line, now})
		}
		l.areas.codes[a.Code] = append(others, a)
	}
}

// checkRetired: what takes the place of a code must itself be in use.
func (l *areaLoader) checkRetired() {
	for _, r := range l.retired {
		if in := l.areas.codes[r.now]; len(in) == 0 || in[0].Now != "" {
			l.wrong(r.line, "", "there is no area code %q that could take its place", r.now)
		}
	}
}

func adcode(s string) bool {
	return len(s) == 6 && digitsOnly(s)
}
