package ivr

import (
	"maps"
	"slices"
	"time"

	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const (
	usualPause     = "break"
	usualExtension = time.Minute
)

// What a seat, or a supervisor, does by dialling.
const (
	SeatSignIn   = "sign-in"
	SeatSignOut  = "sign-out"
	SeatReady    = "ready"
	SeatPause    = "pause"
	SeatExtend   = "extend"   // the wrap-up
	SeatClassify = "classify" // the last call
	SeatFigures  = "figures"  // its own, of the day
	SeatHelp     = "help"     // asks a supervisor
	SeatListen   = "listen"   // to another seat's talk; nobody hears the supervisor
	SeatWhisper  = "whisper"  // the seat alone hears him
	SeatBarge    = "barge"    // all hear him
	SeatTakeOver = "take-over"
	SeatFollowUp = "follow-up" // calls back whom it talked with last
	SeatCall     = "call"      // calls somebody
)

// SeatActions are all of them.
func SeatActions() []string {
	return []string{
		SeatSignIn, SeatSignOut, SeatReady, SeatPause, SeatExtend, SeatClassify, SeatFigures,
		SeatHelp, SeatListen, SeatWhisper, SeatBarge, SeatTakeOver, SeatFollowUp, SeatCall,
	}
}

// seat is a wish of the seat that dialled a feature code.
type seat struct {
	at             yamlfile.Node
	action, reason string
	by             time.Duration // of extend
	number         *value
	pin            *value
	digits         *value
	as             string
	then           *exit
	otherwise      *exit
}

func seatKind() kind {
	return newKind(loadSeat,
		field("seat", "What the seat that dialled this code does.", schema.OneOf(SeatActions()...)),
		field("number", "Of sign-in: the seat, that of the telephone without it. Of listen, whisper, barge, take-over: another seat. Of call and follow-up: who is called.", schema.Text()),
		field("pin", "Of sign-in: the PIN, such as secret.pin.", schema.Text()),
		field("reason", "Why the seat pauses.", schema.Text()),
		field("digits", "Of pause: the key of a reason, instead of reason. Of classify: the class.", schema.Text()),
		field("by", "How much longer extend makes the wrap-up; 1m without it.", schema.Duration(time.Second, time.Hour)),
		field("as", "The name of what comes of it: done makes vars.done.reason.", schema.Like(nameForm.String(), "small letters, digits and _")),
		thenField("The step after it is done."),
		field("else", "The step when it cannot be done now.", stepRef()))
}

func loadSeat(l *loader, m yamlfile.Map) verb {
	v := &seat{then: unaskedExit(m, "then"), otherwise: unaskedExit(m, "else")}
	n, _ := m.Get("seat")
	v.at = n
	v.action, _ = n.OneOf(SeatActions()...)
	v.loadTimes(m)
	v.number = v.option(l, m, "number", SeatSignIn, SeatListen, SeatWhisper, SeatBarge, SeatTakeOver, SeatFollowUp, SeatCall)
	v.pin = v.option(l, m, "pin", SeatSignIn).mayUseSecrets()
	if v.action == SeatSignIn {
		v.number.mayUseSecrets() // it may be a PIN in the wrong place
	}
	v.digits = v.option(l, m, "digits", SeatPause, SeatClassify)
	if n, ok := m.Get("as"); ok {
		v.as, _ = valueName(n)
	}
	v.needs(m)
	return v
}

func (v *seat) loadTimes(m yamlfile.Map) {
	if v.action == SeatPause {
		v.reason = usualPause
	}
	if n, ok := m.Get("reason"); ok {
		v.reason, _ = n.Text()
		v.only(n, "reason", SeatPause)
	}
	if v.action == SeatExtend {
		v.by = usualExtension
	}
	if n, ok := m.Get("by"); ok {
		v.by, _ = n.Duration(time.Second, time.Hour)
		v.only(n, "by", SeatExtend)
	}
}

// option is a value that only some actions take.
func (v *seat) option(l *loader, m yamlfile.Map, key string, of ...string) *value {
	n, ok := m.Get(key)
	if !ok {
		return nil
	}
	v.only(n, key, of...)
	return l.value(n)
}

func (v *seat) only(n yamlfile.Node, key string, of ...string) {
	if v.action != "" && !slices.Contains(of, v.action) {
		n.Error("take it out", "%s has no %s: only %s", v.action, key, joinSome(of))
	}
}

// needs reports what the action cannot do without.
func (v *seat) needs(m yamlfile.Map) {
	key := map[string]string{
		SeatClassify: "digits", SeatListen: "number", SeatWhisper: "number", SeatBarge: "number", SeatTakeOver: "number", SeatCall: "number",
	}[v.action]
	if key != "" && !m.Has(key) {
		m.Node().Error("add "+key+": \"{{ dialled }}\", which is what was dialled behind the code", "%s needs %s", v.action, key)
	}
}

func (v *seat) declare(d *declared) {
	if v.as != "" {
		d.vars = append(d.vars, v.as)
	}
}

func (v *seat) refs() []Ref { return []Ref{{Kind: RefAct, Name: v.action, At: v.at.Place()}} }

func (v *seat) exits() []*exit { return []*exit{v.then, v.otherwise} }
func (v *seat) show() []string { return []string{v.action} }

func (v *seat) enter(s *Session) {
	if s.forgotten(v.pin, v.number) {
		return
	}
	s.timer(0)
	do := SeatDo{Action: v.action, Reason: v.reason, By: v.by, PIN: v.given(s, v.pin), Digits: v.given(s, v.digits)}
	if number := v.given(s, v.number); v.action == SeatSignIn {
		do.Seat = number
	} else {
		do.Number = number
	}
	s.emit(do)
}

func (*seat) given(s *Session, of *value) string {
	if of == nil {
		return ""
	}
	return of.text(s)
}

func (v *seat) input(s *Session, in Input) {
	switch in := in.(type) {
	case Connected:
		s.talk()
	case Result:
		s.talking = false
		v.keep(s, in)
		if in.What == Done || in.What == Talked {
			s.followOrEnd(v.then, EndDone)
			return
		}
		s.followOrEnd(v.otherwise, EndFailed)
	}
}

// keep notes what came of it, for the flow to say.
func (v *seat) keep(s *Session, of Result) {
	if v.as == "" {
		return
	}
	data := make(map[string]any, len(of.Data)+1)
	maps.Copy(data, of.Data)
	data["reason"] = of.Reason
	s.scope.setVar(v.as, data)
}
