package flowgraph

import "hotline/ivr"

// look is how a card is drawn; it is also its class in the picture.
type look string

const (
	plain    look = "say"    // something is said or set
	menu     look = "menu"   // the caller chooses
	person   look = "person" // somebody answers
	decision look = "choice" // the flow chooses
	keep     look = "keep"   // something is left for later: a message, a wish, a grade
	end      look = "end"    // the call is over
)

func lookOf(n ivr.GraphNode) look {
	switch n.Verb {
	case "queue", "forward":
		return person
	case "menu", "collect":
		return menu
	case "hours", "when":
		return decision
	case "voicemail", "callback", "survey":
		return keep
	case "hangup":
		return end
	}
	if n.End {
		return end
	}
	return plain
}

// meaning is what the legend says of a look.
func (l look) meaning() string {
	switch l {
	case plain:
		return "goes on by itself"
	case menu:
		return "the caller chooses"
	case person:
		return "a person answers"
	case decision:
		return "the flow decides"
	case keep:
		return "kept for later"
	default:
		return "the end"
	}
}

func looks() []look { return []look{plain, menu, decision, person, keep, end} }

// corner is how round a card is.
func (l look) corner(height float64) float64 {
	switch l {
	case menu:
		return 14
	case end:
		return min(height/2, 18)
	case decision:
		return 2
	default:
		return 6
	}
}
