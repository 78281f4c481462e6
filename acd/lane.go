package acd

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// lane is the calls of a queue with the same needs, and the seats that could have
// them. A call of another stage, or that waits for one seat alone, is in another lane.
type lane struct {
	queue  *queue
	sig    string // in queue.lanes; empty for those in queue.base
	needs  []Skill
	prefer []string
	levels int   // the highest that is asked
	only   *seat // nobody else

	line order[*call] // in line, next first
	rung order[*call] // those of them for which phones ring (ring-all)
	away order[*call] // that wait, while their machine is away
	idle order[*post] // ready seats, best first

	tally [2][seatStates]int // seats by state: the usual ones, and those in reserve
	staff [2]int             // signed in
	bars  [barred]int        // seats that may not have these calls
	calls int                // that refer to the lane

	noSeat, allPaused order[*call] // calls that wait, and leave on that condition
}

// bar is why a post may not have the calls of a lane, whatever its seat does.
type bar uint8

const (
	barNone bar = iota
	barLastSeat
	barLevels
	barSkills
	barred
)

// newLane makes the lane of a queue for calls with needs of their own at a stage.
func newLane(q *queue, needs []Skill, prefer []string, stage int) *lane {
	l := &lane{queue: q, levels: AllLevels}
	if q.rules.Levels > 0 {
		l.levels = q.rules.Levels
	}
	wanted := map[string]int{}
	for _, n := range slices.Concat(q.rules.Needs, needs) {
		wanted[n.Skill] = max(wanted[n.Skill], n.Level)
	}
	liked := map[string]bool{}
	for _, skill := range slices.Concat(q.rules.Prefer, prefer) {
		liked[skill] = true
	}
	for _, relax := range q.rules.Relax[:stage] {
		if relax.Levels > 0 {
			l.levels = relax.Levels
		}
		for _, n := range relax.Needs {
			if _, ok := wanted[n.Skill]; ok && n.Level > 0 {
				wanted[n.Skill] = n.Level
			} else if ok {
				delete(wanted, n.Skill)
				liked[n.Skill] = true // no longer a must
			}
		}
	}
	for skill, level := range wanted {
		l.needs = append(l.needs, Skill{skill, level})
	}
	for skill := range liked {
		l.prefer = append(l.prefer, skill)
	}
	slices.SortFunc(l.needs, func(a, b Skill) int { return cmp.Compare(a.Skill, b.Skill) })
	slices.Sort(l.prefer)
	return l
}

// signature names the lane of a call with needs of its own.
func signature(needs []Skill, prefer []string, stage int) string {
	var b strings.Builder
	b.WriteString(strconv.Itoa(stage))
	for _, n := range slices.SortedFunc(slices.Values(needs), func(a, b Skill) int {
		return cmp.Or(cmp.Compare(a.Skill, b.Skill), cmp.Compare(a.Level, b.Level))
	}) {
		b.WriteString("\x00n" + n.Skill + "\x00" + strconv.Itoa(n.Level))
	}
	for _, skill := range slices.Sorted(slices.Values(prefer)) {
		b.WriteString("\x00p" + skill)
	}
	return b.String()
}

// mostLanes is how many lanes a queue keeps of which some may be empty.
const mostLanes = 256

// lane finds the lane for calls with these needs of their own, or makes it.
func (q *queue) lane(needs []Skill, prefer []string, stage int) *lane {
	stage = min(stage, len(q.base)-1)
	if len(needs) == 0 && len(prefer) == 0 {
		return q.base[stage]
	}
	sig := signature(needs, prefer, stage)
	if l := q.lanes[sig]; l != nil {
		return l
	}
	if len(q.lanes) >= max(q.most, mostLanes) {
		q.sweep()
		q.most = 2 * len(q.lanes) // lest each new one sweeps those that are all in use
	}
	l := newLane(q, needs, prefer, stage)
	l.sig = sig
	q.keep(l)
	for _, p := range q.posts {
		l.add(p)
	}
	return l
}

// personal is the lane of calls that wait for one seat alone.
func (q *queue) personal(p *post) *lane {
	if p.personal == nil {
		l := &lane{queue: q, sig: "only\x00" + p.seat.id, only: p.seat, levels: AllLevels}
		p.personal = l
		q.keep(l)
		l.bars[barLastSeat] = len(q.posts) - 1
		l.add(p)
	}
	return p.personal
}

func (q *queue) keep(l *lane) {
	if q.lanes == nil {
		q.lanes = map[string]*lane{}
	}
	q.lanes[l.sig] = l
}

// sweep drops the lanes that no call is in.
func (q *queue) sweep() {
	for sig, l := range q.lanes {
		if l.calls == 0 {
			delete(q.lanes, sig)
		}
	}
	for _, p := range q.posts {
		p.entries = slices.DeleteFunc(p.entries, func(e entry) bool { return e.lane.calls == 0 && e.lane.sig != "" })
	}
}

// dropLane drops a lane of calls that wait for one seat alone.
func (q *queue) dropLane(l *lane) {
	delete(q.lanes, l.sig)
	p := l.only.postIn(q)
	p.personal = nil
	p.entries = slices.DeleteFunc(p.entries, func(e entry) bool { return e.lane == l })
}

// bar says whether a post may have the lane's calls.
func (l *lane) bar(p *post) bar {
	switch {
	case l.only != nil && p.seat != l.only:
		return barLastSeat
	case l.only != nil:
		return barNone
	case p.rules.level() > l.levels:
		return barLevels
	}
	for _, n := range l.needs {
		if p.seat.skills[n.Skill] < n.Level {
			return barSkills
		}
	}
	return barNone
}

// add lets a post have the lane's calls, if it may.
func (l *lane) add(p *post) {
	if b := l.bar(p); b != barNone {
		l.bars[b]++
		return
	}
	p.entries = append(p.entries, entry{lane: l, skill: l.skill(p.seat)})
	e := &p.entries[len(p.entries)-1]
	l.count(p, p.seat.stance, 1)
	if p.seat.stance.Now == StateReady {
		p.enter(e)
	}
}

// skill sums the levels of a seat that count for the lane.
func (l *lane) skill(st *seat) int {
	sum := 0
	for _, skill := range l.prefer {
		sum += st.skills[skill]
	}
	if l.queue.rules.Strategy == SkillFirst {
		for _, n := range l.needs {
			sum += st.skills[n.Skill]
		}
	}
	return min(sum, 255)
}

func (l *lane) count(p *post, st Stance, n int) {
	l.tally[p.circle()][st.Now] += n
	if st.SignedIn() {
		l.staff[p.circle()] += n
	}
}

// in counts the seats in a state, those in reserve with them.
func (l *lane) in(state SeatState) int { return l.tally[0][state] + l.tally[1][state] }

// working counts the seats at work that are neither paused nor unreachable.
func (l *lane) working() int { return l.workingOf(0) + l.workingOf(1) }

func (l *lane) workingOf(circle int) int {
	t := &l.tally[circle]
	return l.staff[circle] - t[StatePaused] - t[StateUnreachable]
}

// signedIn counts the seats that are at work.
func (l *lane) signedIn() int { return l.staff[0] + l.staff[1] }

// open tells whether a call is in line here that a seat could take.
func (l *lane) open() bool { return l.idle.size > 0 && l.line.size > 0 }

// ahead counts the calls that wait before that key.
func (l *lane) ahead(k key) int {
	if l.line.size == 0 && l.away.size == 0 {
		return 0
	}
	return l.line.rank(k) - l.rung.rank(k) + l.away.rank(k)
}

// out counts the seats of the queue that cannot be chosen.
func (l *lane) out() Out {
	t := l.tally[0]
	o := Out{Skills: l.bars[barSkills], Levels: l.bars[barLevels], LastSeat: l.bars[barLastSeat]}
	if l.only != nil || l.queue.callsReserve() {
		for state, n := range l.tally[1] {
			t[state] += n
		}
	} else {
		for _, n := range l.tally[1] {
			o.Reserve += n
		}
	}
	o.SignedOut, o.Paused, o.Offered, o.Talking = t[StateSignedOut], t[StatePaused], t[StateOffered], t[StateTalking]
	o.OnHold, o.Consulting, o.WrapUp, o.Unreachable = t[StateOnHold], t[StateConsulting], t[StateWrapUp], t[StateUnreachable]
	o.Occupied = t[StateOccupied]
	return o
}
