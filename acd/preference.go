package acd

import "math/bits"

// The parts of a key of idle seats, from the top: the post's level, what the seat
// lacks of the best skills, and what the strategy counts. So the first of the order is
// the best seat of a lane, but for two strategies that do not begin with the first.
const (
	countBits = 48
	skillBits = 8
	mostSkill = 1<<skillBits - 1
	countMask = 1<<countBits - 1
)

// preference places an idle seat in the lane's order, best first. It holds while
// the seat stays ready.
func (l *lane) preference(p *post, skill int) key {
	group := int64(p.rules.level())<<skillBits | int64(mostSkill-skill)
	return key{group<<countBits | min(max(p.counted(), 0), countMask), p.seat.idle.minor}
}

// counted is what the queue's strategy goes by: the least is best, and of equals
// the one that has been ready for longer.
func (p *post) counted() int64 {
	switch p.queue.rules.Strategy {
	case RoundRobin, FixedOrder, Random:
		return int64(p.place)
	case FewestCalls:
		return p.calls
	case LeastTalkTime:
		return p.talk
	case Weighted:
		return p.pass
	default: // LongestIdle, RingAll, SkillFirst
		return p.seat.idle.major
	}
}

// group is the part of a key above what the strategy counts.
func (k key) group() int64 { return k.major >> countBits }

// best lists up to cap(dst) idle seats of a lane, the one to be chosen first.
func (t *turn) best(l *lane, dst []*post) []*post {
	switch {
	case l.idle.len() <= 1:
	case l.queue.rules.Strategy == RoundRobin:
		return l.afterTurn(dst)
	case l.queue.rules.Strategy == Random:
		return l.drawn(dst, draw(t.s.seed, t.s.lastOffer+1))
	}
	return l.idle.head(dst)
}

// afterTurn begins with the seat after the one that was asked last, and goes round.
func (l *lane) afterTurn(dst []*post) []*post {
	first, _, _ := l.idle.first()
	group := first.group()
	dst = l.idle.from(key{group<<countBits | int64(l.queue.turn), 0}, dst)
	for i, p := range dst {
		if p.in(l).key.group() != group {
			dst = dst[:i]
			break
		}
	}
	return l.fill(dst)
}

// drawn begins with the seat that the draw hits among those of the best group.
func (l *lane) drawn(dst []*post, draw uint64) []*post {
	first, _, _ := l.idle.first()
	of := l.idle.rank(key{(first.group() + 1) << countBits, 0})
	hit, _ := bits.Mul64(draw, uint64(of))
	return l.fill(append(dst, l.idle.at(int(hit))))
}

// fill appends the first idle seats that dst does not hold yet.
func (l *lane) fill(dst []*post) []*post {
	var room [1 + 2*runnersUp]*post
	chosen := len(dst)
	for _, p := range l.idle.head(room[:0]) {
		if len(dst) == cap(dst) {
			break
		}
		if !held(dst[:chosen], p) {
			dst = append(dst, p)
		}
	}
	return dst
}

func held(list []*post, p *post) bool {
	for _, o := range list {
		if o == p {
			return true
		}
	}
	return false
}

// draw is a number for one offer: SplitMix64 (Steele, Lea and Flood, 2014) of the
// floor's seed and the offer's number, so that the generator's state is a fact, too.
func draw(seed uint64, offer int64) uint64 {
	x := seed + uint64(offer)*0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
