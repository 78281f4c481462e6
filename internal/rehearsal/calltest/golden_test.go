package calltest

import (
	"bytes"
	"flag"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"hotline/internal/golden"
	"hotline/internal/problem"
)

var update = flag.Bool("update", false, "write what happened into the golden files")

func TestEveryProblemIsFoundAtItsPlace(t *testing.T) {
	tree := loadTree(t)
	golden.Run(t, "testdata/problems/*.txtar", *update, func(t *testing.T, in []txtar.File, _ string) string {
		t.Helper()
		name, text := in[0].Name, in[0].Data
		var found problem.Problems
		Read(name, text, tree, &found)
		found.Sort()
		require.Error(t, found.Err())
		return found.Error() + "\n"
	})
}

func TestWhatFailuresTell(t *testing.T) {
	tree := loadTree(t)
	golden.Run(t, "testdata/failures/*.txtar", *update, func(t *testing.T, in []txtar.File, _ string) string {
		t.Helper()
		name, text := in[0].Name, in[0].Data
		var found problem.Problems
		f := Read(name, text, tree, &found)
		require.NoError(t, found.Err())
		report, err := RunAll(t.Context(), tree, []File{f}, nil)
		require.NoError(t, err)
		report.Coverage = nil
		var out bytes.Buffer
		require.NoError(t, report.WriteText(&out, false))
		return out.String()
	})
}
