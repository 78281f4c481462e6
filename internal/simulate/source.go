package simulate

import (
	"math/rand/v2"
	"strconv"
	"time"
)

// source is a stream under way: who comes next, and what he brings.
type source struct {
	*Stream
	arrivals, talks, patiences, lucks *rand.Rand
	queue                             int32
	id                                string // of the stream
	lucky                             bool   // callers bring more than times

	next brings // the caller who is about to come
	seen int    // recorded calls
}

// brings is what a caller has in him.
type brings struct {
	at             int64 // since the start, ns
	talk, patience int64 // ns; no patience is endless
	luck           uint64
	more           *Brought // nil: nothing
}

func newSource(s *Stream, queue int32, seed, number uint64) *source {
	gen := func(purpose uint64) *rand.Rand {
		high := scatter(seed)
		return rand.New(rand.NewPCG(high, scatter(high^(number<<2|purpose))))
	}
	return &source{
		Stream: s, queue: queue, arrivals: gen(0), talks: gen(1), patiences: gen(2), lucks: gen(3),
		id: strconv.FormatUint(number, 10), lucky: len(s.Needs) > 0 || s.Again != nil,
	}
}

// rewind begins the next day, with other callers.
func (s *source) rewind() { s.next, s.seen = brings{}, 0 }

// draw sets who comes next; it is false if nobody does any more.
func (s *source) draw() bool {
	known := Arrival{}
	switch {
	case s.Recorded != nil:
		if s.seen == len(s.Recorded) {
			return false
		}
		known = s.Recorded[s.seen]
		s.seen++
		s.next.at = int64(known.At)
	case s.Halves != nil:
		if !s.step() {
			return false
		}
	default:
		s.next.at += int64(s.arrivals.ExpFloat64()/s.Rate.perNano() + 0.5)
	}
	s.next.talk, s.next.patience = int64(s.Talk.draw(s.talks)), s.endure(known.Stayed)
	s.bring(known.Brought)
	if known.Talk > 0 {
		s.next.talk = int64(known.Talk)
	}
	if known.Patience > 0 {
		s.next.patience = int64(known.Patience)
	}
	return true
}

// bring sets what the caller brings besides times.
func (s *source) bring(known *Brought) {
	s.next.luck, s.next.more = 0, known
	if !s.lucky {
		return
	}
	s.next.luck = s.lucks.Uint64()
	if known == nil {
		s.next.more = s.brought(s.next.luck)
		s.next.more.From = s.number(s.next.luck)
	}
}

// number is the caller's: his own, or that of one of the people.
func (s *source) number(luck uint64) string {
	who := luck
	if s.People > 0 {
		who = uint64(uniform(luck, luckPerson) * float64(s.People))
	}
	return s.id + "/" + strconv.FormatUint(who, 36)
}

// endure draws a patience of which it is known that it is longer than a time: the
// first draw that is. Where hardly any is, the caller has just about had enough.
func (s *source) endure(stayed time.Duration) int64 {
	if s.Patience == nil {
		return 0
	}
	if p, ok := s.Patience.(knowing); ok {
		return int64(p.drawAfter(s.patiences, stayed))
	}
	const tries = 100
	for range tries {
		if d := s.Patience.draw(s.patiences); d > stayed {
			return int64(d)
		}
	}
	return int64(stayed) + 1
}

// step goes to the next arrival of a day whose half hours have different rates: an
// exponential amount of calls, at one call's mean, is used up along the way.
func (s *source) step() bool {
	left := s.arrivals.ExpFloat64()
	at := float64(s.next.at)
	for half := int(s.next.at / int64(halfHour)); half < len(s.Halves); half++ {
		rate := s.Halves[half] / float64(halfHour)
		end := float64(half+1) * float64(halfHour)
		if room := (end - at) * rate; room <= left {
			left -= room
			at = end
			continue
		}
		s.next.at = int64(at + left/rate)
		return true
	}
	return false
}

// scatter makes seeds that lie close together far apart, so that generators have
// nothing to do with each other (the step of SplitMix64).
func scatter(z uint64) uint64 {
	z += 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
