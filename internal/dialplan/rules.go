package dialplan

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"

	"hotline/acd"
)

// Rules are what the distributor of a floor must know. A floor that the tree does
// not have has rules without queues and seats.
func (t *Tree) Rules(floor string) acd.Rules {
	rules := acd.Rules{Queues: []acd.Queue{}, Seats: []acd.Seat{}}
	for _, id := range sorted(t.Centres) {
		if t.Centres[id].Floor != floor {
			continue
		}
		for _, q := range t.Centres[id].Queues {
			rules.Queues = append(rules.Queues, acd.Queue{
				ID: q.ID, Strategy: q.Strategy, Ring: q.Ring.Milliseconds(), WrapUp: q.WrapUp.Milliseconds(),
			})
		}
	}
	for _, id := range sorted(t.Seats) {
		if t.FloorOfSeat(id) == floor {
			rules.Seats = append(rules.Seats, acd.Seat{ID: id, Queues: acd.Serving(t.Seats[id].Queues...)})
		}
	}
	rules.Hash = hashOf(rules)
	return rules
}

// hashOf is the same for the same content: the rules are sorted.
func hashOf(rules acd.Rules) string {
	text, err := json.Marshal(rules)
	if err != nil {
		panic(err) // strings and numbers only
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
