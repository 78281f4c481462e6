package why

import (
	"strings"

	"hotline/acd"
	"hotline/internal/journal"
)

// visit goes over the facts of one floor, folds them, and tells those that concern
// the call, or those that call its caller back.
type visit struct {
	trace *trace
	stay  *stay
	name  string
	floor *acd.State
	today comparison

	events    []Event
	waits     map[string]*wait // of the calls that are followed
	callbacks map[string]bool  // for the call, or made by it
}

func newVisit(t *trace, name string, today RulesOf) *visit {
	stay := t.floors[name]
	v := &visit{
		trace: t, stay: stay, name: name, floor: acd.New(name),
		today: newComparison(name, stay.decisions, today), waits: map[string]*wait{}, callbacks: map[string]bool{},
	}
	for id := range t.lives {
		v.waits[id] = &wait{}
	}
	return v
}

// scene is what a group of facts has told so far.
type scene struct {
	group journal.Group
	first int             // place of the group's first event
	ended *acd.OfferEnded // the last offer that the group has ended
}

func (v *visit) group(g journal.Group) error {
	facts, err := decode(g)
	if err != nil {
		return err
	}
	sc := scene{group: g, first: len(v.events)}
	for id, w := range v.waits {
		w.stood, w.status, w.asked = acd.View{}, acd.QueueStatus{}, false
		if w.queue != "" {
			w.stood, _ = v.floor.View(id)
			w.status, _ = v.floor.Queue(w.queue)
		}
	}
	today := v.today.at(g, facts)
	for _, f := range facts {
		v.fact(&sc, f)
		acd.Fold(v.floor, f)
		v.after(f)
	}
	v.settled(&sc)
	v.compared(&sc, today)
	return nil
}

func decode(g journal.Group) ([]acd.Fact, error) {
	facts := make([]acd.Fact, len(g.Facts))
	for i, e := range g.Facts {
		f, err := acd.DecodeFact(e.Kind, e.Version, e.Data)
		if err != nil {
			return nil, unreadable(g.Seq, err)
		}
		facts[i] = f
	}
	return facts, nil
}

// fact tells a fact that concerns the call, before it is folded.
func (v *visit) fact(sc *scene, f acd.Fact) {
	if v.concerns(f) {
		v.events = append(v.events, v.event(sc, f))
		return
	}
	if sc.ended != nil && seatOf(f) == sc.ended.Seat { // what the end of the offer did to the seat
		subject, text := Words(f)
		v.note(len(v.events)-1, subject+" "+text)
	}
}

// concerns: besides the call's own, what changed the rules of its wait.
func (v *visit) concerns(f acd.Fact) bool {
	if v.waits[acd.CallOf(f)] != nil {
		return true
	}
	switch f := f.(type) {
	case *acd.CallbackListed:
		return f.Of == v.trace.call
	case *acd.CallbackTried:
		return v.callbacks[f.Callback]
	case *acd.CallbackDue:
		return v.callbacks[f.Callback]
	case *acd.CallbackPutOff:
		return v.callbacks[f.Callback]
	case *acd.CallbackDone:
		return v.callbacks[f.Callback]
	case *acd.CallbackGivenUp:
		return v.callbacks[f.Callback]
	case *acd.ReserveCalled:
		return v.waitsIn(func(queue string) bool { return queue == f.Queue })
	case *acd.ReserveReleased:
		return v.waitsIn(func(queue string) bool { return queue == f.Queue })
	case *acd.RulesLoaded:
		return v.waitsIn(func(queue string) bool { return queue != "" })
	}
	return false
}

// waitsIn tells whether one of the calls is in such a queue.
func (v *visit) waitsIn(such func(queue string) bool) bool {
	for _, w := range v.waits {
		if such(w.queue) {
			return true
		}
	}
	return false
}

// seatOf names the seat of what can follow the end of an offer.
func seatOf(f acd.Fact) string {
	switch f := f.(type) {
	case *acd.SeatPaused:
		return f.Seat
	case *acd.SeatUnreachable:
		return f.Seat
	case *acd.SeatSignedOut:
		return f.Seat
	case *acd.SeatSignedIn: // at another telephone
		return f.Seat
	case *acd.SeatOccupied:
		return f.Seat
	}
	return ""
}

func (v *visit) event(sc *scene, f acd.Fact) Event {
	e := Event{Seq: sc.group.Seq, Floor: v.name, Kind: f.Kind(), Text: v.words(f), Fact: f}
	id := acd.CallOf(f)
	if id != v.trace.call {
		e.Call = id
	}
	w := v.waits[id]
	switch f := f.(type) {
	case *acd.CallQueued:
		sc.ended = nil
		w.joined = f
		w.status, _ = v.floor.Queue(f.Queue) // before it joins
	case *acd.Offered:
		sc.ended = nil
		e.Notes = choice(f)
		if !w.asked { // of offers to all seats at once, the first
			w.asked = true
			e.AsStood = explain(v.floor, id)
			e.Notes = append(e.Notes, asStood(e.AsStood)...)
		}
	case *acd.OfferEnded:
		sc.ended = f
	case *acd.Abandoned, *acd.CallCutOff:
		e.Notes = w.toldOf()
	case *acd.Overflowed:
		e.Notes = append(limit(f.Reason, w.joined, w.status), w.toldOf()...)
	case *acd.CallbackTried:
		if w == nil {
			e.Notes = []string{"of that call tells: hotline why " + id}
		}
	}
	return e
}

// words leaves the call itself out: it is what everything here is about.
func (v *visit) words(f acd.Fact) string {
	subject, text := Words(f)
	switch {
	case subject == "call "+v.trace.call || subject == "":
		return text
	case acd.CallOf(f) != "":
		return subject + ": " + text
	}
	return subject + " " + text
}

// after follows the call once the fact is folded, whose time is then the floor's.
func (v *visit) after(f acd.Fact) {
	if n := len(v.events); n > 0 && v.events[n-1].Fact == any(f) {
		v.events[n-1].At = stamp(v.floor.Now())
	}
	switch f := f.(type) {
	case *acd.CallQueued:
		if w := v.waits[f.Call]; w != nil {
			w.queue = f.Queue
			if f.Callback.ID != "" {
				v.callbacks[f.Callback.ID] = true
			}
		}
	case *acd.CallbackListed:
		if f.Of == v.trace.call {
			v.callbacks[f.Callback] = true
		}
	case *acd.Abandoned, *acd.CallCutOff, *acd.Overflowed, *acd.Answered:
		if w := v.waits[acd.CallOf(f)]; w != nil {
			w.queue = ""
		}
	}
}

// settled tells why a call waits that has joined, or whose offer has failed.
func (v *visit) settled(sc *scene) {
	for i := sc.first; i < len(v.events); i++ {
		fact, _ := v.events[i].Fact.(acd.Fact)
		id := acd.CallOf(fact)
		w := v.waits[id]
		if w == nil || w.queue == "" {
			continue
		}
		view, _ := v.floor.View(id)
		switch f := fact.(type) {
		case *acd.CallQueued:
			w.told = view
			if f.Expected != 0 && view.Expected == 0 && view.Position > 0 {
				v.note(i, "the expected wait was not for callers' ears: too few of them, or too few that held, in the last hours")
			}
		case *acd.OfferEnded:
		default:
			continue
		}
		if view.Position > 0 {
			v.events[i].AsStood = explain(v.floor, id)
			v.events[i].Notes = append(v.events[i].Notes, asStood(v.events[i].AsStood)...)
		}
	}
}

func (v *visit) note(i int, text string) {
	if i >= 0 {
		v.events[i].Notes = append(v.events[i].Notes, text)
	}
}

// compared puts what today's rules would do to the last decision of the group on each
// call.
func (v *visit) compared(sc *scene, today map[string]*Today) {
	for i := len(v.events) - 1; i >= sc.first && len(today) > 0; i-- {
		f, ok := v.events[i].Fact.(acd.Fact)
		if id := acd.CallOf(f); ok && decides(f) && today[id] != nil {
			v.events[i].Today = today[id]
			delete(today, id)
		}
	}
}

// explain asks the floor who could have a call; nil if it does not wait.
func explain(s *acd.State, call string) *acd.Explanation {
	e, ok := s.Explain(call)
	if !ok {
		return nil
	}
	return &e
}

func list(words []string) string { return strings.Join(words, ", ") }
