package acd

// View is what a waiting caller may be told.
type View struct {
	Queue    string    `json:"queue"`
	State    CallState `json:"state"`
	Position int       `json:"position"`  // 1 = next; 0 while a phone rings for the call
	Waiting  int       `json:"waiting"`   // calls in line, those being offered apart
	SignedIn int       `json:"signed_in"` // seats of the queue at work
	Ready    int       `json:"ready"`     // seats of the queue that are idle
	// Expected is the wait from now, ms, and Low and High are between what it will be
	// for 4 callers in 5. They are 0 where that is not known, or where it has not proved
	// true of late.
	Expected int64 `json:"expected"`
	Low      int64 `json:"low"`
	High     int64 `json:"high"`
}

// View looks at a call that waits in a queue; not ok if it does not wait. It takes
// O(k log n), k = lanes of the queue.
func (s *State) View(id string) (View, bool) {
	c := s.call(id)
	if c == nil || c.state != CallWaiting && c.state != CallOffered {
		return View{}, false
	}
	v := View{
		Queue: c.queue.id, State: c.state, Waiting: c.queue.waiting,
		SignedIn: c.queue.staff, Ready: c.queue.tally[StateReady],
	}
	if c.state == CallWaiting {
		ahead := c.queue.ahead(c.key)
		v.Position = ahead + 1
		if c.lane.idle.len() == 0 {
			v.Expected, v.Low, v.High = c.queue.spoken(s.now, ahead)
		}
	}
	return v, true
}

// Outlook is what a call would find that joined the queue now: its figures, with
// Position 0. Not ok if there is no such queue.
func (s *State) Outlook(id string) (View, bool) {
	q := s.known(id)
	if q == nil || !q.listed {
		return View{}, false
	}
	v := View{Queue: id, Waiting: q.waiting, SignedIn: q.staff, Ready: q.tally[StateReady]}
	if q.base[0].idle.len() == 0 {
		v.Expected, v.Low, v.High = q.spoken(s.now, q.waiting)
	}
	return v, true
}
