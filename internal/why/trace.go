package why

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
)

// afterwards is for how long, after the end of a call, the journal is looked
// through for what the floor still decides about it, ms.
const afterwards = 60_000

// trace is what the journal has of one call: its own facts, and where the facts of
// floors are that concern it.
type trace struct {
	call   string
	floors map[string]*stay
	order  []string // names of the floors, as the call came to them
	state  call.State
	events []Event
	passed int

	queued bool            // on a floor
	open   map[string]bool // callbacks for this call that are on the list
	names  [][]byte        // what its facts contain
	last   int64           // when something concerned it, ms
}

// stay is the part of a floor's facts that concerns the call.
type stay struct {
	last      int64   // number of the last group
	decisions []int64 // numbers of the groups that decided something
}

var errEnough = errors.New("enough was read")

// follow finds a call. The first group that is about it is found by its index.
func follow(ctx context.Context, j journal.Reader, id string) (*trace, error) {
	t := &trace{call: id, floors: map[string]*stay{}, open: map[string]bool{}}
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
	if g.Stream == journal.CallStream(t.call) {
		return t.own(g)
	}
	if name, ok := strings.CutPrefix(g.Stream, journal.FloorPrefix); ok {
		return t.onFloor(name, g)
	}
	return nil
}

// over: nothing is left to happen to the call.
func (t *trace) over() bool {
	began := t.state.Arrived == 0 || t.state.Over() // a floor's call alone has no facts of its own
	return began && !t.queued && len(t.open) == 0 && t.last != 0
}

func (t *trace) own(g journal.Group) error {
	for _, e := range g.Facts {
		f, err := call.DecodeFact(e.Kind, e.Version, e.Data)
		if err != nil {
			t.passed++
			continue
		}
		call.Fold(&t.state, f)
		if at := happened(e); at != 0 {
			t.last = max(t.last, at)
		}
		if told(f) {
			t.events = append(t.events, ownEvent(g.Seq, e, f))
		}
	}
	return nil
}

// told: the telephones of seats are told of by the offers of the floor.
func told(f call.Fact) bool {
	switch f := f.(type) {
	case call.LegDialled:
		return f.Seat == ""
	case call.LegRinging, call.LegEnded:
		return false
	case call.RecordingBegun:
		return f.Leg == ""
	}
	return true
}

func ownEvent(seq int64, e journal.Entry, f call.Fact) Event {
	_, text := Words(f)
	event := Event{Seq: seq, At: stamp(happened(e)), Kind: e.Kind, Text: text, Fact: discreet(f)}
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
		if f.Call != t.call {
			return false
		}
		t.queued = true
		if f.Callback.ID != "" {
			t.know(f.Callback.ID)
		}
	case *acd.Abandoned, *acd.Overflowed, *acd.TalkEnded:
		if acd.CallOf(f) == t.call {
			t.queued = false
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

func (t *trace) note(floor string, seq int64, f acd.Fact) {
	s := t.floors[floor]
	if s == nil {
		s = &stay{}
		t.floors[floor] = s
		t.order = append(t.order, floor)
	}
	s.last = seq
	if decides(f) && acd.CallOf(f) == t.call && (len(s.decisions) == 0 || s.decisions[len(s.decisions)-1] != seq) {
		s.decisions = append(s.decisions, seq)
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
