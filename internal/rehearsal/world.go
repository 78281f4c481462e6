package rehearsal

import (
	"strings"
	"time"
)

// World is what is around a call: when it is, and what people and servers do.
type World struct {
	At      time.Time
	Seats   map[string]Habit // by number; seats not named here do as Others
	Others  Habit
	Outside map[string]Habit // by number, digits only; numbers not named answer after 3 s
	Servers map[string]Reply // by URL; others give no answer
	Crowds  []Crowd
}

// Crowd are other callers, who dialled a minute before and are still there.
type Crowd struct {
	Calls     int
	Trunk, To string
	Keys      string // that each of them pressed
}

// Does is what somebody does whose telephone is called.
type Does string

// What people do.
const (
	Answers   Does = "answers"
	Busy      Does = "busy"
	NoAnswer  Does = "no-answer"
	SignedOut Does = "signed-out" // of seats: nobody is at work there
	Paused    Does = "paused"     // of seats: signed in, and wants no calls; answers those that come all the same
)

// Habit is what somebody does, and how long after the telephone began to ring.
type Habit struct {
	Does  Does
	After time.Duration
}

// Reply is what a server answers.
type Reply struct {
	Status int // of HTTP; 0 = there is no answer
	Body   []byte
	After  time.Duration
}

const (
	seatAnswers    = 2 * time.Second
	outsideAnswers = 3 * time.Second
	busyAfter      = time.Second
)

// AtWork is the usual habit of seats: signed in, and quick to answer.
func AtWork() Habit { return Habit{Does: Answers, After: seatAnswers} }

// AtHome is the usual habit of numbers outside.
func AtHome() Habit { return Habit{Does: Answers, After: outsideAnswers} }

func (w World) seat(id string) Habit {
	if h, ok := w.Seats[id]; ok {
		return h
	}
	return w.Others
}

func (w World) outside(number string) Habit {
	if h, ok := w.Outside[Digits(number)]; ok {
		return h
	}
	return AtHome()
}

// Digits is a number without anything between its digits.
func Digits(number string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '*' || r == '#' {
			return r
		}
		return -1
	}, number)
}
