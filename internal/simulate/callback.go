package simulate

import (
	"time"

	"hotline/acd"
)

// Callbacks are what became of callers to be called back.
type Callbacks struct {
	Missed  int64 `json:"missed"`   // put on the list because they gave up
	Asked   int64 `json:"asked"`    // put on it because they asked
	Made    int64 `json:"made"`     // calls to them
	Reached int64 `json:"reached"`  // by these
	ByThem  int64 `json:"by_them"`  // off the list because they called again and were answered
	GivenUp int64 `json:"given_up"` // all calls were in vain
	Waiting int64 `json:"waiting"`  // on the list at the end
}

// learnCallback counts what became of callbacks; it says false to any other fact.
func (r *run) learnCallback(f acd.Fact) {
	n := &r.ledger.backs
	switch f := f.(type) {
	case *acd.CallbackListed:
		switch {
		case f.Same != "":
		case f.Missed:
			n.Missed++
		default:
			n.Asked++
		}
	case *acd.CallbackTried:
		n.Made++
		if f.Result == acd.CallbackReached {
			n.Reached++
		}
	case *acd.CallbackDone:
		if f.By != "" {
			n.ByThem++
		}
	case *acd.CallbackGivenUp:
		n.GivenUp++
	}
}

// callingBack lets the call of a callback in.
func (r *run) callingBack(f *acd.CallQueued) {
	who := r.callers.enter(f.Call)
	c := &r.callers.all[who]
	c.queue, c.callback = r.queues[f.Queue], f.Callback.ID
	c.arrived, c.queued, c.batch = r.now, r.now, int32(r.ledger.batch)
	c.source = r.streamOf[c.queue]
	c.luck = r.chances.Uint64()
}

// dials is a seat that has a caller called back. His patience is no matter: he did not
// wait.
func (r *run) dials(who int32, c *caller) {
	back := UsualBack()
	if c.source != nil && c.source.Back != nil {
		back = c.source.Back
	}
	ring, does := int64(back.Ring), misses
	if uniform(c.luck, luckBack) < back.Answer {
		ring, does = int64(uniform(c.luck, luckRing)*float64(ring)), reaches
	}
	r.agenda.add(event{at: r.now + ring, mark: c.mark, who: who, does: does})
}

// reaches is when he answers.
func (r *run) reaches(who int32, c *caller) {
	r.give(acd.CallbackOver{At: ms(r.now), Callback: c.callback, Result: acd.CallbackReached})
	talk := int64(UsualBackTalk)
	if c.source != nil {
		talk = int64(c.source.Talk.draw(r.chances))
	}
	r.agenda.add(event{at: r.now + talk, mark: c.mark, who: who, does: talkOver})
}

// misses is when he does not.
func (r *run) misses(c *caller) {
	id := c.id
	r.give(acd.CallbackOver{At: ms(r.now), Callback: c.callback, Result: acd.CallbackNoAnswer})
	r.give(acd.TalkOver{At: ms(r.now), Call: id, By: acd.System})
}

// UsualBackTalk is how long those talk who are called back from a queue that does not
// say it.
const UsualBackTalk = 3 * time.Minute
