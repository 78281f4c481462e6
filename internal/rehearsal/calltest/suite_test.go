package calltest

import (
	"bytes"
	"context"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"hotline/internal/dialplan"
	"hotline/internal/problem"
	"hotline/internal/rehearsal"
	"hotline/internal/schema"
)

const treeDir = "../testdata/tree"

func loadTree(t testing.TB) *dialplan.Tree {
	t.Helper()
	tree, err := dialplan.Load(treeDir)
	require.NoError(t, err)
	return tree
}

// The tests of the tree go through every verb of the language that a caller meets.
func TestTreesTestsPass(t *testing.T) {
	tree := loadTree(t)
	files, err := Load(treeDir, tree)
	require.NoError(t, err)
	report, err := RunAll(t.Context(), tree, files, nil)
	require.NoError(t, err)
	var text bytes.Buffer
	require.NoError(t, report.WriteText(&text, false))
	run, failed := report.Count()
	require.Zero(t, failed, text.String())
	require.Greater(t, run, 15)
	require.Empty(t, report.Coverage.Missing, text.String())
}

// Whatever else the machine does meanwhile, each run is the same to the last word.
func TestEachRunIsTheSame(t *testing.T) {
	tree := loadTree(t)
	files, err := Load(treeDir, tree)
	require.NoError(t, err)
	var first string
	for i := range 8 {
		report, err := RunAll(t.Context(), tree, files, nil)
		require.NoError(t, err)
		var text bytes.Buffer
		require.NoError(t, report.WriteJSON(&text, true))
		if i == 0 {
			first = text.String()
		}
		require.Equal(t, first, text.String())
	}
}

func TestOnlySomeTests(t *testing.T) {
	tree := loadTree(t)
	files, err := Load(treeDir, tree)
	require.NoError(t, err)
	report, err := RunAll(t.Context(), tree, files, regexp.MustCompile("午休|调休"))
	require.NoError(t, err)
	run, _ := report.Count()
	require.Equal(t, 2, run)
	require.Nil(t, report.Coverage, "some of the tests say nothing of what the others cover")
}

func TestRunEndsWithItsContext(t *testing.T) {
	tree := loadTree(t)
	files, err := Load(treeDir, tree)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = RunAll(ctx, tree, files, nil)
	require.ErrorIs(t, err, context.Canceled)
}

func TestNoTests(t *testing.T) {
	_, err := Load(t.TempDir(), loadTree(t))
	require.ErrorContains(t, err, "there are no call tests")
}

func TestSeatsPauseByACode(t *testing.T) {
	tree := *loadTree(t)
	require.Equal(t, "*14", rehearsal.PauseCode(&tree))
	clear(tree.CodeFlows())
	for _, seats := range []string{"paused", `{"8001": paused}`, "{others: paused}"} {
		var found problem.Problems
		text := `tests: [{name: x, call: {to: "12385"}, seats: ` + seats + `, expect: [hangs up]}]`
		Read("tests/x.yaml", []byte(text), &tree, &found)
		require.ErrorContains(t, found.Err(), "no feature code lets a seat pause")
	}
}

func TestTimes(t *testing.T) {
	for text, want := range map[string]string{
		"2026-10-01 10:00":          "2026-10-01T10:00:00+08:00",
		"2026-10-01T10:00:30":       "2026-10-01T10:00:30+08:00",
		"2026-10-01T10:00:00Z":      "2026-10-01T10:00:00Z",
		"2026-10-01 10:00:00+09:00": "2026-10-01T10:00:00+09:00",
	} {
		at, err := ParseTime(text)
		require.NoError(t, err)
		require.Equal(t, want, at.Format("2006-01-02T15:04:05Z07:00"))
	}
	_, err := ParseTime("tomorrow")
	require.Error(t, err)
}

// The schema that editors get is made of the form that the loader asks.
func TestFormIsASchema(t *testing.T) {
	text, err := schema.Document(Form())
	require.NoError(t, err)
	require.Contains(t, string(text), `"leaves message"`)
}

// A call that goes round in a circle is a failed test, and tells its story.
func TestEndlessCallIsAFailure(t *testing.T) {
	r, err := Run(t.Context(), loadTree(t), Test{
		Name: "x", Call: rehearsal.Call{Trunk: "carrier", To: "12385"}, World: rehearsal.World{At: usualTime(), Others: rehearsal.AtWork()},
		expect: []expectation{{place: problem.Place{File: "t.yaml", Line: 7}, act: func(*run) (string, error) { return "", rehearsal.ErrEndless }}},
	})
	require.NoError(t, err)
	require.Equal(t, 7, r.Failure.Line)
	require.Contains(t, r.Failure.Message, "goes round in a circle")
	require.Equal(t, rehearsal.Calls, r.Story[0].Kind)
}

// No text of a file of tests does harm: it is read, or refused with its problems.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*/*.txtar")
	require.NoError(f, err)
	for _, name := range files {
		ar, err := txtar.ParseFile(name)
		require.NoError(f, err)
		f.Add(ar.Files[0].Data)
	}
	tree := loadTree(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		var found problem.Problems
		file := Read("t.yaml", text, tree, &found)
		if found.Err() != nil {
			return
		}
		require.NotEmpty(t, file.Tests)
		for _, one := range file.Tests {
			require.NotEmpty(t, one.expect)
			for _, e := range one.expect {
				require.NotNil(t, e.act)
			}
		}
	})
}

func BenchmarkTree(b *testing.B) {
	tree := loadTree(b)
	files, err := Load(treeDir, tree)
	require.NoError(b, err)
	tests := 0
	for b.Loop() {
		report, err := RunAll(b.Context(), tree, files, nil)
		require.NoError(b, err)
		run, _ := report.Count()
		tests += run
	}
	b.ReportMetric(float64(tests)/b.Elapsed().Seconds(), "tests/s")
}
