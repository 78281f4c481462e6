package why

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
)

// afterwards is for how long, after the end of a call, the journal is looked
// through for what the floor still decides about it, ms.
const afterwards = 60_000

// MostAttempts bounds how many calls that call a caller back are followed in the story
// of the call for which they are made.
const MostAttempts = 10

// trace is what the journal has of one call, and of the calls that call its caller
// back: their own facts, and where the facts of floors are that concern them.
type trace struct {
	call   string
	lives  map[string]*life // of the calls that are followed
	floors map[string]*stay
	order  []string // names of the floors, as the calls came to them
	events []Event
	passed int

	secret bool // the caller asked for confidentiality

	open  map[string]bool // callbacks for this call that are on the list
	names [][]byte        // what its facts contain
	last  int64           // when something concerned it, ms
}

// life is how far a call has come.
type life struct {
	state  call.State
	queued bool // on a floor
}

// over: nothing is left to happen. A floor's call alone has no facts of its own.
func (l *life) over() bool { return (l.state.Arrived == 0 || l.state.Over()) && !l.queued }

// stay is the part of a floor's facts that concerns the call.
type stay struct {
	last      int64 // number of the last group
	decisions []decision
}

// decision is where the rules had a say in what becomes of a call.
type decision struct {
	seq  int64 // number of the group
	call string
}

var errEnough = errors.New("enough was read")

// follow finds a call. The first group that is about it is found by its index.
func follow(ctx context.Context, j journal.Reader, id string) (*trace, error) {
	t := &trace{call: id, lives: map[string]*life{id: {}}, floors: map[string]*stay{}, open: map[string]bool{}}
	t.know(id)
	first := int64(0)
	err := enough(j.ReadCall(ctx, id, func(g journal.Group) error {
		first = g.Seq
		return errEnough
	}))
	if err != nil {
		return nil, err
	}
	if first == 0 {
		return nil, unknown(ctx, j, id)
	}
	return t, enough(j.Read(ctx, first, t.group))
}

func enough(err error) error {
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// know lets the trace recognise facts by an id.
func (t *trace) know(id string) { t.names = append(t.names, []byte(`"`+id+`"`)) }

func (t *trace) group(g journal.Group) error {
	if t.over() && g.At > t.last+afterwards {
		return errEnough
	}
	if id, ok := strings.CutPrefix(g.Stream, journal.CallPrefix); ok {
		if t.lives[id] != nil {
			t.own(id, g)
		}
		return nil
	}
	if name, ok := strings.CutPrefix(g.Stream, journal.FloorPrefix); ok {
		return t.onFloor(name, g)
	}
	return nil
}

// over: nothing is left to happen to the call, nor to those that call back.
func (t *trace) over() bool {
	for _, l := range t.lives {
		if !l.over() {
			return false
		}
	}
	return len(t.open) == 0 && t.last != 0
}

// own takes up facts of a call's own.
func (t *trace) own(id string, g journal.Group) {
	for _, e := range g.Facts {
		f, err := call.DecodeFact(e.Kind, e.Version, e.Data)
		if err != nil {
			t.passed++
			continue
		}
		call.Fold(&t.lives[id].state, f)
		if _, ok := f.(call.MadeConfidential); ok {
			t.secret = true
		}
		if at := happened(e); at != 0 {
			t.last = max(t.last, at)
		}
		if told(f) {
			t.events = append(t.events, t.ownEvent(id, g.Seq, e, f))
		}
	}
}

// told: the telephones of seats are told of by the offers of the floor.
func told(f call.Fact) bool {
	switch f := f.(type) {
	case call.LegDialled:
		return f.Offer == 0
	case call.LegRinging, call.LegEnded:
		return false
	case call.RecordingBegun:
		return f.Leg == ""
	}
	return true
}

func (t *trace) ownEvent(id string, seq int64, e journal.Entry, f call.Fact) Event {
	_, text := Words(f)
	event := Event{Seq: seq, At: stamp(happened(e)), Kind: e.Kind, Text: text, Fact: discreet(f)}
	if id != t.call {
		event.Call, event.Text = id, "call "+id+": "+text
	}
	if a, ok := f.(call.Arrived); ok {
		event.Notes = a.Why
	}
	return event
}

// discreet leaves out the checkpoint of a step: it has the keys that callers pressed.
func discreet(f call.Fact) call.Fact {
	if step, ok := f.(call.Stepped); ok {
		step.Checkpoint = nil
		return step
	}
	return f
}

// onFloor notes the groups of a floor that concern the call, without folding.
func (t *trace) onFloor(name string, g journal.Group) error {
	for _, e := range g.Facts {
		if !t.concerns(e.Data) {
			continue
		}
		f, err := acd.DecodeFact(e.Kind, e.Version, e.Data)
		if err != nil {
			return unreadable(g.Seq, err)
		}
		if t.meet(f) {
			t.last = max(t.last, happened(e))
			t.note(name, g.Seq, f)
		}
	}
	return nil
}

func (t *trace) concerns(data []byte) bool {
	for _, name := range t.names {
		if bytes.Contains(data, name) {
			return true
		}
	}
	return false
}

// meet follows the call through a floor's facts; false: it only names it.
func (t *trace) meet(f acd.Fact) bool {
	switch f := f.(type) {
	case *acd.CallQueued:
		return t.join(f)
	case *acd.Abandoned, *acd.CallCutOff, *acd.Overflowed, *acd.TalkEnded:
		if l := t.lives[acd.CallOf(f)]; l != nil {
			l.queued = false
		}
	case *acd.CallbackListed:
		if f.Of == t.call && f.Same == "" {
			t.open[f.Callback] = true
			t.know(f.Callback)
		}
	case *acd.CallbackDone:
		delete(t.open, f.Callback)
	case *acd.CallbackGivenUp:
		delete(t.open, f.Callback)
	case *acd.RulesLoaded:
		return false
	}
	return true
}

// join follows the call into a queue, and takes up the calls that call its caller back.
func (t *trace) join(f *acd.CallQueued) bool {
	if t.lives[f.Call] == nil {
		if !t.open[f.Callback.ID] || len(t.lives) > MostAttempts {
			return false
		}
		t.lives[f.Call] = &life{}
		t.know(f.Call)
	}
	t.lives[f.Call].queued = true
	if f.Callback.ID != "" {
		t.know(f.Callback.ID)
	}
	return true
}

func (t *trace) note(floor string, seq int64, f acd.Fact) {
	s := t.floors[floor]
	if s == nil {
		s = &stay{}
		t.floors[floor] = s
		t.order = append(t.order, floor)
	}
	s.last = seq
	d := decision{seq, acd.CallOf(f)}
	if decides(f) && t.lives[d.call] != nil && !slices.Contains(s.decisions, d) {
		s.decisions = append(s.decisions, d)
	}
}

// decides: the rules had a say in it.
func decides(f acd.Fact) bool {
	switch f := f.(type) {
	case *acd.CallQueued, *acd.Offered:
		return true
	case *acd.Overflowed:
		return ofRules(f.Reason)
	}
	return false
}

// ofRules tells the reasons of the distributor from those of the flow.
func ofRules(reason string) bool {
	switch reason {
	case acd.OverflowNoSeat, acd.OverflowAllPaused, acd.OverflowAllBusy, acd.OverflowStaff,
		acd.OverflowSize, acd.OverflowExpected, acd.OverflowWait, acd.OverflowQueueRemoved:
		return true
	}
	return false
}
