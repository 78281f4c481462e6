package acd

// runnersUp is how many candidates besides the chosen one are recorded.
const runnersUp = 3

// Why a seat was chosen.
const (
	becauseOnlySeat    = "only-seat" // no other seat of the queue was ready
	becauseLongestIdle = string(LongestIdle)
)

// turn is one Decide under way.
type turn struct {
	s       *State
	now     int64
	facts   []Fact
	touched []*queue // where a call or a seat came free; all others have no match
}

// emit makes a fact happen.
func (t *turn) emit(f Fact) {
	if t.facts == nil {
		t.facts = make([]Fact, 0, 4)
	}
	t.facts = append(t.facts, f)
	Fold(t.s, f)
}

func (t *turn) touch(q *queue) { t.touched = append(t.touched, q) }

// touchSeat touches the queues where the seat is, if it became ready.
func (t *turn) touchSeat(st *seat) {
	if st.stance.Now != StateReady {
		return
	}
	for i := range st.posts {
		if q := st.posts[i].queue; q.line.len() > 0 {
			t.touch(q)
		}
	}
}

// settle lets calls meet seats, until no call waits that an idle seat could take.
func (t *turn) settle() {
	for q := t.oldest(); q != nil; q = t.oldest() {
		t.offer(q)
	}
	t.touched = t.touched[:0]
}

// oldest is the touched queue whose head is first among those with an idle seat.
func (t *turn) oldest() *queue {
	var oldest *queue
	var least key
	for _, q := range t.touched {
		if !q.open() {
			continue
		}
		if k, _, _ := q.line.first(); oldest == nil || k.less(least) {
			oldest, least = q, k
		}
	}
	return oldest
}

// offer presents the head of the queue to its best idle seat.
func (t *turn) offer(q *queue) {
	_, c, _ := q.line.first()
	var room [1 + runnersUp]*seat
	best := q.idle.head(room[:0])
	until := int64(0)
	if q.rules.Ring > 0 {
		until = later(t.now, q.rules.Ring)
	}
	t.emit(&Offered{
		At:         t.now,
		Offer:      t.s.lastOffer + 1,
		Call:       c.id,
		Queue:      q.id,
		Seat:       best[0].id,
		RingUntil:  until,
		Considered: t.reasons(q, best),
	})
}

// reasons keep why best[0] was chosen over the others.
func (t *turn) reasons(q *queue, best []*seat) Reasons {
	r := Reasons{Because: becauseOnlySeat, Out: q.out()}
	if len(best) == 1 {
		return r
	}
	r.Because = becauseLongestIdle
	r.RunnersUp = make([]Candidate, 0, len(best)-1)
	for _, st := range best[1:] {
		r.RunnersUp = append(r.RunnersUp, Candidate{Seat: st.id, Idle: t.now - st.idle.major})
	}
	return r
}

// endOffer ends an offer; its seat may be ready now.
func (t *turn) endOffer(o *offer, result OfferEnd) {
	t.emit(&OfferEnded{At: t.now, Offer: o.id, Call: o.call.id, Seat: o.seat.id, Result: result})
}
