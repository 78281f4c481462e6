package acd

// seat is one seat on the floor. It outlives its rules while it talks.
type seat struct {
	id     string
	listed bool // in the rules
	stance Stance
	since  int64  // of stance.Now, ms
	reason string // of the pause that holds or is to come
	auto   bool   // that pause is the distributor's own
	idle   key    // since when it is idle; kept through an offer that it did not spoil
	wrap   key    // its timer, in wrap-up
	offer  *offer
	call   *call // the talk
	posts  []post
}

// post is a seat's place in one queue.
type post struct {
	queue *queue
	key   key // in the queue's order of idle seats, while ready
}

// attach posts the seat in a queue.
func (st *seat) attach(q *queue) {
	st.posts = append(st.posts, post{queue: q})
	q.count(st.stance, 1)
	if st.stance.Now == StateReady {
		st.posts[len(st.posts)-1].enter(st)
	}
}

// serves tells whether the seat has a post in the queue.
func (st *seat) serves(q *queue) bool {
	for i := range st.posts {
		if st.posts[i].queue == q {
			return true
		}
	}
	return false
}

func (p *post) enter(st *seat) {
	p.key = p.queue.preference(st)
	p.queue.idle.insert(p.key, st)
}

func (p *post) leave() { p.queue.idle.delete(p.key) }

// move takes the seat along an arrow, and its posts with it. It says false, and
// does nothing, where there is no such arrow.
func (s *State) move(f Fact, st *seat, by step) bool {
	next, err := st.stance.after(by)
	if err != nil {
		s.refuse(f, err.Error())
		return false
	}
	was := st.stance
	st.stance = next
	if next.Now != was.Now {
		st.since = s.now
	}
	if next.Now == StateReady && was.Now != StateReady && was.Now != StateOffered {
		st.idle = key{s.now, s.number()}
	}
	for i := range st.posts {
		st.posts[i].shift(st, was)
	}
	return true
}

// shift follows a change of stance.
func (p *post) shift(st *seat, was Stance) {
	if was == st.stance {
		return
	}
	p.queue.count(was, -1)
	p.queue.count(st.stance, 1)
	switch {
	case was.Now == st.stance.Now:
	case was.Now == StateReady:
		p.leave()
	case st.stance.Now == StateReady:
		p.enter(st)
	}
}

// forget drops a seat that neither the rules nor a talk know any more.
func (s *State) forget(st *seat) {
	if !st.listed && st.stance.Now == StateSignedOut {
		delete(s.seats, st.id)
	}
}
