package calltest

import (
	"slices"

	"hotline/internal/rehearsal"
	"hotline/ivr"
)

// Coverage is what the tests of a tree came to: of all steps, and of all ways that
// lead from one step to another.
type Coverage struct {
	Steps, StepsReached int
	Ways, WaysTaken     int
	Missing             []Missing // in the order of the flows
}

// Missing is a step that no test comes to, or ways out of it that none takes.
type Missing struct {
	Step string   `json:"step"`           // "<flow>/<step>"
	Ways []string `json:"ways,omitempty"` // none: no test comes to the step at all
}

// way is one that leads out of a step.
type way struct{ step, name string }

// seen is what the callers of the tests came to.
type seen struct {
	steps map[string]bool
	ways  map[way]bool
}

func seenIn(files []FileReport) seen {
	s := seen{steps: map[string]bool{}, ways: map[way]bool{}}
	for _, f := range files {
		for _, r := range f.Results {
			for _, h := range r.Story {
				if h.Kind == rehearsal.Step {
					s.steps[h.Name] = true
					s.ways[way{h.From, h.Way}] = true
				}
			}
		}
	}
	return s
}

func coverageOf(program *ivr.Program, files []FileReport) *Coverage {
	var c Coverage
	s := seenIn(files)
	for _, name := range program.Names() {
		f, _ := program.Flow(name)
		c.add(f.Graph(), s)
	}
	return &c
}

func (c *Coverage) add(g ivr.Graph, s seen) {
	for _, node := range g.Nodes {
		step := g.Name + "/" + node.Name
		ways := waysOf(g, node.Name)
		var untaken []string
		for _, w := range ways {
			if !s.ways[way{step, w}] {
				untaken = append(untaken, w)
			}
		}
		c.Steps++
		c.Ways += len(ways)
		c.WaysTaken += len(ways) - len(untaken)
		switch {
		case !s.steps[step]:
			c.Missing = append(c.Missing, Missing{Step: step})
			continue
		case len(untaken) > 0:
			c.Missing = append(c.Missing, Missing{step, untaken})
		}
		c.StepsReached++
	}
}

// waysOf are the ways out of a step, each name once.
func waysOf(g ivr.Graph, step string) []string {
	var ways []string
	for _, e := range g.Edges {
		if e.From == step && !slices.Contains(ways, e.Way) {
			ways = append(ways, e.Way)
		}
	}
	return ways
}
