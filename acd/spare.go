package acd

// spare is memory that can be used again. What is in it means nothing.
type spare struct {
	facts   [][]Fact
	runners [][]Candidate
	touched []*lane
	calls   pool[call]
	offers  pool[offer]

	queued    pool[CallQueued]
	offered   pool[Offered]
	ended     pool[OfferEnded]
	answered  pool[Answered]
	talkEnded pool[TalkEnded]
	wrapEnded pool[WrapUpEnded]
	abandoned pool[Abandoned]
	relaxed   pool[Relaxed]
}

// pool keeps values of one kind.
type pool[T any] struct{ free []*T }

// poolSize bounds what a pool keeps.
const poolSize = 256

func (p *pool[T]) put(v *T) {
	if len(p.free) < poolSize {
		p.free = append(p.free, v)
	}
}

// with returns a fact that says v.
func (p *pool[T]) with(v T) *T {
	f := p.get()
	*f = v
	return f
}

func (p *pool[T]) get() *T {
	n := len(p.free)
	if n == 0 {
		return new(T)
	}
	f := p.free[n-1]
	p.free = p.free[:n-1]
	return f
}

// Reuse gives the memory of facts back, which this floor's Decide returned: nobody may
// look at them any more. It is for those who decide very often; everybody else leaves
// facts to the garbage collector.
func (s *State) Reuse(facts []Fact) {
	for _, f := range facts {
		switch v := f.(type) {
		case *CallQueued:
			s.spare.queued.put(v)
		case *Offered:
			if cap(v.Considered.RunnersUp) > 0 && len(s.spare.runners) < poolSize {
				s.spare.runners = append(s.spare.runners, v.Considered.RunnersUp[:0])
			}
			s.spare.offered.put(v)
		case *OfferEnded:
			s.spare.ended.put(v)
		case *Answered:
			s.spare.answered.put(v)
		case *TalkEnded:
			s.spare.talkEnded.put(v)
		case *WrapUpEnded:
			s.spare.wrapEnded.put(v)
		case *Abandoned:
			s.spare.abandoned.put(v)
		case *Relaxed:
			s.spare.relaxed.put(v)
		}
	}
	if cap(facts) > 0 && len(s.spare.facts) < 4 {
		clear(facts)
		s.spare.facts = append(s.spare.facts, facts[:0])
	}
}

// roomForFacts is where a turn writes.
func (s *spare) roomForFacts() []Fact {
	if n := len(s.facts); n > 0 {
		room := s.facts[n-1]
		s.facts = s.facts[:n-1]
		return room
	}
	return make([]Fact, 0, 4)
}

func (s *spare) roomForRunners(n int) []Candidate {
	if last := len(s.runners) - 1; last >= 0 {
		room := s.runners[last]
		s.runners = s.runners[:last]
		return room
	}
	return make([]Candidate, 0, n)
}

func (s *spare) dropCall(c *call) {
	*c = call{offers: c.offers[:0]}
	s.calls.put(c)
}

func (s *spare) dropOffer(o *offer) {
	*o = offer{}
	s.offers.put(o)
}
