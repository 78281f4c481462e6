package chaos

import (
	"hotline/acd"
)

// waiting is a call in line.
type waiting struct {
	acd.CallQueued
	ringing   bool
	overtaken bool // it is said once
}

// places: of calls with the same needs, who came first is offered first, whatever broke
// in between.
func (a *account) places(facts []acd.Fact) {
	line, away := map[string]*waiting{}, map[string]bool{}
	for _, f := range facts {
		switch f := f.(type) {
		case *acd.MachineWentAway:
			away[f.Machine] = true
		case *acd.MachineCame:
			delete(away, f.Machine)
		case *acd.CallQueued:
			line[f.Call] = &waiting{CallQueued: *f}
		case *acd.Offered:
			if w := line[f.Call]; w != nil {
				a.overtaken(line, away, w, f)
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
		case *acd.CallCutOff:
			delete(line, f.Call)
		}
	}
	for id, w := range line {
		a.find(WaitLost, w.Since, w.From, a.Journals.Calls[id], "he waits for ever in %s", w.Queue)
	}
}

// overtaken looks for somebody who should have been offered before. The calls of a machine
// that is away keep their places, and are passed over until it is back.
func (a *account) overtaken(line map[string]*waiting, away map[string]bool, next *waiting, f *acd.Offered) {
	for id, w := range line {
		alike := w.Queue == next.Queue && w.Priority >= next.Priority && len(w.Needs) == 0
		if alike && w.Since < next.Since && !w.ringing && !away[w.Home] && !w.overtaken {
			w.overtaken = true
			a.find(WaitLost, f.At, w.From, a.Journals.Calls[id], "overtaken in %s by %s, who came %s later", w.Queue, next.From, span(w.Since, next.Since))
		}
	}
}
