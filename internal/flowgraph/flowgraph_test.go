package flowgraph

import (
	"context"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hotline/ivr"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write what was drawn into the golden files")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}

// withDot makes a script the only graphviz there is; empty = none.
func withDot(t *testing.T, script string) {
	t.Helper()
	dir := t.TempDir()
	if script != "" {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "dot"), []byte("#!/bin/sh\n"+script), 0o755))
	}
	t.Setenv("PATH", dir)
}

// drawn is the picture, which must be whole XML, as its elements and texts.
func drawn(t *testing.T, g ivr.Graph) (svg []byte, texts []string) {
	t.Helper()
	svg, err := SVG(t.Context(), g)
	require.NoError(t, err)
	d := xml.NewDecoder(strings.NewReader(string(svg)))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return svg, texts
		}
		require.NoError(t, err)
		if text, ok := token.(xml.CharData); ok && strings.TrimSpace(string(text)) != "" {
			texts = append(texts, string(text))
		}
	}
}

func TestPicturesWithoutGraphviz(t *testing.T) {
	withDot(t, "")
	for _, g := range []ivr.Graph{city(), nation()} {
		t.Run(g.Name, func(t *testing.T) {
			svg, texts := drawn(t, g)
			golden(t, g.Name+".svg", svg)
			for _, n := range g.Nodes {
				require.Contains(t, texts, n.Name)
			}
			again, err := SVG(t.Context(), g)
			require.NoError(t, err)
			require.Equal(t, string(svg), string(again))
		})
	}
}

func TestMermaid(t *testing.T) {
	for _, g := range []ivr.Graph{city(), nation(), nasty()} {
		t.Run(g.Name, func(t *testing.T) { golden(t, g.Name+".mmd", []byte(Mermaid(g))) })
	}
}

func TestThePersonIsMarked(t *testing.T) {
	withDot(t, "")
	g := city()
	_, texts := drawn(t, g)
	require.Contains(t, texts, badge)
	require.Equal(t, 1, strings.Count(Mermaid(g), " zero\n"))
	g.Person = ""
	_, texts = drawn(t, g)
	require.NotContains(t, texts, badge)
	require.NotContains(t, Mermaid(g), " zero\n")
}

func TestWaysBackUpLookDifferent(t *testing.T) {
	withDot(t, "")
	svg, texts := drawn(t, nation())
	require.Equal(t, 3, strings.Count(string(svg), ` back"><path d="M`)-1, "and one in the legend")
	require.Contains(t, texts, "back to a step before")
	_, texts = drawn(t, city())
	require.NotContains(t, texts, "back to a step before")
}

func TestNastyTextsAreTexts(t *testing.T) {
	withDot(t, "")
	_, texts := drawn(t, nasty())
	require.Contains(t, texts, `<b>"quoted" & 'single'`)
	require.Contains(t, texts, "<i>")
	require.NotContains(t, texts, "nowhere")
}

func TestGraphvizPlacesTheCards(t *testing.T) {
	// Three steps side by side, y upwards; the way back up is asked for downwards.
	g := ivr.Graph{
		Name: "f", Start: "a",
		Nodes: []ivr.GraphNode{{Name: "a", Verb: "menu"}, {Name: "b", Verb: "hangup"}},
		Edges: []ivr.GraphEdge{{From: "a", To: "b", Way: "key 1"}, {From: "b", To: "a", Way: "then"}},
	}
	asked := filepath.Join(t.TempDir(), "asked")
	withDot(t, `while read -r line; do echo "$line"; done > `+asked+`
echo '{"bb":"0,0,300,100","objects":[{"name":"%3","nodes":[0]},{"name":"n0","pos":"60,80"},{"name":"n1","pos":"200,20"}],
"edges":[{"id":"0","pos":"e,200,35 60,65 70,60 80,55 190,40","lp":"120,50"},{"id":"1","pos":"s,60,95 60,99 70,99 80,99 200,35"}]}'
`)
	svg, _ := drawn(t, g)
	question, err := os.ReadFile(asked)
	require.NoError(t, err)
	require.Contains(t, string(question), "n0 -> n1 [id=0 weight=4 label=<<table")
	require.Contains(t, string(question), "n0 -> n1 [id=1 weight=4 dir=back]")
	require.Contains(t, string(svg), `d="M60.0 35.0 C70.0 40.0 80.0 45.0 190.0 60.0 C190.0 60.0 200.0 65.0 200.0 65.0"`)
	require.Contains(t, string(svg), `d="M200.0 65.0 C80.0 1.0 70.0 1.0 60.0 1.0 C60.0 1.0 60.0 5.0 60.0 5.0"`)
	require.Contains(t, string(svg), fmt.Sprintf(`<rect x="%.1f" y="5.0"`, 60-leastWidth/2))
}

func TestBadGraphvizIsNoHindrance(t *testing.T) {
	withDot(t, "")
	want, _ := drawn(t, city())
	for name, script := range map[string]string{
		"fails":      "exit 1",
		"no JSON":    "echo hello",
		"no box":     `echo '{}'`,
		"too few":    `echo '{"bb":"0,0,1,1"}'`,
		"odd number": `echo '{"bb":"0,0,1,1","objects":[],"edges":[{"id":"7","pos":""}]}'`,
		"no curve":   `echo '{"bb":"0,0,1,1","objects":[],"edges":[{"id":"0","pos":"e,1,1"}]}'`,
		"no numbers": `echo '{"bb":"0,0,1,1","objects":[],"edges":[{"id":"0","pos":"e,1,1 x,y x,y x,y x,y"}]}'`,
	} {
		t.Run(name, func(t *testing.T) {
			withDot(t, script)
			got, _ := drawn(t, city())
			require.Equal(t, string(want), string(got))
		})
	}
}

func TestAskedToStop(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	withDot(t, "echo never")
	_, err := SVG(ctx, city())
	require.ErrorIs(t, err, context.Canceled)
}

func TestEmptyGraph(t *testing.T) {
	withDot(t, "")
	_, texts := drawn(t, ivr.Graph{Name: "nothing"})
	require.Contains(t, texts, "nothing")
	require.Contains(t, Mermaid(ivr.Graph{Name: "nothing"}), "flowchart TD\n")
}

// Whatever the graph: cards and labels stand apart, each wire leads from its card
// to its card, and passes through no other.
func TestLayersKeepEverythingApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newSheet(anyGraph(t))
		s.unroll()
		s.byLayers()
		boxes := make([]box, 0, len(s.cards)+len(s.wires))
		for _, c := range s.cards {
			boxes = append(boxes, boxAt(c.at, c.w, c.h))
		}
		for _, w := range s.wires {
			if len(w.tags) > 0 {
				boxes = append(boxes, boxAt(w.label, w.w, w.h))
			}
		}
		for i, a := range boxes {
			require.Truef(t, a.x0 >= -0.1 && a.x1 <= s.size.x+0.1 && a.y0 >= -0.1 && a.y1 <= s.size.y+0.1, "%v lies outside", a)
			for _, b := range boxes[:i] {
				require.Falsef(t, a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1, "%v lies upon %v", a, b)
			}
		}
		for _, w := range s.wires {
			require.Equal(t, 1, len(w.path)%3)
			require.True(t, touches(boxes[w.from], w.path[0]))
			require.True(t, touches(boxes[w.to], w.path[len(w.path)-1]))
			for i, c := range boxes[:len(s.cards)] {
				if i != w.from && i != w.to {
					require.False(t, w.passes(c), "a wire passes through a card")
				}
			}
		}
	})
}

type box struct{ x0, y0, x1, y1 float64 }

func boxAt(at point, w, h float64) box {
	return box{at.x - w/2, at.y - h/2, at.x + w/2, at.y + h/2}
}

func touches(b box, p point) bool {
	near := func(a, b float64) bool { return math.Abs(a-b) < 0.01 }
	onX := p.x > b.x0-0.01 && p.x < b.x1+0.01
	onY := p.y > b.y0-0.01 && p.y < b.y1+0.01
	return onX && (near(p.y, b.y0) || near(p.y, b.y1)) || onY && near(p.x, b.x1)
}

// passes looks at points of each curve.
func (w *wire) passes(b box) bool {
	for i := 0; i+3 < len(w.path); i += 3 {
		p := w.path[i : i+4]
		for k := range 21 {
			t := float64(k) / 20
			u := 1 - t
			at := func(a, b, c, d float64) float64 { return u*u*u*a + 3*u*u*t*b + 3*u*t*t*c + t*t*t*d }
			x, y := at(p[0].x, p[1].x, p[2].x, p[3].x), at(p[0].y, p[1].y, p[2].y, p[3].y)
			if x > b.x0 && x < b.x1 && y > b.y0+0.01 && y < b.y1-0.01 {
				return true
			}
		}
	}
	return false
}

func anyGraph(t *rapid.T) ivr.Graph {
	count := rapid.IntRange(1, 14).Draw(t, "steps")
	name := func(i int) string { return fmt.Sprintf("s%d", i) }
	g := ivr.Graph{Name: "any", Start: "s0", Person: name(rapid.IntRange(0, count-1).Draw(t, "person"))}
	verbs := []string{"say", "menu", "queue", "hours", "hangup", "callback"}
	texts := []string{"", "您好", "您好，这里是中国残联幺二三八五残疾人服务热线。", "x y z"}
	for i := range count {
		g.Nodes = append(g.Nodes, ivr.GraphNode{
			Name: name(i), Verb: rapid.SampledFrom(verbs).Draw(t, "verb"),
			Text: []string{rapid.SampledFrom(texts).Draw(t, "text")},
		})
	}
	for range rapid.IntRange(0, 2*count).Draw(t, "ways") {
		g.Edges = append(g.Edges, ivr.GraphEdge{
			From:  name(rapid.IntRange(0, count-1).Draw(t, "from")),
			To:    name(rapid.IntRange(0, count-1).Draw(t, "to")),
			Way:   rapid.SampledFrom([]string{"then", "key 1", "no-seat"}).Draw(t, "way"),
			Label: rapid.SampledFrom([]string{"", "没有按键", "要转到您所在城市的热线，那里全天有人接听"}).Draw(t, "label"),
		})
	}
	return g
}

func TestWrap(t *testing.T) {
	for text, want := range map[string][]string{
		"":                           nil,
		"  \n ":                      nil,
		"您好":                         {"您好"},
		"一二三四五六":                     {"一二三四五", "六"},
		"一二三四五，六":                    {"一二三四五，", "六"},
		"a http://x.y/z":             {"a", "http://x.y/z"},
		"to be or not":               {"to be or", "not"},
		"abcdefghijklmnopqrstuvwxyz": {"abcdefghijklmnopqrstuvwx", "yz"},
		"一二三四五六七八九十一二三四五六七": {"一二三四五", "六七八九十", "一二三四五…"},
	} {
		require.Equal(t, want, wrap(text, 10, 3), text)
	}
}

func TestLabelsHaveLinesOfOneLength(t *testing.T) {
	require.Equal(t, []string{"要转到您所在", "城市的热线"}, balanced("要转到您所在城市的热线", 20, 3))
	require.Equal(t, []string{"要留言"}, balanced("要留言", 20, 3))
	require.Equal(t, []string{"没有", "按下…"}, balanced("没有按下任何键", 4, 2))
	require.Empty(t, balanced("", 20, 3))
}
