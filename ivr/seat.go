package ivr

import (
	"time"

	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const (
	usualPause     = "break"
	usualExtension = time.Minute
)

func seatActions() []string { return []string{"sign-in", "sign-out", "ready", "pause", "extend"} }

// seat changes the state of the seat that dialled a feature code.
type seat struct {
	action, reason string
	by             time.Duration // of extend
	then           *exit
	otherwise      *exit
}

func seatKind() kind {
	return newKind(loadSeat,
		field("seat", "What the seat that dialled this code does.", schema.OneOf(seatActions()...)),
		field("reason", "The reason code of a pause.", schema.Text()),
		field("by", "How much longer extend makes the wrap-up; 1m without it.", schema.Duration(time.Second, time.Hour)),
		thenField("The step after it is done."),
		field("else", "The step when it cannot be done now.", stepRef()))
}

func loadSeat(_ *loader, m yamlfile.Map) verb {
	v := &seat{then: unaskedExit(m, "then"), otherwise: unaskedExit(m, "else")}
	n, _ := m.Get("seat")
	v.action, _ = n.OneOf(seatActions()...)
	if v.action == "pause" {
		v.reason = usualPause
	}
	if n, ok := m.Get("reason"); ok {
		v.reason, _ = n.Text()
		if v.action != "pause" {
			n.Error("take it out", "only a pause has a reason")
		}
	}
	if v.action == "extend" {
		v.by = usualExtension
	}
	if n, ok := m.Get("by"); ok {
		v.by, _ = n.Duration(time.Second, time.Hour)
		if v.action != "extend" {
			n.Error("take it out", "only extend takes a time")
		}
	}
	return v
}

func (v *seat) exits() []*exit { return []*exit{v.then, v.otherwise} }
func (v *seat) show() []string { return []string{v.action} }

func (v *seat) enter(s *Session) {
	s.timer(0)
	s.emit(SeatDo{Action: v.action, Reason: v.reason, By: v.by})
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
