package why

import (
	"context"
	"strings"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
	"hotline/internal/plain"
)

// confidential stands for the number of a caller who asked for confidentiality.
const confidential = "confidential"

// hidden is the fact without the caller's number, and that number.
func hidden(fact any) (without any, number string) {
	switch f := fact.(type) {
	case call.Arrived:
		place := &f.From
		if f.Seat != "" { // it calls the caller
			place = &f.To
		}
		number, *place = *place, hide(*place)
		return f, number
	case call.LegDialled:
		number, f.To = f.To, hide(f.To)
		return f, number
	case call.CallbackAsked:
		number, f.Number = f.Number, hide(f.Number)
		return f, number
	case *acd.CallQueued:
		g := *f
		number = f.From + f.Callback.Number // a call has one of them
		g.From, g.Callback.Number = hide(f.From), hide(f.Callback.Number)
		return &g, number
	case *acd.CallbackListed:
		g := *f
		g.Number = hide(f.Number)
		return &g, f.Number
	}
	return fact, ""
}

func hide(number string) string {
	if number == "" {
		return ""
	}
	return confidential
}

// callOf is the call whose caller a fact names.
func callOf(stream string, fact any) string {
	if id, ok := strings.CutPrefix(stream, journal.CallPrefix); ok {
		return id
	}
	switch f := fact.(type) {
	case *acd.CallbackListed:
		return f.Of
	case *acd.CallQueued:
		if f.Callback.Of != "" {
			return f.Callback.Of
		}
		return f.Call
	}
	return ""
}

// isSecret tells whether the caller of the story asked for confidentiality: in its call,
// in one that calls him back, or in the one that this is the call back for.
func (t *trace) isSecret(ctx context.Context, j journal.Reader) (bool, error) {
	of := t.lives[t.call].state.Of
	if t.secret || of == "" {
		return t.secret, nil
	}
	found := false
	err := enough(j.ReadCall(ctx, of, func(g journal.Group) error {
		for _, e := range g.Facts {
			if e.Kind == call.KindMadeConfidential {
				found = true
				return errEnough
			}
		}
		return nil
	}))
	return found, err
}

// hide takes the caller's number out of the story.
func (s *Story) hide() {
	if s.DialledBy == "" {
		s.From = hide(s.From)
	} else {
		s.To = hide(s.To)
	}
	numbers := map[string]bool{}
	for i := range s.Events {
		var number string
		s.Events[i].Fact, number = hidden(s.Events[i].Fact)
		numbers[number] = true
	}
	delete(numbers, "")
	for number := range numbers {
		for i := range s.Events {
			e := &s.Events[i]
			e.Text = strings.ReplaceAll(e.Text, plain.Text(number), confidential)
			for n := range e.Notes {
				e.Notes[n] = strings.ReplaceAll(e.Notes[n], plain.Text(number), confidential)
			}
		}
	}
}
