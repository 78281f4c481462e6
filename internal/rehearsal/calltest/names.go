package calltest

import (
	"maps"
	"slices"

	"hotline/internal/dialplan"
	"hotline/internal/rehearsal"
	"hotline/internal/yamlfile"
)

// names are what a test can name of a tree.
type names struct {
	trunk                                 string // the default one
	pause                                 string // the feature code
	trunks, seats, centres, queues, steps []string
}

func namesOf(tree *dialplan.Tree) names {
	n := names{
		trunk: tree.Default, pause: rehearsal.PauseCode(tree), trunks: slices.Sorted(maps.Keys(tree.Trunks)),
		seats: slices.Sorted(maps.Keys(tree.Seats)), centres: slices.Sorted(maps.Keys(tree.Centres)),
	}
	for _, id := range n.centres {
		for _, q := range tree.Centres[id].Queues {
			n.queues = append(n.queues, q.ID)
		}
	}
	for _, name := range tree.Program.Names() {
		f, _ := tree.Program.Flow(name)
		for _, node := range f.Graph().Nodes {
			n.steps = append(n.steps, name+"/"+node.Name)
		}
	}
	return n
}

// known is the name that a node has, which must be one of those.
func (names) known(n yamlfile.Node, kind string, all []string) string {
	name, ok := n.Text()
	if ok && !slices.Contains(all, name) {
		n.Unknown(kind, name, all)
	}
	return name
}
