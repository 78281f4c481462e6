package acd

// seat is one seat on the floor. It outlives its rules while it talks.
type seat struct {
	id     string
	listed bool // in the rules
	rules  Seat
	skills map[string]int
	stance Stance
	since  int64  // of stance.Now, ms
	reason string // of the pause that holds or is to come
	auto   bool   // that pause is the distributor's own
	missed int    // offers in a row that it did not take
	idle   key    // since when it is idle; kept through an offer that it did not spoil
	phone  string // where it is signed in; empty = at its own
	offer  *offer
	call   *call  // the talk
	held   string // the call that occupies it
	posts  []*post

	wrap wrap
	rest key // its timers; zero = none
	lost key
}

// wrap is a wrap-up.
type wrap struct {
	timer key   // zero = it lasts until the seat ends it
	most  int64 // to when it can be extended; 0 = it cannot
}

// post is a seat's place in one queue.
type post struct {
	seat     *seat
	queue    *queue
	rules    Post
	place    int // in the order of the rules
	entries  []entry
	personal *lane

	calls, talk int64 // since the seat's sign-in; talk in ms
	pass        int64 // its share of calls so far (Weighted)
}

// entry is a lane whose calls the post may have.
type entry struct {
	lane  *lane
	skill int
	key   key // in the lane's order of idle seats
	idle  bool
}

// circle is 1 for posts in reserve.
func (p *post) circle() int {
	if p.rules.Reserve {
		return 1
	}
	return 0
}

// in finds the post's entry in a lane.
func (p *post) in(l *lane) *entry {
	for i := range p.entries {
		if p.entries[i].lane == l {
			return &p.entries[i]
		}
	}
	return nil
}

// postIn finds the seat's post in a queue.
func (st *seat) postIn(q *queue) *post {
	for _, p := range st.posts {
		if p.queue == q {
			return p
		}
	}
	return nil
}

// enter puts a ready seat into the order of the lane's idle seats.
func (p *post) enter(e *entry) {
	if e.idle || p.rules.Reserve && e.lane.only == nil && !p.queue.callsReserve() {
		return
	}
	e.key, e.idle = e.lane.preference(p, e.skill), true
	e.lane.idle.insert(e.key, p)
}

func (p *post) leave(e *entry) {
	if e.idle {
		e.lane.idle.delete(e.key)
		e.idle = false
	}
}

// move takes the seat along an arrow, and its posts with it. It says false, and
// does nothing, where there is no such arrow.
func (s *State) move(f Fact, st *seat) bool { return s.moveBy(f, stepOf(f), st) }

func (s *State) moveBy(f Fact, by step, st *seat) bool {
	next, err := st.stance.after(by)
	if err != nil {
		s.refuse(f, err.Error())
		return false
	}
	was := st.stance
	if next == was {
		return true
	}
	st.stance = next
	if by == stepSignIn {
		st.beginShift() // before it is placed by what it has done
	}
	if next.Now != was.Now {
		st.since = s.now
	}
	if next.Now == StateReady && was.Now != StateReady && was.Now != StateOffered {
		st.idle = key{s.now, s.number()}
	}
	for _, p := range st.posts {
		if next.Now == StateReady && (was.Now == StatePaused || was.Now == StateUnreachable) {
			p.pass = max(p.pass, p.queue.pass) // it does not make up for calls while it was away
		}
		p.shift(was)
	}
	return true
}

// shift follows a change of stance.
func (p *post) shift(was Stance) {
	now := p.seat.stance
	p.queue.count(was, -1)
	p.queue.count(now, 1)
	for i := range p.entries {
		e := &p.entries[i]
		e.lane.count(p, was, -1)
		e.lane.count(p, now, 1)
		switch {
		case was.Now == now.Now:
		case was.Now == StateReady:
			p.leave(e)
		case now.Now == StateReady:
			p.enter(e)
		}
	}
}

// beginShift starts the seat's counts anew.
func (st *seat) beginShift() {
	st.missed = 0
	for _, p := range st.posts {
		p.calls, p.talk = 0, 0
		p.pass = max(p.pass, p.queue.pass)
	}
}

// forget drops a seat that neither the rules nor a talk know any more.
func (s *State) forget(st *seat) {
	if !st.listed && st.stance.Now == StateSignedOut {
		delete(s.seats, st.id)
		s.hot.seat = nil
	}
}
