package rehearsal

import (
	"slices"
	"strings"

	"hotline/internal/dialplan"
)

// PauseCode is the feature code by which seats of the tree pause; empty if there is
// none.
func PauseCode(tree *dialplan.Tree) string {
	for _, code := range sorted(tree.CodeFlows()) {
		f, ok := tree.Program.Flow(tree.CodeFlows()[code])
		if !ok {
			continue
		}
		for _, node := range f.Graph().Nodes {
			if node.Verb == "seat" && slices.Contains(node.Text, "pause") {
				return strings.TrimSuffix(code, "+") // without a digit behind it
			}
		}
	}
	return ""
}

// pauses lets the seats dial the code that are paused when the call comes. They are
// no part of the story.
func (s *Stage) pauses(tree *dialplan.Tree, world World) {
	code := PauseCode(tree)
	for _, id := range sorted(tree.Seats) {
		if world.seat(id).Does == Paused && code != "" {
			c := Call{Seat: id, To: code}
			s.phone.places(&line{id: crowdLine + "seat-" + id, number: id, who: "seat " + id, args: c.args()})
		}
	}
}
