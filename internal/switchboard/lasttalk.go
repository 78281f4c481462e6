package switchboard

import (
	"sync"

	"hotline/acd"
)

// lastTalk is the talk with a caller that a seat had last, or has: what it classifies
// and follows up. A private call is none.
type lastTalk struct {
	call   string
	number string // of the other side; empty = withheld
}

// lastTalks are those of all seats. What the journal recalls is the same.
type lastTalks struct {
	mu sync.Mutex
	of map[string]lastTalk
	at map[string]string // the other machine where a seat's talk has its home
}

func newLastTalks() *lastTalks { return &lastTalks{of: map[string]lastTalk{}, at: map[string]string{}} }

func (l *lastTalks) set(seat string, t lastTalk) { l.setAt(seat, t, "") }

// setAt is set for a talk that has its home at another machine.
func (l *lastTalks) setAt(seat string, t lastTalk, home string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.of[seat], l.at[seat] = t, home
}

// home is the other machine where the seat's last talk has its home; empty = it is here.
func (l *lastTalks) home(seat string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.at[seat]
}

func (l *lastTalks) get(seat string) (lastTalk, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	t, ok := l.of[seat]
	return t, ok
}

// talker is the seat that talks with a call's caller from this fact on; empty = it tells
// nothing of the kind.
func talker(fact acd.Fact) (seat, call string) {
	switch f := fact.(type) {
	case *acd.Answered:
		return f.Seat, f.Call
	case *acd.TalkPassed:
		return f.To, f.Call
	}
	return "", ""
}

// seatFact keeps what is known of seats besides their floors up to date. It runs on the
// floor's goroutine, after the journal has accepted the fact.
func (sb *Switchboard) seatFact(f *floor, fact acd.Fact) {
	sb.desks.fold(fact)
	if p, ok := fact.(*acd.TalkPassed); ok {
		sb.occupied.drop(p.To, p.Call)
	}
	sb.occupyAgain(f, fact)
	if seat, id := talker(fact); seat != "" {
		sb.mu.Lock()
		c := sb.calls[id]
		sb.mu.Unlock()
		if c != nil {
			sb.lastTalks.set(seat, lastTalk{id, c.number})
		} else if there, ok := f.state.Call(id); ok && !sb.ours(there.Home) {
			sb.lastTalks.setAt(seat, lastTalk{id, there.From}, there.Home)
		}
	}
	if in, ok := fact.(*acd.SeatSignedIn); ok && sb.shares() && in.Phone != "" { // he gave his PIN, wherever
		sb.guard.mu.Lock()
		sb.guard.Clear(in.Seat)
		sb.guard.mu.Unlock()
	}
}
