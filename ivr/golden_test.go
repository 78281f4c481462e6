package ivr_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hotline/ivr"
	"hotline/ivr/ivrtest"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write what happened into the golden files")

// golden loads the files of a txtar file and compares its last part with what act
// makes of them and of that part.
func golden(t *testing.T, pattern string, act func(t *testing.T, files parts, last string) string) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			require.NoError(t, err)
			n := len(ar.Files) - 1
			got := act(t, sortParts(t, ar.Files[:n]), string(ar.Files[n].Data))
			if *update {
				ar.Files[n].Data = []byte(got)
				require.NoError(t, os.WriteFile(file, txtar.Format(ar), 0o644))
				return
			}
			require.Equal(t, string(ar.Files[n].Data), got)
		})
	}
}

// parts are the files of a golden test: flows, languages, and what is known of the
// call (call.json).
type parts struct {
	flows, languages []ivr.Source
	vars             ivr.Vars
}

func sortParts(t require.TestingT, files []txtar.File) parts {
	p := parts{vars: ivr.Vars{Call: "c1", Centre: "harbin"}}
	for _, f := range files {
		source := ivr.Source{Name: f.Name, Text: f.Data}
		switch {
		case f.Name == "call.json":
			require.NoError(t, json.Unmarshal(f.Data, &p.vars))
		case strings.HasPrefix(f.Name, "languages/"):
			p.languages = append(p.languages, source)
		default:
			p.flows = append(p.flows, source)
		}
	}
	return p
}

func TestEveryProblemIsFoundAtItsPlace(t *testing.T) {
	golden(t, "testdata/problems/*.txtar", func(t *testing.T, p parts, _ string) string {
		t.Helper()
		_, found := ivr.Load(p.flows, p.languages...)
		if len(found) == 0 {
			return "none\n"
		}
		return found.Error() + "\n"
	})
}

// The call begins in the flow that comes first.
func TestSessions(t *testing.T) {
	golden(t, "testdata/sessions/*.txtar", func(t *testing.T, p parts, script string) string {
		t.Helper()
		prog, found := ivr.Load(p.flows, p.languages...)
		require.NoError(t, found.Err())
		first := strings.TrimSuffix(filepath.Base(p.flows[0].Name), ".yaml")
		s, err := ivr.NewSession(prog, first, p.vars)
		require.NoError(t, err)
		got, err := ivrtest.Run(prog, s, script)
		require.NoError(t, err)
		return got
	})
}
