package ivr

import "fmt"

// left finds callers who press no key and are left alone: where the call goes
// round without meeting anybody, waits for somebody who is not there, or is over
// before there was anything for them. Each way that can happen to them counts, for
// it is not theirs to choose.
func left(spots []*spot, all []ways) []lack {
	w := lonely{spots: spots, all: all, index: make(map[*spot]int, len(spots)), state: make([]progress, len(spots))}
	for i, at := range spots {
		w.index[at] = i
	}
	for i := range spots {
		if w.state[i] == unseen {
			w.visit(i)
		}
	}
	w.dropped(0, map[int]bool{})
	return w.lacks
}

// lonely is a walk of a caller who presses no key.
type lonely struct {
	spots []*spot
	all   []ways
	index map[*spot]int
	state []progress
	lacks []lack
}

// progress is how far a spot has been walked through.
type progress int

const (
	unseen progress = iota
	begun
	done
)

func (w *lonely) lacking(i int, hint, format string, args ...any) {
	w.lacks = append(w.lacks, lack{at: w.spots[i].step, hint: hint, what: "a caller who presses no key " + fmt.Sprintf(format, args...)})
}

// visit looks for rounds, and for waits without an end.
func (w *lonely) visit(i int) {
	w.state[i] = begun
	here, at := w.all[i], w.spots[i].step
	if len(here.fate) == 0 && !here.person && !here.leaves && !here.ends {
		w.lacking(i, "lead it on: a queue with instead: {no-seat: …}", "is left alone at step %s", at.name)
	}
	for _, next := range here.fate {
		switch to := w.index[next.to]; w.state[to] {
		case begun:
			w.lacking(i, "lead silence to a person", "goes round between %s and %s and meets nobody", next.to.step.name, at.name)
		case unseen:
			w.visit(to)
		case done:
		}
	}
	w.state[i] = done
}

// dropped looks for an end of the call before anything was tried for the caller. A
// condition that leads there is the author's own will.
func (w *lonely) dropped(i int, seen map[int]bool) {
	if seen[i] || w.all[i].person || w.all[i].leaves {
		return
	}
	seen[i] = true
	if at := w.spots[i].step; w.all[i].ends {
		w.lacking(i, "lead the call to a person, voicemail or a call back first", "is hung up on at step %s and has met nobody", at.name)
		w.lacks[len(w.lacks)-1].warning = true // it may be meant: an announcement
	}
	switch w.spots[i].step.verb.(type) {
	case *when, *forward, *voicemail:
		return
	}
	for _, next := range w.all[i].fate {
		w.dropped(w.index[next.to], seen)
	}
}
