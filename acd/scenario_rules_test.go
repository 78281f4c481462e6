package acd

import (
	"strings"

	"github.com/stretchr/testify/require"
)

// readRules reads a version, queues and seats:
//
//	v1 q(20,5) r(20,0;fewest-calls;needs=law;relax=10:law=0) a:q,r/2 b:q/reserve;law=2
//
// A queue has its ring and its wrap-up, a strategy, and settings; a seat has its posts
// with their levels and the rest, and after ";" its skills and its wrap-up.
func readRules(w *words) Rules {
	r := Rules{Hash: w.next()}
	for _, word := range w.list {
		if open, colon := strings.Index(word, "("), strings.Index(word, ":"); open >= 0 && (colon < 0 || open < colon) {
			r.Queues = append(r.Queues, readQueue(w, word))
		} else {
			r.Seats = append(r.Seats, readSeat(w, word))
		}
	}
	require.NoError(w.t, r.Check())
	return r
}

func readQueue(w *words, word string) Queue {
	id, inside, ok := strings.Cut(strings.TrimSuffix(word, ")"), "(")
	require.True(w.t, ok, word)
	parts := strings.Split(inside, ";")
	span := &words{w.t, strings.Split(parts[0], ",")}
	q := Queue{ID: id, Strategy: LongestIdle, Ring: span.ms(), WrapUp: span.ms()}
	for _, part := range parts[1:] {
		name, value, _ := strings.Cut(part, "=")
		setQueue(&words{w.t, strings.Split(value, ",")}, &q, name, value)
	}
	return q
}

// setQueue reads one setting; w has its parts between commas.
func setQueue(w *words, q *Queue, name, value string) {
	switch name {
	case "extendable", "until-ended":
		if q.WrapUpMode = WrapUpMode(name); value != "" {
			q.WrapUpMost = w.ms()
		}
	case "weight":
		q.Weight = w.ms()
	case "needs":
		q.Needs = readSkills(w.t, value)
	case "prefer":
		q.Prefer = strings.Split(value, "+")
	case "levels":
		q.Levels = w.number()
	case "relax":
		for _, stage := range w.list {
			q.Relax = append(q.Relax, readStage(w, stage))
		}
	case "pressed": // by so many calls, or after so long
		q.Pressed = Pressure{w.number(), w.ms()}
	case "last": // remembered, waited for
		q.LastSeat, q.LastWait = w.ms(), w.ms()
	case "return":
		q.Return = w.ms()
	case "missed": // after so many, then, rest
		q.Missed = Missed{After: w.number(), Then: MissedThen(strings.TrimPrefix(w.next(), "pause"))}
		if len(w.list) > 0 {
			q.Missed.Rest = w.ms()
		}
	default:
		setCallbacks(w, q, name)
	}
}

func setCallbacks(w *words, q *Queue, name string) {
	switch name {
	case "back": // least wait, delay
		q.Callback.Missed, q.Callback.Least, q.Callback.Delay = true, w.ms(), w.ms()
	case "spare":
		q.Callback.Spare = w.number()
	case "patience":
		q.Callback.Patience = w.ms()
	case "first":
		q.Callback.First = w.next()
	case "tries": // how often, how long between
		q.Callback.Attempts, q.Callback.Pause = w.number(), w.ms()
	default:
		q.Strategy = Strategy(name)
	}
}

// readStage reads "10:law=0+sign=1/3": from 10 s on, law no longer, sign at least 1,
// levels 1 to 3.
func readStage(w *words, text string) Stage {
	after, rest, _ := strings.Cut(text, ":")
	at := &words{w.t, []string{after}}
	s := Stage{After: at.ms()}
	needs, levels, ok := strings.Cut(rest, "/")
	if needs != "" {
		s.Needs = readSkills(w.t, needs)
	}
	if ok {
		number := &words{w.t, []string{levels}}
		s.Levels = number.number()
	}
	return s
}

func readSeat(w *words, word string) Seat {
	id, rest, ok := strings.Cut(word, ":")
	require.True(w.t, ok, word)
	seat := Seat{ID: id}
	parts := strings.Split(rest, ";")
	for _, post := range strings.FieldsFunc(parts[0], func(c rune) bool { return c == ',' }) {
		seat.Queues = append(seat.Queues, readPost(w, post))
	}
	for _, part := range parts[1:] {
		name, value, _ := strings.Cut(part, ":")
		switch name {
		case "wrap":
			span := &words{w.t, []string{value}}
			wrap := span.ms()
			seat.WrapUp = &wrap
		case "fixed", "extendable", "until-ended":
			mode := WrapUpMode(strings.TrimPrefix(name, "fixed"))
			seat.WrapUpMode = &mode
		default:
			seat.Skills = readSkills(w.t, part)
		}
	}
	return seat
}

// readPost reads "q/2/reserve/share=3/weight=10": level 2, kept back, and so on.
func readPost(w *words, text string) Post {
	parts := strings.Split(text, "/")
	p := Post{Queue: parts[0]}
	for _, part := range parts[1:] {
		name, value, _ := strings.Cut(part, "=")
		of := &words{w.t, []string{value}}
		switch name {
		case "reserve":
			p.Reserve = true
		case "share":
			p.Share = of.number()
		case "weight":
			p.Weight = of.ms()
		default:
			of.list = []string{name}
			p.Level = of.number()
		}
	}
	return p
}
