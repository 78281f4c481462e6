package dialplan

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"

	"hotline/acd"
)

// Rules are what the distributor of a floor must know, queues by name and seats by
// number. A floor that the tree does not have has rules without queues and seats.
func (t *Tree) Rules(floor string) acd.Rules {
	rules := acd.Rules{Queues: []acd.Queue{}, Seats: []acd.Seat{}}
	for _, id := range sorted(t.Centres) {
		if t.Centres[id].Floor != floor {
			continue
		}
		for _, q := range t.Centres[id].Queues {
			rules.Queues = append(rules.Queues, q.Rules)
		}
	}
	for _, id := range slices.SortedFunc(maps.Keys(t.Seats), byNumber) {
		if t.FloorOfSeat(id) == floor {
			rules.Seats = append(rules.Seats, t.Seats[id].Rules)
		}
	}
	rules.Hash = hashOf(rules)
	return rules
}

// byNumber orders numbers of seats: 801 comes before 1001.
func byNumber(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }

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
