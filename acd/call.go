package acd

import "fmt"

// CallState says where a call is on the floor.
type CallState uint8

// The states of a call.
const (
	CallWaiting CallState = iota // in line
	CallOffered                  // a phone rings for it
	CallTalking
	callLeaving // between the end of its offer and its own, within one Decide
	callStates
)

// String is the stable name of the state: "waiting", "offered", "talking".
func (c CallState) String() string {
	names := [callStates]string{"waiting", "offered", "talking", "leaving"}
	if c >= callStates {
		return fmt.Sprintf("CallState(%d)", uint8(c))
	}
	return names[c]
}

// MarshalText gives the stable name.
func (c CallState) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the stable name.
func (c *CallState) UnmarshalText(text []byte) error {
	for state := range callLeaving {
		if state.String() == string(text) {
			*c = state
			return nil
		}
	}
	return fmt.Errorf("acd: unknown call state %q", text)
}

// call is one call on the floor, from CallQueued to its end.
type call struct {
	id       string
	queue    *queue
	key      key // Since − Priority − the queue's Weight, then arrival
	since    int64
	priority int64
	queued   int64 // when CallQueued happened
	answered int64 // when the talk began
	began    int64 // when its seat began to talk
	limits   Limits
	from     string // the caller's number
	needs    []Skill
	prefer   []string
	home     string // the machine that has it

	stage  int   // of Queue.Relax; alone before the first
	last   *seat // for which alone it waits
	lane   *lane // of that stage
	widest *lane // of the last stage
	turn   key   // in timers.stages; zero = none

	offers   []*offer
	seat     *seat     // the talk
	callback *callback // that this call makes; nil = none, or the caller was reached
	calls    string    // the number that it calls back

	first               int   // its position when it joined
	expected, low, high int64 // as told by CallQueued

	// What is small is side by side: there can be 100,000 calls.
	state   CallState
	inLine  bool // waits, or is rung for by many
	passed  bool // its seat has it from another
	away    bool // its machine is
	reached bool // whom it called back
}

// alone is the stage of a call that waits for its caller's last seat.
const alone = -1

// offer is a call presented to a seat.
type offer struct {
	id    int64
	call  *call
	seat  *seat
	until int64 // RingUntil
}

func (o *offer) ring() key { return key{o.until, o.id} }

// deadline is the call's timer while it waits.
func (c *call) deadline() key { return key{later(c.queued, c.limits.Wait), c.key.minor} }

// person is the number of whoever is at the other end.
func (c *call) person() string {
	if c.calls != "" {
		return c.calls
	}
	return c.from
}

// rekey gives the call its place in order by the rules that hold.
func (c *call) rekey() { c.key.major = c.since - c.priority - c.queue.rules.Weight }

// choose finds the call's lanes by its stage.
func (c *call) choose() {
	q := c.queue
	if c.stage == alone {
		c.lane = q.personal(c.last.postIn(q))
	} else {
		c.lane = q.lane(c.needs, c.prefer, c.stage)
	}
	c.lane.calls++
	c.widest = q.lane(c.needs, c.prefer, len(q.base)-1)
	c.widest.calls++
}

// unchoose lets go of its lanes.
func (c *call) unchoose() {
	c.lane.calls--
	if c.lane.only != nil && c.lane.calls == 0 {
		c.queue.dropLane(c.lane)
	}
	c.widest.calls--
}

// enterLine puts the call in its place.
func (c *call) enterLine() {
	if !c.inLine && !c.away {
		c.inLine = true
		c.lane.line.insert(c.key, c)
		if c.state == CallOffered {
			c.lane.rung.insert(c.key, c)
		}
	}
}

// leaveLine takes it out.
func (c *call) leaveLine() {
	if c.inLine {
		c.inLine = false
		c.lane.line.delete(c.key)
		if c.lane.rung.len() > 0 {
			c.lane.rung.delete(c.key)
		}
	}
}

// become changes the call's state, and counts those that are being offered.
func (c *call) become(to CallState) {
	if c.state == CallOffered {
		c.queue.ringing--
	}
	if to == CallOffered {
		c.queue.ringing++
	}
	c.state = to
}

// wait lets the call wait, in line and with all that may end its wait.
func (s *State) wait(c *call) {
	c.leaveLine()
	c.become(CallWaiting)
	q := c.queue
	q.waiting++
	if c.away {
		q.absent++
		c.lane.away.insert(c.key, c)
		return
	}
	c.enterLine()
	if c.limits.Wait > 0 {
		s.waits.insert(c.deadline(), c)
	}
	if c.limits.NoSeat && c.stage != alone {
		c.widest.noSeat.insert(c.key, c)
	}
	if c.limits.AllPaused && c.stage != alone {
		c.widest.allPaused.insert(c.key, c)
	}
	if q.rules.Pressed.Wait > 0 {
		q.oldest.insert(key{c.queued, c.key.minor}, c)
		s.repress(q)
	}
}

// unwait ends a wait; the call stays in line if many are rung for it.
func (s *State) unwait(c *call, to CallState, inLine bool) {
	if c.state == CallWaiting {
		s.endWait(c)
	}
	if !inLine {
		c.leaveLine()
	}
	was := c.state
	c.become(to)
	if c.inLine && was == CallWaiting {
		c.lane.rung.insert(c.key, c)
	}
}

// endWait stops what may end the wait.
func (s *State) endWait(c *call) {
	q := c.queue
	q.waiting--
	if c.away {
		q.absent--
		c.lane.away.delete(c.key)
		return
	}
	if c.limits.Wait > 0 {
		s.waits.delete(c.deadline())
	}
	if c.limits.NoSeat && c.stage != alone {
		c.widest.noSeat.delete(c.key)
	}
	if c.limits.AllPaused && c.stage != alone {
		c.widest.allPaused.delete(c.key)
	}
	if q.oldest.len() > 0 {
		q.oldest.delete(key{c.queued, c.key.minor})
		s.repress(q)
	}
}

// setStage moves the call to a stage. It is in no line meanwhile.
func (s *State) setStage(c *call, stage int) {
	s.unstage(c)
	c.stage = stage
	s.restage(c)
	c.choose()
}

// restage starts the timer of the next stage.
func (s *State) restage(c *call) {
	rules := &c.queue.rules
	due := int64(-1)
	switch {
	case c.away:
	case c.stage == alone:
		due = later(c.queued, rules.LastWait)
	case c.stage < len(rules.Relax):
		due = later(c.queued, rules.Relax[c.stage].After)
	}
	if due >= 0 {
		c.turn = key{due, c.key.minor}
		s.stages.insert(c.turn, c)
	}
}

// unstage stops the stages.
func (s *State) unstage(c *call) {
	if c.turn != (key{}) {
		s.stages.delete(c.turn)
		c.turn = key{}
	}
}

// drop ends the call on the floor.
func (s *State) drop(c *call) {
	delete(s.calls, c.id)
	s.hot.call = nil
	if who := c.person(); who != "" {
		if s.onFloor[who]--; s.onFloor[who] == 0 {
			delete(s.onFloor, who)
		}
	}
	s.keepCallback(c)
	s.unstage(c)
	c.unchoose()
	c.queue.calls--
	s.prune(c.queue)
	s.spare.dropCall(c)
}
