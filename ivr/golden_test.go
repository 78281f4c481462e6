package ivr_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"hotline/ivr"
	"hotline/ivr/ivrtest"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write what happened into the golden files")

// golden loads the flows of a txtar file and compares its last part with what
// act makes of them and of that part.
func golden(t *testing.T, pattern string, act func(t *testing.T, flows []ivr.Source, last string) string) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			require.NoError(t, err)
			n := len(ar.Files) - 1
			var flows []ivr.Source
			for _, f := range ar.Files[:n] {
				flows = append(flows, ivr.Source{Name: f.Name, Text: f.Data})
			}
			got := act(t, flows, string(ar.Files[n].Data))
			if *update {
				ar.Files[n].Data = []byte(got)
				require.NoError(t, os.WriteFile(file, txtar.Format(ar), 0o644))
				return
			}
			require.Equal(t, string(ar.Files[n].Data), got)
		})
	}
}

func TestEveryProblemIsFoundAtItsPlace(t *testing.T) {
	golden(t, "testdata/problems/*.txtar", func(t *testing.T, flows []ivr.Source, _ string) string {
		t.Helper()
		_, found := ivr.Load(flows)
		if len(found) == 0 {
			return "none\n"
		}
		return found.Error() + "\n"
	})
}

func TestSessions(t *testing.T) {
	golden(t, "testdata/sessions/*.txtar", func(t *testing.T, flows []ivr.Source, script string) string {
		t.Helper()
		prog, found := ivr.Load(flows)
		require.NoError(t, found.Err())
		s, err := ivr.NewSession(prog, prog.Names()[0], ivr.Vars{Call: "c1", Centre: "harbin"})
		require.NoError(t, err)
		got, err := ivrtest.Run(prog, s, script)
		require.NoError(t, err)
		return got
	})
}
