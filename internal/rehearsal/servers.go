package rehearsal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"hotline/internal/dip"
)

// servers answer flows that ask them, as the world says. They live in virtual
// time: also what does not answer takes as long as the flow waits.
type servers struct {
	clock   *Clock
	answers map[string]Reply
	over    <-chan struct{}
}

// Fetch answers after the reply's time, or fails when the asker gives up.
func (s servers) Fetch(_ context.Context, r dip.Request) (dip.Answer, error) {
	reply := s.answers[r.URL]
	silent := reply.Status == 0 || reply.After >= r.Timeout
	if silent {
		reply.After = r.Timeout
	}
	if !s.wait(reply.After) || silent {
		return dip.Answer{}, fmt.Errorf("%s: %w", r.URL, context.DeadlineExceeded)
	}
	answer := dip.Answer{Status: reply.Status}
	if reply.Status/100 != 2 {
		return answer, fmt.Errorf("%s: %d %s", r.URL, reply.Status, http.StatusText(reply.Status))
	}
	if err := json.Unmarshal(reply.Body, &answer.Data); err != nil {
		return answer, errors.New("the test gives no JSON for " + r.URL)
	}
	return answer, nil
}

// wait lets virtual time pass; it is false when the rehearsal is over before.
func (s servers) wait(d time.Duration) bool {
	timer := s.clock.NewTimer()
	timer.Reset(d)
	s.clock.Rest()
	select {
	case <-timer.C():
		return true
	case <-s.over:
		return false
	}
}
