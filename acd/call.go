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
	state    CallState
	key      key // Since − Priority, then arrival; it never changes in one queue
	since    int64
	priority int64
	queued   int64 // when CallQueued happened
	answered int64 // when the talk began
	limits   Limits
	offer    *offer
	seat     *seat     // the talk
	callback *callback // that this call makes; nil = none, or the caller was reached
}

// offer is a call presented to a seat.
type offer struct {
	id    int64
	call  *call
	seat  *seat
	until int64 // RingUntil
}

func (o *offer) ring() key { return key{o.until, o.id} }

// deadline is the call's timer while in line.
func (c *call) deadline() key { return key{later(c.queued, c.limits.Wait), c.key.minor} }

// line puts the call in its place.
func (s *State) line(c *call) {
	c.state = CallWaiting
	c.queue.line.insert(c.key, c)
	if c.limits.Wait > 0 {
		s.waits.insert(c.deadline(), c)
	}
}

// unline takes the call out of its place.
func (s *State) unline(c *call, to CallState) {
	if c.state == CallWaiting {
		c.queue.line.delete(c.key)
		if c.limits.Wait > 0 {
			s.waits.delete(c.deadline())
		}
	}
	c.state = to
}

// drop ends the call on the floor.
func (s *State) drop(c *call) {
	delete(s.calls, c.id)
	s.keepCallback(c)
	c.queue.calls--
	s.prune(c.queue)
}
