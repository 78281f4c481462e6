package acd

// queue is one queue on the floor. It outlives its rules while calls refer to it.
type queue struct {
	id     string
	listed bool // in the rules
	rules  Queue
	posts  []*post // in the order of the rules
	base   []*lane // of calls without needs of their own, one for each stage
	lanes  map[string]*lane
	most   int // of lanes, before those without calls are swept
	tally  [seatStates]int
	staff  int // posted seats that are signed in
	calls  int // in line, offered or talking

	waiting  int          // calls that wait, those being offered apart
	absent   int          // of these, whose machine is away
	ringing  int          // calls being offered
	oldest   order[*call] // these, by when they joined; kept only for Pressure.Wait
	reserves int          // posts in reserve
	pressed  bool
	press    key // in timers.presses; zero = not there

	turn int   // the place after the post that was asked last (RoundRobin)
	pass int64 // how far calls have been shared out (Weighted)

	handling handling
	forecast forecast

	pending order[*callback] // of missed callers, that are due
	timed   bool             // its hours were told
	open    []Window
}

// count adds n seats in that stance to the tallies.
func (q *queue) count(st Stance, n int) {
	q.tally[st.Now] += n
	if st.SignedIn() {
		q.staff += n
	}
}

// working counts the seats that take the queue's calls now, busy ones too: of the first
// circle or, if nobody is there, of the last, and those in reserve if they are called.
func (q *queue) working() int {
	for _, l := range [...]*lane{q.base[0], q.base[len(q.base)-1]} {
		n := l.workingOf(0)
		if q.callsReserve() {
			n += l.workingOf(1)
		}
		if n > 0 {
			return n
		}
	}
	return 0
}

// callsReserve tells whether seats in reserve take the queue's calls.
func (q *queue) callsReserve() bool { return q.pressed || q.rules.Pressed == (Pressure{}) }

// ahead counts the calls that wait before that key.
func (q *queue) ahead(k key) int {
	n := 0
	for _, l := range q.base {
		n += l.ahead(k)
	}
	for _, l := range q.lanes {
		n += l.ahead(k)
	}
	return n
}

// rebase makes the queue's lanes anew, without seats and calls.
func (q *queue) rebase() {
	q.lanes = nil
	q.base = q.base[:0]
	for stage := range len(q.rules.Relax) + 1 {
		q.base = append(q.base, newLane(q, nil, nil, stage))
	}
}

// queue finds a queue, or makes one that is not listed.
func (s *State) queue(id string) *queue {
	q := s.known(id)
	if q == nil {
		q = &queue{id: id}
		q.rebase()
		s.queues[id] = q
	}
	return q
}

// prune drops a queue that neither the rules nor a call nor a callback know any more.
func (s *State) prune(q *queue) {
	if !q.listed && q.calls == 0 && q.pending.len() == 0 {
		s.unpress(q)
		delete(s.queues, q.id)
		s.hot.queue = nil
	}
}

// unpress stops the queue's timer.
func (s *State) unpress(q *queue) {
	if q.press != (key{}) {
		s.presses.delete(q.press)
		q.press = key{}
	}
}

// repress sets the queue's timer to when it will be pressed by the time its calls
// wait.
func (s *State) repress(q *queue) {
	s.unpress(q)
	first, _, ok := q.oldest.first()
	if !ok || q.pressed || q.reserves == 0 || q.rules.Pressed.Wait <= 0 {
		return
	}
	q.press = key{later(first.major, q.rules.Pressed.Wait), first.minor}
	s.presses.insert(q.press, q)
}

// present counts the calls that wait and could be offered.
func (q *queue) present() int { return q.waiting - q.absent }

// longestWait is how long the call has waited that joined first, ms; of those alone that
// are present, or of all.
func (q *queue) longestWait(now int64, absent bool) int64 {
	since := now
	look := func(l *lane) {
		if absent && l.away.size > 0 {
			for _, c := range l.away.all() {
				since = min(since, c.queued)
			}
		}
		for _, c := range l.line.all() {
			if c.state == CallWaiting {
				since = min(since, c.queued)
			}
		}
	}
	for _, l := range q.base {
		look(l)
	}
	for _, l := range q.lanes {
		look(l)
	}
	return now - since
}
