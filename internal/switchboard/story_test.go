package switchboard

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
	"hotline/internal/talk"
)

// story is what happened: the facts that the journal accepted and the requests
// that Asterisk got, in the order of each call and each floor. Call ids are shown
// as the callers' channels, which tests name like people.
type story struct {
	mu      sync.Mutex
	journal *journal.Memory
	lines   map[string][]string      // by call or floor
	names   map[string]string        // call id -> its caller's channel
	facts   map[string]bool          // "offered <leg>", …: what must be on record before a request
	early   []string                 // requests that came before their fact
	full    bool                     // the journal takes nothing
	deaf    string                   // the streams that it loses
	slowly  map[string]chan struct{} // what a stream waits for
	happen  int                      // facts and requests so far
	last    int                      // after so many the engine dies; 0 = never
}

func newStory() *story {
	return &story{journal: journal.NewMemory(), lines: map[string][]string{}, names: map[string]string{}, facts: map[string]bool{}}
}

// happens notes a line; it is false when the engine is dead.
func (s *story) happens(about, line string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over() {
		return false
	}
	s.check(about, line)
	s.happen++
	s.lines[s.laneOf(about)] = append(s.lines[s.laneOf(about)], s.named(line))
	return true
}

// count is how much has happened.
func (s *story) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.happen
}

// dieAfter lets the engine die when so much more has happened.
func (s *story) dieAfter(more int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = s.happen + more
}

// over: the engine has died.
func (s *story) over() bool { return s.last != 0 && s.happen >= s.last }

func (s *story) named(line string) string {
	for _, id := range s.longest() {
		line = strings.ReplaceAll(line, id, s.names[id])
	}
	return line
}

// longest are the ids of calls, longest first: one may begin with another.
func (s *story) longest() []string {
	ids := sorted(s.names)
	slices.SortStableFunc(ids, func(a, b string) int { return len(b) - len(a) })
	return ids
}

// callOf is the call that a channel, bridge or playback belongs to.
func (s *story) callOf(id string) (string, bool) {
	for _, call := range s.longest() {
		if id == call || strings.HasPrefix(id, call+"-") {
			return call, true
		}
	}
	return "", false
}

// laneOf is the call that a channel, bridge or playback belongs to.
func (s *story) laneOf(id string) string {
	if call, ok := s.callOf(id); ok {
		return s.names[call]
	}
	return id
}

// check holds that the journal accepts a decision before the world learns of it.
func (s *story) check(about, line string) {
	verb, rest, _ := strings.Cut(line, " ")
	need := map[string]string{
		"answer": "arrived " + about, "play": "stepped " + about, "dial": "dialled " + about, "join": "answered " + about,
	}[verb]
	if call, ok := s.callOf(about); ok && verb == "play" {
		need = "answered " + bridgeID(call) // a seat hears it
		if s.facts["asks "+about] {
			need = "dialled " + about // whoever it is, before the seat has the call
		}
	}
	if of, _, watch := strings.Cut(about, watchInfix); watch && verb == "join" {
		need = "supervised " + of
	}
	if verb == "record" {
		need = "begun " + strings.Fields(rest)[2]
	}
	if need != "" && !s.full && s.deaf == "" && !s.facts[need] {
		s.early = append(s.early, verb+" "+rest+" before "+need)
	}
}

// slow lets the journal take facts of a stream only when wait is closed.
func (s *story) slow(stream string, wait chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.slowly = map[string]chan struct{}{stream: wait}
}

// record is the journal as one engine sees it.
type record struct {
	*journal.Memory
	story  *story
	engine *engine
}

var errFull = errors.New("the disk is full")

func (r *record) Append(ctx context.Context, groups ...*journal.Group) error {
	s := r.story
	s.mu.Lock()
	defer s.mu.Unlock()
	if wait := s.slowly[groups[0].Stream]; wait != nil {
		s.mu.Unlock()
		<-wait
		s.mu.Lock()
	}
	switch {
	case s.over():
		return journal.ErrClosed
	case s.full:
		return errFull
	}
	groups = slices.DeleteFunc(groups, func(g *journal.Group) bool { return s.deaf != "" && strings.HasPrefix(g.Stream, s.deaf) })
	if err := r.Memory.Append(ctx, groups...); err != nil {
		return err
	}
	s.happen++
	for _, g := range groups {
		s.keep(*g)
	}
	return nil
}

func (s *story) keep(g journal.Group) {
	kind, name, _ := strings.Cut(g.Stream, "/")
	if kind == HouseStream {
		return
	}
	for _, e := range g.Facts {
		if kind == "floor" {
			f, err := acd.DecodeFact(e.Kind, e.Version, e.Data)
			if err != nil {
				panic(err)
			}
			s.keepFloor(name, f)
			continue
		}
		f, err := call.DecodeFact(e.Kind, e.Version, e.Data)
		if err != nil {
			panic(err)
		}
		s.keepCall(name, f)
	}
}

func (s *story) keepCall(id string, f call.Fact) {
	line := strings.TrimPrefix(f.Kind(), "call-")
	switch f := f.(type) {
	case call.Arrived:
		switch { // a call back is nobody's channel, and has its name from the floor
		case f.Of == "":
			s.names[id] = f.Channel
		case f.Seat != "":
			name := "for-" + s.names[f.Of]
			for n := 2; len(s.lines[name]) > 0; n++ {
				name = fmt.Sprintf("for-%s-%d", s.names[f.Of], n)
			}
			s.names[id] = name
		}
		s.facts["arrived "+f.Channel] = true
		s.facts["stepped "+f.Channel] = f.Flow == "" // it is told why its number leads nowhere
	case call.Stepped:
		s.facts["stepped "+s.names[id]] = true
		line += " " + f.Step
	case call.Moved:
		line += " to " + f.Centre
	case call.RecordingBegun:
		s.facts["begun "+f.Recording], s.facts["begun "+f.Heard] = true, true
	case call.MessageLeft:
		line += fmt.Sprintf(" for %s in %s of %ds", f.Centre, s.named(f.File), f.Length/1000)
	case call.TalkRecorded:
		line += fmt.Sprintf(" in %s of %ds", s.named(f.File), f.Length/1000)
	case call.TalkMoved:
		line += " " + f.Act + " " + f.To + ": " + phaseOf(f)
	case call.Supervised:
		s.facts["supervised "+id] = true
		line += " " + f.Seat + " by " + f.By + ": " + f.Mode
	case call.HelpAsked:
		line += " by " + f.Seat + " of " + strings.Join(f.Of, " ")
	case call.Transferred:
		line += " to " + f.To + " " + f.Way
	case call.Rated:
		line += fmt.Sprintf(" %d of %s", f.Grade, f.Seat)
	case call.LegDialled:
		s.facts["dialled "+f.Leg] = f.Offer == 0 || s.facts[fmt.Sprintf("offered %s %d", id, f.Offer)]
		if f.Offer == 0 {
			s.facts["answered "+f.Bridge] = true
		}
		s.facts["asks "+f.Leg] = f.Key != ""
		line += " " + f.Seat + f.To
		if f.Phone != f.Seat && f.To == "" {
			line += " at " + f.Phone
		}
	case call.Classified:
		line += " " + f.Code + " by " + f.Seat
	case call.SignInRefused:
		line += " " + f.Seat + " at " + f.Phone + ": " + f.Why
	case call.FollowsUp:
		line += " " + s.named(f.Of)
	case call.Ended:
		line += fmt.Sprintf(" %s by %s", f.Outcome, f.By)
	}
	s.lines[s.laneOf(id)] = append(s.lines[s.laneOf(id)], "* "+line)
}

func (s *story) keepFloor(name string, f acd.Fact) {
	line := f.Kind()
	switch f := f.(type) {
	case *acd.RulesLoaded:
		return
	case *acd.Offered:
		s.facts[fmt.Sprintf("offered %s %d", f.Call, f.Offer)] = true
		line += " " + f.Call + " to " + f.Seat
	case *acd.OfferEnded:
		line += " " + f.Call + " at " + f.Seat + ": " + string(f.Result)
	case *acd.Answered:
		s.facts["answered "+bridgeID(f.Call)] = true
		line += " " + f.Call + " by " + f.Seat
	case *acd.CallQueued:
		if id := f.Callback.ID; id != "" {
			s.names[f.Call] = "back" + strings.TrimPrefix(f.Call, id)
		}
		line += " " + f.Call
	case *acd.Abandoned:
		line += " " + f.Call
	case *acd.Overflowed:
		line += " " + f.Call + ": " + f.Reason
	case *acd.TalkEnded:
		line += " " + f.Call + " by " + string(f.By)
	case *acd.CallbackTried:
		line += " " + f.Call + ": " + string(f.Result)
	case *acd.TalkMoved:
		line += " " + f.Seat + ": " + f.To.String()
	case *acd.TalkPassed:
		line += " " + f.Call + " from " + f.From + " to " + f.To
	case *acd.SeatOccupied:
		line += " " + f.Seat
	case *acd.SeatVacated:
		line += " " + f.Seat
	case *acd.SeatPaused:
		line += " " + f.Seat + ": " + f.Reason
	case *acd.SeatSignedIn:
		line += " " + f.Seat
		if f.Phone != "" {
			line += " at " + f.Phone
		}
	case *acd.SeatSignedOut:
		line += " " + f.Seat
	case *acd.SeatReady:
		line += " " + f.Seat
	case *acd.SeatUnreachable:
		line += " " + f.Seat
	case *acd.SeatReachable:
		line += " " + f.Seat
	case *acd.HoursSet:
		line += fmt.Sprintf(" %s: %d windows", f.Queue, len(f.Open))
	case *acd.CallbackListed:
		if f.Missed {
			line += " " + f.Of + ": missed"
		}
	}
	lane := "floor " + name
	s.lines[lane] = append(s.lines[lane], s.named(line))
}

func phaseOf(f call.TalkMoved) string {
	var s talk.State
	if err := json.Unmarshal(f.Talk, &s); err != nil {
		panic(err)
	}
	return string(s.Phase)
}

// ends are the ends on record of each call, by its caller's channel.
func (s *story) ends() map[string][]call.Ended {
	ends := map[string][]call.Ended{}
	err := s.journal.Read(context.Background(), 1, func(g journal.Group) error {
		id, ok := strings.CutPrefix(g.Stream, "call/")
		for _, e := range g.Facts {
			if !ok {
				continue
			}
			f, err := call.DecodeFact(e.Kind, e.Version, e.Data)
			if err != nil {
				return err
			}
			if call.Beside(f) {
				continue
			}
			name := s.laneOf(id)
			if ends[name] == nil {
				ends[name] = []call.Ended{}
			}
			if end, ok := f.(call.Ended); ok {
				ends[name] = append(ends[name], end)
			}
		}
		return nil
	})
	if err != nil {
		panic(err)
	}
	return ends
}
