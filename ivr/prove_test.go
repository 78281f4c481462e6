package ivr_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline/ivr"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"
)

// outside is what a proof's golden file says of the world (world.json): which
// centres are open at all hours, which numbers are answered then, and how chains
// end, by centre and reason.
type outside struct {
	Always, Answers []string
	Cities          bool
	Chains          map[string]string
}

func (o outside) world() ivr.World {
	return ivr.World{
		Closes:  func(centre string) bool { return !slices.Contains(o.Always, centre) },
		Cities:  func() bool { return o.Cities },
		Answers: func(number string) bool { return slices.Contains(o.Answers, number) },
		Chain:   func(centre, reason string) string { return o.Chains[centre+"/"+reason] },
	}
}

// The calls are of harbin, and begin in the flow that comes first.
func TestProofs(t *testing.T) {
	files, err := filepath.Glob("testdata/proofs/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			require.NoError(t, err)
			last := len(ar.Files) - 1
			var out outside
			require.NoError(t, json.Unmarshal(ar.Files[0].Data, &out))
			got := proved(t, out, ar.Files[1:last])
			if *update {
				ar.Files[last].Data = []byte(got)
				require.NoError(t, os.WriteFile(file, txtar.Format(ar), 0o644))
				return
			}
			require.Equal(t, string(ar.Files[last].Data), got)
		})
	}
}

func proved(t *testing.T, out outside, files []txtar.File) string {
	t.Helper()
	p := sortParts(t, files)
	prog, found := ivr.Load(p.flows)
	require.NoError(t, found.Err())
	first := strings.TrimSuffix(filepath.Base(p.flows[0].Name), ".yaml")
	proofs, found := prog.Prove(out.world(), []ivr.Use{{Flow: first, Centre: "harbin", Title: "哈尔滨"}}, ivr.UsualLimits())
	require.Len(t, proofs, 1)
	if len(found) > 0 {
		return found.Error() + "\n"
	}
	silent := "never"
	if s := proofs[0].Silent; s != ivr.Never {
		silent = s.Round(time.Second).String()
	}
	return fmt.Sprintf("%s: %d keys, %s; without a key %s\n", proofs[0].Step, proofs[0].Keys, proofs[0].Time.Round(time.Second), silent)
}
