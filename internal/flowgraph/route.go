package flowgraph

import (
	"math"
	"slices"
)

const (
	leastGap = 18.0 // between rows
	mostGap  = 44.0
	slope    = 0.09 // of the widest crossing of a gap, added to it
	portStep = 18.0 // between wires at a card
)

// stack finds how high the rows are and how far apart, and puts the cards.
func (l *layered) stack() {
	l.topY, l.footY = make([]float64, len(l.rows)), make([]float64, len(l.rows))
	y := 0.0
	for r, row := range l.rows {
		height, widest := 0.0, 0.0
		for _, p := range row {
			height = max(height, l.spots[p].height)
			for _, q := range l.spots[p].down {
				widest = max(widest, math.Abs(l.spots[p].x-l.spots[q].x))
			}
		}
		l.topY[r], l.footY[r] = y, y+height
		y += height + min(leastGap+slope*widest, mostGap)
	}
	left, right := math.Inf(1), math.Inf(-1)
	for _, p := range l.spots {
		left, right = min(left, p.x-p.left), max(right, p.x+p.right)
	}
	if len(l.spots) == 0 {
		return
	}
	l.size = point{right - left, l.footY[len(l.rows)-1]}
	for r, row := range l.rows {
		for _, p := range row {
			me := &l.spots[p]
			me.x -= left
			if me.card >= 0 {
				l.cards[me.card].at = point{me.x, l.topY[r] + me.height/2}
			}
		}
	}
}

// route draws the wires: upright through the rows, in an S between them.
func (l *layered) route() {
	rowOf := make([]int, len(l.spots))
	for r, row := range l.rows {
		for _, p := range row {
			rowOf[p] = r
		}
	}
	below, above := l.ports(true), l.ports(false)
	looped := make([]float64, len(l.cards))
	for i := range l.wires {
		w := &l.wires[i]
		chain := l.chains[i]
		if w.from == w.to {
			l.loop(w, looped[w.from])
			looped[w.from] += loopRoom + w.w
			continue
		}
		first, last := l.cards[chain[0]], l.cards[chain[len(chain)-1]]
		x := first.at.x + below[i]
		w.path = []point{{x, first.at.y + first.h/2}}
		w.line(point{x, l.footY[rowOf[chain[0]]]})
		for _, p := range chain[1 : len(chain)-1] {
			if r, x := rowOf[p], l.spots[p].x; l.footY[r] > l.topY[r] { // in a row without labels nothing is in the way
				w.bend(point{x, l.topY[r]})
				w.line(point{x, l.footY[r]})
			}
		}
		x = last.at.x + above[i]
		w.bend(point{x, l.topY[rowOf[chain[len(chain)-1]]]})
		w.line(point{x, last.at.y - last.h/2})
		if w.upward {
			slices.Reverse(w.path)
		}
		l.putLabel(w, chain, rowOf)
	}
}

// putLabel: the label stands in the row next to the card that the wire comes from.
func (l *layered) putLabel(w *wire, chain, rowOf []int) {
	p := chain[1]
	if w.upward {
		p = chain[len(chain)-2]
	}
	w.label = point{l.spots[p].x, (l.topY[rowOf[p]] + l.footY[rowOf[p]]) / 2}
}

// ports tell how far from the middle of its card each wire begins below it, or
// ends above it: side by side, in the order in which they go on.
func (l *layered) ports(below bool) []float64 {
	shift := make([]float64, len(l.wires))
	wires := make([][]int, len(l.cards))
	next := make([]int, len(l.wires))
	for i, chain := range l.chains {
		if len(chain) == 0 {
			continue
		}
		card := chain[0]
		next[i] = chain[1]
		if !below {
			card, next[i] = chain[len(chain)-1], chain[len(chain)-2]
		}
		wires[card] = append(wires[card], i)
	}
	for card, there := range wires {
		slices.SortStableFunc(there, func(a, b int) int {
			return int(math.Copysign(1, l.spots[next[a]].x-l.spots[next[b]].x))
		})
		room := l.cards[card].w - 2*padding
		step := portStep
		if n := len(there); n > 1 {
			step = min(portStep, room/float64(n-1))
		}
		for i, w := range there {
			shift[w] = (float64(i) - float64(len(there)-1)/2) * step
		}
	}
	return shift
}

// loop leads a wire out of the right side of its card and back, around those that
// do so already.
func (l *layered) loop(w *wire, inside float64) {
	c := l.cards[w.from]
	x, half := c.at.x+c.w/2, min(c.h/2-6, 12)
	out := x + inside + loopRoom
	w.path = []point{{x, c.at.y + half}, {out, c.at.y + half + 8}, {out, c.at.y - half - 8}, {x, c.at.y - half}}
	w.label = point{out + w.w/2, c.at.y}
}

// line goes straight on.
func (w *wire) line(to point) {
	from := w.path[len(w.path)-1]
	if from != to {
		w.path = append(w.path, from, to, to)
	}
}

// bend goes on upright, across, and upright again.
func (w *wire) bend(to point) {
	from := w.path[len(w.path)-1]
	mid := (from.y + to.y) / 2
	w.path = append(w.path, point{from.x, mid}, point{to.x, mid}, to)
}
