package demo

import (
	"fmt"
	"io"
	"sync"
	"time"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/switchboard"
)

// story prints what happens, one line each, with the seconds since it began. It
// follows the first call from the trunk and can be waited for.
type story struct {
	out     io.Writer
	started time.Time // the demo
	began   time.Time // the call

	mu     sync.Mutex
	id     string        // the call that is followed
	ended  chan struct{} // closed when it has ended
	signed chan struct{} // closed when the demo's seat is at work
	once   sync.Once
}

func newStory(out io.Writer) *story {
	now := time.Now()
	return &story{out: out, started: now, began: now, ended: make(chan struct{}), signed: make(chan struct{})}
}

// say prints one line.
func (s *story) say(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.line(fmt.Sprintf(format, args...))
}

func (s *story) line(text string) {
	fmt.Fprintf(s.out, "%7.2f s  %s\n", time.Since(s.began).Seconds(), text)
}

// begin starts the clock of the story.
func (s *story) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.began = time.Now()
}

// see is the engine's observer.
func (s *story) see(seen switchboard.Seen) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f, ok := seen.Fact.(*acd.SeatSignedIn); ok && f.Seat == seat {
		s.once.Do(func() { close(s.signed) })
	}
	if text := s.tell(seen.Fact); text != "" {
		s.line(text)
	}
}

// tell puts a fact into words.
func (s *story) tell(fact any) string {
	switch f := fact.(type) {
	case call.Arrived:
		if s.id == "" && f.Trunk != "" {
			s.id = f.Call
		}
		return fmt.Sprintf("arrived    call %s on %s, from %s to %s: centre %s", f.Call, from(f), shown(f.From), f.To, f.Centre)
	case call.Stepped:
		return fmt.Sprintf("flow       step %s", f.Step)
	case call.LegRinging:
		return fmt.Sprintf("ringing    the seat's telephone rings, %.1f s after the demo was started", time.Since(s.started).Seconds())
	case call.Ended:
		if f.Call == s.id {
			defer s.close()
		}
		return fmt.Sprintf("ended      outcome %s, hung up by %s", f.Outcome, f.By)
	}
	return s.floor(fact)
}

func (s *story) floor(fact any) string {
	switch f := fact.(type) {
	case *acd.SeatSignedIn:
		return fmt.Sprintf("seat       %s is at work", f.Seat)
	case *acd.SeatSignedOut:
		return fmt.Sprintf("seat       %s has left", f.Seat)
	case *acd.SeatPaused:
		return fmt.Sprintf("seat       %s is paused: %s", f.Seat, f.Reason)
	case *acd.CallQueued:
		return fmt.Sprintf("queued     in %s, position %d", f.Queue, f.Position)
	case *acd.Offered:
		return fmt.Sprintf("offered    to seat %s: %s", f.Seat, f.Considered.Because)
	case *acd.OfferEnded:
		return fmt.Sprintf("offer      to seat %s ended: %s", f.Seat, f.Result)
	case *acd.Answered:
		return fmt.Sprintf("answered   by seat %s after %.1f s in the queue", f.Seat, float64(f.Waited)/1000)
	case *acd.TalkEnded:
		return fmt.Sprintf("talked     %.1f s, ended by the %s", float64(f.Talked)/1000, f.By)
	case *acd.CallCutOff:
		return fmt.Sprintf("cut off    by a breakdown, after %.1f s in the queue", float64(f.Waited)/1000)
	case *acd.Abandoned:
		return fmt.Sprintf("abandoned  after %.1f s in the queue", float64(f.Waited)/1000)
	}
	return ""
}

func (s *story) close() {
	select {
	case <-s.ended:
	default:
		close(s.ended)
	}
}

func from(f call.Arrived) string {
	if f.Seat != "" {
		return "seat " + f.Seat
	}
	return "trunk " + f.Trunk
}

func shown(number string) string {
	if number == "" {
		return "a withheld number"
	}
	return number
}
