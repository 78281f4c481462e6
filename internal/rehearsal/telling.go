package rehearsal

import (
	"fmt"
	"strings"
	"time"
)

// String is the happening in words, without its time.
func (h Happening) String() string {
	switch h.Kind {
	case Calls:
		if h.Text == "" {
			return "is being called back by centre " + h.Name
		}
		return "calls " + h.Text + join(h.Name, ", of centre ", "")
	case Step:
		return "comes to " + h.Name + join(h.Way, " (", ")")
	case Centre:
		return "goes to centre " + h.Name + join(strings.Join(h.Why, "; "), " (", ")")
	case Queue:
		return "waits in queue " + h.Name
	case Left:
		return "leaves the queue: " + h.Text
	case TalkEnds:
		return "the talk ends, by the " + h.Text
	case Records:
		return "is recorded" + join(h.Name, ", for the voicemail of ", "")
	case Message:
		return "has left a message for " + h.Name
	case Callback:
		due := time.UnixMilli(h.Due).UTC().Add(chinaOffset).Format("2006-01-02 15:04:05")
		return "will be called back on " + h.Text + " by queue " + h.Name + ", from " + due + " on"
	case Ends:
		return "ends: " + h.Name + join(h.Text, ", ", "")
	case Log:
		return "warning: " + h.Text
	default:
		return h.ofPeople()
	}
}

// ofPeople is what people hear and do.
func (h Happening) ofPeople() string {
	switch h.Kind {
	case Hears:
		return "hears " + join(h.Name, "(", ") ") + h.Text + h.cut()
	case Music:
		return "hears music: " + h.Name
	case Speaks:
		return "speaks for " + Short(h.For) + join(h.Text, ": ", "")
	case Rates:
		return "gives grade " + h.Text
	case Dials:
		return "calling " + h.Name + join(h.Text, " on trunk ", "")
	case Refuses:
		return h.Name + " does not answer: " + h.Text
	case Talks:
		return "talks with " + h.Name
	case SignsIn, SignsOut:
		return "seat " + h.Name + " " + string(h.Kind)
	case HangsUp:
		return strings.TrimSpace(h.Name + " hangs up")
	default:
		return string(h.Kind) + " " + h.Text // presses
	}
}

const chinaOffset = 8 * time.Hour

func (h Happening) cut() string {
	if !h.Over || h.For >= Lasts(h.Text) {
		return ""
	}
	return " – cut short after " + Short(h.For)
}

// join is a text between two others, or nothing.
func join(text, before, after string) string {
	if text == "" {
		return ""
	}
	return before + text + after
}

// Line is the happening on the time axis.
func (h Happening) Line() string { return fmt.Sprintf("%9s  %s", Short(h.At), h) }

// Reasons are lines below it: what decided where a call goes that comes in.
func (h Happening) Reasons() []string {
	var lines []string
	if h.Kind == Calls {
		for _, why := range h.Why {
			lines = append(lines, fmt.Sprintf("%9s  · %s", "", why))
		}
	}
	return lines
}

// Short is a time as people read it: 7.6s, 2m05.0s, 15h00m07s.
func Short(d time.Duration) string {
	d = d.Round(time.Second / 10)
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%.1fs", d.Seconds())
	case d < time.Hour:
		return fmt.Sprintf("%dm%04.1fs", int(d.Minutes()), (d % time.Minute).Seconds())
	}
	return fmt.Sprintf("%dh%02dm%02ds", int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60)
}
