package asterisk

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// An open socket proves little. A peer may have vanished without a word; and
// when two connections under one name come and go at the same moment, Asterisk
// can forget the application while it keeps the socket, answers its pings and
// never sends an event again. So the link asks Asterisk to send it an event, over the line,
// which proves that one as well.

// echoName is the user event that we send to ourselves.
const (
	echoName = "hotline-echo"
	echoType = "ChannelUserevent"
)

// echo is our own event coming back.
type echo struct{}

func (echo) event() {}

// watch asks for a sign of life whenever a Ping went by without any event.
func (l *Link) watch(s *socket) error {
	ticker := time.NewTicker(l.cfg.Ping)
	defer ticker.Stop()
	var before int64
	for {
		select {
		case <-s.ctx.Done():
			return s.err()
		case <-ticker.C:
		}
		heard := s.heard.Load()
		if heard != before {
			before = heard
			continue
		}
		if err := l.prove(s); err != nil {
			return err
		}
	}
}

// prove makes sure that events come: our own, or any other, within DeadAfter.
func (l *Link) prove(s *socket) error {
	ctx, cancel := context.WithTimeout(s.ctx, l.cfg.DeadAfter)
	defer cancel()
	before := s.heard.Load()
	s.unecho()
	err := l.do(ctx, request{
		op: "echo", prompt: true, method: http.MethodPost, path: at("events", "user", echoName),
		body: map[string]any{"application": l.cfg.App},
	})
	if errors.Is(err, Gone) {
		return &Error{Op: "events", Kind: Gone, Message: "Asterisk has forgotten our application", Err: err}
	}
	if err == nil {
		select {
		case <-s.echoed:
			return nil
		case <-ctx.Done():
		}
	}
	if s.heard.Load() != before {
		return nil // slow, but alive
	}
	return &Error{Op: "events", Kind: Timeout, Message: "no sign of life for " + l.cfg.DeadAfter.String(), Err: err}
}

// echo notes that our event came back.
func (s *socket) echo() {
	select {
	case s.echoed <- struct{}{}:
	default:
	}
}

// unecho forgets an echo that came too late.
func (s *socket) unecho() {
	select {
	case <-s.echoed:
	default:
	}
}
