package record

import (
	"encoding/json"
	"slices"
)

// Transfer is a caller given to somebody else.
type Transfer struct {
	At   int64  `json:"at"`   // ms since the Unix epoch
	From string `json:"from"` // the seat that gave him away
	To   string `json:"to"`   // a seat, a queue, a centre or a number
	Way  string `json:"way"`  // blind, attended, or taken-over (by a supervisor)
}

// appended is a list in JSON with one more. An empty text is an empty list.
func appended[T any](list string, v T) string {
	all := append(listed[T](list), v)
	text, err := json.Marshal(all)
	if err != nil {
		return list // what the tables hold can be written
	}
	return string(text)
}

func listed[T any](text string) (all []T) {
	if text == "" || json.Unmarshal([]byte(text), &all) != nil {
		return nil
	}
	return all
}

// supervisedBy notes a supervisor, once.
func (t *tally) supervisedBy(seat string) {
	if !slices.Contains(listed[string](t.supervised), seat) {
		t.supervised = appended(t.supervised, seat)
	}
}
