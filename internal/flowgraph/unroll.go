package flowgraph

// unroll finds the wires that lead back up: those that, in a walk from the start,
// come to a card that the walk is still under way from.
func (s *sheet) unroll() {
	const unseen, open, done = 0, 1, 2
	state := make([]int, len(s.cards))
	out := make([][]int, len(s.cards))
	for i, w := range s.wires {
		out[w.from] = append(out[w.from], i)
	}
	var visit func(int)
	visit = func(c int) {
		state[c] = open
		for _, i := range out[c] {
			w := &s.wires[i]
			switch state[w.to] {
			case open:
				w.upward = w.to != c
			case unseen:
				visit(w.to)
			}
		}
		state[c] = done
	}
	if s.start >= 0 {
		visit(s.start)
	}
	for c := range s.cards {
		if state[c] == unseen {
			visit(c)
		}
	}
}

// ends are the cards of a wire, the upper one first.
func (w *wire) ends() (above, below int) {
	if w.upward {
		return w.to, w.from
	}
	return w.from, w.to
}
