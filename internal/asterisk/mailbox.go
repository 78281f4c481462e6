package asterisk

import (
	"context"
	"sync"
)

// Mailbox holds the events of one owner in the order of the wire. It has no
// bound and drops nothing: the link never waits for a slow owner. One
// goroutine reads it.
type Mailbox struct {
	ready chan struct{} // holds a token while there may be something to take
	note  func(depth int)

	mu     sync.Mutex
	events []Event
	closed bool
}

func newMailbox(note func(depth int)) *Mailbox {
	return &Mailbox{ready: make(chan struct{}, 1), note: note}
}

// NewMailbox makes a mailbox for another telephone than a Link, and the way to
// put events into it; put is false once the box is closed.
func NewMailbox() (box *Mailbox, put func(Event) bool) {
	box = newMailbox(func(int) {})
	return box, box.put
}

// Ready yields when there is something to Take, and once after Close. A wake
// for nothing is possible; a missing one is not.
func (m *Mailbox) Ready() <-chan struct{} { return m.ready }

// Take returns everything that waits, oldest first, and leaves nothing.
func (m *Mailbox) Take() []Event {
	m.mu.Lock()
	defer m.mu.Unlock()
	events := m.events
	m.events = nil
	return events
}

// Next returns the oldest event, waiting for one if need be. It ends with
// ctx, or with Closed when the box is closed and empty.
func (m *Mailbox) Next(ctx context.Context) (Event, error) {
	for {
		if e, err, ok := m.pop(); ok {
			return e, err
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-m.ready:
		}
	}
}

func (m *Mailbox) pop() (Event, error, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case len(m.events) > 0:
		e := m.events[0]
		m.events = m.events[1:]
		if len(m.events) > 0 || m.closed {
			m.wake()
		}
		return e, nil, true
	case m.closed:
		m.wake()
		return nil, Closed, true
	default:
		return nil, nil, false
	}
}

// Close says that the owner is gone: nothing more is put in. What waits can
// still be taken; what comes later goes to the lobby.
func (m *Mailbox) Close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	m.wake()
}

// put appends e and reports whether the box took it.
func (m *Mailbox) put(e Event) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return false
	}
	m.events = append(m.events, e)
	m.note(len(m.events))
	m.wake()
	return true
}

func (m *Mailbox) wake() {
	select {
	case m.ready <- struct{}{}:
	default:
	}
}
