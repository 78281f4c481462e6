package flowgraph

import "math"

// How much a wire wants to be straight: between two of its own bends most of all.
const (
	stiffBend = 60.0
	stiffHalf = 2.0
	stiffCard = 1.0
	rounds    = 1500
)

// place finds where the spots of the rows stand: as near to straight below each
// other as their order and sizes allow. Row after row takes its best places while
// the others stand still; the squares of all slants shrink with each round.
func (l *layered) place() {
	for _, row := range l.rows {
		x := 0.0
		for i, p := range row {
			if i > 0 {
				x += l.apart(row[i-1], p)
			}
			l.spots[p].x = x
		}
		for _, p := range row { // around the middle
			l.spots[p].x -= x / 2
		}
	}
	for i := range rounds {
		for k := range l.rows {
			if i%2 == 1 {
				k = len(l.rows) - 1 - k
			}
			l.settle(l.rows[k])
		}
	}
	l.straighten()
}

// apart is the least distance of two neighbours.
func (l *layered) apart(a, b int) float64 {
	gap := spotGap
	if l.spots[a].card >= 0 && l.spots[b].card >= 0 {
		gap *= 2
	}
	return l.spots[a].right + gap + l.spots[b].left
}

// settle moves a row: neighbours that would come too near stand together, as one
// block in the middle of what they want.
func (l *layered) settle(row []int) {
	type block struct {
		sum, weight float64
		n           int
	}
	var blocks []block
	offsets := make([]float64, len(row))
	for i, p := range row {
		if i > 0 {
			offsets[i] = offsets[i-1] + l.apart(row[i-1], p)
		}
		want, weight := l.wish(p)
		blocks = append(blocks, block{(want - offsets[i]) * weight, weight, 1})
		for len(blocks) > 1 {
			a, b := blocks[len(blocks)-2], blocks[len(blocks)-1]
			if a.sum/a.weight <= b.sum/b.weight {
				break
			}
			blocks = append(blocks[:len(blocks)-2], block{a.sum + b.sum, a.weight + b.weight, a.n + b.n})
		}
	}
	i := 0
	for _, b := range blocks {
		for range b.n {
			l.spots[row[i]].x = b.sum/b.weight + offsets[i]
			i++
		}
	}
}

// wish is where a spot would like to stand, and how much.
func (l *layered) wish(p int) (x, weight float64) {
	me := &l.spots[p]
	for _, near := range [][]int{me.up, me.down} {
		for _, q := range near {
			k := l.stiff(me, &l.spots[q])
			x, weight = x+k*l.spots[q].x, weight+k
		}
	}
	if weight == 0 {
		return me.x, 0.01
	}
	return x / weight, weight
}

func (l *layered) stiff(a, b *spot) float64 {
	k := stiffHalf
	switch {
	case a.card >= 0 && b.card >= 0:
		k = stiffCard
	case a.card < 0 && b.card < 0:
		k = stiffBend
	}
	if w := max(a.wire, b.wire); w >= 0 && l.wires[w].faint {
		k /= 3
	}
	return k
}

// straighten takes small steps out of long wires: as many bends as can share one
// place without moving anything else do.
func (l *layered) straighten() {
	left, right := l.bounds()
	for _, chain := range l.chains {
		if len(chain) == 0 {
			continue
		}
		for bends := chain[1 : len(chain)-1]; len(bends) > 0; {
			n, x := l.together(bends, left, right)
			for _, p := range bends[:n] {
				l.spots[p].x = x
			}
			bends = bends[n:]
		}
	}
}

// together tells how many bends, from the first on, can stand at one place, and
// at which.
func (l *layered) together(bends []int, left, right func(int) float64) (n int, x float64) {
	low, high, sum := math.Inf(-1), math.Inf(1), 0.0
	for _, p := range bends {
		lowest, highest := max(low, left(p)), min(high, right(p))
		if lowest > highest {
			break
		}
		low, high, sum = lowest, highest, sum+l.spots[p].x
		n++
	}
	if n == 0 {
		return 1, l.spots[bends[0]].x
	}
	return n, min(max(sum/float64(n), low), high)
}

// bounds tell how far to the left and right a spot may go, as its neighbours stand.
func (l *layered) bounds() (left, right func(int) float64) {
	before, after := make([]int, len(l.spots)), make([]int, len(l.spots))
	for _, row := range l.rows {
		for i, p := range row {
			before[p], after[p] = -1, -1
			if i > 0 {
				before[p], after[row[i-1]] = row[i-1], p
			}
		}
	}
	left = func(p int) float64 {
		if q := before[p]; q >= 0 {
			return l.spots[q].x + l.apart(q, p)
		}
		return math.Inf(-1)
	}
	right = func(p int) float64 {
		if q := after[p]; q >= 0 {
			return l.spots[q].x - l.apart(p, q)
		}
		return math.Inf(1)
	}
	return left, right
}
