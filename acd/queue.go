package acd

// queue is one queue on the floor. It outlives its rules while calls refer to it.
type queue struct {
	id     string
	listed bool // in the rules
	rules  Queue
	line   order[*call] // calls that wait and are not being offered, next first
	idle   order[*seat] // ready seats, best first
	tally  [seatStates]int
	staff  int // posted seats that are signed in
	calls  int // in line, offered or talking

	handling handling
}

// count adds n seats in that stance to the tallies.
func (q *queue) count(st Stance, n int) {
	q.tally[st.Now] += n
	if st.SignedIn() {
		q.staff += n
	}
}

// preference places an idle seat in the queue's order, best first. It holds while
// the seat stays ready.
func (q *queue) preference(st *seat) key {
	return st.idle // LongestIdle; ties in the order of becoming ready
}

// open tells whether a call waits here that a seat could take.
func (q *queue) open() bool { return q.line.len() > 0 && q.idle.len() > 0 }

// out counts the seats that cannot be chosen.
func (q *queue) out() Out {
	return Out{
		SignedOut: q.tally[StateSignedOut],
		Paused:    q.tally[StatePaused],
		Offered:   q.tally[StateOffered],
		Talking:   q.tally[StateTalking],
		WrapUp:    q.tally[StateWrapUp],
	}
}

// queue finds a queue, or makes one that is not listed.
func (s *State) queue(id string) *queue {
	q := s.queues[id]
	if q == nil {
		q = &queue{id: id}
		s.queues[id] = q
	}
	return q
}

// prune drops a queue that neither the rules nor a call know any more.
func (s *State) prune(q *queue) {
	if !q.listed && q.calls == 0 {
		delete(s.queues, q.id)
	}
}
