package flowgraph

// layered is the sheet cut into rows. Cards stand in the even rows; in the odd
// ones the labels do, so no wire is shorter than two rows and no label meets a
// card or another label. A wire that passes a row has a spot in it too.
type layered struct {
	*sheet
	spots  []spot
	rows   [][]int // spots, from left to right
	chains [][]int // of each wire: its spots from above to below, with both cards
	topY   []float64
	footY  []float64
}

// spot is a place in a row: a card, or where a wire passes.
type spot struct {
	card, wire  int // one of them, the other -1
	left, right float64
	height      float64
	x           float64
	up, down    []int // its neighbours in the rows above and below
}

const (
	wireRoom = 7.0  // on both sides of a wire
	spotGap  = 14.0 // between spots
	loopRoom = 26.0 // beside a card whose wire comes back to it
)

// byLayers lays the sheet out without any help.
func (s *sheet) byLayers() {
	l := &layered{sheet: s, chains: make([][]int, len(s.wires))}
	l.fill(l.rank())
	l.order()
	l.place()
	l.stack()
	l.route()
}

// rank is the row of each card: as far below the start as the longest way to it.
func (l *layered) rank() []int {
	row := make([]int, len(l.cards))
	for again := true; again; {
		again = false
		for _, w := range l.wires {
			above, below := w.ends()
			if above != below && row[below] < row[above]+2 {
				row[below], again = row[above]+2, true
			}
		}
	}
	return row
}

// fill makes the spots and their chains, in the order of a walk from above.
func (l *layered) fill(row []int) {
	last := 0
	for i, c := range l.cards {
		room, height := l.loops(i)
		l.spots = append(l.spots, spot{card: i, wire: -1, left: c.w / 2, right: c.w/2 + room, height: max(c.h, height)})
		last = max(last, row[i])
	}
	l.rows = make([][]int, last+1)
	for i, w := range l.wires {
		if w.from == w.to {
			continue
		}
		above, below := w.ends()
		labelRow := row[w.from] + 1
		if w.upward {
			labelRow = row[w.from] - 1
		}
		chain := []int{above}
		for r := row[above] + 1; r < row[below]; r++ {
			p := spot{card: -1, wire: i, left: wireRoom, right: wireRoom}
			if r == labelRow {
				p.left, p.right, p.height = max(wireRoom, w.w/2), max(wireRoom, w.w/2), w.h
			}
			l.spots = append(l.spots, p)
			chain = append(chain, len(l.spots)-1)
		}
		chain = append(chain, below)
		for j := 1; j < len(chain); j++ {
			a, b := chain[j-1], chain[j]
			l.spots[a].down = append(l.spots[a].down, b)
			l.spots[b].up = append(l.spots[b].up, a)
		}
		l.chains[i] = chain
	}
	l.seed(row)
}

// loops is the room on the right for the wires of a card that come back to it.
func (l *layered) loops(card int) (room, height float64) {
	for _, w := range l.wires {
		if w.from == card && w.to == card {
			room += loopRoom + w.w
			height = max(height, w.h)
		}
	}
	return room, height
}

// seed orders the rows as a walk from the start meets the spots.
func (l *layered) seed(row []int) {
	seen := make([]bool, len(l.spots))
	var visit func(p, r int)
	visit = func(p, r int) {
		if seen[p] {
			return
		}
		seen[p] = true
		l.rows[r] = append(l.rows[r], p)
		for _, q := range l.spots[p].down {
			visit(q, r+1)
		}
	}
	if l.start >= 0 {
		visit(l.start, row[l.start])
	}
	for c := range l.cards {
		visit(c, row[c])
	}
}
