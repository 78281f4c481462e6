package acd

// runnersUp is how many candidates besides the chosen one are recorded.
const runnersUp = 3

// Why a seat was chosen, besides the strategies.
const (
	becauseOnlySeat = "only-seat" // no other seat could have had the call
	becauseLastSeat = "last-seat" // the caller talked to it last
	becauseLevel    = "level"     // of the post
	becauseSkill    = "skill"     // it has more of those that are preferred
)

// turn is one Decide under way.
type turn struct {
	s       *State
	now     int64
	facts   []Fact
	touched []*lane // where a call or a seat came free; all others have no match
}

// emit makes a fact happen.
func (t *turn) emit(f Fact) {
	if t.facts == nil {
		t.facts = t.s.spare.roomForFacts()
	}
	t.facts = append(t.facts, f)
	Fold(t.s, f)
}

func (t *turn) touch(l *lane) {
	if n := len(t.touched); n == 0 || t.touched[n-1] != l {
		t.touched = append(t.touched, l)
	}
}

// touchAll touches every lane of a queue.
func (t *turn) touchAll(q *queue) {
	for _, l := range q.base {
		t.touch(l)
	}
	for _, sig := range sortedKeys(q.lanes) {
		t.touch(q.lanes[sig])
	}
}

// touchSeat touches the lanes whose calls the seat may have, if it is ready.
// If it came to rest otherwise, those leave who do not wait without seats at work.
func (t *turn) touchSeat(st *seat) {
	if st.stance.Now != StateReady {
		if !st.stance.busy() {
			t.notReady(st)
		}
		return
	}
	for _, p := range st.posts {
		for i := range p.entries {
			if l := p.entries[i].lane; l.line.size > 0 {
				t.touch(l)
			}
		}
		t.freed(p.queue)
	}
}

// freed touches a queue that has something else to decide when calls leave it or seats
// come free.
func (t *turn) freed(q *queue) {
	if q.pressed || q.pending.size > 0 {
		t.touch(q.base[0])
	}
}

// settle lets calls meet seats, until no call waits that an idle seat could take.
func (t *turn) settle() {
	for {
		if l := t.oldest(); l != nil {
			misfits := t.s.misfits
			if t.offer(l); t.s.misfits > misfits {
				break // a broken log left a call that cannot be offered
			}
		} else if !t.press() && !t.callMissed() {
			break
		}
	}
	t.touched = t.touched[:0]
}

// oldest is the touched lane whose head is first among those with an idle seat.
func (t *turn) oldest() *lane {
	var oldest *lane
	var least key
	for _, l := range t.touched {
		if !l.open() || l == oldest {
			continue
		}
		k, _, _ := l.line.first()
		if t.s.weighty {
			var room [1]*post
			k.major -= t.best(l, room[:0])[0].rules.Weight
		}
		if oldest == nil || k.less(least) {
			oldest, least = l, k
		}
	}
	return oldest
}

// offer presents the head of the lane to its best idle seat.
func (t *turn) offer(l *lane) {
	_, c, _ := l.line.first()
	if t.notNow(c) {
		return
	}
	var room [1 + runnersUp]*post
	best := t.best(l, room[:0])
	q, until := l.queue, int64(0)
	t.s.hot.call, t.s.hot.seat = c, best[0].seat
	if q.rules.Ring > 0 {
		until = later(t.now, q.rules.Ring+c.dialling())
	}
	t.emit(t.s.spare.offered.with(Offered{
		At:         t.now,
		Offer:      t.s.lastOffer + 1,
		Call:       c.id,
		Queue:      q.id,
		Seat:       best[0].seat.id,
		RingUntil:  until,
		All:        q.rules.Strategy == RingAll && l.only == nil,
		Considered: t.reasons(l, best),
	}))
}

// reasons keep why best[0] was chosen over the others.
func (t *turn) reasons(l *lane, best []*post) Reasons {
	r := Reasons{Because: l.because(best), Out: l.out()}
	if len(best) > 1 {
		r.RunnersUp = t.s.spare.roomForRunners(runnersUp)
		for _, p := range best[1:] {
			r.RunnersUp = append(r.RunnersUp, l.candidate(p, t.now))
		}
	}
	return r
}

// because names the rule that put best[0] first.
func (l *lane) because(best []*post) string {
	switch {
	case l.only != nil:
		return becauseLastSeat
	case l.queue.rules.Strategy == RingAll:
		return string(RingAll)
	case len(best) == 1:
		return becauseOnlySeat
	}
	a, b := best[0].in(l).key.group(), best[1].in(l).key.group()
	switch {
	case a>>skillBits != b>>skillBits:
		return becauseLevel
	case a != b && l.queue.rules.Strategy != SkillFirst:
		return becauseSkill
	}
	return string(l.queue.rules.Strategy)
}

// candidate tells the figures of a seat that count.
func (l *lane) candidate(p *post, now int64) Candidate {
	c := Candidate{Seat: p.seat.id, Idle: now - p.seat.idle.major, Level: p.rules.Level, Skill: p.in(l).skill}
	switch l.queue.rules.Strategy {
	case FewestCalls, Weighted:
		c.Calls = p.calls
	case LeastTalkTime:
		c.Talk = p.talk
	default:
	}
	return c
}

// endOffer ends an offer; its seat may be ready now, and its memory is used again.
func (t *turn) endOffer(o *offer, result OfferEnd) {
	t.emit(t.s.spare.ended.with(OfferEnded{At: t.now, Offer: o.id, Call: o.call.id, Seat: o.seat.id, Result: result}))
}

// press calls the seats in reserve of a touched queue, or releases them. It says
// whether calls may meet seats now that could not before.
func (t *turn) press() bool {
	for _, l := range t.touched {
		q := l.queue
		switch {
		case q.pressed && q.present()+q.ringing == 0:
			t.emit(&ReserveReleased{At: t.now, Queue: q.id})
		case !q.pressed && q.reserves > 0 && q.rules.Pressed.Waiting > 0 && q.present() >= q.rules.Pressed.Waiting:
			t.callReserve(q)
			return true
		}
	}
	return false
}

func (t *turn) callReserve(q *queue) {
	t.emit(&ReserveCalled{At: t.now, Queue: q.id, Waiting: q.present(), Wait: q.longestWait(t.now, false)})
	t.touchAll(q)
}
