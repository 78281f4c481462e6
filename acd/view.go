package acd

// View is what a waiting caller may be told.
type View struct {
	Queue    string    `json:"queue"`
	State    CallState `json:"state"`
	Position int       `json:"position"`  // 1 = next; 0 while a phone rings for the call
	Waiting  int       `json:"waiting"`   // calls in line, those being offered apart
	SignedIn int       `json:"signed_in"` // seats of the queue at work
	Ready    int       `json:"ready"`     // seats of the queue that are idle
}

// View looks at a call that waits in a queue; not ok if it does not wait. It takes
// O(log n).
func (s *State) View(id string) (View, bool) {
	c := s.calls[id]
	if c == nil || c.state != CallWaiting && c.state != CallOffered {
		return View{}, false
	}
	v := View{
		Queue: c.queue.id, State: c.state, Waiting: c.queue.line.len(),
		SignedIn: c.queue.staff, Ready: c.queue.tally[StateReady],
	}
	if c.state == CallWaiting {
		v.Position = c.queue.line.rank(c.key) + 1
	}
	return v, true
}
