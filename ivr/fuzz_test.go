package ivr_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"hotline/ivr"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"
)

var flowName = regexp.MustCompile(`(?m)^flow: *([A-Za-z0-9_-]+)`)

// Any text is either refused, or can be walked through by any inputs without a
// panic and without a caller who is stuck.
func FuzzLoad(f *testing.F) {
	subs := everything(f).flows[1:]
	english := everything(f).languages[0].Text
	seed(f, english)
	f.Fuzz(func(t *testing.T, flow, language string, walk []byte) {
		name := "f"
		if found := flowName.FindStringSubmatch(flow); found != nil {
			name = found[1]
		}
		flows := append([]ivr.Source{{Name: name + ".yaml", Text: []byte(flow)}}, subs...)
		prog, found := ivr.Load(flows, ivr.Source{Name: "languages/en.yaml", Text: []byte(language)})
		if found.Err() != nil {
			require.NotEmpty(t, found.Error())
			return
		}
		prog.Texts()
		main, ok := prog.Flow(name)
		require.True(t, ok)
		main.Graph()
		proofs, _ := prog.Prove(ivr.World{}, []ivr.Use{{Flow: name, Centre: "c"}}, ivr.UsualLimits())
		require.Len(t, proofs, 1)
		s, err := ivr.NewSession(prog, name, ivr.Vars{Centre: "c", Caller: "13800138000", Language: "en"})
		require.NoError(t, err)
		w := begin(t, s)
		for _, b := range walk {
			if w.ended {
				break
			}
			if b >= 240 {
				w = begin(t, again(t, prog, w.Session))
				continue
			}
			w.give(t, fuzzInput(b))
		}
		w.give(t, ivr.HungUp{})
		require.True(t, w.Over())
	})
}

// seed gives the flows of all golden tests.
func seed(f *testing.F, english []byte) {
	f.Helper()
	walk := []byte{12, 12, 1, 12, 13, 0, 21, 24, 25, 26, 30, 11, 10, 250, 12, 33}
	files, err := filepath.Glob("testdata/*/*.txtar")
	require.NoError(f, err)
	for _, file := range append(files, "testdata/everything.txtar") {
		ar, err := txtar.ParseFile(file)
		require.NoError(f, err)
		for _, part := range ar.Files {
			if strings.HasPrefix(part.Name, "flows/") {
				f.Add(string(part.Data), string(english), walk)
			}
			if strings.HasPrefix(part.Name, "languages/") {
				f.Add("flow: f\nstart: a\nsteps:\n  a: {hangup: done}\n", string(part.Data), walk)
			}
		}
	}
}

// fuzzInput makes an input of a byte.
func fuzzInput(b byte) ivr.Input {
	const keys = "0123456789*#"
	all := []ivr.Input{
		ivr.PlayEnded{},
		ivr.Timeout{},
		ivr.Connected{},
		ivr.Start{},
		ivr.Key{Digit: 'A'},
		ivr.View{},
		ivr.View{Position: 2, Waiting: 30, Seats: 1, Expected: time.Hour},
		ivr.View{Position: 2, Waiting: 2, Expected: time.Minute, Low: time.Second, High: time.Hour},
		ivr.Hours{Open: true, Known: true},
		ivr.Hours{Why: "holiday", Reason: "今天休息"},
		ivr.Recorded{OK: true, Length: time.Second},
		ivr.Recorded{},
		ivr.Fetched{},
		ivr.Fetched{OK: true, Data: map[string]any{"a": 1.0, "b": []any{"x"}}},
		ivr.Result{What: ivr.Talked},
		ivr.Result{What: ivr.Failed},
		ivr.Result{What: ivr.Done},
		ivr.Result{What: ivr.Left, Reason: "no-seat"},
		ivr.Result{What: ivr.Left, Reason: "wait"},
		ivr.Result{What: ivr.Left, Reason: "size"},
		ivr.Result{What: ivr.Left, Reason: "all-paused"},
		ivr.Result{What: ivr.Failed, Reason: "callback"},
	}
	n := int(b) % (len(keys) + len(all))
	if n < len(keys) {
		return ivr.Key{Digit: keys[n]}
	}
	return all[n-len(keys)]
}
