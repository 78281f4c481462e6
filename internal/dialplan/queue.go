package dialplan

import (
	"slices"
	"strings"
	"time"

	"hotline/acd"
	"hotline/internal/problem"
	"hotline/internal/yamlfile"
)

// Queue is where callers of a centre wait.
type Queue struct {
	ID    string // "<centre>/<name>"
	Title string
	Rules acd.Queue // for the distributor
}

const (
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
	needs  []skillAt
	prefer []skillAt
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
	readSettings(d.form, d.settings())
	if _, said := d.form.Get("no-answer"); !said && d.Rules.Strategy == acd.RingAll {
		// One call that nobody takes must not pause the whole centre.
		d.Rules.Missed = acd.Missed{Then: acd.MissedRest, Rest: restOfAll.Milliseconds()}
	}
	return d
}

// settings are the keys of a queue. What others compare themselves with comes first.
func (d *queueDraft) settings() []setting {
	r := &d.Rules
	return slices.Concat([]setting{
		text("title", "What pages call it.", &d.Title),
		choice("strategy", "Which of its idle seats is asked first; longest-idle without it.", &r.Strategy, acd.Strategies()...),
		span("ring", "How long a seat rings; 20s without it.", leastRing, mostRing, &r.Ring),
		wrapUpSetting(false, func(w wrapUp) { r.WrapUp, r.WrapUpMode, r.WrapUpMost = w.time, w.mode, w.most }),
		span("weight", "A head start of its calls before those of other queues of a seat.", 0, mostHeadStart, &r.Weight),
	}, d.circleSettings(), d.wordSettings(), d.callbackSettings())
}

// circleSettings say which seats are asked.
func (d *queueDraft) circleSettings() []setting {
	r := &d.Rules
	return []setting{
		skillsSetting("needs", "Skills that a seat must have, each at least at this level.", 1, func(found []skillAt) { d.needs, r.Needs = found, skillsOf(found) }),
		preferSetting(func(found []skillAt) { d.prefer, r.Prefer = found, namesOf(found) }),
		levelsSetting("Seats of levels 1 to this one are asked; all without it.", 0, func(levels int) { r.Levels = levels }),
		relaxSetting(d),
		group("reserve", "When the seats in reserve are called, until nobody waits: whichever comes first.", d.checkReserve,
			count("waiting", "So many callers wait.", 1, 1000, &r.Pressed.Waiting),
			span("wait", "One has waited for so long.", time.Second, longestWait, &r.Pressed.Wait)),
	}
}

// wordSettings say what is remembered of callers, and what becomes of seats that do not
// answer.
func (d *queueDraft) wordSettings() []setting {
	r := &d.Rules
	return []setting{
		group("last-seat", "Who calls again gets the seat he spoke to last.", func(yamlfile.Map) {},
			needed(span("within", "For so long the seat is remembered.", time.Minute, longestMemory, &r.LastSeat)),
			span("wait", "For so long he waits for that seat alone while it is busy.", 0, 10*time.Minute, &r.LastWait)),
		span("return", "Whose line drops and who calls again within this time has the old place.", 0, time.Hour, &r.Return),
		group("no-answer", "What becomes of a seat that does not answer; paused at once without it.", d.checkNoAnswer,
			count("after", "So many misses in a row, then:; after fewer it rests. 1 without it.", 1, 10, &r.Missed.After),
			choice("then", "pause: until it is ready again (the usual); rest: for a while; sign-out.", &r.Missed.Then, "pause", acd.MissedRest, acd.MissedSignOut),
			span("rest", "How long it rests; 10s without it.", time.Second, mostWrapUp, &r.Missed.Rest)),
	}
}

func (d *queueDraft) callbackSettings() []setting {
	c := &d.Rules.Callback
	return []setting{
		group("callback", "Who is called back, and how.", d.checkCallback,
			count("attempts", "Calls that are made before it is given up; 3 without it.", 1, 10, &c.Attempts),
			span("pause", "From one of them to the next; 10m without it.", 10*time.Second, 24*time.Hour, &c.Pause),
			flag("missed", "true: who hangs up while he waits is called back too.", &c.Missed),
			span("least", "If he has waited for so long.", 0, 10*time.Minute, &c.Least),
			span("delay", "Not before this time is over.", 0, 24*time.Hour, &c.Delay),
			span("patience", "So long everybody who waits comes first; 30m without it.", time.Minute, 24*time.Hour, &c.Patience),
			count("spare", "Idle seats that are left for callers.", 0, 100, &c.Spare)),
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
