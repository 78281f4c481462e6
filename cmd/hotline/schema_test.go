package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"hotline/internal/schema"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

func validator(t *testing.T, text []byte, err error) *jsonschema.Schema {
	t.Helper()
	require.NoError(t, err)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("schema.json", doc))
	s, err := c.Compile("schema.json")
	require.NoError(t, err)
	return s
}

// validators are one for all files, and one for each kind of them.
func validators(t *testing.T) (all *jsonschema.Schema, one map[string]*jsonschema.Schema) {
	t.Helper()
	text, err := schemaCmd{}.schema()
	all, one = validator(t, text, err), map[string]*jsonschema.Schema{}
	for _, f := range forms() {
		text, err := schema.Document(f)
		one[f.Name] = validator(t, text, err)
	}
	return all, one
}

// asJSON is a YAML text as an editor understands it.
func asJSON(text []byte) (any, error) {
	var v, root any
	var doc yaml.Node
	if err := errors.Join(yaml.Unmarshal(text, &v), yaml.Unmarshal(text, &doc)); err != nil {
		return nil, err
	}
	if len(doc.Content) > 0 {
		root = plain(doc.Content[0])
	}
	out, err := json.Marshal(root)
	if err != nil {
		return nil, err
	}
	return jsonschema.UnmarshalJSON(bytes.NewReader(out))
}

// plain has texts for keys, and for dates.
func plain(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		out := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			out[n.Content[i].Value] = plain(n.Content[i+1])
		}
		return out
	case yaml.SequenceNode:
		out := make([]any, len(n.Content))
		for i, item := range n.Content {
			out[i] = plain(item)
		}
		return out
	}
	var v any
	if err := n.Decode(&v); err != nil || n.Tag == "!!timestamp" {
		return n.Value
	}
	return v
}

// kindOf is the kind of a file of the tree by its place, or empty.
func kindOf(name string) string {
	folders := map[string]string{"centres": "centre", "flows": "flow", "calendars": "calendar", "tests": "tests", "languages": "language", "prompts": "prompts"}
	kind, ok := strings.CutSuffix(name, ".yaml")
	switch {
	case !ok:
		return ""
	case strings.Contains(kind, "/"):
		return folders[path.Dir(name)]
	}
	return kind
}

func TestShippedFilesFitTheSchema(t *testing.T) {
	all, one := validators(t)
	tree := os.DirFS("../../dialplans")
	seen := map[string]bool{}
	require.NoError(t, fs.WalkDir(tree, ".", func(name string, _ fs.DirEntry, err error) error {
		kind := kindOf(name)
		if err != nil || kind == "" {
			return err
		}
		text, err := fs.ReadFile(tree, name)
		require.NoError(t, err)
		v, err := asJSON(text)
		require.NoError(t, err, name)
		require.Contains(t, one, kind, name)
		require.NoError(t, one[kind].Validate(v), name)
		require.NoError(t, all.Validate(v), name)
		seen[kind] = true
		return nil
	}))
	for _, kind := range []string{"flow", "trunks", "numbering", "centre", "seats", "codes", "calendar", "tests", "language"} {
		require.True(t, seen[kind], "no %s among the shipped files", kind)
	}
}

// What the loader complains about in these words, a schema can know; and what it
// takes, the schema must.
func TestSchemaKnowsWhatItCan(t *testing.T) {
	_, one := validators(t)
	forms := []string{"is not known here", "is missing; add", "words are missing", "expected one of", "expected a number", "expected keys and values, found a list", "expected a list"}
	refused := 0
	for _, file := range goldens(t) {
		if filepath.Base(file) == "languages.txtar" {
			continue // which languages there are stands in other files
		}
		ar, err := txtar.ParseFile(file)
		require.NoError(t, err)
		said := complaints(string(ar.Files[len(ar.Files)-1].Data))
		for _, f := range ar.Files[:len(ar.Files)-1] {
			kind := kindOf(f.Name)
			v, err := asJSON(f.Data)
			if err != nil || one[kind] == nil {
				continue
			}
			wrong := one[kind].Validate(v)
			switch about := said[f.Name]; {
			case about == "":
				require.NoError(t, wrong, "%s: nothing is wrong in %s", file, f.Name)
			case containsAny(about, forms):
				require.Error(t, wrong, "%s: %s\n%s", file, f.Name, about)
				refused++
			}
		}
	}
	require.Greater(t, refused, 5)
}

func TestSchemaOfThePromptManifest(t *testing.T) {
	all, one := validators(t)
	for text, fits := range map[string]bool{
		"prompts: [{text: 您好, recording: greeting.wav}, {text: 请稍候, id: please-wait, lang: yue}]": true,
		"prompts: [{text: 您好, recoding: greeting.wav}]":                                           false,
		"prompts: [{recording: greeting.wav}]":                                                    false,
		"prompts: greeting.wav":                                                                   false,
		"prompts: []\nlang: yue":                                                                  false,
	} {
		v, err := asJSON([]byte(text))
		require.NoError(t, err)
		require.Equal(t, fits, one["prompts"].Validate(v) == nil, text)
		require.Equal(t, fits, all.Validate(v) == nil, text)
	}
}

func goldens(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, pattern := range []string{"../../ivr/testdata/problems/*.txtar", "../../internal/dialplan/testdata/problems/*.txtar"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, files)
		all = append(all, files...)
	}
	return all
}

// complaints are the lines about each file.
func complaints(golden string) map[string]string {
	by := map[string]string{}
	for line := range strings.Lines(golden) {
		if name, _, ok := strings.Cut(line, ".yaml:"); ok && !strings.HasPrefix(line, " ") {
			by[name+".yaml"] += line
		}
	}
	return by
}

func containsAny(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
