package ivr

import (
	"cmp"
	"strings"

	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const (
	leastNumber = 7
	mostNumber  = 12

	phaseNumber = 1 // the number is typed
	phaseAsked  = 2
	phaseTold   = 3
)

// callback has the caller called back: keeping the place in the queue, or at the
// centre's next opening on another day. The number is read out, and the caller
// confirms it or types another one.
type callback struct {
	queue  string
	at     yamlfile.Node
	when   string // now, opening
	number *value // nil: the caller's own
	then   *exit
	failed *exit
	asking
}

func callbackKind() kind {
	of := []schema.Field{
		needed("to", "The queue whose seat will call: advice, or nation/advice.", schema.Text()),
		field("when", "now: the place in the queue is kept (usual); opening: at the next opening on another day.", schema.OneOf("now", "opening")),
		field("confirm", "The number that is read out; usually caller.number.", schema.Text()),
	}
	load := func(l *loader, m yamlfile.Map) verb { return loadCallback(l, m, of) }
	return newKind(load, append([]schema.Field{
		field("callback", "The caller is called back.", schema.Either(schema.Text(), schema.Form(of...))),
		thenField("The step after it is on the list."),
		field("else", "The step when it cannot be done; usually a person.", stepRef()),
	}, askingFields()...)...)
}

func loadCallback(l *loader, m yamlfile.Map, fields []schema.Field) verb {
	v := &callback{when: "now", asking: loadAsking(m), then: exitOf(m, "then"), failed: exitOf(m, "else")}
	if v.then == nil {
		m.Node().Error("add then: <the next step>", "after this the call has nowhere to go")
	}
	n, _ := m.Get("callback")
	if n.IsText() {
		v.at = n
		v.queue, _ = n.Text()
		return v
	}
	of, ok := n.Map()
	if !ok {
		return v
	}
	of.Fields(fields)
	if n, ok := of.Get("to"); ok {
		v.at = n
		v.queue, _ = n.Text()
	}
	if n, ok := of.Get("when"); ok {
		v.when, _ = n.OneOf("now", "opening")
	}
	if n, ok := of.Get("confirm"); ok {
		v.number = l.value(n)
	}
	return v
}

func (v *callback) exits() []*exit { return []*exit{v.then, v.failed, v.silence} }
func (v *callback) show() []string { return []string{v.queue, v.when} }

func (v *callback) refs() []Ref {
	if v.queue == "" {
		return nil
	}
	return []Ref{{Kind: RefQueue, Name: v.queue, At: v.at.Place()}}
}

func (v *callback) said(sp *speech) []Text {
	return []Text{sp.words(wordAskNumber), sp.words(wordPerson), v.promise(sp), sp.words(wordWrongDigits)}
}

func (v *callback) promise(sp *speech) Text {
	if v.when == "now" {
		return sp.words(wordCallNow)
	}
	return sp.words(wordCallOpening)
}

func (v *callback) enter(s *Session) {
	s.typed = s.vars.Caller
	if v.number != nil {
		s.typed = v.number.text(s)
	}
	if !isPhoneNumber(s.typed) {
		v.askNumber(s)
		return
	}
	v.readOut(s)
}

// withArea completes a local number by the caller's area code, as far as it is
// known: it is read back, so a wrong guess is heard.
func (s *Session) withArea(number string) string {
	const leastLocal, mostLocal = 7, 8
	if len(number) < leastLocal || len(number) > mostLocal || number[0] == '0' {
		return number
	}
	return cmp.Or(s.vars.CallerArea, s.vars.Area) + number
}

// isPhoneNumber: a seat can dial it.
func isPhoneNumber(text string) bool {
	strange := strings.IndexFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	return strange < 0 && len(text) >= leastNumber && len(text) <= mostNumber
}

func (v *callback) readOut(s *Session) {
	s.phase = 0
	sp := s.speech()
	whose := wordYouEntered
	if s.typed == s.vars.Caller {
		whose = wordYourNumber
	}
	s.play(sp.own(sp.word(whose), spell(s.language(), s.typed), sp.word(wordNumberRight)), sp.words(wordPerson))
}

func (v *callback) askNumber(s *Session) {
	s.phase, s.typed = phaseNumber, ""
	s.play(s.words(wordAskNumber), s.words(wordPerson))
}

func (v *callback) input(s *Session, in Input) {
	switch in := in.(type) {
	case PlayEnded:
		if s.phase == phaseTold {
			s.follow(v.then)
			return
		}
		s.wait(v.timeout)
	case Timeout:
		v.timeUp(s)
	case Key:
		v.key(s, in.Digit)
	case Result:
		v.result(s, in)
	}
}

func (v *callback) timeUp(s *Session) {
	switch {
	case s.phase == phaseTold:
		s.follow(v.then)
	case s.phase == phaseAsked:
		v.cannot(s)
	case s.playing:
		s.hush()
		s.wait(v.timeout)
	case s.phase == phaseNumber && s.typed != "":
		v.typedAll(s)
	default:
		v.retry(s, true)
	}
}

func (v *callback) key(s *Session, digit byte) {
	switch {
	case s.phase == phaseAsked || !isDialKey(digit):
	case s.phase == phaseTold:
		s.keyInSpeech(digit, v.promise(s.speech()))
	case s.phase == phaseNumber:
		s.hush()
		v.typeKey(s, digit)
	default:
		s.hush()
		v.choose(s, digit)
	}
}

func (v *callback) choose(s *Session, digit byte) {
	switch digit {
	case '1':
		v.order(s)
	case '2':
		v.askNumber(s)
	case '0':
		s.toPerson(wordToPerson, "person")
	case '*':
		v.readOut(s)
	case '#':
		s.slowDown()
		v.readOut(s)
	default:
		v.retry(s, false)
	}
}

// typeKey: numbers with an area code begin with 0, so 0 alone is a person only
// when nothing follows.
func (v *callback) typeKey(s *Session, digit byte) {
	switch {
	case digit == '*':
		v.askNumber(s)
	case digit == '#' && s.typed == "":
		s.slowDown()
		v.askNumber(s)
	case digit == '#':
		v.typedAll(s)
	default:
		s.typed += string(digit)
		if len(s.typed) == mostNumber {
			v.typedAll(s)
			return
		}
		s.wait(betweenKeys)
	}
}

func (v *callback) typedAll(s *Session) {
	s.typed = s.withArea(s.typed)
	switch {
	case s.typed == "0":
		s.toPerson(wordToPerson, "person")
	case !isPhoneNumber(s.typed):
		s.lead = []Text{s.words(wordWrongDigits)}
		s.typed = ""
		v.retry(s, false)
	default:
		v.readOut(s)
	}
}

func (v *callback) retry(s *Session, silent bool) {
	switch {
	case s.tooMany(v.retries):
		v.giveUp(s, silent)
	case s.typed == "":
		v.askNumber(s)
	default:
		v.readOut(s)
	}
}

func (v *callback) order(s *Session) {
	s.phase = phaseAsked
	number := s.typed
	if number == s.vars.Caller {
		number = ""
	}
	s.timer(hoursGuard)
	s.emit(CallBack{Queue: QueueID(s.vars.Centre, v.queue), Number: number, When: v.when})
}

func (v *callback) result(s *Session, r Result) {
	if s.phase != phaseAsked {
		return
	}
	if r.What != Done {
		v.cannot(s)
		return
	}
	s.closed = false
	s.phase = phaseTold
	s.play(v.promise(s.speech()))
}

func (v *callback) cannot(s *Session) { s.followOr(v.failed, s.rescue) }
