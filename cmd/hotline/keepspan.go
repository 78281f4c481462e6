package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// keepSpan is for how long something is kept: "400d", "9000h" or "forever", which is 0.
type keepSpan time.Duration

const (
	day       = 24 * time.Hour
	leastKeep = day
)

// UnmarshalText implements encoding.TextUnmarshaler.
func (k *keepSpan) UnmarshalText(text []byte) error {
	if string(text) == "forever" {
		*k = 0
		return nil
	}
	span, err := parseDays(string(text))
	if err != nil || span < leastKeep {
		return fmt.Errorf("%q is no time to keep the journal for: give days (400d), at least 1d, or forever", text)
	}
	*k = keepSpan(span)
	return nil
}

func parseDays(text string) (time.Duration, error) {
	number, days := strings.CutSuffix(text, "d")
	if !days {
		return time.ParseDuration(text)
	}
	n, err := strconv.ParseUint(number, 10, 16)
	return time.Duration(n) * day, err //nolint:gosec // 16 bits
}
