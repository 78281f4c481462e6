package simulate

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Rate is how many calls come, on average, in an hour; it is written as 200/h.
type Rate float64

// maxRate is more than a whole country calls.
const maxRate = 100_000_000

// UnmarshalText reads a rate: calls, and the time in which they come: h, min, s, d,
// or such as 30m.
func (r *Rate) UnmarshalText(text []byte) error {
	calls, per, ok := strings.Cut(string(text), "/")
	n, err := strconv.ParseFloat(strings.TrimSpace(calls), 64)
	span, known := spanOf(strings.TrimSpace(per))
	if !ok || err != nil || !known || math.IsNaN(n) {
		return fmt.Errorf("expected a rate such as 200/h, found %q", text)
	}
	got := n / span.Hours()
	if got <= 0 || got > maxRate {
		return fmt.Errorf("a rate is more than 0 and at most %d/h, found %q", maxRate, text)
	}
	*r = Rate(got)
	return nil
}

func spanOf(text string) (time.Duration, bool) {
	switch text {
	case "h":
		return time.Hour, true
	case "min", "m":
		return time.Minute, true
	case "s":
		return time.Second, true
	case "d":
		return day, true
	}
	d, err := time.ParseDuration(text)
	return d, err == nil && d > 0
}

// String writes the rate as it is read.
func (r Rate) String() string { return strconv.FormatFloat(float64(r), 'g', 8, 64) + "/h" }

// perNano is the rate that draws are made with.
func (r Rate) perNano() float64 { return float64(r) / float64(time.Hour) }
