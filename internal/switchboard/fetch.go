package switchboard

import (
	"context"
	"time"

	"hotline/internal/dip"
	"hotline/ivr"
)

// Fetcher asks another server. *dip.Client is one.
type Fetcher interface {
	// Fetch gives an error unless there is a 2xx answer with JSON before ctx ends.
	// The error holds no number of a caller.
	Fetch(ctx context.Context, r dip.Request) (dip.Answer, error)
}

// fetchSilence is how long a caller hears nothing before there is music. Most
// answers are there sooner.
const fetchSilence = time.Second

// fetched is the answer to a question, or why there is none.
type fetched struct {
	question int
	answer   dip.Answer
	err      error
}

// fetchSlow: the question has not been answered at once.
type fetchSlow struct{ question int }

// fetch asks another server, beside the call. There is one question at a time.
func (c *caller) fetch(e ivr.Fetch) {
	c.stopFetch()
	c.questions++
	n := c.questions
	ctx, cancel := context.WithTimeout(c.ctx, e.Timeout)
	c.question, c.cancelFetch = n, cancel
	c.sb.spawn(func() {
		defer cancel()
		answer, err := c.sb.cfg.Fetcher.Fetch(ctx, dip.Request{Method: e.Method, URL: e.URL, Body: e.Body, Timeout: e.Timeout})
		c.facts.put(fetched{n, answer, err})
	})
	c.sb.spawn(func() {
		if c.sb.pause(fetchSilence) {
			c.facts.put(fetchSlow{n})
		}
	})
}

// stopFetch forgets the question, and ends its music. An answer that still comes
// is dropped.
func (c *caller) stopFetch() {
	if c.cancelFetch != nil {
		c.cancelFetch()
	}
	if c.dragging && c.floor == nil {
		c.stopMusic()
	}
	c.question, c.cancelFetch, c.dragging = 0, nil, false
}

func (c *caller) fetchSlow(m fetchSlow) {
	if m.question != c.question || c.question == 0 {
		return
	}
	c.dragging = true
	c.resumeMusic()
}

func (c *caller) fetched(m fetched) {
	if m.question != c.question || c.question == 0 {
		return
	}
	c.stopFetch()
	result := resultOK
	if m.err != nil {
		result = resultFailed
		c.log.Warn("another server gave no usable answer", "status", m.answer.Status, "err", m.err)
	}
	c.sb.metrics.fetches.WithLabelValues(result).Inc()
	c.step(ivr.Fetched{OK: m.err == nil, Status: m.answer.Status, Data: m.answer.Data})
}
