package chaos

import (
	"hotline/acd"
)

// waiting is a call in line.
type waiting struct {
	acd.CallQueued
	ringing bool
}

// places: of calls with the same needs, who came first is offered first, whatever broke
// in between.
func (a *account) places(facts []acd.Fact) {
	line := map[string]*waiting{}
	for _, f := range facts {
		switch f := f.(type) {
		case *acd.CallQueued:
			line[f.Call] = &waiting{CallQueued: *f}
		case *acd.Offered:
			if w := line[f.Call]; w != nil {
				a.overtaken(line, w, f)
				w.ringing = true
			}
		case *acd.OfferEnded:
			if w := line[f.Call]; w != nil {
				w.ringing = false
			}
		case *acd.Answered:
			delete(line, f.Call)
		case *acd.Abandoned:
			delete(line, f.Call)
		case *acd.Overflowed:
			delete(line, f.Call)
		}
	}
	for id, w := range line {
		a.find(WaitLost, w.Since, w.From, a.Journals.Calls[id], "he waits for ever in %s", w.Queue)
	}
}

// overtaken looks for somebody who should have been offered before.
func (a *account) overtaken(line map[string]*waiting, next *waiting, f *acd.Offered) {
	for id, w := range line {
		if w.Queue == next.Queue && !w.ringing && w.Since < next.Since && w.Priority >= next.Priority && len(w.Needs) == 0 {
			a.find(WaitLost, f.At, w.From, a.Journals.Calls[id], "overtaken in %s by %s, who came %s later", w.Queue, next.From, span(w.Since, next.Since))
		}
	}
}
