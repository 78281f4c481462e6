package schema_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"
	"time"

	"hotline/internal/schema"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// validator is what an editor would make of a schema.
func validator(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("schema.json", doc))
	s, err := c.Compile("schema.json")
	require.NoError(t, err)
	return s
}

func of(t *testing.T, of schema.Type) *jsonschema.Schema {
	t.Helper()
	text, err := schema.Document(schema.File{Name: "form", Type: of})
	require.NoError(t, err)
	return validator(t, text)
}

// fromYAML is a text as an editor understands it.
func fromYAML(t *testing.T, text string) any {
	t.Helper()
	var v any
	require.NoError(t, yaml.Unmarshal([]byte(text), &v))
	out, err := json.Marshal(v)
	require.NoError(t, err)
	again, err := jsonschema.UnmarshalJSON(bytes.NewReader(out))
	require.NoError(t, err)
	return again
}

func TestTypesTakeAndRefuse(t *testing.T) {
	for name, c := range map[string]struct {
		of     schema.Type
		takes  []string
		leaves []string
	}{
		"text":        {schema.Text(), []string{"您好", "12385", "true", "0451"}, []string{`""`, "null", "[a]", "{a: b}"}},
		"short text":  {schema.TextUpTo(3), []string{"您好"}, []string{"您好您好"}},
		"like":        {schema.Like("^[a-z]+$", "small letters"), []string{"abc", "12"}, []string{"ABC", "[abc]"}},
		"one of":      {schema.OneOf("a", "1", "true"), []string{"a", "1", `"1"`, "true"}, []string{"b", "2", `""`}},
		"int":         {schema.Int(1, 5), []string{"1", "5", `"3"`}, []string{"0", "6", "x", "1.5"}},
		"time":        {schema.Duration(time.Second, time.Minute), []string{"20s", "1m30s", "1.5h", "100ms"}, []string{"20", "20 s", "soon", "0"}},
		"time from 0": {schema.Duration(0, time.Minute), []string{"0", "20s", "0s"}, []string{"1", "-"}},
		"time after":  {schema.DurationAfter("every", 0, time.Hour), []string{"every 30s", "every  1m"}, []string{"30s", "every", "after 30s"}},
		"list":        {schema.List(schema.Int(1, 5)), []string{"[1, 2]"}, []string{"[]", "[6]", "1"}},
		"map":         {schema.Map(schema.Like("^[0-9]$", "a key"), schema.Text()), []string{`{"1": a}`, "{}"}, []string{"{a: b}", `{"1": [a]}`}},
		"keys by set": {schema.Map(schema.OneOf("1", "2"), schema.Text()), []string{`{"1": a}`}, []string{`{"3": a}`}},
		"either":      {schema.Either(schema.OneOf("none"), schema.List(schema.Text())), []string{"none", "[a]"}, []string{"some", "{}"}},
		"any":         {schema.Any(), []string{"a", "[1]", "{a: b}", "null"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := of(t, c.of)
			for _, text := range c.takes {
				require.NoError(t, s.Validate(fromYAML(t, text)), text)
			}
			for _, text := range c.leaves {
				require.Error(t, s.Validate(fromYAML(t, text)), text)
			}
		})
	}
}

func TestForm(t *testing.T) {
	s := of(t, schema.Form(
		schema.Field{Name: "name", Doc: "Its name.", Type: schema.Text(), Need: true},
		schema.Field{Name: "ring", Doc: "How long.", Type: schema.Duration(0, time.Minute)},
	))
	require.NoError(t, s.Validate(fromYAML(t, "{name: a, ring: 5s}")))
	require.NoError(t, s.Validate(fromYAML(t, "{name: a}")))
	require.ErrorContains(t, s.Validate(fromYAML(t, "{ring: 5s}")), "name")
	require.ErrorContains(t, s.Validate(fromYAML(t, "{name: a, rign: 5s}")), "rign")
}

// kinds: a menu and a goodbye may say something first; to say is a kind too.
func kinds() []schema.Kind {
	say := schema.Field{Name: "say", Doc: "Words.", Type: schema.Text()}
	then := schema.Field{Name: "then", Doc: "The next step.", Type: schema.Text()}
	return []schema.Kind{
		{Name: "say", Fields: []schema.Field{say, then}},
		{Name: "menu", Fields: []schema.Field{{Name: "menu", Doc: "Choices.", Type: schema.List(schema.Text())}, say}},
		{Name: "queue", Fields: []schema.Field{{Name: "queue", Doc: "Where to wait.", Type: schema.Text()}, then}},
	}
}

func TestKindsAreToldByTheirKey(t *testing.T) {
	s := of(t, schema.Kinds(kinds()...))
	for _, text := range []string{"{say: a, then: b}", "{menu: [a], say: b}", "{menu: [a]}", "{queue: a, then: b}"} {
		require.NoError(t, s.Validate(fromYAML(t, text)), text)
	}
	for _, text := range []string{"{}", "{then: b}", "{menu: [a], then: b}", "{queue: a, say: b}", "{queue: a, menu: [b]}", "{say: [a]}", "{meun: [a]}"} {
		require.Error(t, s.Validate(fromYAML(t, text)), text)
	}
}

func TestOneSchemaForAllFiles(t *testing.T) {
	text, err := schema.Documents("all", []schema.File{
		{Name: "flow", Key: "flow", Doc: "A call script.", Type: schema.Form(
			schema.Field{Name: "flow", Doc: "Its name.", Type: schema.Text(), Need: true},
			schema.Field{Name: "seats", Doc: "Not what it means elsewhere.", Type: schema.Text()},
			schema.Field{Name: "steps", Doc: "Its steps.", Type: schema.Map(schema.Text(), schema.Kinds(kinds()...)), Need: true})},
		{Name: "seats", Key: "seats", Doc: "Seats.", Type: schema.Form(
			schema.Field{Name: "seats", Doc: "By number.", Type: schema.Map(schema.Text(), schema.Any()), Need: true})},
	})
	require.NoError(t, err)
	s := validator(t, text)
	require.NoError(t, s.Validate(fromYAML(t, "{flow: a, steps: {b: {say: c}}}")))
	require.NoError(t, s.Validate(fromYAML(t, `{seats: {"8001": {}}}`)))
	require.NoError(t, s.Validate(fromYAML(t, "{flow: a, seats: x, steps: {b: {say: c}}}")))
	for _, wrong := range []string{"{}", "{flow: a}", "{flow: a, steps: {b: {shout: c}}}", "{seats: {}, flow: a}", "{other: a}", "[]"} {
		require.Error(t, s.Validate(fromYAML(t, wrong)), wrong)
	}
}

func TestDocumentIsForReaders(t *testing.T) {
	f := schema.File{Name: "queue", Doc: "Where callers wait.", Type: schema.Form(
		schema.Field{Name: "title", Doc: "What <people> call it.", Type: schema.Text(), Need: true},
		schema.Field{Name: "ring", Doc: "How long a seat rings.", Type: schema.Duration(5*time.Second, 2*time.Minute)})}
	text, err := schema.Document(f)
	require.NoError(t, err)
	want, err := os.ReadFile("testdata/queue.json")
	require.NoError(t, err)
	require.Equal(t, string(want), string(text))
}
