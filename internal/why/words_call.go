package why

import (
	"fmt"
	"strings"

	"hotline/internal/call"
	"hotline/internal/plain"
)

// ofCall is what happens to a call outside its queues; its subject is the call.
func ofCall(fact call.Fact) string {
	switch f := fact.(type) {
	case call.Arrived:
		return arrived(f)
	case call.Stepped:
		return "comes to step " + f.Step + join(f.Way, " (", ")")
	case call.Moved:
		return "goes to centre " + f.Centre + join(strings.Join(f.Why, "; "), ": ", "")
	case call.LegDialled:
		return "calls " + line(f)
	case call.LegRinging:
		return "a telephone rings"
	case call.LegEnded:
		return fmt.Sprintf("a telephone is out of the call (cause %d)", f.Cause)
	case call.Connected:
		return "caller and called hear each other"
	case call.RecordingBegun:
		return "is recorded" + join(f.Centre, ", for the voicemail of ", "")
	case call.MessageLeft:
		return "has left a message of " + span(f.Length) + " for " + f.Centre
	case call.TalkRecorded:
		return "a talk of " + span(f.Length) + " is kept as " + f.File
	case call.Rated:
		return fmt.Sprintf("gives grade %d", f.Grade)
	case call.CallbackAsked:
		return "asks to be called back on " + plain.Text(f.Number) + " by queue " + f.Queue + ", not before " + clock(f.Due)
	case call.FollowsUp:
		return "is made by seat " + f.Seat + " to follow up call " + f.Of
	case call.Ended:
		return "ends: " + string(f.Outcome) + join(f.By, ", by the ", "") + join(plain.Text(f.Detail), " (", ")")
	}
	return ofTalk(fact)
}

func arrived(f call.Arrived) string {
	text := "comes in" + join(f.Trunk, " on trunk ", "") + join(f.Seat, " from seat ", "")
	if f.Of != "" {
		text = "is made to call back for call " + f.Of
	}
	if f.Seat == "" && f.Of == "" {
		text += ", from " + number(f.From)
	}
	text += join(plain.Text(f.To), " to ", "")
	return text + join(f.Centre, ": centre ", "")
}

// number is one that may be withheld.
func number(n string) string {
	if n == "" {
		return "a withheld number"
	}
	return plain.Text(n)
}

func line(f call.LegDialled) string {
	if f.Seat != "" {
		return "the telephone of seat " + f.Seat
	}
	return plain.Text(f.To)
}
