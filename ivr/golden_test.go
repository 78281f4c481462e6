package ivr_test

import (
	"encoding/json"
	"flag"
	"path/filepath"
	"strings"
	"testing"

	"hotline/internal/golden"
	"hotline/ivr"
	"hotline/ivr/ivrtest"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write what happened into the golden files")

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
	golden.Run(t, "testdata/problems/*.txtar", *update, func(t *testing.T, in []txtar.File, _ string) string {
		t.Helper()
		p := sortParts(t, in)
		_, found := ivr.Load(p.flows, p.languages...)
		if len(found) == 0 {
			return "none\n"
		}
		return found.Error() + "\n"
	})
}

// The call begins in the flow that comes first.
func TestSessions(t *testing.T) {
	golden.Run(t, "testdata/sessions/*.txtar", *update, func(t *testing.T, in []txtar.File, script string) string {
		t.Helper()
		p := sortParts(t, in)
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
