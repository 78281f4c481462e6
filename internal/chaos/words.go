package chaos

import (
	"fmt"
	"strings"
	"time"
)

// seen is what the telephones saw of a caller, in words.
func (a *account) seen(leg Leg) string {
	var b strings.Builder
	fmt.Fprintf(&b, "a call from %s to %s, ended by %s", clock(leg.Began), clock(leg.Ended), leg.By)
	for _, l := range a.seatLegs[leg.Caller] {
		fmt.Fprintf(&b, "; seat %s rings %s", l.Seat, clock(l.Began))
		if l.talked() {
			b.WriteString(", talks " + clock(l.Answered))
		}
		fmt.Fprintf(&b, ", over %s by %s", clock(l.Ended), l.By)
	}
	return b.String()
}

func clock(ms int64) string {
	if ms == 0 {
		return "never"
	}
	return time.UnixMilli(ms).UTC().Format("15:04:05.000")
}

func span(from, until int64) string {
	if until == forEver {
		return "ever"
	}
	return (time.Duration(until-from) * time.Millisecond).String()
}

func abs(n int64) int64 { return max(n, -n) }
