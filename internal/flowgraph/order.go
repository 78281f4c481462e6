package flowgraph

import "slices"

const sweeps = 24

// order changes the order within the rows until few wires cross: each spot moves
// to the middle of its neighbours, rows from above, then from below, and the best
// order of all is kept.
func (l *layered) order() {
	at := make([]int, len(l.spots))
	l.number(at)
	best, least := l.copyRows(), l.crossings(at)
	for i := range sweeps {
		if least == 0 {
			break
		}
		for k := range l.rows {
			r := k
			if i%2 == 1 {
				r = len(l.rows) - 1 - k
			}
			l.sortRow(r, i%2 == 0, at)
		}
		l.swap(at)
		if n := l.crossings(at); n < least {
			best, least = l.copyRows(), n
		}
	}
	l.rows = best
}

func (l *layered) number(at []int) {
	for _, row := range l.rows {
		for i, p := range row {
			at[p] = i
		}
	}
}

func (l *layered) copyRows() [][]int {
	rows := make([][]int, len(l.rows))
	for i, row := range l.rows {
		rows[i] = slices.Clone(row)
	}
	return rows
}

// sortRow sorts by the mean place of the neighbours above or below. Spots without
// any keep their place.
func (l *layered) sortRow(r int, fromAbove bool, at []int) {
	row := l.rows[r]
	mean := make(map[int]float64, len(row))
	for i, p := range row {
		near := l.spots[p].down
		if fromAbove {
			near = l.spots[p].up
		}
		mean[p] = float64(i)
		if len(near) > 0 {
			sum := 0
			for _, q := range near {
				sum += at[q]
			}
			mean[p] = float64(sum) / float64(len(near))
		}
	}
	slices.SortStableFunc(row, func(a, b int) int {
		switch {
		case mean[a] < mean[b]:
			return -1
		case mean[a] > mean[b]:
			return 1
		}
		return 0
	})
	for i, p := range row {
		at[p] = i
	}
}

// swap exchanges neighbours while that saves crossings.
func (l *layered) swap(at []int) {
	for again := true; again; {
		again = false
		for _, row := range l.rows {
			for i := 1; i < len(row); i++ {
				a, b := row[i-1], row[i]
				if l.crossed(a, b, at) > l.crossed(b, a, at) {
					row[i-1], row[i] = b, a
					at[a], at[b] = i, i-1
					again = true
				}
			}
		}
	}
}

// crossed counts the crossings of the wires of two neighbours, a left of b.
func (l *layered) crossed(a, b int, at []int) int {
	return inversions(l.spots[a].up, l.spots[b].up, at) + inversions(l.spots[a].down, l.spots[b].down, at)
}

func inversions(left, right, at []int) int {
	n := 0
	for _, p := range left {
		for _, q := range right {
			if at[p] > at[q] {
				n++
			}
		}
	}
	return n
}

func (l *layered) crossings(at []int) int {
	n := 0
	for _, row := range l.rows {
		for i := range row {
			for j := i + 1; j < len(row); j++ {
				n += inversions(l.spots[row[i]].down, l.spots[row[j]].down, at)
			}
		}
	}
	return n
}
