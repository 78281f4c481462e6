package acd

// load makes the rules hold. Queues and seats that they no longer name stay, not
// listed, until their last call or talk is over; Decide sends those calls and
// seats away by facts of their own.
func (s *State) load(r Rules) {
	s.rules = r
	s.unlist()
	for _, rules := range r.Queues {
		q := s.queue(rules.ID)
		q.rules, q.listed = rules, true
	}
	for _, rules := range r.Seats {
		s.list(rules)
	}
	for _, q := range s.queues {
		s.prune(q)
	}
	for _, st := range s.seats {
		s.forget(st)
	}
}

// unlist takes every seat from its posts.
func (s *State) unlist() {
	for _, q := range s.queues {
		q.listed, q.staff, q.tally, q.idle = false, 0, [seatStates]int{}, order[*seat]{}
	}
	for _, st := range s.seats {
		st.listed, st.posts = false, nil
	}
}

// list posts a seat in those of its queues that the rules name.
func (s *State) list(rules Seat) {
	st := s.seats[rules.ID]
	if st == nil {
		st = &seat{id: rules.ID}
		s.seats[st.id] = st
	}
	st.listed = true
	for _, post := range rules.Queues {
		id := post.Queue
		if q := s.queues[id]; q != nil && q.listed && !st.serves(q) {
			st.attach(q)
		}
	}
}
