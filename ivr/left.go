package ivr

import "fmt"

// left finds callers who press no key and are left alone: where the call goes
// round without meeting anybody, or waits for somebody who is not there. Each
// way that can happen to them counts, for it is not theirs to choose.
func left(spots []*spot, all []ways) []lack {
	index := make(map[*spot]int, len(spots))
	for i, at := range spots {
		index[at] = i
	}
	const unseen, open, done = 0, 1, 2
	state := make([]int, len(spots))
	var lacks []lack
	var visit func(int)
	visit = func(i int) {
		state[i] = open
		here, at := all[i], spots[i].step
		if len(here.fate) == 0 && !here.person && !here.leaves && !here.ends {
			lacks = append(lacks, lack{
				at: at, what: fmt.Sprintf("a caller who presses no key is left alone at step %s", at.name),
				hint: "lead it on: a queue with instead: {no-seat: …}",
			})
		}
		for _, next := range here.fate {
			switch to := index[next.to]; state[to] {
			case open:
				lacks = append(lacks, lack{
					at: at, what: fmt.Sprintf("a caller who presses no key goes round between %s and %s and meets nobody", next.to.step.name, at.name),
					hint: "lead silence to a person",
				})
			case unseen:
				visit(to)
			}
		}
		state[i] = done
	}
	for i := range spots {
		if state[i] == unseen {
			visit(i)
		}
	}
	return lacks
}
