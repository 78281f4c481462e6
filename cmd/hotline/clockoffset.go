package main

import (
	"errors"
	"time"
)

// mostOffset keeps the clock in years that everything can count in.
const mostOffset = 50 * 365 * 24 * time.Hour

// clockOffset moves the engine's clock: by a time, or so that it starts at a
// moment.
type clockOffset struct {
	by time.Duration
	at time.Time // zero: by
}

// UnmarshalText reads 36h, -30m or 2026-10-01T08:29:00+08:00.
func (c *clockOffset) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		return nil
	}
	if c.by, err = time.ParseDuration(string(text)); err == nil {
		return c.within(c.by)
	}
	if c.at, err = time.Parse(time.RFC3339, string(text)); err == nil {
		return c.within(time.Until(c.at))
	}
	return errors.New("give a time like 36h or -30m, or the moment to start at, like 2026-10-01T08:29:00+08:00")
}

func (c *clockOffset) within(d time.Duration) error {
	if d.Abs() > mostOffset {
		return errors.New("the clock can be moved by 50 years at most")
	}
	return nil
}

// from is the offset of a clock that starts now.
func (c *clockOffset) from(now time.Time) time.Duration {
	if c.at.IsZero() {
		return c.by
	}
	return c.at.Sub(now)
}
