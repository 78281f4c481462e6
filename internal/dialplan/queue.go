package dialplan

import (
	"slices"
	"strings"
	"time"

	"hotline/acd"
	"hotline/internal/form"
	"hotline/internal/problem"
	"hotline/internal/yamlfile"
)

// Queue is where callers of a centre wait.
type Queue struct {
	ID       string // "<centre>/<name>"
	Title    string
	Rules    acd.Queue // for the distributor
	Record   bool      // talks are recorded
	Briefing string    // said to the seat before the caller is joined, see [Queue.Brief]; may be empty
}

const (
	usualWrapUp = 10 * time.Second
	mostWrapUp  = 30 * time.Minute

	usualRing = 20 * time.Second
	leastRing = 5 * time.Second
	mostRing  = 2 * time.Minute
	restOfAll = 5 * time.Second // of seats that ring together

	mostHeadStart = time.Hour
	longestWait   = 4 * time.Hour
	longestMemory = 30 * 24 * time.Hour
)

// queueDraft is a queue as its file has it, with the places of what only the seats
// can judge.
type queueDraft struct {
	Queue

	name   yamlfile.Node
	form   yamlfile.Map
	needs  form.SkillsAt
	prefer form.SkillsAt
	relax  []stageAt
}

func (l *loader) loadQueues(c *Centre, n yamlfile.Node) {
	m, _ := n.Map()
	for _, p := range m.Pairs() {
		text, ok := name(p.Key, "queue")
		if !ok {
			continue
		}
		d := loadQueue(c.ID+"/"+text, p)
		c.Queues = append(c.Queues, d.Queue)
		l.queues[d.ID] = d
	}
	slices.SortFunc(c.Queues, func(a, b Queue) int { return strings.Compare(a.ID, b.ID) })
}

func loadQueue(id string, p yamlfile.Pair) *queueDraft {
	d := &queueDraft{name: p.Key}
	d.ID = id
	d.Rules = acd.Queue{ID: id, Strategy: acd.LongestIdle, Ring: usualRing.Milliseconds(), WrapUp: usualWrapUp.Milliseconds()}
	d.form, _ = p.Value.Map()
	form.Read(d.form, d.settings())
	if _, said := d.form.Get("no-answer"); !said && d.Rules.Strategy == acd.RingAll {
		// One call that nobody takes must not pause the whole centre.
		d.Rules.Missed = acd.Missed{Then: acd.MissedRest, Rest: restOfAll.Milliseconds()}
	}
	return d
}

// settings are the keys of a queue. What others compare themselves with comes first.
func (d *queueDraft) settings() []form.Setting {
	r := &d.Rules
	return slices.Concat([]form.Setting{
		form.Text("title", "What pages call it.", &d.Title),
		form.Choice("strategy", "Which of its idle seats is asked first; longest-idle without it.", &r.Strategy, acd.Strategies()...),
		form.Span("ring", "How long a seat rings; 20s without it.", leastRing, mostRing, &r.Ring),
		form.QueueWrapUp("Time for notes after each talk; 10s without it. until-ended: until the seat says that it is ready.", mostWrapUp,
			func(w form.WrapUp) { r.WrapUp, r.WrapUpMode, r.WrapUpMost = w.Time, w.Mode, w.Most }),
		form.Span("weight", "A head start of its calls before those of other queues of a seat.", 0, mostHeadStart, &r.Weight),
	}, d.talkSettings(), d.circleSettings(), d.wordSettings(), d.callbackSettings())
}

// circleSettings say which seats are asked.
func (d *queueDraft) circleSettings() []form.Setting {
	r := &d.Rules
	return []form.Setting{
		form.Skills("needs", "Skills that a seat must have, each at least at this level.", 1, func(found form.SkillsAt) { d.needs, r.Needs = found, found.Skills() }),
		form.Prefer(func(found form.SkillsAt) { d.prefer, r.Prefer = found, found.Names() }),
		form.Levels("Seats of levels 1 to this one are asked; all without it.", form.MostLevel, 0, &r.Levels),
		relaxSetting(d),
		form.Group("reserve", "When the seats in reserve are called, until nobody waits: whichever comes first.", d.checkReserve,
			form.Count("waiting", "So many callers wait.", 1, 1000, &r.Pressed.Waiting),
			form.Span("wait", "One has waited for so long.", time.Second, longestWait, &r.Pressed.Wait)),
	}
}

// wordSettings say what is remembered of callers, and what becomes of seats that do not
// answer.
func (d *queueDraft) wordSettings() []form.Setting {
	r := &d.Rules
	return []form.Setting{
		form.Group("last-seat", "Who calls again gets the seat he spoke to last.", nil,
			form.Needed(form.Span("within", "For so long the seat is remembered.", time.Minute, longestMemory, &r.LastSeat)),
			form.Span("wait", "For so long he waits for that seat alone while it is busy.", 0, 10*time.Minute, &r.LastWait)),
		form.Span("return", "Whose line drops and who calls again within this time has the old place.", 0, time.Hour, &r.Return),
		form.Group("no-answer", "What becomes of a seat that does not answer; paused at once without it.", d.checkNoAnswer,
			form.Count("after", "So many misses in a row, then:; after fewer it rests. 1 without it.", 1, 10, &r.Missed.After),
			form.Choice("then", "pause: until it is ready again (the usual); rest: for a while; sign-out.", &r.Missed.Then, "pause", acd.MissedRest, acd.MissedSignOut),
			form.Span("rest", "How long it rests; 10s without it.", time.Second, mostWrapUp, &r.Missed.Rest)),
	}
}

func (d *queueDraft) callbackSettings() []form.Setting {
	c := &d.Rules.Callback
	return []form.Setting{
		form.Group("callback", "Who is called back, and how.", d.checkCallback,
			form.Count("attempts", "Calls that are made before it is given up; 3 without it.", 1, 10, &c.Attempts),
			form.Span("pause", "From one of them to the next; 10m without it.", 10*time.Second, 24*time.Hour, &c.Pause),
			form.Choice("first", "Whose telephone rings first: seat (the usual) or caller, who then confirms before a seat is taken.", &c.First, acd.FirstSeat, acd.FirstCaller),
			form.Flag("missed", "true: who hangs up while he waits is called back too.", &c.Missed),
			form.Span("least", "If he has waited for so long.", 0, 10*time.Minute, &c.Least),
			form.Span("delay", "Not before this time is over.", 0, 24*time.Hour, &c.Delay),
			form.Span("patience", "So long everybody who waits comes first; 30m without it.", time.Minute, 24*time.Hour, &c.Patience),
			form.Count("spare", "Idle seats that are left for callers.", 0, 100, &c.Spare)),
	}
}

func (d *queueDraft) checkReserve(m yamlfile.Map) {
	if !m.Has("waiting") && !m.Has("wait") {
		m.Node().Error("add waiting: 3, or wait: 45s", "this does not say when seats in reserve are called")
	}
}

// checkNoAnswer also brings the word for the usual to the form that the distributor
// knows.
func (d *queueDraft) checkNoAnswer(m yamlfile.Map) {
	if d.Rules.Missed.Then == "pause" {
		d.Rules.Missed.Then = acd.MissedPause
	}
	if n, ok := m.Get("rest"); ok && d.Rules.Missed.Rest > 0 && d.Rules.Missed.Then != acd.MissedRest && d.Rules.Missed.After <= 1 {
		n.Warn("add after: 2, or then: rest", "no seat ever rests: the first miss ends its turn")
	}
}

func (d *queueDraft) checkCallback(m yamlfile.Map) {
	if d.Rules.Callback.First == acd.FirstSeat {
		d.Rules.Callback.First = "" // the usual has one form
	}
	if d.Rules.Callback.Missed {
		return
	}
	for _, key := range []string{"least", "delay", "patience", "spare"} {
		if n, ok := m.Get(key); ok {
			n.Warn("add missed: true", "%s means nothing: only who asks for it is called back", key)
		}
	}
}

// place is where a key of the queue stands, or the queue's name if it is not there.
func (d *queueDraft) place(key string) problem.Place {
	if n, ok := d.form.Get(key); ok {
		return n.Place()
	}
	return d.name.Place()
}
