package fleet_test

import (
	"flag"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var faultPlans = flag.Int("faultplans", 4, "how many plans of random faults are tried") //nolint:gochecknoglobals // a flag

// fault is a step of a plan: something that breaks, and what is handed in while it does.
type fault struct {
	Kind   string
	Engine int
	Bytes  int
	Before []int // who hands in, before the fault
	During []int
}

func plans() *rapid.Generator[[]fault] {
	return rapid.Custom(func(t *rapid.T) []fault {
		who := rapid.SliceOfN(rapid.IntRange(0, 2), 0, 40)
		one := rapid.Custom(func(t *rapid.T) fault {
			return fault{
				Kind:   rapid.SampledFrom([]string{"kill", "stop", "cut", "cutAnswer", "blackhole", "redis", "empty"}).Draw(t, "kind"),
				Engine: rapid.IntRange(0, 2).Draw(t, "engine"),
				Bytes:  rapid.IntRange(1, 5000).Draw(t, "bytes"),
				Before: who.Draw(t, "before"),
				During: who.Draw(t, "during"),
			}
		})
		return rapid.SliceOfN(one, 4, 8).Draw(t, "faults")
	})
}

// Whatever breaks: every input is on record once, in the order of its machine, and all
// replicas are the same. Only what a killed engine had in memory may be missing.
func TestRandomFaultsLoseAndDoubleNothing(t *testing.T) {
	t.Parallel()
	for seed := range *faultPlans {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			redis, ok := newMini(t).(*mini)
			require.True(t, ok)
			p := &play{t: t, redis: redis, maybe: map[string]bool{}}
			for _, name := range []string{"a", "b", "c"} {
				w := newWire(t, redis.addr())
				p.wires = append(p.wires, w)
				p.engines = append(p.engines, engineAt(t, name, w.addr(), "", nil))
			}
			for _, f := range plans().Example(seed) {
				t.Logf("%s of %d, %d and %d inputs", f.Kind, f.Engine, len(f.Before), len(f.During))
				p.inflict(f)
			}
			p.check()
		})
	}
}

type play struct {
	t       *testing.T
	redis   *mini
	engines []*engine
	wires   []*wire
	maybe   map[string]bool // in the memory of a killed engine, perhaps nowhere else
}

func (p *play) submit(who []int) {
	for i, w := range who {
		p.engines[w].submit("call", i)
	}
}

func (p *play) inflict(f fault) {
	p.submit(f.Before)
	e, w := p.engines[f.Engine], p.wires[f.Engine]
	switch f.Kind {
	case "kill":
		e.kill()
		for _, o := range e.given {
			p.maybe[o] = !p.seen(o)
		}
		p.restart(f.Engine)
	case "stop":
		e.stop()
		p.restart(f.Engine)
	case "cut":
		w.cut()
	case "cutAnswer":
		w.cutAfter(f.Bytes)
	case "blackhole":
		e.awaitAway(false)
		w.blackhole(true)
		p.submit(f.During)
		e.awaitAway(true)
		w.blackhole(false)
		return
	case "redis":
		e.awaitAway(false)
		p.redis.stop()
		p.submit(f.During)
		e.awaitAway(true)
		p.redis.start()
		return
	case "empty":
		p.check() // all have the same: what only one had would be set aside if it came late
		p.redis.stop()
		p.submit(f.During)
		p.redis.startEmpty()
		return
	}
	p.submit(f.During)
}

// seen tells whether an input is on record anywhere.
func (p *play) seen(origin string) bool {
	for _, e := range p.engines {
		if slices.Contains(e.tally.origins(), origin) {
			return true
		}
	}
	return false
}

func (p *play) restart(i int) {
	old := p.engines[i]
	p.engines[i] = engineAt(p.t, old.name, p.wires[i].addr(), old.dir, nil)
	p.engines[i].given = old.given
}

// check waits for the newest input of each machine, which comes after all before it, and
// forgets what died with its engine.
func (p *play) check() {
	p.t.Helper()
	for _, e := range p.engines {
		last := e.submit("call", 0)
		for _, other := range p.engines {
			other.tally.until(p.t, other.name+" has the last of "+e.name, func() bool {
				return slices.Contains(other.tally.Origins, last)
			})
		}
	}
	have := map[string]bool{}
	for _, o := range p.engines[0].tally.origins() {
		have[o] = true
	}
	for _, e := range p.engines {
		e.given = slices.DeleteFunc(e.given, func(o string) bool { return p.maybe[o] && !have[o] })
	}
	requireOnce(p.t, p.engines...)
}
