package softphone

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// 残联 as GB18030 writes it, which is no UTF-8.
const gb18030 = "\xb2\xd0\xc1\xaa"

func TestNamesArriveAsTheyWereSent(t *testing.T) {
	callee := newPhone(t, Config{User: "callee"})
	caller := newPhone(t, Config{User: "1001", Display: `Desk "7" \ 3`})
	long := strings.Repeat("残", 200)
	for name, tc := range map[string]struct {
		opts DialOptions
		want string
	}{
		"own":                 {DialOptions{}, `Desk "7" \ 3`},
		"Chinese":             {DialOptions{Display: "残联坐席"}, "残联坐席"},
		"control characters":  {DialOptions{Display: "a\x00\x01\x1b[2J\x7f\tb"}, "a\x00\x01\x1b[2J\x7f\tb"},
		"lines":               {DialOptions{Display: "a\r\nVia: x"}, "a  Via: x"},
		"200 characters":      {DialOptions{Display: long}, long},
		"GB18030":             {DialOptions{RawDisplay: []byte(gb18030)}, gb18030},
		"escaped needlessly":  {DialOptions{RawDisplay: []byte(`\a\"\\`)}, `a"\`},
		"controls, unescaped": {DialOptions{RawDisplay: []byte("a\x01\x1bb")}, "a\x01\x1bb"},
		"none":                {DialOptions{RawDisplay: []byte{}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := caller.Dial(deadline(t), callee.URI(), tc.opts)
			require.NoError(t, err)
			in, err := callee.NextCall(deadline(t))
			require.NoError(t, err)
			require.Equal(t, tc.want, in.From().Display)
			require.NoError(t, in.Answer(deadline(t)))
			require.NoError(t, in.Hangup(deadline(t)), "the other side finds its call")
			endOf(t, out)
		})
	}
	_, err := caller.Dial(deadline(t), callee.URI(), DialOptions{RawDisplay: []byte("a\r\nb")})
	require.ErrorIs(t, err, errLineBreak)
}

func TestHeaderText(t *testing.T) {
	callee := newPhone(t, Config{User: "callee"})
	caller := newPhone(t, Config{User: "1001"})
	_, err := caller.Dial(deadline(t), callee.URI(), DialOptions{Headers: map[string]string{
		"X-Plain": "残联", "X-Quoted": `"a \"b\" 呼叫"`, "X-Percent": "%E5%91%BC%E5%8F%AB", "X-Broken": "100%", "X-One": `"`,
	}})
	require.NoError(t, err)
	in, err := callee.NextCall(deadline(t))
	require.NoError(t, err)
	for name, want := range map[string]string{
		"X-Plain": "残联", "X-Quoted": `a "b" 呼叫`, "X-Percent": "呼叫", "X-Broken": "100%", "X-One": `"`, "X-Absent": "",
	} {
		require.Equal(t, want, in.HeaderText(name), name)
	}
}

func TestQuotedIsUndoneByUnquoted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[^\r\n]{0,40}`).Draw(t, "name")
		text := quoted(name)
		if got := unquoted(text); got != name {
			t.Fatalf("%q became %q", name, got)
		}
		if strings.Contains(strings.ReplaceAll(strings.ReplaceAll(text, `\\`, ""), `\"`, ""), `"`) {
			t.Fatalf("%q ends early in %q", name, text)
		}
	})
}
