package switchboard

import (
	"cmp"

	"hotline/internal/dialplan"
)

// wrapUpOf is the time that a seat has for its notes, its own or that of its first
// queue, ms.
func wrapUpOf(tree *dialplan.Tree, id string) int64 {
	seat := tree.Seats[id]
	if seat.Rules.WrapUp != nil {
		return *seat.Rules.WrapUp
	}
	first := cmp.Or(append(seat.Queues[:len(seat.Queues):len(seat.Queues)], "")...)
	for _, q := range tree.Rules(tree.FloorOfSeat(id)).Queues {
		if q.ID == first {
			return q.WrapUp
		}
	}
	return 0
}
