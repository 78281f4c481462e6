package plan

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"hotline/internal/problem"
	"hotline/internal/yamlfile"
)

// readCSV reads a table whose first row names its columns.
func (f *forecast) readCSV(name string, text []byte) {
	if len(text) > yamlfile.MaxBytes {
		f.problems.Add(problem.Place{File: name}.Error("split it into several", "the file has more than %d KB", yamlfile.MaxBytes>>10))
		return
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // spreadsheets write it
	t := csvTable{name: name, lines: strings.Split(string(text), "\n")}
	t.reader = csv.NewReader(bytes.NewReader(text))
	t.reader.TrimLeadingSpace = true
	t.reader.Comment = '#'
	head, ok := t.row(f)
	if !ok || !t.head(f, head) {
		return
	}
	for {
		cells, ok := t.row(f)
		if !ok {
			return
		}
		f.add(t.cell(cells, "time"), t.cell(cells, "calls"), t.cell(cells, "aht"))
	}
}

// csvTable is a table and where its cells are.
type csvTable struct {
	name    string
	lines   []string
	reader  *csv.Reader
	columns []string
}

// row is the next one; false at the end, and where the file is no table.
func (t *csvTable) row(f *forecast) ([]cell, bool) {
	record, err := t.reader.Read()
	var wrong *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return nil, false
	case errors.As(err, &wrong):
		hint := "close the quote"
		if errors.Is(err, csv.ErrFieldCount) {
			hint = "give each row as many columns as the first"
		}
		f.problems.Add(t.place(wrong.Line, wrong.Column).Error(hint, "%v", wrong.Err))
		return nil, false
	case err != nil:
		f.problems.Add(problem.Place{File: t.name}.Error("", "%v", err))
		return nil, false
	}
	cells := make([]cell, len(record))
	for i, text := range record {
		cells[i] = cell{strings.TrimSpace(text), t.place(t.reader.FieldPos(i))}
	}
	return cells, true
}

// place counts columns in characters; the reader counts bytes.
func (t *csvTable) place(line, column int) problem.Place {
	p := problem.Place{File: t.name, Line: line, Column: column}
	if line >= 1 && line <= len(t.lines) {
		p.Source = strings.ToValidUTF8(strings.TrimRight(t.lines[line-1], "\r"), "\uFFFD")
		p.Column = 1 + utf8.RuneCountInString(t.lines[line-1][:min(max(column-1, 0), len(t.lines[line-1]))])
	}
	return p
}

// head reads the names of the columns.
func (t *csvTable) head(f *forecast, cells []cell) bool {
	known := []string{"time", "calls", "aht"}
	for _, c := range cells {
		name := strings.ToLower(c.text)
		if !slices.Contains(known, name) {
			f.fail(c, "the first row names the columns: time,calls,aht", "there is no column %s", quoted(c.text))
		} else if slices.Contains(t.columns, name) {
			f.fail(c, "take one of them out", "the column %s is there twice", name)
		}
		t.columns = append(t.columns, name)
	}
	for _, need := range known[:2] {
		if len(f.problems) == 0 && !slices.Contains(t.columns, need) {
			f.fail(cells[0], "the first row names the columns: time,calls,aht", "there is no column %q", need)
		}
	}
	return len(f.problems) == 0
}

func (t *csvTable) cell(cells []cell, name string) cell {
	if i := slices.Index(t.columns, name); i >= 0 {
		return cells[i]
	}
	return cell{at: cells[0].at}
}
