package why

import (
	"fmt"

	"hotline/acd"
)

// wait is how a call waits in its queue.
type wait struct {
	queue  string          // empty = it waits in none
	joined *acd.CallQueued // how it got there
	told   acd.View        // what could be told then

	stood  acd.View        // before the group that is being told
	status acd.QueueStatus // of its queue, then
	asked  bool            // the floor was asked about it in that group
}

// toldOf is what a caller who leaves could know of his wait.
func (w *wait) toldOf() (notes []string) {
	if w.joined == nil || w.joined.Callback.ID != "" || w.stood.Queue == "" {
		return nil // nobody was on the line, or not for long enough to be told anything
	}
	if w.stood.Position > 0 {
		notes = append(notes, fmt.Sprintf("stood at position %d of %d", w.stood.Position, w.stood.Waiting))
	}
	if text := expected(w.told.Expected, w.told.Low, w.told.High); text != "" {
		notes = append(notes, "what could be told when it joined: a wait of "+text)
	} else {
		notes = append(notes, "of the wait nothing could be told when it joined")
	}
	return notes
}
