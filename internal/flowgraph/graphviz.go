package flowgraph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	patience  = 10 * time.Second // graphviz takes well under one
	perInch   = 72.0
	mainWay   = 4 // how much graphviz wants a wire short and straight
	faintWay  = 1
	labelRoom = 10              // between a wire and its label
	leastTail = 3 * time.Second // for what is left of a killed process to end
)

var errStrange = errors.New("graphviz said something else than a layout")

// byGraphviz lays the sheet out with dot. On an error the sheet is as it was.
func (s *sheet) byGraphviz(ctx context.Context) error {
	program, err := exec.LookPath("dot")
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	dot := exec.CommandContext(ctx, program, "-Tjson0")
	dot.Stdin = strings.NewReader(s.dot())
	dot.WaitDelay = leastTail
	var out bytes.Buffer
	dot.Stdout = &out
	if err := dot.Run(); err != nil {
		return fmt.Errorf("graphviz: %w", err)
	}
	return s.read(out.Bytes())
}

// dot is the sheet in graphviz's language. It sees sizes and numbers, no texts.
func (s *sheet) dot() string {
	var b strings.Builder
	b.WriteString("digraph {\ngraph [nodesep=0.4 ranksep=0.42 splines=true]\n" +
		"node [shape=box fixedsize=true label=\"\"]\nedge [arrowsize=0.8]\n")
	for i, c := range s.cards {
		fmt.Fprintf(&b, "n%d [width=%.3f height=%.3f]\n", i, c.w/perInch, c.h/perInch)
	}
	if s.start >= 0 {
		fmt.Fprintf(&b, "{rank=source n%d}\n", s.start)
	}
	for i, w := range s.wires {
		weight := mainWay
		if w.faint {
			weight = faintWay
		}
		above, below := w.ends()
		fmt.Fprintf(&b, "n%d -> n%d [id=%d weight=%d", above, below, i, weight)
		if w.upward {
			b.WriteString(" dir=back")
		}
		if len(w.tags) > 0 {
			fmt.Fprintf(&b, ` label=<<table border="0" cellborder="0" fixedsize="true" width="%.0f" height="%.0f"><tr><td></td></tr></table>>`, w.w+labelRoom, w.h)
		}
		b.WriteString("]\n")
	}
	b.WriteString("}\n")
	return b.String()
}

// dotLayout is what is of interest in dot's answer.
type dotLayout struct {
	BB      string `json:"bb"`
	Objects []struct {
		Name string `json:"name"`
		Pos  string `json:"pos"`
	} `json:"objects"`
	Edges []struct {
		ID  string `json:"id"`
		Pos string `json:"pos"`
		LP  string `json:"lp"`
	} `json:"edges"`
}

func (s *sheet) read(answer []byte) error {
	var got dotLayout
	if err := json.Unmarshal(answer, &got); err != nil {
		return errors.Join(errStrange, err)
	}
	box := numbers(got.BB)
	if len(box) != 4 {
		return errStrange
	}
	drawn := *s
	drawn.size = point{box[2] - box[0], box[3] - box[1]}
	drawn.cards, drawn.wires = append([]card(nil), s.cards...), append([]wire(nil), s.wires...)
	flip := func(v []float64) point { return point{v[0] - box[0], box[3] - v[1]} }
	placed := 0
	for _, o := range got.Objects {
		i, err := strconv.Atoi(strings.TrimPrefix(o.Name, "n"))
		v := numbers(o.Pos)
		if err != nil || len(v) != 2 || i >= len(drawn.cards) {
			continue // the rank of the start is an object too
		}
		drawn.cards[i].at = flip(v)
		placed++
	}
	for _, e := range got.Edges {
		i, err := strconv.Atoi(e.ID)
		if err != nil || i >= len(drawn.wires) || !drawn.wires[i].read(e.Pos, e.LP, flip) {
			return errStrange
		}
	}
	if placed != len(s.cards) || len(got.Edges) != len(s.wires) {
		return errStrange
	}
	*s = drawn
	return nil
}

// read takes "e,30,12 10,10 …": the tip of the arrow, then the curve. Of a wire
// that leads up the tip is marked s, and the curve comes from above.
func (w *wire) read(pos, label string, flip func([]float64) point) bool {
	words := strings.Fields(pos)
	if len(words) < 2 {
		return false
	}
	var points []point
	for _, word := range words {
		v := numbers(strings.TrimLeft(word, "es,"))
		if len(v) != 2 {
			return false
		}
		points = append(points, flip(v))
	}
	tip, path := points[0], points[1:]
	if w.upward {
		slices.Reverse(path)
	}
	if len(path)%3 != 1 {
		return false
	}
	w.path = slices.Concat(path, []point{path[len(path)-1], tip, tip})
	if len(w.tags) == 0 {
		return true
	}
	v := numbers(label)
	if len(v) == 2 {
		w.label = flip(v)
	}
	return len(v) == 2
}

func numbers(text string) []float64 {
	var out []float64
	for _, word := range strings.Split(text, ",") {
		v, err := strconv.ParseFloat(word, 64)
		if err != nil {
			return nil
		}
		out = append(out, v)
	}
	return out
}
