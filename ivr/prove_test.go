package ivr_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline/internal/golden"
	"hotline/ivr"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"
)

// outside is what a proof's golden file says of the world (world.json): which
// centres are open at all hours, which numbers are answered then, which centres
// area codes reach, and how chains end, by centre and reason. In handover's calls
// the first flow only asks where they shall go.
type outside struct {
	Always, Answers []string
	Cities          bool
	Areas, Chains   map[string]string
	Handover        bool
}

func (o outside) world() ivr.World {
	return ivr.World{
		Closes:  func(centre string) bool { return !slices.Contains(o.Always, centre) },
		Cities:  func() bool { return o.Cities },
		Answers: func(number string) bool { return slices.Contains(o.Answers, number) },
		Area:    func(area string) string { return o.Areas[area] },
		Chain:   func(centre, reason string) string { return o.Chains[centre+"/"+reason] },
	}
}

// The calls are of harbin, and begin in the flow that comes first.
func TestProofs(t *testing.T) {
	golden.Run(t, "testdata/proofs/*.txtar", *update, func(t *testing.T, in []txtar.File, _ string) string {
		t.Helper()
		var out outside
		require.NoError(t, json.Unmarshal(in[0].Data, &out))
		return proved(t, out, in[1:])
	})
}

func proved(t *testing.T, out outside, files []txtar.File) string {
	t.Helper()
	p := sortParts(t, files)
	prog, found := ivr.Load(p.flows)
	require.NoError(t, found.Err())
	first := strings.TrimSuffix(filepath.Base(p.flows[0].Name), ".yaml")
	proofs, found := prog.Prove(out.world(), []ivr.Use{{Flow: first, Centre: "harbin", Title: "哈尔滨", Handover: out.Handover}}, ivr.UsualLimits())
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

func TestFlowsThatMultiplyAreRefused(t *testing.T) {
	const times = 30
	var flows []ivr.Source
	for i, name := range []string{"a", "b", "c"} {
		var text strings.Builder
		fmt.Fprintf(&text, "flow: %s\nstart: s0\nperson: wait\nsteps:\n  wait: {queue: advice}\n", name)
		for n := range times {
			fmt.Fprintf(&text, "  s%d: {call: %s, then: s%d}\n", n, string("bcd"[i]), n+1)
		}
		fmt.Fprintf(&text, "  s%d: {%s}\n", times, []string{"hangup: done", "return: done", "return: done"}[i])
		flows = append(flows, ivr.Source{Name: name + ".yaml", Text: []byte(text.String())})
	}
	flows = append(flows, ivr.Source{Name: "d.yaml", Text: []byte("flow: d\nstart: back\nsteps:\n  back: {return: done}\n")})
	prog, found := ivr.Load(flows)
	require.NoError(t, found.Err())
	world := outside{Always: []string{"harbin"}}.world()
	_, found = prog.Prove(world, []ivr.Use{{Flow: "a", Centre: "harbin"}}, ivr.UsualLimits())
	require.ErrorContains(t, found.Err(), "flow a and the flows that it calls, and they call, come to more than 20000 steps")
	_, found = prog.Prove(world, []ivr.Use{{Flow: "c", Centre: "harbin"}}, ivr.UsualLimits())
	require.NotContains(t, found.Error(), "more than")
}
