package chaos

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"time"
)

// Kind names what is done to a part.
type Kind string

// The faults. Those of the fleet need a second machine and Redis.
const (
	EngineKilled   Kind = "engine killed"
	EngineFrozen   Kind = "engine frozen"
	EngineUpgraded Kind = "engine upgraded"
	LinkCut        Kind = "link cut"
	LinkDead       Kind = "link dead"
	LinkSlow       Kind = "link slow"
	AsteriskKilled Kind = "asterisk killed"

	LeaderKilled Kind = "leader killed"
	LeaderFrozen Kind = "leader frozen"
	RedisFrozen  Kind = "redis frozen"
	RedisKilled  Kind = "redis killed"
	RedisEmptied Kind = "redis emptied"
	RedisAway    Kind = "redis away 30s"
	RedisCutOff  Kind = "redis cut off"
)

// Alone are the faults of one machine, as often as they are to come in a deck.
func Alone() []Kind {
	return []Kind{
		EngineKilled, EngineKilled, EngineFrozen, EngineFrozen, EngineUpgraded,
		LinkCut, LinkDead, LinkSlow, AsteriskKilled, EngineKilled,
	}
}

// Fleet are the faults of machines that share Redis, likewise.
func Fleet() []Kind {
	return []Kind{
		LeaderKilled, LeaderKilled, LeaderFrozen, EngineKilled, EngineFrozen, EngineUpgraded, LinkCut, LinkDead,
		AsteriskKilled, RedisFrozen, RedisKilled, RedisEmptied, RedisCutOff,
	}
}

// Fault is one to come.
type Fault struct {
	Kind    Kind
	Machine int           // which one it hits
	At      time.Duration // from the start of the run
	Length  time.Duration // until it is mended
}

// outage is what a fleet has to bear: one in a run that has the time for it.
const outage = 30 * time.Second

// Schedule draws n faults over a span: one in every n-th part of it, at any moment of
// its first half. The kinds are dealt as from a deck, so that every one comes. A fault
// lasts at most a third of such a part, and at most 8 s.
func Schedule(seed uint64, deck []Kind, machines, n int, span time.Duration) []Fault {
	chance := rand.New(rand.NewPCG(seed, 0))
	part := span / time.Duration(n)
	longest := min(8*time.Second, part/3)
	faults := make([]Fault, n)
	var left []Kind
	for i := range faults {
		if len(left) == 0 {
			left = slices.Clone(deck)
			chance.Shuffle(len(left), func(i, j int) { left[i], left[j] = left[j], left[i] })
		}
		faults[i] = Fault{
			Kind: left[0], Machine: chance.IntN(machines),
			At:     time.Duration(i)*part + time.Duration(chance.Int64N(int64(part/2))),
			Length: longest/8 + time.Duration(chance.Int64N(int64(longest-longest/8))),
		}
		left = left[1:]
	}
	if i := slices.IndexFunc(faults, func(f Fault) bool { return f.Kind == RedisFrozen }); i >= 0 && part >= outage/3 {
		faults[i].Kind, faults[i].Length = RedisAway, outage
	}
	slices.SortStableFunc(faults, func(a, b Fault) int { return cmp.Compare(a.At, b.At) })
	return faults
}
