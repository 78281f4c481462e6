package rehearsal

import (
	"slices"
	"sync"
	"time"
)

// Kind sorts what happens in a story.
type Kind string

// The kinds of happenings.
const (
	Calls    Kind = "calls"     // the call begins; Name is the centre, Text what was dialled
	Step     Kind = "step"      // Name is "<flow>/<step>"; From and Way led there
	Hears    Kind = "hears"     // Text is said
	Music    Kind = "music"     // Name is its class
	Presses  Kind = "presses"   // Text is the key
	Centre   Kind = "centre"    // the call goes to the centre Name
	Queue    Kind = "queue"     // the call waits in the queue Name
	Left     Kind = "left"      // the call left the queue; Text is why
	Dials    Kind = "dials"     // the telephone Name is called
	Refuses  Kind = "refuses"   // that telephone was not answered; Text is why
	Talks    Kind = "talks"     // the caller and Name hear each other
	TalkEnds Kind = "talk ends" // Text is who ended it
	Records  Kind = "records"   // what the caller says; Name is the centre whose voicemail it is
	Speaks   Kind = "speaks"    // the caller says Text
	Message  Kind = "message"   // it is kept in the voicemail of the centre Name
	Rates    Kind = "rates"     // Text is the grade
	Callback Kind = "callback"  // it is noted for the queue Name; Text is when and to which number
	SignsIn  Kind = "signs in"  // the seat Name does
	SignsOut Kind = "signs out"
	HangsUp  Kind = "hangs up" // Name does; empty = the caller
	Ends     Kind = "ends"     // Name is the outcome, Text who ended it and why
	Log      Kind = "log"      // Text is a warning of the engine
)

// Happening is one entry of a story.
type Happening struct {
	At   time.Duration // since the rehearsal began
	Call string        // which call, if more than one
	Kind Kind
	Name string
	Text string
	From string // of a step: the step before
	Way  string // and its exit
	Why  []string
	Due  int64 // of a call back: not before, ms since the Unix epoch

	Over bool          // of what is heard: it has ended
	For  time.Duration // how long it was heard
}

// Heard is what was said of a text that is heard.
func (h Happening) Heard() string {
	if !h.Over {
		return ""
	}
	return heardUntil(h.Text, h.For)
}

// Story is what happened, in order. It is safe for concurrent use.
type Story struct {
	clock *Clock
	began time.Time

	mu     sync.Mutex
	all    []Happening
	others map[string]bool // calls that it does not tell of
}

func newStory(clock *Clock) *Story {
	return &Story{clock: clock, began: clock.Now(), others: map[string]bool{}}
}

// begin lets the story begin now.
func (s *Story) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.began, s.all = s.clock.Now(), nil
}

// ignore keeps a call out of the story.
func (s *Story) ignore(call string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.others[call] = true
}

func (s *Story) now() time.Duration { return s.clock.Now().Sub(s.began) }

// add puts what happens now at the end, and returns its place; -1 if it is about
// a call that is not told of.
func (s *Story) add(h Happening) int {
	h.At = s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.others[h.Call] {
		return -1
	}
	s.all = append(s.all, h)
	return len(s.all) - 1
}

// silence notes the end of what was heard.
func (s *Story) silence(place int) {
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	h := &s.all[place]
	h.Over, h.For = true, now-h.At
}

// Len is how much has happened.
func (s *Story) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.all)
}

// From is what has happened from a place on.
func (s *Story) From(place int) []Happening {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.all[min(place, len(s.all)):])
}
