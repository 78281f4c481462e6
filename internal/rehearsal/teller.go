package rehearsal

import (
	"strconv"
	"strings"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/switchboard"
)

// teller puts the facts into the story.
type teller struct {
	story *Story
	legs  map[string]string // channel -> who is called
	backs map[string]string // calls that call somebody back -> the seat, once it is dialled
}

func newTeller(story *Story) teller {
	return teller{story: story, legs: map[string]string{}, backs: map[string]string{}}
}

// observe sees each fact after the journal has it.
func (t *teller) observe(s switchboard.Seen) {
	switch f := s.Fact.(type) {
	case *acd.CallQueued:
		t.story.add(Happening{Kind: Queue, Call: f.Call, Name: f.Queue})
	case *acd.Overflowed:
		t.story.add(Happening{Kind: Left, Call: f.Call, Text: f.Reason})
	case *acd.TalkEnded:
		t.story.add(Happening{Kind: TalkEnds, Call: f.Call, Text: string(f.By)})
	case call.Fact:
		t.call(strings.TrimPrefix(s.Stream, "call/"), f)
	}
}

func (t *teller) call(id string, fact call.Fact) {
	h := Happening{Call: id}
	switch f := fact.(type) {
	case call.Arrived:
		if strings.HasPrefix(f.Channel, crowdLine) {
			t.story.ignore(id)
		}
		h.Kind, h.Name, h.Text, h.Why = Calls, f.Centre, f.To, f.Why
		if f.Of != "" {
			t.backs[id] = ""
		}
	case call.Stepped:
		h.Kind, h.Name, h.From, h.Way = Step, f.Step, f.From, f.Way
	case call.Moved:
		h.Kind, h.Name, h.Why = Centre, f.Centre, f.Why
	case call.LegDialled:
		t.dialled(id, f)
		return
	case call.Connected:
		h.Kind, h.Name = Talks, t.legs[f.Leg]
	case call.RecordingBegun:
		if f.Leg != "" {
			return // of a talk: nobody notices
		}
		h.Kind, h.Name = Records, f.Centre
	case call.MessageLeft:
		h.Kind, h.Name = Message, f.Centre
	case call.Rated:
		h.Kind, h.Text = Rates, strconv.Itoa(f.Grade)
	case call.CallbackAsked:
		h.Kind, h.Name, h.Text, h.Due = Callback, f.Queue, f.Number, f.Due
	case call.Ended:
		h.Kind, h.Name, h.Text = Ends, string(f.Outcome), "by "+f.By+join(f.Detail, ": ", "")
	default:
		return
	}
	t.story.add(h)
}

// dialled notes who is at a leg. Who is called back talks with the seat, which was
// dialled first.
func (t *teller) dialled(id string, f call.LegDialled) {
	t.legs[f.Leg] = f.Seat + f.To
	seat, back := t.backs[id]
	switch {
	case back && f.Seat != "":
		t.backs[id] = f.Seat
	case back:
		t.legs[f.Leg] = seat
	}
}
