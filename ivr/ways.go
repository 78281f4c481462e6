package ivr

import (
	"time"
	"unicode/utf8"
)

// SpokenGlyph is how long one character takes, at the pace of a calm voice:
// four and a half a second.
const SpokenGlyph = time.Second * 10 / 45

// SpeechTime estimates how long a text takes to say.
func SpeechTime(texts ...Text) time.Duration {
	var all time.Duration
	for _, t := range texts {
		all += time.Duration(utf8.RuneCountInString(t.Text)) * SpokenGlyph
	}
	return all
}

// ways is what can happen at a step, as a proof sees it: what the caller may
// choose, and what happens to a caller who does nothing, which is not for anybody
// to choose.
type ways struct {
	person  bool // the caller is with a person, or waits for one who is there
	leaves  bool // the call goes on elsewhere: another proof's, or another platform's
	ends    bool // the call is over, as its author meant it
	choices []route
	fate    []route
	beyond  []route // what else may follow, which nobody can count on
}

// route leads to a step, after some keys and some time.
type route struct {
	to   *spot
	keys int
	time time.Duration
}

// spot is a step in its place: a called flow has a place for each call of it.
type spot struct {
	step *step
	site *site
}

// site is where a flow is walked through: by itself, or called from a spot.
type site struct {
	flow *Flow
	from *spot // nil: not called
}

// prover is what the verbs tell of themselves. Verbs without it only lead on.
type prover interface {
	ways(w *walk, at *spot) ways
}

// walk is one way that the world can be: which centres are open.
type walk struct {
	world    World
	centre   string // the calls' own
	closed   map[string]bool
	handover bool // see [Use]
	spots    map[spotKey]*spot
	sp       *speech
}

type spotKey struct {
	step *step
	from *spot
}

func (w *walk) spot(s *step, of *site) *spot {
	key := spotKey{step: s, from: of.from}
	at := w.spots[key]
	if at == nil {
		at = &spot{step: s, site: of}
		w.spots[key] = at
	}
	return at
}

// along is a route over an exit, if there is one.
func (w *walk) along(at *spot, e *exit, keys int, after time.Duration) []route {
	if e == nil {
		return nil
	}
	return []route{{to: w.spot(e.to, at.site), keys: keys, time: after}}
}

// person is where 0 leads from here.
func (w *walk) person(at *spot, keys int, after time.Duration) []route {
	for of := at.site; of != nil; of = of.above() {
		if p := of.flow.person; p != nil {
			return []route{{to: w.spot(p, of), keys: keys, time: after}}
		}
	}
	return nil
}

func (s *site) above() *site {
	if s.from == nil {
		return nil
	}
	return s.from.site
}

// openNow: seats of the centre are at work.
func (w *walk) openNow(centre string) bool { return !w.closed[centre] }

func (w *walk) own(centre string) string {
	if centre == own || centre == "" {
		return w.centre
	}
	return centre
}

// waysAt asks the step's verb.
func (w *walk) waysAt(at *spot) ways {
	if v, ok := at.step.verb.(prover); ok {
		return v.ways(w, at)
	}
	var all ways
	for _, e := range at.step.exits() {
		all.fate = append(all.fate, w.along(at, e, 0, 0)...)
	}
	return all
}

func (v *say) ways(w *walk, at *spot) ways {
	return ways{choices: w.person(at, 1, 0), fate: w.along(at, v.then, 0, SpeechTime(v.said(w.sp)...))}
}

func (v *record) ways(w *walk, at *spot) ways {
	return ways{choices: w.person(at, 1, 0), fate: w.along(at, v.then, 0, SpeechTime(v.said(w.sp)...))}
}

func (v *hangup) ways(w *walk, at *spot) ways {
	if v.text == nil {
		return ways{ends: true}
	}
	return ways{ends: true, choices: w.person(at, 1, 0)}
}

func (v *back) ways(w *walk, at *spot) ways {
	from := at.site.from
	if from == nil {
		return ways{ends: true}
	}
	c, ok := from.step.verb.(*call)
	if !ok {
		return ways{ends: true}
	}
	return ways{fate: w.along(from, c.then, 0, 0)}
}

func (v *call) ways(w *walk, at *spot) ways {
	inside := &site{flow: v.flow, from: at}
	return ways{fate: []route{{to: w.spot(v.flow.start, inside)}}}
}

// ways: an option's key can be pressed when the option has been heard; 0 at once.
func (v *menu) ways(w *walk, at *spot) ways {
	all := ways{choices: w.person(at, 1, 0)}
	heard := time.Duration(0)
	if v.intro != nil {
		heard = SpeechTime(w.sp.say(v.intro))
	}
	options := v.brief(w.sp)
	for i, c := range v.choices {
		heard += SpeechTime(options[i])
		all.choices = append(all.choices, w.along(at, c.to, 1, heard)...)
	}
	silent := SpeechTime(v.full(w.sp)...) + v.timeout + time.Duration(v.retries)*(SpeechTime(v.short(w.sp)...)+v.timeout)
	all.fate = v.silent(w, at, silent)
	return all
}

func (a *asking) silent(w *walk, at *spot, after time.Duration) []route {
	if a.silence != nil {
		return w.along(at, a.silence, 0, after)
	}
	return w.person(at, 0, after)
}

func (v *collect) ways(w *walk, at *spot) ways {
	var all ways
	if v.zero {
		all.choices = append(w.person(at, 1, betweenKeys), w.person(at, 2, 0)...)
	} else {
		all.choices = w.person(at, 1, 0)
	}
	once := SpeechTime(v.question(w.sp)...) + v.timeout
	all.fate = v.silent(w, at, once*time.Duration(1+v.retries))
	all.beyond = w.along(at, v.then, 0, 0)
	return all
}

func (v *callback) ways(w *walk, at *spot) ways {
	once := SpeechTime(w.sp.words(wordAskNumber), w.sp.words(wordPerson)) + v.timeout
	return ways{
		choices: append(w.person(at, 1, betweenKeys), w.person(at, 2, 0)...), // a number that is asked for may begin with 0
		fate:    v.silent(w, at, once*time.Duration(1+v.retries)),
		beyond:  append(w.along(at, v.then, 0, 0), w.along(at, v.failed, 0, 0)...),
	}
}

func (v *voicemail) ways(w *walk, at *spot) ways {
	prompt := SpeechTime(v.prompt(w.sp)...)
	after := v.failed
	if after == nil {
		after = v.then
	}
	return ways{choices: w.person(at, 1, 0), fate: w.along(at, after, 0, 2*(prompt+silentMessage)), beyond: w.along(at, v.then, 0, 0)}
}

func (v *survey) ways(w *walk, at *spot) ways {
	once := SpeechTime(v.question(w.sp)...) + v.timeout
	return ways{choices: w.person(at, 1, 0), fate: w.along(at, v.then, 0, once*time.Duration(1+v.retries))}
}

func (v *hours) ways(w *walk, at *spot) ways {
	if w.openNow(w.own(v.centre)) {
		return ways{fate: w.along(at, v.open, 0, 0)}
	}
	all := ways{fate: w.along(at, v.closed, 0, 0)}
	for _, r := range v.why {
		all.fate = append(all.fate, w.along(at, r.to, 0, 0)...)
	}
	return all
}

func (v *dip) ways(w *walk, at *spot) ways {
	return ways{
		choices: w.person(at, 1, 0),
		fate:    append(w.along(at, v.then, 0, v.timeout), w.along(at, v.failed, 0, v.timeout+fetchGuard)...),
	}
}

// ways: a queue whose centre is closed has no seats.
func (v *queue) ways(w *walk, at *spot) ways {
	var all ways
	for _, k := range v.keys {
		all.choices = append(all.choices, w.along(at, k.to, 1, 0)...)
	}
	centre, _ := splitQueue(QueueID(w.centre, v.name))
	nobody := v.instead.unstaffed()
	switch {
	case w.openNow(centre):
		all.person = true
		all.beyond = w.along(at, v.then, 0, 0)
	case len(nobody) > 0:
		for _, e := range nobody {
			all.fate = append(all.fate, w.along(at, e, 0, 0)...)
		}
	default:
		all.fate = w.along(at, v.instead.waitOver, 0, v.instead.wait)
	}
	for _, e := range v.instead.exits() {
		all.beyond = append(all.beyond, w.along(at, e, 0, 0)...)
	}
	return all
}

func (v *forward) ways(w *walk, at *spot) ways {
	failed := w.along(at, v.otherwise, 0, 0)
	if v.otherwise == nil {
		failed = w.person(at, 0, SpeechTime(w.sp.words(wordTrouble)))
	}
	then := w.along(at, v.then, 0, 0)
	target, fixed := v.to.before(w.sp)
	what := v.what
	if here := w.world.centreOf(target); what == "area" && fixed && here != "" {
		what, target = "centre", here
	}
	switch {
	case what == "chain":
		return v.chainWays(w, at)
	case what == "centre" && fixed && (w.handover || !w.world.closes(target)):
		return ways{person: true, beyond: failed}
	case what == "centre" && !fixed && w.world.citiesNeverClose():
		return ways{leaves: true, fate: failed} // any city will do; which one may not be known
	case what == "number" && fixed && w.world.answers(target):
		return ways{person: true, beyond: append(then, failed...)}
	case what == "area":
		return ways{leaves: true, fate: failed, beyond: then}
	}
	return ways{fate: failed, beyond: then}
}

// chainWays: the chain passes over closed centres, so each one that a call comes
// to has people.
func (v *forward) chainWays(w *walk, at *spot) ways {
	all := ways{leaves: true}
	for _, reason := range []string{whyClosed, whyFull, whyUnstaffed} {
		if (reason == whyClosed) != w.closed[w.centre] {
			continue
		}
		if end := w.world.chainEnd(w.centre, reason); end == "voicemail" {
			all.fate = append(all.fate, w.along(at, v.voicemail, 0, 0)...)
		} else if end == "callback" {
			all.fate = append(all.fate, w.along(at, v.callback, 0, 0)...)
		}
	}
	return all
}
