package calltest

import (
	"context"
	"regexp"
	"runtime"

	"golang.org/x/sync/errgroup"

	"hotline/internal/dialplan"
)

// Report is how the tests of a tree came out.
type Report struct {
	Files    []FileReport
	Coverage *Coverage // nil if not all tests were run
}

// FileReport is how the tests of one file came out, in their order.
type FileReport struct {
	Name    string
	Results []Result
}

// RunAll rehearses all tests whose names match, side by side. Without only, it is
// all of them.
func RunAll(ctx context.Context, tree *dialplan.Tree, files []File, only *regexp.Regexp) (Report, error) {
	var report Report
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, f := range files {
		tests := f.matching(only)
		if len(tests) == 0 {
			continue
		}
		results := make([]Result, len(tests))
		report.Files = append(report.Files, FileReport{f.Name, results})
		for i, t := range tests {
			group.Go(func() (err error) {
				results[i], err = Run(ctx, tree, t)
				return err
			})
		}
	}
	if err := group.Wait(); err != nil {
		return Report{}, err
	}
	if only == nil {
		report.Coverage = coverageOf(tree.Program, report.Files)
	}
	return report, nil
}

func (f File) matching(only *regexp.Regexp) []Test {
	if only == nil {
		return f.Tests
	}
	var tests []Test
	for _, t := range f.Tests {
		if only.MatchString(t.Name) {
			tests = append(tests, t)
		}
	}
	return tests
}

// Count is how many tests were run, and how many of them failed.
func (r Report) Count() (run, failed int) {
	for _, f := range r.Files {
		run += len(f.Results)
		for _, one := range f.Results {
			if one.Failure != nil {
				failed++
			}
		}
	}
	return run, failed
}
