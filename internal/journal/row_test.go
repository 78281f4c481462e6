package journal

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// The text in the file is that of encoding/json, whatever is in an entry.
func TestEncodeRowWritesWhatEncodingJSONWould(t *testing.T) {
	kinds := []string{"note", `a"b`, `a\b`, "<a>&b", "黑龙江", "tab\tnew\nline", "\x00\x7f", "bad\xffbytes", "\u2028", "~ !"}
	datas := []string{
		`{}`, `null`, `1.50e+3`, " [ 1 ,\n2 ] ", `{"a": "x  y", "b" :{}}`, `"<&>\u003c"`, "\"bad\xffbytes\"", "\"\u2028\"", `"黑龙江"`,
	}
	var facts []Entry
	for i, kind := range kinds {
		for _, data := range datas {
			facts = append(facts, Entry{Kind: kind, Version: 1 + i*100, Data: json.RawMessage(data)})
		}
	}
	for i := range facts {
		r, err := encodeRow(&Group{Stream: "x", Input: &facts[i]})
		require.NoError(t, err)
		require.Equal(t, byLibrary(t, facts[i]), string(r.input))
		require.Equal(t, byLibrary(t, []Entry{}), string(r.facts))
	}
	r, err := encodeRow(&Group{Stream: "x", Facts: facts})
	require.NoError(t, err)
	require.Nil(t, r.input)
	require.Equal(t, byLibrary(t, facts), string(r.facts))
}

func byLibrary(t *testing.T, v any) string {
	t.Helper()
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	require.NoError(t, enc.Encode(v))
	return string(bytes.TrimSuffix(text.Bytes(), []byte("\n")))
}
