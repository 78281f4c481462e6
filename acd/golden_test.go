package acd

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
)

// golden is a fact as some version of this program has written it. The files hold every
// kind in every version that there ever was: lines are added, never changed.
type golden struct {
	Kind    string          `json:"kind"`
	Version int             `json:"v"`
	Data    json.RawMessage `json:"data"`
}

func goldenFacts(t *testing.T) (all []golden) {
	t.Helper()
	files, err := filepath.Glob("testdata/facts-*.jsonl")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, name := range files {
		f, err := os.Open(name)
		require.NoError(t, err)
		lines := bufio.NewScanner(f)
		for lines.Scan() {
			var g golden
			require.NoError(t, json.Unmarshal(lines.Bytes(), &g), name)
			all = append(all, g)
		}
		require.NoError(t, lines.Err())
		require.NoError(t, f.Close())
	}
	return all
}

// Facts are read for ever: each that was ever written is, with all that it says.
func TestFactsOfEveryVersionAreRead(t *testing.T) {
	kinds := map[string]bool{}
	for _, g := range goldenFacts(t) {
		fact, err := DecodeFact(g.Kind, g.Version, g.Data)
		require.NoError(t, err, "%s, version %d", g.Kind, g.Version)
		Fold(New("f"), fact)
		if g.Version == FactVersion {
			kinds[g.Kind] = true
			written, err := json.Marshal(fact)
			require.NoError(t, err)
			requireWithin(t, g.Data, written)
		}
	}
	for kind := range sampleFacts {
		require.True(t, kinds[kind], "testdata/facts-%d.jsonl has no %s: add a line with what is written today", FactVersion, kind)
	}
}

// requireWithin: what was written is still written; fields may have come.
func requireWithin(t *testing.T, old, written []byte) {
	t.Helper()
	var before, now map[string]any
	require.NoError(t, json.Unmarshal(old, &before))
	require.NoError(t, json.Unmarshal(written, &now))
	within(t, before, now)
}

func within(t *testing.T, before, now map[string]any) {
	t.Helper()
	for field, value := range before {
		sub, ok := value.(map[string]any)
		other, also := now[field].(map[string]any)
		if ok && also {
			within(t, sub, other)
			continue
		}
		if _, list := value.([]any); list {
			require.Equal(t, reflect.ValueOf(value).Len(), reflect.ValueOf(now[field]).Len(), field)
			continue
		}
		require.Equal(t, value, now[field], field)
	}
}
