package dialplan

import (
	"slices"
	"strconv"

	"hotline/acd"
	"hotline/internal/problem"
)

// mostRingAll is how many telephones may well ring for one caller.
const mostRingAll = 30

// server is a seat's part in a queue.
type server struct {
	seat Seat
	post acd.Post
}

func (s server) in(c circle) bool { return c.has(max(1, s.post.Level), s.seat.Rules.Skills) }

// checkServing sees whether the seats of every queue can do what it asks of them.
func (l *loader) checkServing() {
	serving := map[string][]server{}
	for _, id := range sorted(l.tree.Seats) {
		for _, post := range l.tree.Seats[id].Rules.Queues {
			serving[post.Queue] = append(serving[post.Queue], server{l.tree.Seats[id], post})
		}
	}
	known := sorted(l.skills)
	for _, id := range sorted(l.queues) {
		d := l.queues[id]
		if seats := serving[d.ID]; len(seats) > 0 {
			l.checkCrowd(d, seats)
			l.checkReserves(d, seats)
			l.checkCircle(d, seats, known)
			l.checkSkills(d, seats, known)
		}
		l.checkMayCallBack(d)
	}
}

func (l *loader) checkCrowd(d *queueDraft, seats []server) {
	if d.Rules.Strategy == acd.RingAll && len(seats) > mostRingAll {
		l.found.Add(d.place("strategy").Warning("choose another strategy", "%d telephones ring for each caller of %s", len(seats), d.ID))
	}
}

// checkReserves: a caller must not wait for seats that nothing calls.
func (l *loader) checkReserves(d *queueDraft, seats []server) {
	reserves := 0
	for _, s := range seats {
		if s.post.Reserve {
			reserves++
		}
	}
	p := d.Rules.Pressed
	switch {
	case p == (acd.Pressure{}): // the posts are told: see checkPost
	case reserves == 0:
		l.found.Add(d.place("reserve").Warning("give seats {queue: "+d.ID+", reserve: true}", "no seat of %s is in reserve", d.ID))
	case reserves == len(seats) && p.Wait == 0 && p.Waiting > 1:
		l.found.Add(d.place("reserve").Error("add wait: 45s, or take one of them out of the reserve",
			"every seat of %s is in reserve, and one caller alone would wait for ever", d.ID))
	case p.Wait == 0 && p.Waiting > 1:
		l.found.Add(d.place("reserve").Warning("add wait: 45s",
			"fewer than %d callers never reach a seat in reserve, though no other may be at work", p.Waiting))
	}
}

// checkCircle: somebody must be able to take the queue's calls, if possible at once.
func (l *loader) checkCircle(d *queueDraft, seats []server, known []string) {
	now, since := d.first(), int64(0)
	able := func(s server) bool { return s.in(now) }
	for _, stage := range d.relax {
		if slices.ContainsFunc(seats, able) {
			break
		}
		now, since = now.widened(stage.Stage), stage.After
	}
	ever := slices.ContainsFunc(seats, able)
	if ever && since == 0 {
		return
	}
	what := "nobody could ever take its calls"
	if ever {
		what = "its calls wait " + words(since) + " before anybody may take them"
		now = d.first()
	}
	told := false
	for _, s := range d.needs {
		if least := now.lowered[s.Skill.Skill]; bestOf(seats, s.Skill.Skill) < least {
			l.unable(s.NameAt.Place(), ever, lacking(s.Skill.Skill, least, known), "no seat of %s has %s at level %d: %s", d.ID, s.Skill.Skill, least, what)
			told = true
		}
	}
	switch {
	case told:
	case len(d.needs) == 0:
		l.unable(d.place("levels"), ever, "raise it, or lower the level of a seat", "no seat of %s has such a level: %s", d.ID, what)
	default:
		l.unable(d.place("needs"), ever, "need less, relax it sooner, or give a seat what it lacks", "no seat of %s that is asked has all of this: %s", d.ID, what)
	}
}

// unable is an error if nobody could ever take a call.
func (l *loader) unable(at problem.Place, ever bool, hint, format string, args ...any) {
	if ever {
		l.found.Add(at.Warning(hint, format, args...))
	} else {
		l.found.Add(at.Error(hint, format, args...))
	}
}

func bestOf(seats []server, skill string) int {
	best := 0
	for _, s := range seats {
		best = max(best, levelIn(s.seat.Rules.Skills, skill))
	}
	return best
}

// lacking is what to do where no seat of a queue has a skill: another word was meant
// if no seat at all has it.
func lacking(skill string, level int, known []string) string {
	if hint := problem.DidYouMean(skill, known); hint != "" && !slices.Contains(known, skill) {
		return hint
	}
	return "give one of them skills: {" + skill + ": " + strconv.Itoa(level) + "}, or ask for less"
}

func (l *loader) checkMayCallBack(d *queueDraft) {
	_, may := l.tree.trunkThat(func(in Trunk) bool { return in.Callers })
	if d.Rules.Callback.Missed && !may && len(l.tree.Trunks) > 0 {
		l.found.Add(d.place("callback").Warning("add callers to allow: of a trunk that has a contact", "no trunk may call callers back"))
	}
}
