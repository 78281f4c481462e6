package bench

import (
	"fmt"
	"html"
	"io"
	"math"
	"strings"
)

// Plot is a picture of lines, written as SVG. Both axes may be logarithmic; values must then
// be above zero.
type Plot struct {
	Title  string
	X, Y   string   // what the axes say
	Ticks  []string // what is said below each place on the x axis
	Log    bool     // the y axis
	Series []Series
}

// Series is a line with one value for each tick, and how far the rounds reached around it.
type Series struct {
	Name   string
	Values []Figure
}

// The picture's measures, in its own units.
const (
	plotWidth, plotHeight     = 720, 400
	plotLeft, plotRight       = 70, 190
	plotTop, plotBottom       = 50, 60
	plotInWidth, plotInHeight = plotWidth - plotLeft - plotRight, plotHeight - plotTop - plotBottom
)

// SVG writes the picture.
func (p Plot) SVG(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">`+"\n", plotWidth, plotHeight)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" fill="white"/>`+"\n")
	text(&b, plotLeft, 26, "start", 15, p.Title)
	text(&b, plotLeft+plotInWidth/2, plotHeight-14, "middle", 12, p.X)
	text(&b, plotLeft-46, plotTop-12, "start", 12, p.Y)
	low, high := p.bounds()
	p.grid(&b, low, high)
	colours := []string{"#c0392b", "#2471a3", "#1e8449", "#7d3c98"}
	for i, s := range p.Series {
		p.line(&b, s, colours[i%len(colours)], low, high)
		y := plotTop + 16 + 20*i
		fmt.Fprintf(&b, `<rect x="%d" y="%d" width="14" height="4" fill="%s"/>`+"\n", plotWidth-plotRight+18, y-4, colours[i%len(colours)])
		text(&b, plotWidth-plotRight+38, y+2, "start", 12, s.Name)
	}
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func text(b *strings.Builder, x, y int, anchor string, size int, words string) {
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="%s" font-size="%d">%s</text>`+"\n", x, y, anchor, size, html.EscapeString(words))
}

// bounds are the ends of the y axis: from zero, or from power of ten to power of ten.
func (p Plot) bounds() (low, high float64) {
	low, high = math.Inf(1), 0
	for _, s := range p.Series {
		for _, v := range s.Values {
			if v.N > 0 {
				low, high = min(low, v.Min), max(high, v.Max)
			}
		}
	}
	if high <= 0 {
		return 0, 1
	}
	if !p.Log {
		return 0, niceAbove(high)
	}
	low = math.Pow(10, math.Floor(math.Log10(max(low, high/1e6))))
	return low, max(math.Pow(10, math.Ceil(math.Log10(high))), low*10)
}

// niceAbove is the least of 1, 2, 2.5, 5 times a power of ten that is not below v.
func niceAbove(v float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{1, 2, 2.5, 5} {
		if m*power >= v {
			return m * power
		}
	}
	return 10 * power
}

// grid draws the axes with their numbers.
func (p Plot) grid(b *strings.Builder, low, high float64) {
	var marks []float64
	if p.Log {
		for v := low; v <= high*1.0001; v *= 10 {
			marks = append(marks, v)
		}
	} else {
		for i := range 6 {
			marks = append(marks, high*float64(i)/5)
		}
	}
	for _, v := range marks {
		y := p.y(v, low, high)
		fmt.Fprintf(b, `<line x1="%d" y1="%.1f" x2="%d" y2="%.1f" stroke="#ddd"/>`+"\n", plotLeft, y, plotLeft+plotInWidth, y)
		text(b, plotLeft-8, int(y)+4, "end", 11, fmt.Sprintf("%.4g", v))
	}
	for i, words := range p.Ticks {
		text(b, int(p.x(i)), plotTop+plotInHeight+20, "middle", 11, words)
	}
	fmt.Fprintf(b, `<line x1="%d" y1="%d" x2="%d" y2="%d" stroke="black"/>`+"\n", plotLeft, plotTop+plotInHeight, plotLeft+plotInWidth, plotTop+plotInHeight)
}

// line draws a series: a whisker from the least to the greatest round at each place.
func (p Plot) line(b *strings.Builder, s Series, colour string, low, high float64) {
	var points []string
	for i, v := range s.Values {
		if v.N == 0 {
			continue
		}
		x, y := p.x(i), p.y(v.Median, low, high)
		points = append(points, fmt.Sprintf("%.1f,%.1f", x, y))
		fmt.Fprintf(b, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s" stroke-width="1"/>`+"\n", x, p.y(v.Min, low, high), x, p.y(v.Max, low, high), colour)
		fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="3.5" fill="%s"/>`+"\n", x, y, colour)
	}
	fmt.Fprintf(b, `<polyline points="%s" fill="none" stroke="%s" stroke-width="2"/>`+"\n", strings.Join(points, " "), colour)
}

func (p Plot) x(i int) float64 {
	return plotLeft + plotInWidth*(float64(i)+0.5)/float64(max(1, len(p.Ticks)))
}

func (p Plot) y(v, low, high float64) float64 {
	share := (v - low) / (high - low)
	if p.Log {
		share = math.Log(max(v, low)/low) / math.Log(high/low)
	}
	return plotTop + plotInHeight*(1-min(1, max(0, share)))
}
