package fleet

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"
)

// pulse is the answer to a beat.
type pulse struct {
	token      int64 // of our lease; 0: we have none
	leader     string
	left       time.Duration // that the leader's lease still has
	head       int64
	epoch      string
	epochPlace int64
	sent       int64 // the highest input of this machine that Redis has
	snapshot   int64
	alive      []member
}

var errReply = errors.New("fleet: Redis gave an answer that makes no sense")

// beats says every now and then that this machine is alive, and asks for the lease when
// nobody has it. A beat comes earlier when a lease is about to end.
func (l *Log) beats() {
	defer func() {
		if lease := l.mine.Load(); lease != nil {
			lease.end()
		}
	}()
	failing := false
	for l.ctx.Err() == nil {
		next := beatEvery
		p, err := l.beat()
		if err == nil {
			next = l.heard(p)
			failing = false
		} else if l.ctx.Err() == nil {
			l.metrics.errors.Inc()
			if !failing {
				l.log.Warn("Redis does not answer", "err", err)
			}
			failing = true
			next = longPause / 2
		}
		nudge(l.rouse)
		t := time.NewTimer(next)
		select {
		case <-t.C:
		case <-l.hurry:
		case <-l.ctx.Done():
		}
		t.Stop()
	}
}

// beat tells and asks; what comes of a lease is counted from before it was sent.
func (l *Log) beat() (*pulse, error) {
	lease := l.mine.Load()
	if lease != nil && lease.over(l.since()) {
		l.giveBack(lease)
		lease = nil
	}
	var held int64
	if lease != nil {
		held = lease.token
	}
	want := "0"
	if lease == nil && l.since() >= time.Duration(l.notBefore.Load()) {
		want = "1"
	}
	k, before, handed := &l.keys, l.since(), l.outbox.sentUpTo()
	reply, err := l.fleet.scripts.beat.Run(l.ctx, l.fleet.client, []string{k.state, k.members, k.sent, k.applied},
		l.machine(), l.place.Load(), l.token.Load(), leaseTime.Milliseconds(), lostAfter.Milliseconds(), want, held).Slice()
	if err != nil {
		return nil, err
	}
	p, err := readPulse(reply)
	if err != nil {
		return nil, err
	}
	l.take(lease, p, before)
	if p.sent < handed {
		l.outbox.again()
	}
	return p, nil
}

// take renews, begins or ends our lease.
func (l *Log) take(held *lease, p *pulse, before time.Duration) {
	ends := before + leaseTime - leaseMargin
	switch {
	case held != nil && p.token == held.token:
		held.renew(ends, p.alive)
	case held != nil:
		l.log.Warn("the lease is lost", "token", held.token)
		held.end()
		l.mine.Store(nil)
	case p.token > 0:
		one := newLease(l.ctx, p.token, p.head, ends, p.alive)
		l.token.Store(max(l.token.Load(), p.token))
		l.mine.Store(one)
		select {
		case l.start <- one:
		case <-l.ctx.Done():
		}
	}
}

// heard draws the conclusions, and tells when to beat next.
func (l *Log) heard(p *pulse) time.Duration {
	l.view.set(p)
	l.metrics.heard(p)
	if p.left > 0 {
		l.ledTo.Store(int64(l.since() + p.left))
	}
	place := l.place.Load()
	if p.head < place || p.epochPlace <= place && p.epochPlace > 0 && !l.epochKnown(epoch{p.epochPlace, p.epoch}) {
		nudge(l.recheck)
	}
	if l.mine.Load() != nil {
		return beatEvery
	}
	return max(min(beatEvery, p.left+5*time.Millisecond), 20*time.Millisecond)
}

// nobodyLeads: so that nothing will be decided for now.
func (l *Log) nobodyLeads() bool {
	return l.since() > time.Duration(l.ledTo.Load())+awayAfter
}

// giveBack lets others lead at once.
func (l *Log) giveBack(one *lease) {
	one.end()
	l.mine.Store(nil)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(l.ctx), giveUpAfter)
	defer cancel()
	if err := l.fleet.scripts.release.Run(ctx, l.fleet.client, []string{l.keys.state}, l.machine(), one.token).Err(); err != nil {
		l.log.Debug("the lease could not be given back: it ends by itself", "err", err)
	}
}

func readPulse(reply []any) (*pulse, error) {
	if len(reply) != 9 {
		return nil, errReply
	}
	var p pulse
	var left int64
	for i, to := range map[int]*int64{0: &p.token, 2: &left, 3: &p.head, 5: &p.epochPlace, 6: &p.sent, 7: &p.snapshot} {
		n, ok := reply[i].(int64)
		if !ok {
			return nil, errReply
		}
		*to = n
	}
	p.leader, _ = reply[1].(string)
	p.epoch, _ = reply[4].(string)
	p.left = time.Duration(left) * time.Millisecond
	all, ok := reply[8].([]any)
	if !ok {
		return nil, errReply
	}
	for pair := range slices.Chunk(all, 2) {
		name, _ := pair[0].(string)
		text, _ := pair[1].(string)
		place, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, errReply
		}
		p.alive = append(p.alive, member{name, place})
	}
	slices.SortFunc(p.alive, func(a, b member) int { return compareNames(a.name, b.name) })
	return &p, nil
}
