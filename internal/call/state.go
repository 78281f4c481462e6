package call

import (
	"encoding/json"
	"slices"
)

// State is what the facts of one call add up to. The zero value is a call of
// which nothing is known yet. Times are milliseconds since the Unix epoch; zero
// means that it has not happened.
type State struct {
	Call    string `json:"call"`
	Arrived int64  `json:"arrived"`
	Channel string `json:"channel"` // the caller's
	Trunk   string `json:"trunk,omitempty"`
	Seat    string `json:"seat,omitempty"` // the seat that dialled
	From    string `json:"from"`
	To      string `json:"to"`
	Centre  string `json:"centre,omitempty"` // now: Moved changes it
	Floor   string `json:"floor,omitempty"`
	Flow    string `json:"flow"`
	Version string `json:"version"`
	Area    string `json:"area,omitempty"` // area code that the call is about
	Hops    int    `json:"hops,omitempty"` // times it was forwarded before it came to us
	Age     int64  `json:"age,omitempty"`  // how long the caller had waited elsewhere, ms
	Of      string `json:"of,omitempty"`   // a call back: the call that asked for it

	Step       string          `json:"step,omitempty"`
	Checkpoint json.RawMessage `json:"checkpoint,omitempty"`
	SteppedAt  int64           `json:"stepped_at,omitempty"`

	Legs        []Leg  `json:"legs,omitempty"`      // still in the call, oldest first
	Connected   string `json:"connected,omitempty"` // the leg that hears the caller
	ConnectedAt int64  `json:"connected_at,omitempty"`

	EndedAt int64   `json:"ended_at,omitempty"`
	Outcome Outcome `json:"outcome,omitempty"`
	By      string  `json:"by,omitempty"`
	Cause   int     `json:"cause,omitempty"` // Q.850
	Detail  string  `json:"detail,omitempty"`
}

// Leg is a phone that was called for the call and has not left it.
type Leg struct {
	ID      string `json:"id"` // the channel
	Seat    string `json:"seat,omitempty"`
	Phone   string `json:"phone,omitempty"` // of the seat
	Key     string `json:"key,omitempty"`   // that accepts the call there
	To      string `json:"to,omitempty"`
	Offer   int64  `json:"offer,omitempty"`
	Bridge  string `json:"bridge"`
	Dialled int64  `json:"dialled"`
}

// Over reports whether the call has ended.
func (s *State) Over() bool { return s.EndedAt != 0 }

// Leg finds a leg that is still in the call.
func (s *State) Leg(id string) (Leg, bool) {
	i := s.legIndex(id)
	if i < 0 {
		return Leg{}, false
	}
	return s.Legs[i], true
}

func (s *State) legIndex(id string) int {
	return slices.IndexFunc(s.Legs, func(l Leg) bool { return l.ID == id })
}

// Beside tells the facts that may be written on a call's stream after its end, or of
// something that was no call of ours at all. They begin no call and change no State.
func Beside(fact Fact) bool {
	switch fact.(type) {
	case Classified, SignInRefused:
		return true
	}
	return false
}

// Fold applies one fact; nothing else changes a State. Facts are taken as they
// come, without judging them: what was journalled has happened. A fact of
// another kind changes nothing.
func Fold(s *State, fact Fact) {
	switch f := fact.(type) {
	case Arrived:
		s.arrive(f)
	case Stepped:
		s.Step, s.Checkpoint, s.SteppedAt = f.Step, slices.Clone(f.Checkpoint), f.At
	case Moved:
		s.Centre, s.Floor = f.Centre, f.Floor
	case LegDialled:
		s.addLeg(Leg{ID: f.Leg, Seat: f.Seat, Phone: f.Phone, Key: f.Key, To: f.To, Offer: f.Offer, Bridge: f.Bridge, Dialled: f.At})
	case LegEnded:
		s.dropLeg(f.Leg)
	case Connected:
		s.connect(f)
	case Ended:
		s.EndedAt, s.Outcome, s.By, s.Cause, s.Detail = f.At, f.Outcome, f.By, f.Cause, f.Detail
	}
}

func (s *State) arrive(f Arrived) {
	s.Call, s.Arrived, s.Channel = f.Call, f.At, f.Channel
	s.Trunk, s.Seat, s.From, s.To = f.Trunk, f.Seat, f.From, f.To
	s.Centre, s.Floor, s.Flow, s.Version = f.Centre, f.Floor, f.Flow, f.Version
	s.Area, s.Hops, s.Age, s.Of = f.Area, f.Hops, f.Age, f.Of
}

// addLeg copies the slice, so that a State handed out earlier keeps its own.
func (s *State) addLeg(leg Leg) {
	s.dropLeg(leg.ID)
	s.Legs = append(slices.Clone(s.Legs), leg)
}

func (s *State) dropLeg(id string) {
	if i := s.legIndex(id); i >= 0 {
		s.Legs = slices.Delete(slices.Clone(s.Legs), i, i+1)
	}
	if s.Connected == id {
		s.Connected, s.ConnectedAt = "", 0
	}
}

// connect also knows a leg that was never dialled: a phone can come into the
// call by other ways than a dial of ours.
func (s *State) connect(f Connected) {
	if s.legIndex(f.Leg) < 0 {
		s.addLeg(Leg{ID: f.Leg, Dialled: f.At})
	}
	s.Connected, s.ConnectedAt = f.Leg, f.At
}
