package ivr

import "time"

// turns are when a waiting caller hears something next: how long it is until
// then, zero being never. Times count from when the session's timer was started
// for the sooner of the two.
type turns struct {
	place   time.Duration
	comfort time.Duration
	next    int  // of the messages of comfort
	told    bool // the place came last
}

// soonest is how long nothing is due.
func (t *turns) soonest() time.Duration {
	if t.place == 0 || t.comfort > 0 && t.comfort < t.place {
		return t.comfort
	}
	return t.place
}

// pass lets that time pass, and says whether it is the place's turn; if it is not,
// it is that of a message. Where both are due they take turns.
func (t *turns) pass() (place bool) {
	gone := t.soonest()
	place = t.place == gone && (t.comfort != gone || !t.told)
	for _, turn := range []*time.Duration{&t.place, &t.comfort} {
		if *turn > 0 {
			*turn = max(*turn-gone, time.Nanosecond) // due, and not never
		}
	}
	return place
}

// after puts a turn off until there was a time without words.
func after(turn, quiet time.Duration) time.Duration {
	if turn == 0 {
		return 0
	}
	return max(turn, quiet)
}

// tell says what is due, with a time without words before the other.
func (v *queue) tell(s *Session) {
	t := &s.turns
	switch place := t.pass(); {
	case place:
		s.emit(Look{})
		t.place, t.comfort, t.told = v.announce.every, after(t.comfort, quietTime), true
	case s.playing: // the place, because the caller asked for it
		t.comfort = quietTime
	default:
		quiet := v.announce.comfort.say(s)
		t.place, t.comfort, t.told = after(t.place, quiet), v.announce.comfort.every, false
	}
}
