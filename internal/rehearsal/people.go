package rehearsal

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"hotline/internal/asterisk"
)

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

const usualRing = 30 * time.Second // Asterisk's, where a dial names no time

// Originate calls a seat, or a number outside; whoever is there does as the world
// says.
func (t *telephone) Originate(_ context.Context, o asterisk.Origination) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.lines[o.ID] != nil {
		return fault("originate", asterisk.Conflict)
	}
	who, trunk, outside := strings.Cut(strings.TrimPrefix(o.Endpoint, "PJSIP/"), "@")
	l := &line{id: o.ID, number: who, who: who, args: o.Args}
	if len(o.Args) == 2 { // "leg", the call
		l.call = o.Args[1]
	}
	habit := t.seatHabit(who)
	if outside {
		habit = t.world.outside(who)
	}
	if outside && t.own != "" && strings.HasSuffix(Digits(who), t.own) {
		l.who = "" // he is called back
	}
	t.lines[o.ID] = l
	t.story.add(Happening{Kind: Dials, Call: l.call, Name: who, Text: trunk})
	ring := o.Timeout
	if ring == 0 {
		ring = usualRing
	}
	t.does(l, habit, ring)
	return nil
}

// does lets the person at a line do what he is used to.
func (t *telephone) does(l *line, habit Habit, ring time.Duration) {
	const userBusy, noAnswer, unreachable = 17, 19, 20
	switch {
	case habit.Does == Busy:
		l.next = t.later(busyAfter, func() { t.refuses(l, asterisk.DialBusy, userBusy, 486) })
	case habit.Does == SignedOut:
		l.next = t.later(0, func() { t.refuses(l, asterisk.DialUnavailable, unreachable, 0) })
	case habit.Does == NoAnswer || habit.After >= ring:
		t.tell(asterisk.Dialling{ID: l.id, Status: asterisk.DialRinging}, l.id)
		l.next = t.later(ring, func() { t.refuses(l, asterisk.DialNoAnswer, noAnswer, 0) })
	default:
		t.tell(asterisk.Dialling{ID: l.id, Status: asterisk.DialRinging}, l.id)
		l.next = t.later(habit.After, func() { t.arrives(l) })
	}
}

// later lets something happen at the telephone that wakes nobody by itself.
func (t *telephone) later(after time.Duration, do func()) *entry {
	return t.clock.after(after, func() bool {
		t.mu.Lock()
		defer t.mu.Unlock()
		do()
		return false
	})
}

func (t *telephone) refuses(l *line, status asterisk.DialStatus, cause, sip int) {
	t.story.add(Happening{Kind: Refuses, Call: l.call, Name: l.who, Text: string(status)})
	t.tell(asterisk.Dialling{ID: l.id, Status: status}, l.id)
	t.end(l, false, cause, sip)
}

// places: somebody dials us.
func (t *telephone) places(l *line) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lines[l.id] = l
	if l.who == "" {
		t.own = Digits(l.number)
	}
	t.arrives(l)
}

// presses: the caller presses a key. It is false if there is no caller.
func (t *telephone) presses(key byte) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	l := t.caller()
	if l == nil {
		return false
	}
	t.story.add(Happening{Kind: Presses, Text: string(key)})
	t.press(l.id, key)
	return true
}

func (t *telephone) press(id string, key byte) {
	t.tell(asterisk.Digit{ID: id, Digit: key, Duration: 100 * time.Millisecond}, id)
}

// callerHangsUp is false if there is no caller.
func (t *telephone) callerHangsUp() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.hangsUp(t.caller())
}

// otherHangsUp: whoever talks with the caller ends the talk.
func (t *telephone) otherHangsUp() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.hangsUp(t.other())
}

// seat: a seat's telephone is there from now on, or is not. Who comes to work
// answers as is usual.
func (t *telephone) seat(id string, online bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	kind := SignsOut
	if online {
		kind = SignsIn
	}
	t.story.add(Happening{Kind: kind, Name: id})
	t.comeAndGo[id] = online
	t.tell(asterisk.PhoneChanged{Resource: id, Online: online})
}

// seatHabit is what happens now when a seat is called.
func (t *telephone) seatHabit(id string) Habit {
	habit := t.world.seat(id)
	switch online, changed := t.comeAndGo[id]; {
	case changed && !online:
		return Habit{Does: SignedOut}
	case changed && habit.Does == SignedOut:
		return AtWork()
	}
	return habit
}

func (t *telephone) hangsUp(l *line) bool {
	const normal = 16
	if l == nil {
		return false
	}
	t.story.add(Happening{Kind: HangsUp, Name: l.who})
	t.end(l, true, normal, 0)
	return true
}

// caller is the line of the person whose call is rehearsed: he dialled us, or we
// called him back.
func (t *telephone) caller() *line {
	for _, id := range sorted(t.lines) {
		if l := t.lines[id]; l.who == "" && l.inside {
			return l
		}
	}
	return nil
}

// other is the line that is in a bridge with the caller's.
func (t *telephone) other() *line {
	caller := t.caller()
	for _, bridge := range sorted(t.bridges) {
		in := t.bridges[bridge]
		if caller == nil || !slices.Contains(in, caller.id) {
			continue
		}
		for _, id := range in {
			if l := t.lines[id]; id != caller.id && l != nil {
				return l
			}
		}
	}
	return nil
}
