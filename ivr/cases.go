package ivr

import (
	"slices"
	"strings"
)

const (
	mostClosing = 4  // centres whose hours are combined in a proof
	mostAlone   = 16 // centres that are closed, or open, alone
)

// hourCases are the ways in which the centres that the flow asks for can be open
// or closed: all of them, or, where they are many, all open, each one closed
// alone, each one open alone, and all closed.
func (p *Program) hourCases(f *Flow, own string, world World) []map[string]bool {
	closing := slices.DeleteFunc(f.centres(own, nil), func(c string) bool { return !world.closes(c) })
	if len(closing) > mostClosing {
		return fewCases(closing)
	}
	cases := make([]map[string]bool, 0, 1<<len(closing))
	for bits := range 1 << len(closing) {
		closed := map[string]bool{}
		for i, c := range closing {
			if bits>>i&1 == 1 {
				closed[c] = true
			}
		}
		cases = append(cases, closed)
	}
	return cases
}

func fewCases(closing []string) []map[string]bool {
	but := func(one string, rest bool) map[string]bool {
		closed := map[string]bool{}
		for _, c := range closing {
			if (c == one) != rest {
				closed[c] = true
			}
		}
		return closed
	}
	cases := []map[string]bool{but("", false)}
	alone := closing[:min(len(closing), mostAlone)]
	for _, rest := range []bool{false, true} {
		for _, c := range alone {
			cases = append(cases, but(c, rest))
		}
	}
	return append(cases, but("", true))
}

// centres are those whose hours matter in the flow and those it calls; the own one first.
func (f *Flow) centres(own string, known []string) []string {
	add := func(c string) {
		if c != "" && !slices.Contains(known, c) {
			known = append(known, c)
		}
	}
	add(own)
	for _, s := range f.steps {
		switch v := s.verb.(type) {
		case *hours:
			if v.centre != "own" {
				add(v.centre)
			}
		case *queue:
			c, _ := splitQueue(QueueID(own, v.name))
			add(c)
		case *call:
			known = v.flow.centres(own, known)
		}
	}
	return known
}

func splitQueue(id string) (centre, name string) {
	centre, name, _ = strings.Cut(id, "/")
	return centre, name
}
