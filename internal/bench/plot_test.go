package bench

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func drawn(t *testing.T, p Plot) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, p.SVG(&b))
	for d := xml.NewDecoder(strings.NewReader(b.String())); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return b.String()
		} else if err != nil {
			require.NoError(t, err, "well-formed")
		}
	}
}

func TestPlot(t *testing.T) {
	p := Plot{
		Title: "Cost & size", X: "seats", Y: "ms", Ticks: []string{"10", "40"},
		Series: []Series{{"a <b>", []Figure{{Median: 2, Min: 1, Max: 3, N: 3}, {Median: 4, Min: 4, Max: 4, N: 1}}}},
	}
	svg := drawn(t, p)
	require.Contains(t, svg, "Cost &amp; size")
	require.Contains(t, svg, "a &lt;b&gt;")
	require.Equal(t, 2, strings.Count(svg, "<circle"))
	require.Contains(t, svg, ">5</text>", "the axis goes to a round number")
}

func TestPlotOnALogarithmicAxis(t *testing.T) {
	p := Plot{Log: true, Ticks: []string{"1", "2"}, Series: []Series{{"a", []Figure{{Median: 3, Min: 3, Max: 3, N: 1}, {Median: 700, Min: 600, Max: 800, N: 2}}}}}
	low, high := p.bounds()
	require.InDelta(t, 1, low, 0)
	require.InDelta(t, 1000, high, 1e-9)
	require.InDelta(t, plotTop+plotInHeight, p.y(1, low, high), 1e-9)
	require.InDelta(t, plotTop, p.y(1000, low, high), 1e-9)
	require.InDelta(t, plotTop+plotInHeight*2/3.0, p.y(10, low, high), 1e-9)
	drawn(t, p)
}

func TestPlotOfNothing(t *testing.T) {
	svg := drawn(t, Plot{Ticks: []string{"1"}, Series: []Series{{"a", []Figure{{}}}}})
	require.Zero(t, strings.Count(svg, "<circle"))
}
