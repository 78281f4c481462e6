package yamlfile

import (
	"strings"
	"testing"
	"time"

	"hotline/internal/problem"

	"github.com/stretchr/testify/require"
)

func read1(t *testing.T, text string) (Node, *problem.Problems) {
	t.Helper()
	var ps problem.Problems
	n, ok := Read("f.yaml", []byte(text), &ps)
	require.True(t, ok, "%v", ps)
	return n, &ps
}

func TestSyntaxErrorsPointAtTheirLine(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"tab":         {"a:\n\tb: c\n", "f.yaml:2:2: found character that cannot start any token; indent with spaces, not with tabs"},
		"star":        {"a: b\n*11: x\n", `f.yaml:2:1: unknown anchor '11' referenced; put what begins with * & @ % or another sign in quotes: "*11"`},
		"colon":       {"x: y\na: b: c\n", "f.yaml:2:1: mapping values are not allowed in this context; put a text"},
		"quote":       {"x: y\na: \"open\nb: c\n", "f.yaml:2:1: found unexpected end of stream; a quote or bracket is not closed"},
		"indent":      {"x: y\na:\n  b: c\n d: e\n", "f.yaml:4:2: did not find expected key; the indentation"},
		"not utf-8":   {"a: b\nc: \xff\n", "f.yaml:2:1: invalid leading UTF-8 octet; save the file as UTF-8"},
		"two":         {"a: b\n---\nc: d\n", "f.yaml:2:1: a second document begins here"},
		"empty":       {"# nothing\n", "f.yaml: the file is empty"},
		"big":         {strings.Repeat("a", MaxBytes+1), "f.yaml: the file has more than 1024 KB"},
		"deep":        {strings.Repeat("[", 30) + strings.Repeat("]", 30), "f.yaml:1:22: this is nested too deeply"},
		"very deep":   {strings.Repeat("[", MaxBytes), "f.yaml:1:1: exceeded max depth"},
		"alias":       {"a: &x [b]\nc: [*x, *x]\n", "f.yaml:1:4: anchors (&) and aliases (*) are not used here"},
		"alone alias": {"a: *x\n", "f.yaml:1:1: unknown anchor 'x' referenced"},
	} {
		t.Run(name, func(t *testing.T) {
			var ps problem.Problems
			_, ok := Read("f.yaml", []byte(c.text), &ps)
			require.False(t, ok)
			require.Len(t, ps, 1)
			require.True(t, strings.HasPrefix(ps[0].String(), c.want), ps[0].String())
		})
	}
}

func TestQuestionsReportEachMisfit(t *testing.T) {
	n, ps := read1(t, "a: 1\nb:\nc: [x, {y: z}]\nd: 5 s\nd: 6\ntpye: x\ne: every 5s\n")
	m, ok := n.Map()
	require.True(t, ok)
	m.Only("a", "b", "c", "d", "e", "type")
	_, ok = m.Need("f")
	require.False(t, ok)
	value := func(name string) Node {
		v, ok := m.Get(name)
		require.True(t, ok)
		return v
	}
	value("a").Int(2, 3)
	value("a").Map()
	value("b").Text()
	value("c").Texts()
	value("d").Duration(time.Second, time.Minute)
	value("a").OneOf("x", "y")
	value("e").DurationAfter("every", 10*time.Second, 2*time.Hour)
	var got []string
	for _, p := range *ps {
		p.Source = ""
		got = append(got, p.String())
	}
	require.Equal(t, []string{
		"f.yaml:5:1: d is there twice; take one of them out",
		`f.yaml:6:1: "tpye" is not known here; did you mean "type"?`,
		"f.yaml:1:1: f is missing; add f: …",
		`f.yaml:1:4: a: expected a number from 2 to 3, found "1"`,
		`f.yaml:1:4: a: expected keys and values, found "1"`,
		"f.yaml:2:3: b: expected a text, found nothing",
		"f.yaml:3:8: c: expected a text, found keys and values",
		`f.yaml:4:4: d: expected a time from 1s to 1m, found "5 s"; write it like 1s`,
		`f.yaml:1:4: a: expected one of x, y, found "1"`,
		`f.yaml:7:4: e: expected a time from every 10s to 2h, found "every 5s"; write it like every 10s`,
	}, got)
}

func TestAnswers(t *testing.T) {
	n, ps := read1(t, "number: 012385\nwait: 1m30s\nevery: every 30s\nn: 3\nlist: [a, b]\n")
	m, _ := n.Map()
	require.Equal(t, []string{"number", "wait", "every", "n", "list"}, m.Names())
	number, _ := m.Get("number")
	text, _ := number.Text()
	require.Equal(t, "012385", text)
	wait, _ := m.Get("wait")
	d, _ := wait.Duration(0, time.Hour)
	require.Equal(t, 90*time.Second, d)
	every, _ := m.Get("every")
	d, _ = every.DurationAfter("every", 0, time.Hour)
	require.Equal(t, 30*time.Second, d)
	count, _ := m.Get("n")
	i, _ := count.Int(0, 5)
	require.Equal(t, 3, i)
	list, _ := m.Get("list")
	require.Len(t, list.Texts(), 2)
	require.Empty(t, *ps)
}

func TestSecretsAreNotShown(t *testing.T) {
	var ps problem.Problems
	n, ok := ReadSecret("s.yaml", []byte("a: hunter2\n"), &ps)
	require.True(t, ok)
	m, _ := n.Map()
	v, _ := m.Get("a")
	v.Int(1, 2)
	v.Map()
	_, ok = ReadSecret("s.yaml", []byte("a: *hunter2\n"), &ps)
	require.False(t, ok)
	require.Len(t, ps, 3)
	require.NotContains(t, ps.Error(), "hunter2")
}

func TestProblemsOfAFileAreBounded(t *testing.T) {
	var ps problem.Problems
	n, ok := Read("f.yaml", []byte(strings.Repeat("a: b\n", 50_000)), &ps)
	require.True(t, ok)
	n.Map()
	require.Len(t, ps, maxProblems)
	require.Contains(t, ps[maxProblems-1].Message, "more problems")
}

func FuzzRead(f *testing.F) {
	f.Add("a: [b, {c: d}]\n---\n")
	f.Add("? x\n: *y\n")
	f.Fuzz(func(t *testing.T, text string) {
		var ps problem.Problems
		n, ok := Read("f", []byte(text), &ps)
		if !ok {
			require.Error(t, ps.Err())
			return
		}
		if m, ok := n.Map(); ok {
			m.Only("a")
			for _, p := range m.Pairs() {
				p.Value.Text()
				p.Value.List()
				p.Value.Duration(0, time.Minute)
			}
		}
	})
}
