package ivr

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"hotline/internal/problem"
	"hotline/internal/yamlfile"
)

// World is what a proof needs to know of what lies outside the flows. Functions
// that are nil know nothing: every centre may be closed, no number is answered.
type World struct {
	Closes  func(centre string) bool           // it is not open at all hours
	Cities  func() bool                        // every city's centre is open at all hours
	Answers func(number string) bool           // a person answers there at all hours
	Area    func(area string) (centre string)  // the centre of this platform that an area code reaches; or empty
	Chain   func(centre, reason string) string // how its chain ends when nobody can be reached: voicemail, callback; or empty: a centre open at all hours is in it
}

func (w World) closes(centre string) bool  { return w.Closes == nil || w.Closes(centre) }
func (w World) citiesNeverClose() bool     { return w.Cities != nil && w.Cities() }
func (w World) answers(number string) bool { return w.Answers != nil && w.Answers(number) }
func (w World) centreOf(area string) string {
	if w.Area == nil {
		return ""
	}
	return w.Area(area)
}

func (w World) chainEnd(c, reason string) string {
	if w.Chain == nil {
		return "voicemail"
	}
	return w.Chain(c, reason)
}

// Limits are how near a person must be at every step.
type Limits struct {
	Keys int
	Time time.Duration // of listening; what a queue takes does not count
}

// UsualLimits are the project's promise to callers.
func UsualLimits() Limits { return Limits{Keys: 2, Time: 30 * time.Second} }

// Proof is the worst case of a flow: the step from which a person is farthest.
type Proof struct {
	Use
	Closed []string      // centres that are closed then
	Step   string        // "<flow>/<step>"
	Keys   int           // that the caller presses, and
	Time   time.Duration // how long he listens, to reach a person as fast as he can
	Silent time.Duration // how long a caller who presses no key listens, from the start; [Never]: he meets nobody
}

// Never is longer than any time.
const Never = time.Duration(math.MaxInt64)

// Prove walks through every flow as a caller of each centre could, with centres
// open and closed, and tells every step from which no person is in reach within
// the limits. A person is a queue of a centre that is open then, or a forward to
// a centre, or a number, that answers at all hours; voicemail is none. Flows with
// errors must not be proved.
func (p *Program) Prove(world World, uses []Use, limits Limits) ([]Proof, problem.Problems) {
	var found problem.Problems
	var proofs []Proof
	told := map[*step]bool{}
	for _, use := range uses {
		f, ok := p.flows[use.Flow]
		if !ok || f.start == nil {
			continue
		}
		worst := Proof{Use: use, Step: f.start.id()}
		for _, closed := range p.hourCases(f, use.Centre, world) {
			w := &walk{world: world, centre: use.Centre, closed: closed, handover: use.Handover, spots: map[spotKey]*spot{}, sp: p.before(use)}
			proof, lacks := w.prove(f, limits)
			for _, lack := range lacks {
				if !told[lack.at] {
					told[lack.at] = true
					found.Add(lack.problem(use.Centre, closed))
				}
			}
			worst.Silent = max(worst.Silent, proof.Silent)
			if proof.Time > worst.Time || proof.Time == worst.Time && proof.Keys > worst.Keys {
				worst.Step, worst.Keys, worst.Time, worst.Closed = proof.Step, proof.Keys, proof.Time, closedList(closed)
			}
		}
		proofs = append(proofs, worst)
	}
	found.Sort()
	return proofs, found
}

// before is the speech of a centre before a call; values that are not known yet
// are as long as most.
func (p *Program) before(use Use) *speech {
	lang := p.languages[Mandarin]
	return &speech{lang: lang, session: p.standIn(use, lang), before: true, guess: true}
}

func closedList(closed map[string]bool) []string {
	return slices.Sorted(maps.Keys(closed))
}

// reach is how far a person is: the least time for each number of keys.
type reach []time.Duration

// prove finds the distance from every spot that a call can come to, and what is
// amiss: spots beyond the limits, or else what becomes of callers who press no key.
func (w *walk) prove(f *Flow, limits Limits) (Proof, []lack) {
	spots, all := w.explore(w.spot(f.start, &site{flow: f}))
	if len(spots) > mostSpots {
		return Proof{}, []lack{{
			at: f.start, what: fmt.Sprintf("flow %s and the flows that it calls, and they call, come to more than %d steps", f.Name, mostSpots),
			hint: "call fewer flows",
		}}
	}
	far := w.distances(spots, all, limits.Keys)
	worst := Proof{Silent: far[spots[0]][0]}
	var lacks []lack
	for i, at := range spots {
		d := far[at]
		least := d[len(d)-1]
		switch {
		case i > 0 && all[i].ends && least == Never: // the author ends the call here; how calls come here is checked elsewhere
		case least > limits.Time:
			lacks = append(lacks, d.lack(at.step, limits))
		case least > worst.Time || worst.Step == "":
			worst.Step, worst.Time, worst.Keys = at.step.id(), least, d.keys(least)
		}
	}
	if len(lacks) == 0 {
		lacks = left(spots, all)
	}
	return worst, lacks
}

// keys is the fewest with which the time is reached.
func (d reach) keys(t time.Duration) int { return slices.Index(d, t) }

// mostSpots is more than any caller could walk through: flows that call flows many
// times multiply.
const mostSpots = 20_000

// explore lists the spots in reach of a start, nearest first, until there are too
// many.
func (w *walk) explore(start *spot) ([]*spot, []ways) {
	spots, all := []*spot{start}, []ways(nil)
	seen := map[*spot]bool{start: true}
	for i := 0; i < len(spots) && len(spots) <= mostSpots; i++ {
		here := w.waysAt(spots[i])
		all = append(all, here)
		for _, next := range [][]route{here.choices, here.fate, here.beyond} {
			for _, to := range next {
				if !seen[to.to] {
					seen[to.to] = true
					spots = append(spots, to.to)
				}
			}
		}
	}
	return spots, all
}

// distances solves d(k, spot) = min(choices, max(fate)): the caller chooses as
// well as he can, and what he does not choose is as bad as it can be. Beginning
// with never, each round only makes distances shorter, and what stays at Never has
// no way to a person.
func (w *walk) distances(spots []*spot, all []ways, keys int) map[*spot]reach {
	far := make(map[*spot]reach, len(spots))
	for _, at := range spots {
		far[at] = slices.Repeat(reach{Never}, keys+1)
	}
	for changed := true; changed; {
		changed = false
		for i := len(spots) - 1; i >= 0; i-- {
			d := far[spots[i]]
			for k := range d {
				if t := all[i].nearest(far, k); t < d[k] {
					d[k], changed = t, true
				}
			}
		}
	}
	return far
}

// nearest is the distance with k keys, as the distances are known by now.
func (here ways) nearest(far map[*spot]reach, k int) time.Duration {
	if here.person {
		return 0
	}
	best := Never
	for _, p := range here.choices {
		best = min(best, p.far(far, k))
	}
	if len(here.fate) == 0 && !here.leaves {
		return best
	}
	worst := time.Duration(0)
	for _, p := range here.fate {
		worst = max(worst, p.far(far, k))
	}
	return min(best, worst)
}

func (p route) far(far map[*spot]reach, k int) time.Duration {
	if p.keys > k || far[p.to][k-p.keys] == Never {
		return Never
	}
	return p.time + far[p.to][k-p.keys]
}

// lack is what callers miss at a step.
type lack struct {
	at         *step
	what, hint string
	warning    bool
}

func (d reach) lack(s *step, limits Limits) lack {
	least := slices.Min(d)
	if least == Never {
		return lack{
			at: s, what: fmt.Sprintf("from step %s no person can be reached within %d keys", s.name, limits.Keys),
			hint: "lead it, or person:, to a queue of an open centre, or to a centre or number that answers at all hours",
		}
	}
	return lack{
		at: s, what: fmt.Sprintf("from step %s a person is %s away, more than %s", s.name, yamlfile.Short(least.Round(time.Second)), yamlfile.Short(limits.Time)),
		hint: "say less before the way to a person",
	}
}

// problem says for whom.
func (l lack) problem(centre string, closed map[string]bool) problem.Problem {
	when := "for calls of " + centre
	if list := closedList(closed); len(list) > 0 {
		verb := " is closed"
		if len(list) > 1 {
			verb = " are closed"
		}
		when += " while " + strings.Join(list, " and ") + verb
	}
	tell := l.at.key.Place().Error
	if l.warning {
		tell = l.at.key.Place().Warning
	}
	return tell(l.hint, "%s, %s", l.what, when)
}

// SortProofs puts the farthest person first.
func SortProofs(proofs []Proof) {
	slices.SortFunc(proofs, func(a, b Proof) int {
		return cmp.Or(cmp.Compare(b.Time, a.Time), cmp.Compare(b.Keys, a.Keys), cmp.Compare(a.Flow, b.Flow), cmp.Compare(a.Centre, b.Centre))
	})
}
