package switchboard

import (
	"slices"
	"sync"
)

// lines tells which leg a telephone is in: a SIP account, or a seat's number outside.
// For its floor a seat is free as soon as an offer or a talk is over, and it may get
// the next call in the same moment, from another goroutine than the one that is about
// to hang up. Dialled then its telephone would be engaged, and take the blame; so the
// next leg waits until the one before is released.
type lines struct {
	mu   sync.Mutex
	legs map[string][]waitingLeg // by telephone; the first is there, the others wait
}

type waitingLeg struct {
	leg  string
	free func() // its turn has come
}

func newLines() *lines { return &lines{legs: map[string][]waitingLeg{}} }

// take is true when the telephone can be dialled; else free is called, once, when it can.
func (l *lines) take(phone, leg string, free func()) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.legs[phone] = append(l.legs[phone], waitingLeg{leg, free})
	return len(l.legs[phone]) == 1
}

// release lets the next in line have the telephone, or takes a leg out of the line.
func (l *lines) release(phone, leg string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	line := l.legs[phone]
	i := slices.IndexFunc(line, func(w waitingLeg) bool { return w.leg == leg })
	if i < 0 {
		return
	}
	line = slices.Delete(line, i, i+1)
	l.legs[phone] = line
	switch {
	case len(line) == 0:
		delete(l.legs, phone)
	case i == 0:
		line[0].free()
	}
}
