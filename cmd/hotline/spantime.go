package main

import (
	"errors"
	"fmt"
	"time"

	"hotline/internal/calendar"
)

// between are the flags that choose a span of time.
type between struct {
	Last  *time.Duration `help:"The time before now, or before --until, such as 24h." placeholder:"DURATION"`
	Since string         `help:"From when on: 2026-10-10T10:00:00+08:00, or \"2026-10-10 10:00\" or 2026-10-10 by China's clocks; or so long before now (24h)." placeholder:"TIME"`
	Until string         `help:"Before when, written like --since; now without it." placeholder:"TIME"`
}

// Validate refuses what is no span.
func (b between) Validate() error {
	if b.Last != nil && *b.Last <= 0 {
		return errors.New("--last counts backwards: give a positive value")
	}
	if b.Last != nil && b.Since != "" {
		return errors.New("--last and --since both say where the span begins: give one of them")
	}
	since, until, err := b.span(time.Now(), 0)
	switch {
	case err != nil || b.Since == "" || since.Before(until):
		return err
	case b.Until == "":
		return errors.New("--since is not in the past: give an earlier one")
	default:
		return errors.New("--since is not before --until: give an earlier --since or a later --until")
	}
}

// span is what the flags choose; since is zero if they name no beginning and there is
// no usual length.
func (b between) span(now time.Time, usual time.Duration) (since, until time.Time, err error) {
	until = now
	if b.Until != "" {
		if until, err = parseSince("--until", b.Until, now); err != nil {
			return since, until, err
		}
	}
	length := usual
	if b.Last != nil {
		length = *b.Last
	}
	switch {
	case b.Since != "":
		since, err = parseSince("--since", b.Since, now)
	case length != 0:
		since = until.Add(-length)
	}
	return since, until, err
}

// parseSince reads a moment, or how long before now one is.
func parseSince(flag, text string, now time.Time) (time.Time, error) {
	if ago, err := time.ParseDuration(text); err == nil && ago >= 0 {
		return now.Add(-ago), nil
	}
	if day, err := time.ParseInLocation(time.DateOnly, text, calendar.China()); err == nil {
		return day, nil
	}
	at, err := parseMoment(text, now)
	if err != nil {
		return at, fmt.Errorf("%s: %q is not a time; write it like 2026-10-10, \"2026-10-10 10:00\", 2026-10-10T10:00:00+08:00 or 24h", flag, text)
	}
	return at, nil
}
