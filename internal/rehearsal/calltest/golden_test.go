package calltest

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"hotline/internal/problem"
)

var update = flag.Bool("update", false, "write what happened into the golden files")

// golden compares the second part of each txtar file with what act makes of the
// first, a file of tests.
func golden(t *testing.T, pattern string, act func(t *testing.T, name string, text []byte) string) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			require.NoError(t, err)
			require.Len(t, ar.Files, 2)
			got := act(t, ar.Files[0].Name, ar.Files[0].Data)
			if *update {
				ar.Files[1].Data = []byte(got)
				require.NoError(t, os.WriteFile(file, txtar.Format(ar), 0o644))
				return
			}
			require.Equal(t, string(ar.Files[1].Data), got)
		})
	}
}

func TestEveryProblemIsFoundAtItsPlace(t *testing.T) {
	tree := loadTree(t)
	golden(t, "testdata/problems/*.txtar", func(t *testing.T, name string, text []byte) string {
		t.Helper()
		var found problem.Problems
		Read(name, text, tree, &found)
		found.Sort()
		require.Error(t, found.Err())
		return found.Error() + "\n"
	})
}

func TestWhatFailuresTell(t *testing.T) {
	tree := loadTree(t)
	golden(t, "testdata/failures/*.txtar", func(t *testing.T, name string, text []byte) string {
		t.Helper()
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
