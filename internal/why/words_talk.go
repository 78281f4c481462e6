package why

import (
	"strings"

	"hotline/internal/call"
	"hotline/internal/plain"
)

// ofTalk is what seats and supervisors do in a talk, and note of it.
func ofTalk(fact call.Fact) string {
	switch f := fact.(type) {
	case call.TalkMoved:
		return "in the talk" + join(f.Seat, " of seat ", "") + ": " + plain.Text(f.Act) + join(plain.Text(f.To), " (", ")")
	case call.Transferred:
		return transferred(f)
	case call.Supervised:
		return supervised(f)
	case call.HelpAsked:
		return "seat " + f.Seat + " asks for a supervisor" + join(list(f.Of), ": the telephones of ", " ring")
	case call.Classified:
		return classified(f)
	case call.RecordingMuted:
		if f.Muted {
			return "the recording is silent from here on" + join(f.Seat, ", by seat ", "")
		}
		return "the recording has sound again" + join(f.Seat, ", by seat ", "")
	case call.RecordingDropped:
		return "the recording is not kept: it was too short, or is not wanted"
	case call.MadeConfidential:
		return "the caller asks for confidentiality" + join(f.Seat, ", noted by seat ", "")
	case call.SignInRefused:
		return "is not let in as seat " + plain.Text(f.Seat) + join(plain.Text(f.Phone), " at telephone ", "") + refused(f)
	}
	return ""
}

func transferred(f call.Transferred) string {
	to := plain.Text(f.To)
	switch f.Way {
	case "taken-over":
		return to + " takes the caller over from seat " + f.From
	case "attended":
		return "seat " + f.From + " gives the caller to " + to + ", after talking to them"
	default:
		return "seat " + f.From + " gives the caller to " + to
	}
}

func supervised(f call.Supervised) string {
	switch f.Mode {
	case "listen":
		return "supervisor " + f.By + " listens to seat " + f.Seat
	case "whisper":
		return "supervisor " + f.By + " speaks to seat " + f.Seat + " alone"
	case "barge":
		return "supervisor " + f.By + " joins the talk of seat " + f.Seat
	case "take-over":
		return "supervisor " + f.By + " takes the talk of seat " + f.Seat + " over"
	case "end":
		return "supervisor " + f.By + " has left the talk of seat " + f.Seat
	}
	return "supervisor " + f.By + ", seat " + f.Seat + ": " + plain.Text(f.Mode)
}

func classified(f call.Classified) string {
	var words []string
	for _, word := range []string{f.Function, f.Field} {
		if word != "" {
			words = append(words, plain.Text(word))
		}
	}
	return "seat " + f.Seat + " classifies it as " + plain.Text(f.Code) + join(strings.Join(words, ", "), " (", ")") +
		join(plain.Text(f.Refused), ", not accepted: ", "")
}

func refused(f call.SignInRefused) string {
	switch f.Why {
	case "wrong-pin":
		return ": the PIN was wrong"
	case "locked":
		return ": too many wrong PINs, locked" + until(f.Until)
	}
	return join(plain.Text(f.Why), ": ", "")
}
