package ivr

import (
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const usualPause = "break"

// seat changes the state of the seat that dialled a feature code.
type seat struct {
	action, reason string
	then           *exit
	otherwise      *exit
}

func seatKind() kind {
	return newKind(loadSeat,
		field("seat", "What the seat that dialled this code does.", schema.OneOf("sign-in", "sign-out", "ready", "pause")),
		field("reason", "The reason code of a pause.", schema.Text()),
		thenField("The step after it is done."),
		field("else", "The step when it cannot be done now.", stepRef()))
}

func loadSeat(_ *loader, m yamlfile.Map) verb {
	v := &seat{then: unaskedExit(m, "then"), otherwise: unaskedExit(m, "else")}
	n, _ := m.Get("seat")
	v.action, _ = n.OneOf("sign-in", "sign-out", "ready", "pause")
	if v.action == "pause" {
		v.reason = usualPause
	}
	if n, ok := m.Get("reason"); ok {
		v.reason, _ = n.Text()
		if v.action != "pause" {
			n.Error("take it out", "only a pause has a reason")
		}
	}
	return v
}

func (v *seat) exits() []*exit { return []*exit{v.then, v.otherwise} }
func (v *seat) show() []string { return []string{v.action} }

func (v *seat) enter(s *Session) {
	s.timer(0)
	s.emit(SeatDo{Action: v.action, Reason: v.reason})
}

func (v *seat) input(s *Session, in Input) {
	result, ok := in.(Result)
	switch {
	case !ok:
	case result.What == Done:
		s.followOrEnd(v.then, EndDone)
	default:
		s.followOrEnd(v.otherwise, EndFailed)
	}
}
