package switchboard

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/dialplan"
)

// life is how people behave in tests that try every moment: prompts last two
// seconds, telephones ring for three, talks take five, and a caller has had
// enough after a while. It watches that nobody is left in silence meanwhile.
type life struct {
	*scene
	habits   map[string]habit     // of seats; they answer if none is given
	patience map[string]time.Time // when a caller hangs up
	keys     map[string]string    // what a caller presses while something is said, one key each time
	does     map[string][]string  // what a seat does while it talks, one thing each second: keys, hold, take, refer <number>, leave, wait
	idle     map[string]int       // seconds that they have talked with nothing to do
	held     map[string]int       // seconds that they have heard nobody
	met      map[string]bool      // telephones that have been in a talk
	silent   map[string]int       // seconds
	speaks   time.Duration        // how long a message is
	unheard  bool                 // silence is no wonder: the link is bad
	bearable int                  // how many seconds of silence are
	problems []string
	tree     *dialplan.Tree
}

// habit is what a seat does when its telephone rings.
type habit string

const (
	answers  habit = ""
	ignores  habit = "ignores"
	declines habit = "declines"
	busy     habit = "busy"
	shortly  habit = "shortly"  // answers and hangs up in the same moment
	machine  habit = "machine"  // a voicemail box answers: it presses no key
	sendsOn  habit = "sends on" // to a number outside
)

func newLife(s *scene) *life {
	return &life{
		scene: s, habits: map[string]habit{}, patience: map[string]time.Time{}, keys: map[string]string{}, silent: map[string]int{},
		does: map[string][]string{}, met: map[string]bool{}, idle: map[string]int{}, held: map[string]int{},
		bearable: 30, speaks: 6 * time.Second,
	}
}

// calls: somebody dials, and waits so many seconds at most.
func (l *life) calls(name, called string, patience time.Duration) {
	l.patience[name] = time.Now().Add(patience)
	l.arrives(name, called)
}

// callsAs: a seat dials somebody.
func (l *life) callsAs(name, seat, called string, patience time.Duration) {
	l.patience[name] = time.Now().Add(patience)
	l.dials(name, seat, called)
}

// lives lets so many seconds pass.
func (l *life) lives(seconds int) {
	for range seconds {
		pass(time.Second)
		l.do(l.second)
	}
}

func (l *life) second(p *phones) {
	for _, id := range sorted(p.playbacks) {
		if pb := p.playbacks[id]; !pb.endless && time.Since(pb.since) >= 2*time.Second {
			p.endPlayback(id, false)
		} else if keys := l.keys[pb.channel]; keys != "" {
			l.keys[pb.channel] = keys[1:]
			p.tell(pb.channel, asterisk.Digit{ID: pb.channel, Digit: keys[0]})
		}
	}
	for _, name := range sorted(p.sounds) {
		if r := p.sounds[name]; r.live && p.channels[r.target] != nil && p.channels[r.target].snoops == "" && time.Since(r.began) >= l.speaks {
			p.endRecording(name)
		}
	}
	for _, id := range sorted(p.channels) {
		ch := p.channels[id]
		switch {
		case ch == nil || ch.snoops != "": // its end came with another's; or nobody is there
		case strings.HasPrefix(ch.number, "PJSIP/"):
			l.telephone(p, ch)
		default:
			l.caller(p, ch)
		}
	}
}

func (l *life) telephone(p *phones, ch *channel) {
	passed := time.Since(ch.since)
	switch {
	case ch.up && (l.met[ch.id] || l.bridged(p, ch.id)):
		l.met[ch.id] = true
		l.inTalk(p, ch)
	case ch.up:
		l.silence(p, ch)
		l.accept(p, ch)
	case passed >= 25*time.Second:
		p.end(ch.id, false, 19, 480)
	case passed >= 3*time.Second:
		l.pickUp(p, ch)
	}
}

// inTalk: a seat does what it is to do, and hangs up after that.
func (l *life) inTalk(p *phones, ch *channel) {
	seat := p.who(ch.id)
	if todo := l.does[seat]; len(todo) > 0 {
		l.does[seat] = todo[1:]
		l.doing(p, ch.id, todo[0])
		return
	}
	if l.bridged(p, ch.id) {
		l.idle[ch.id]++
	}
	if len(p.hears(ch.id)) == 0 {
		l.held[ch.id]++ // it may have put everybody on hold
	}
	if l.idle[ch.id] >= 5 || l.held[ch.id] >= 25 {
		p.end(ch.id, true, 16, 0)
	}
}

func (l *life) doing(p *phones, leg, what string) {
	verb, number, _ := strings.Cut(what, " ")
	switch verb {
	case "wait":
	case "hold", "take":
		p.tell(leg, asterisk.HoldChanged{ID: leg, Held: verb == "hold"})
	case "refer":
		p.tell(leg, asterisk.TransferAsked{ID: leg, Blind: true, To: number})
	case "leave":
		p.end(leg, true, 16, 0)
	default:
		for _, key := range []byte(what) {
			p.tell(leg, asterisk.Digit{ID: leg, Digit: key})
		}
	}
}

// accept: whoever picked up at a number outside does as he is asked, or hangs up.
func (l *life) accept(p *phones, ch *channel) {
	passed := time.Since(ch.since)
	number := strings.TrimPrefix(ch.number, "PJSIP/")
	switch habit := l.habits[number]; {
	case !strings.Contains(number, "@") || passed < time.Second:
	case passed >= time.Minute: // who is called back has waited long enough
		p.end(ch.id, true, 16, 0)
	case habit == answers:
		p.tell(ch.id, asterisk.Digit{ID: ch.id, Digit: '1'})
	case passed >= 10*time.Second && habit == machine:
		p.end(ch.id, true, 16, 0)
	}
}

// calledBack is the telephone of who asked to be called back.
const calledBack = "13800138000@carrier"

// remote is the telephone of seat 8041.
const remote = farPhone + "@carrier"

func (l *life) pickUp(p *phones, ch *channel) {
	switch l.habits[strings.TrimPrefix(ch.number, "PJSIP/")] {
	case answers, machine:
		p.enter(ch)
	case shortly:
		p.enter(ch)
		p.end(ch.id, true, 16, 0)
	case declines:
		p.end(ch.id, true, 21, 603)
	case busy:
		p.end(ch.id, true, 17, 486)
	case sendsOn:
		p.tell(ch.id, asterisk.HangupRequested{ID: ch.id, Cause: 23, TechCause: 302})
		p.tell(ch.id, asterisk.Dialling{ID: ch.id, Status: asterisk.DialCancelled, Forward: elsewhereAllowed})
		p.end(ch.id, false, 23, 302)
	}
}

func (l *life) caller(p *phones, ch *channel) {
	end, ok := l.patience[ch.id]
	switch {
	case !ch.inside:
		return
	case ok && !time.Now().Before(end):
		p.end(ch.id, true, 16, 0)
		return
	}
	l.silence(p, ch)
}

// silence is a problem when it lasts longer than a slow menu waits for a key and a
// failed request waits to be sent again.
func (l *life) silence(p *phones, ch *channel) {
	hears := p.music[ch.id] != "" || len(p.hears(ch.id)) > 0 || p.records(ch.id)
	for _, pb := range p.playbacks {
		hears = hears || pb.channel == ch.id
	}
	l.silent[ch.id]++
	if hears || l.unheard {
		l.silent[ch.id] = 0
	}
	if l.silent[ch.id] == l.bearable {
		l.problems = append(l.problems, ch.id+" is left in silence")
	}
}

// callOff ends the calls that would wait for a seat for ever to call somebody back.
func (l *life) callOff() {
	for _, f := range l.board.allFloors() {
		l.floor(f.name, func(state *acd.State) {
			for _, c := range state.Calls() {
				if c.Callback != "" && c.State != acd.CallTalking {
					f.send(acd.HangUp{At: f.now(), Call: c.ID})
				}
			}
		})
	}
}

func (l *life) bridged(p *phones, id string) bool {
	for _, in := range p.bridges {
		if len(in) > 1 && slices.Contains(in, id) {
			return true
		}
	}
	return false
}

// over checks that all is well when the last caller has gone.
func (l *life) over() string {
	synctest.Wait()
	problems := slices.Concat(l.problems, l.leftovers())
	l.stop()
	if len(problems) == 0 {
		return ""
	}
	return fmt.Sprintf("%s\n%s%s", strings.Join(problems, "\n"), l.all(), l.log.String())
}

// walk is a way through the house that is tried with something wrong at every
// moment of it.
type walk struct {
	name, called string
	seat         string // that dials; empty = a caller from outside
	keys         string
	habit        habit
	number       habit         // of who is called back
	speaks       time.Duration // into a voicemail; 0 = as people do
	does         string        // what seat 8001 does in its talk, with commas between
	next         string        // what seat 8002 does when it has the talk

	tree *dialplan.Tree // that all runs of it share
}

// walks take their tree from disk once: it is the dearest part of a short one.
func walks(t testing.TB) []walk {
	t.Helper()
	tree := loadTree(t)
	all := []walk{
		{name: "a talk", called: "12385"},
		{name: "a seat that does not answer", called: "12385", habit: ignores},
		{name: "a seat that declines", called: "12385", habit: declines},
		{name: "a seat that answers and hangs up", called: "12385", habit: shortly},
		{name: "a menu", called: "12381", keys: "2"},
		{name: "out of the queue by a key", called: "12381", keys: "0**9", habit: ignores},
		{name: "a wait that is too long", called: "12383", habit: ignores},
		{name: "a number outside", called: "12384"},
		{name: "another centre", called: "12386"},
		{name: "a message", called: "12371", keys: "*"},
		{name: "a message without a word", called: "12371", speaks: time.Second},
		{name: "a recorded talk and a grade", called: "12372", keys: "*2"},
		{name: "a queue that records", called: "12393"},
		{name: "a question to another server", called: "12373"},
		{name: "all seats ring", called: "12389"},
		{name: "all seats ring, and one declines", called: "12389", habit: declines},
		{name: "a seat with two telephones", called: "12391"},
		{name: "a seat with two telephones, of which one declines", called: "12391", habit: declines},
		{name: "a seat that is told of the caller", called: "12392", habit: declines},
		{name: "a remote seat", called: "12392"},
		{name: "a voicemail box", called: "12392", habit: machine},
		{name: "a telephone that sends calls on", called: "12385", habit: sendsOn},
		{name: "a closed centre", called: "12374"},
		{name: "a chain that ends", called: "12375"},
		{name: "another platform", called: "12376", keys: "0591#"},
		{name: "a call for another platform", called: "0591-12385"},
		{name: "a call back", called: "12379", keys: "1"},
		{name: "a call back that is declined", called: "12379", keys: "1", number: declines},
		{name: "a call back, the caller first", called: "12394", keys: "1"},
		{name: "a call back to a machine", called: "12394", keys: "1", number: machine},
		{name: "a call back, and no seat answers", called: "12394", keys: "1", habit: ignores},
		{name: "a private call", seat: "8002", called: "8001"},
		{name: "a private call that is declined", seat: "8002", called: "8001", habit: declines},
		{name: "a private call to a queue", seat: "8002", called: "61"},
		{name: "a private call by a code", seat: "8002", called: "*238001"},
		{name: "a number that a seat may not dial", seat: "8002", called: "13800138000"},
		{name: "hold", called: "12385", does: "*1,wait,*1,hold,wait,take"},
		{name: "a consultation, and three", called: "12385", does: "*28002#,wait,wait,wait,wait,wait,*5,*3,*5,*0", next: strings.Repeat("wait,", 20)},
		{name: "a consultation in vain", called: "12385", does: "*28013#,wait", habit: answers},
		{name: "a talk that is given on", called: "12385", does: "*28002#,wait,wait,wait,wait,*6", next: "wait,wait,*2" + outsider + "#,wait,wait,wait,wait,*6"},
		{name: "a transfer", called: "12385", does: "*48002#", next: "wait,wait"},
		{name: "a transfer by button", called: "12385", does: "hold,refer 8002,leave", next: "wait,wait"},
		{name: "a transfer to a queue", called: "12385", does: "*461#"},
		{name: "a transfer to a centre", called: "12385", does: "refer 62"},
		{name: "a consultation of a queue", called: "12385", does: "*261#,wait,wait,wait,wait,*3,*6"},
		{name: "a consultation of another floor", called: "12385", does: "*262#,wait,wait,wait,wait,*5,*6"},
		{name: "a transfer to a number outside", called: "12385", does: "*4" + outsider + "#"},
	}
	for i := range all {
		all[i].tree = tree
	}
	return all
}

// run takes the walk: wrong sets up what goes wrong, and each second a chance.
func (w walk) run(t *testing.T, wrong func(*life), each func(*life)) (happened int) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		l := newLife(newScene(t))
		l.tree = w.tree
		l.open(w.tree)
		l.online("8001", "8002", "8011", "8012", "8013", "8031", "8051", "8042", "8061", "8071")
		for _, phone := range []string{"8001", "8011", "8031", "8071", remote} {
			l.habits[phone] = w.habit
		}
		l.habits[calledBack] = w.number
		l.keys["ann"] = w.keys
		l.does["8001"], l.does["8002"] = todo(w.does), todo(w.next)
		if w.speaks > 0 {
			l.speaks = w.speaks
		}
		before := l.story.count()
		if wrong != nil {
			wrong(l)
		}
		if w.seat != "" {
			l.callsAs("ann", w.seat, w.called, 100*time.Second)
		} else {
			l.calls("ann", w.called, 100*time.Second)
		}
		for range 140 {
			l.lives(1)
			if each != nil {
				each(l)
			}
		}
		l.noTrouble()
		l.lives(20)
		happened = l.story.count() - before
		if problem := l.over(); problem != "" {
			t.Errorf("%s", problem)
		}
	})
	return happened
}

func todo(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

// each runs what is to be tried at each of n moments of a walk. Under the race detector, to
// which these walks are all alike, it is every third; make test tries all of them without.
func each(t *testing.T, n int, try func(t *testing.T, moment int)) {
	t.Helper()
	require.Greater(t, n, 3)
	first, step := 0, 1
	if racing {
		first, step = len(t.Name())%3, 3
	}
	for moment := first; moment < n; moment += step {
		t.Run(fmt.Sprintf("moment %d", moment), func(t *testing.T) { try(t, moment) })
		if t.Failed() {
			return
		}
	}
}

func TestCallerHangsUpAtEveryMoment(t *testing.T) {
	for _, w := range walks(t) {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			n := w.run(t, nil, nil)
			each(t, n, func(t *testing.T, moment int) {
				w.run(t, func(l *life) { l.trouble(trouble{op: "any", skip: moment, times: 1, do: l.gone("ann")}) }, nil)
				w.run(t, func(l *life) { l.trouble(trouble{op: "any", skip: moment, times: 1, then: l.gone("ann")}) }, nil)
			})
		})
	}
}

// gone hangs up without waiting for what follows.
func (l *life) gone(id string) func() {
	return func() {
		l.phones.mu.Lock()
		defer l.phones.mu.Unlock()
		l.phones.end(id, true, 16, 0)
	}
}

func TestEveryRequestMayFail(t *testing.T) {
	for _, w := range walks(t) {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			n := w.run(t, nil, nil)
			each(t, n, func(t *testing.T, moment int) {
				for _, kind := range []asterisk.Kind{asterisk.Conflict, asterisk.Server, asterisk.Unreachable} {
					w.run(t, func(l *life) { l.trouble(trouble{op: "any", skip: moment, times: 1, kind: kind}) }, nil)
				}
				w.run(t, func(l *life) {
					l.trouble(trouble{op: "any", skip: moment, times: 1, kind: asterisk.Timeout, done: true})
				}, nil)
			})
		})
	}
}

// The engine dies after every fact and every request there is; Asterisk and the
// people go on, and the next engine takes over.
func TestEngineDiesAtEveryMoment(t *testing.T) {
	for _, w := range walks(t) {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			n := w.run(t, nil, nil)
			each(t, n, func(t *testing.T, moment int) {
				w.run(t, func(l *life) { l.story.dieAfter(moment + 1) }, (*life).replace)
			})
		})
	}
}

// replace puts a new engine in place of one that died.
func (l *life) replace() {
	l.story.mu.Lock()
	died := l.story.over()
	l.story.mu.Unlock()
	if died {
		l.crash().restart(l.tree)
	}
}

func TestLinkBreaksAtEveryMoment(t *testing.T) {
	for _, w := range walks(t) {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			n := w.run(t, nil, nil)
			each(t, n, func(t *testing.T, moment int) {
				w.run(t, func(l *life) { l.breaks(moment) }, nil)
			})
		})
	}
}

// breaks cuts the link at a moment, for ten seconds.
func (l *life) breaks(moment int) {
	l.trouble(trouble{op: "any", skip: moment, times: 1, kind: asterisk.Unreachable, do: func() {
		l.phones.mu.Lock()
		l.unheard = true
		l.phones.puts[l.phones.lobby](asterisk.LinkDown{Err: asterisk.Unreachable})
		l.phones.down = true
		l.phones.troubles = append(l.phones.troubles, &trouble{op: "any", times: -1, kind: asterisk.Unreachable})
		l.phones.mu.Unlock()
		time.AfterFunc(10*time.Second, func() {
			l.noTrouble()
			l.phones.linkUp()
		})
		time.AfterFunc(60*time.Second, func() {
			l.phones.mu.Lock()
			defer l.phones.mu.Unlock()
			l.unheard = false
		})
	}})
}
