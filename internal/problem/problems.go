package problem

import (
	"cmp"
	"slices"
	"strings"
)

// Problems are findings in any number of files.
type Problems []Problem //nolint:errname // read as a list more often than returned as an error

// Add appends findings.
func (ps *Problems) Add(more ...Problem) { *ps = append(*ps, more...) }

// Error lists all of them, one after the other.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Err is the problems as an error, or nil if there are none but warnings.
func (ps Problems) Err() error {
	if len(ps.Errors()) == 0 {
		return nil
	}
	return ps
}

// Errors are those that make a file unusable.
func (ps Problems) Errors() Problems { return ps.only(Error) }

// Warnings are those that do not.
func (ps Problems) Warnings() Problems { return ps.only(Warning) }

func (ps Problems) only(s Severity) Problems {
	var out Problems
	for _, p := range ps {
		if p.Severity == s {
			out = append(out, p)
		}
	}
	return out
}

// Sort orders them by file, line and column, as an editor walks through them.
func (ps Problems) Sort() {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line, a.Column-b.Column)
	})
}
