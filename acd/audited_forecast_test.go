package acd

// toldWait is a caller whose wait was expected, and is known.
type toldWait struct {
	at   int64
	held bool
}

// expected is the wait behind so many others.
func (a *auditor) expected(q *auditedQueue, ahead int) int64 {
	working := a.taking(q, 0)
	if working == 0 {
		working = a.taking(q, len(q.rules.Relax))
	}
	if q.talks < 3 || working == 0 {
		return 0
	}
	return q.mean * int64(ahead+1) / int64(working)
}

// taking counts the seats at work that may have the queue's calls at a stage.
func (a *auditor) taking(q *auditedQueue, stage int) (n int) {
	for _, id := range q.seats {
		post, _ := a.rules.post(q.rules.ID, id)
		if a.seat(id).working() && a.barred(id, &auditedCall{queue: q.rules.ID}, stage) == "" &&
			(!post.Reserve || q.pressed || q.rules.Pressed == Pressure{}) {
			n++
		}
	}
	return n
}

// waited takes a wait that is known.
func (q *auditedQueue) waited(c *auditedCall, now int64, answered bool) {
	wait := now - c.queued
	if c.expected == 0 || !answered && wait <= c.high {
		return
	}
	q.told = append(q.told, toldWait{now, answered && c.low <= wait && wait <= c.high})
	if c.queued < q.learnt {
		return
	}
	q.learnt = now
}

// record counts the last eight half hours.
func (q *auditedQueue) record(now int64) (f Forecast) {
	const half = 30 * 60 * 1000
	for _, t := range q.told {
		if t.at/half > now/half-8 {
			f.Told++
			if t.held {
				f.Held++
			}
		}
	}
	f.Silent = f.Told < 10 || f.Held*10 < f.Told*6
	return f
}
