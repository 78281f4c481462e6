package switchboard

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/internal/prompt"
)

// scene is a switchboard with everything around it, in virtual time. Its methods
// read as a time axis: at(1) somebody does something, and then so it is.
type scene struct {
	t       testing.TB
	start   time.Time
	story   *story
	phones  *phones
	sounds  *sounds
	keeper  *keeper
	server  *server
	engine  *engine
	board   *Switchboard
	reg     *prometheus.Registry
	log     bytes.Buffer
	machine string         // of a fleet
	fleet   *fleetInMemory // nil = the engine is alone
	seed    byte           // of call ids, besides
	pins    map[string]string
	day     map[string]SeatDay
	callers map[string]string // number and centre -> call
	read    map[string]int    // lines of the story that the test has looked at
}

// sounds speak every text but those that are mute.
type sounds struct {
	mu     sync.Mutex
	mute   map[string]bool
	broken string // the text that makes it panic
}

func (s *sounds) Get(_ context.Context, _, text string) (prompt.Sound, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.broken != "" && strings.Contains(text, s.broken):
		panic("no voice")
	case s.mute[text]:
		return prompt.Sound{}, errors.New("no such sound")
	}
	return prompt.Sound{Path: "/" + text}, nil
}

func (s *sounds) GetSlow(ctx context.Context, lang, text string) (prompt.Sound, error) {
	sound, err := s.Get(ctx, lang, text)
	sound.Path = "/慢" + strings.TrimPrefix(sound.Path, "/")
	return sound, err
}

// loadTree reads the tree of the tests.
func loadTree(t testing.TB) *dialplan.Tree {
	t.Helper()
	tree, err := dialplan.Load("testdata/tree")
	require.NoError(t, err)
	return tree
}

// play runs a scene. At its end everybody has hung up and nothing is left.
func play(t *testing.T, act func(s *scene)) {
	t.Helper()
	playOn(t, loadTree(t), act)
}

func playOn(t *testing.T, tree *dialplan.Tree, act func(s *scene)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := newScene(t)
		s.open(tree)
		act(s)
		s.close()
		if t.Failed() {
			t.Log(s.log.String())
		}
	})
}

func newScene(t testing.TB) *scene {
	story := newStory()
	phones := newPhones(story)
	phones.online["8003"] = true // whose seat is always at work
	return &scene{
		t: t, start: time.Now(), story: story, phones: phones,
		sounds: &sounds{mute: map[string]bool{}}, read: map[string]int{},
		keeper: &keeper{story: story, files: map[string]int{}, erased: map[string]bool{}}, server: newServer(),
	}
}

// open starts an engine, which finds the link up.
func (s *scene) open(tree *dialplan.Tree) {
	s.t.Helper()
	s.begin(tree)
	s.phones.linkUp()
	synctest.Wait()
}

// begin starts an engine that has no link yet.
func (s *scene) begin(tree *dialplan.Tree) {
	s.t.Helper()
	s.engine, s.reg = s.phones.connect(), prometheus.NewRegistry()
	own := &record{s.story.journal, s.story, s.engine}
	var others Fleet
	if s.fleet != nil {
		others = s.fleet.machine(s.machine, own)
	}
	var err error
	s.board, err = New(s.t.Context(), Config{
		Telephone: s.engine, Journal: own, Machine: s.machine, Fleet: others, Tree: tree, Sounds: s.sounds,
		Recordings: s.keeper, Fetcher: s.server,
		Clock: WallClock{}, Rand: rand.NewChaCha8([32]byte{byte(s.story.count()), s.seed}), Metrics: s.reg,
		PINs: s.pin, Figures: s.figures, Callers: s.caller,
		Log: slog.New(slog.NewTextHandler(&s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	require.NoError(s.t, err)
	require.NoError(s.t, s.board.Start(s.t.Context()))
	synctest.Wait()
}

// close checks what must hold when all calls are over.
func (s *scene) close() {
	s.t.Helper()
	synctest.Wait()
	if problems := s.leftovers(); len(problems) > 0 {
		s.t.Errorf("left over: %s\n%s", strings.Join(problems, "; "), s.all())
	}
	s.stop()
}

func (s *scene) stop() {
	s.board.Stop()
	s.board.Stop() // twice is allowed
}

// leftovers lists what should not be there when everybody has hung up.
func (s *scene) leftovers() (found []string) {
	report := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	s.board.mu.Lock()
	for id := range s.board.calls {
		report("call %s runs", id)
	}
	for id := range s.board.owners {
		report("leg %s has an owner", id)
	}
	s.board.mu.Unlock()
	s.board.occupied.mu.Lock()
	for seat, calls := range s.board.occupied.calls {
		report("seat %s is occupied by %v", seat, calls)
	}
	s.board.occupied.mu.Unlock()
	s.board.lines.mu.Lock()
	for phone, legs := range s.board.lines.legs {
		report("line of %s has %d legs", phone, len(legs))
	}
	s.board.lines.mu.Unlock()
	s.phones.mu.Lock()
	for id, ch := range s.phones.channels {
		if ch.inside || !ch.up {
			report("channel %s", id)
		}
	}
	for id := range s.phones.routes {
		report("route of %s", id)
	}
	for id := range s.phones.bridges {
		report("bridge %s", id)
	}
	for id := range s.phones.playbacks {
		report("playback %s", id)
	}
	for name, r := range s.phones.sounds {
		if r.live || !s.broke(name) {
			report("recording %s at Asterisk", name)
		}
	}
	s.phones.mu.Unlock()
	for name, ends := range s.story.ends() {
		if !oncePerCall(ends) || !slices.Contains(call.Outcomes(), ends[0].Outcome) {
			report("%s ended as %v", name, ends)
		}
	}
	found = append(found, s.floorsOff()...)
	return append(found, s.story.early...)
}

// oncePerCall: a channel that is found after a crash may begin a second call.
func oncePerCall(ends []call.Ended) bool {
	calls := map[string]bool{}
	for _, e := range ends {
		calls[e.Call] = true
	}
	return len(ends) > 0 && len(ends) == len(calls)
}

// broke: the recording is of a call that ended by a mistake of ours. Its sound may
// stay at Asterisk.
func (s *scene) broke(recording string) bool {
	s.story.mu.Lock()
	name := s.story.laneOf(recording)
	s.story.mu.Unlock()
	return slices.ContainsFunc(s.story.ends()[name], func(e call.Ended) bool { return e.Detail == "a mistake of ours" })
}

// floorsOff compares each floor as it lives with what its facts add up to.
func (s *scene) floorsOff() (off []string) {
	remembered, err := recall(context.Background(), s.story.journal, quiet())
	if err != nil {
		return []string{err.Error()}
	}
	for _, f := range s.board.allFloors() {
		folded := remembered.floors[f.name]
		if folded == nil {
			continue // no fact yet
		}
		s.floor(f.name, func(live *acd.State) {
			if got, want := standing(folded), standing(live); got != want {
				off = append(off, fmt.Sprintf("floor %s lives as %s and is recalled as %s", f.name, want, got))
			}
			if n, last := live.Misfits(); n > 0 {
				off = append(off, last)
			}
			for _, seat := range live.Seats() {
				switch seat.Stance.Now {
				case acd.StateOccupied, acd.StateTalking, acd.StateOnHold, acd.StateConsulting:
					off = append(off, fmt.Sprintf("floor %s has seat %s %s with %s", f.name, seat.ID, seat.Stance.Now, seat.Call))
				}
			}
			if calls := live.Calls(); len(calls) > 0 {
				off = append(off, fmt.Sprintf("floor %s has %v", f.name, calls))
			}
		})
	}
	return off
}

func standing(s *acd.State) string {
	return fmt.Sprint(s.Seats(), s.Calls(), s.Queues(), s.Callbacks())
}

// floor looks at a floor's state, on its goroutine.
func (s *scene) floor(name string, look func(*acd.State)) {
	done := make(chan struct{})
	s.board.floor(name).send(ask{func(state *acd.State) {
		defer close(done)
		look(state)
	}})
	<-done
}

// at lets time pass until so many seconds after the start.
func (s *scene) at(second float64) *scene {
	s.t.Helper()
	d := time.Until(s.start.Add(time.Duration(second * float64(time.Second))))
	require.GreaterOrEqual(s.t, d, time.Duration(0), "time runs forward")
	pass(d)
	return s
}

// pass lets virtual time pass, and what it brings be done.
func pass(d time.Duration) {
	time.Sleep(d) //nolint:forbidigo // in a bubble this is how time passes
	synctest.Wait()
}

// do lets something happen on the Asterisk side, and waits until all is quiet.
func (s *scene) do(what func(p *phones)) *scene {
	s.phones.mu.Lock()
	what(s.phones)
	s.phones.mu.Unlock()
	synctest.Wait()
	return s
}

// atOnce lets more than one thing happen before a call learns what its floor city
// makes of the first.
func (s *scene) atOnce(what func(p *phones)) *scene {
	written := make(chan struct{})
	s.story.slow("floor/city", written)
	s.do(what)
	close(written)
	synctest.Wait()
	return s
}

// arrives: somebody dials the hotline.
func (s *scene) arrives(name, called string) *scene {
	return s.enters(name, "13800138000", "trunk", "carrier", called)
}

// dials: a seat dials a feature code.
func (s *scene) dials(name, seat, code string) *scene {
	return s.enters(name, seat, "seat", seat, code)
}

func (s *scene) enters(name, number string, args ...string) *scene {
	return s.do(func(p *phones) {
		ch := &channel{id: name, number: number, args: args}
		p.channels[name] = ch
		p.enter(ch)
	})
}

// hangsUp: a caller, or the seat whose telephone is in a call.
func (s *scene) hangsUp(who string) *scene {
	s.t.Helper()
	id := s.channel(who)
	return s.do(func(p *phones) { p.end(id, true, 16, 0) })
}

// channel finds a caller's channel, or the leg to a seat or number.
func (s *scene) channel(who string) string {
	s.t.Helper()
	s.phones.mu.Lock()
	defer s.phones.mu.Unlock()
	if s.phones.channels[who] != nil {
		return who
	}
	for id, ch := range s.phones.channels {
		if ch.number == "PJSIP/"+who || strings.HasPrefix(ch.number, "PJSIP/"+who+"@") {
			return id
		}
	}
	s.t.Fatalf("%s is in no call\n%s", who, s.all())
	return ""
}

// rings: the seat's telephone rings.
func (s *scene) rings(seat string) *scene {
	s.t.Helper()
	id := s.channel(seat)
	return s.do(func(p *phones) { p.tell(id, asterisk.Dialling{ID: id, Status: asterisk.DialRinging}) })
}

// answers: the telephone of a seat, or outside, is picked up.
func (s *scene) answers(who string) *scene {
	s.t.Helper()
	id := s.channel(who)
	return s.do(func(p *phones) { p.enter(p.channels[id]) })
}

// refuses: the telephone will not take the call.
func (s *scene) refuses(who string, status asterisk.DialStatus, cause, sip int) *scene {
	s.t.Helper()
	id := s.channel(who)
	return s.do(func(p *phones) {
		p.tell(id, asterisk.Dialling{ID: id, Status: status})
		p.end(id, false, cause, sip)
	})
}

// heard: what is played to the caller has come to its end.
func (s *scene) heard(name string) *scene {
	s.t.Helper()
	return s.do(func(p *phones) {
		if p.silence(name, false) == 0 {
			s.t.Errorf("%s hears nothing", name)
		}
	})
}

func (s *scene) presses(name string, digit byte) *scene {
	return s.do(func(p *phones) { p.tell(name, asterisk.Digit{ID: name, Digit: digit}) })
}

// online and offline: telephones of seats register and vanish.
func (s *scene) online(seats ...string) *scene { return s.registers(true, seats) }

func (s *scene) offline(seats ...string) *scene { return s.registers(false, seats) }

func (s *scene) registers(online bool, seats []string) *scene {
	return s.do(func(p *phones) {
		for _, seat := range seats {
			p.online[seat] = online
			if !p.down {
				p.puts[p.lobby](asterisk.PhoneChanged{Resource: seat, Online: online})
			}
		}
	})
}

// linkDown: no events pass until linkUp.
func (s *scene) linkDown() *scene {
	return s.do(func(p *phones) {
		p.puts[p.lobby](asterisk.LinkDown{Err: errors.New("cut")})
		p.down = true
	})
}

func (s *scene) linkUp() *scene {
	s.phones.linkUp()
	synctest.Wait()
	return s
}

// trouble befalls so many requests of that kind (-1 = all).
func (s *scene) trouble(t trouble) *trouble {
	s.phones.mu.Lock()
	defer s.phones.mu.Unlock()
	s.phones.troubles = append(s.phones.troubles, &t)
	return &t
}

func (s *scene) noTrouble() {
	s.phones.mu.Lock()
	defer s.phones.mu.Unlock()
	s.phones.troubles = nil
}

// crash: the engine dies on the spot. Asterisk goes on.
func (s *scene) crash() *scene {
	s.phones.mu.Lock()
	s.engine.dead = true
	s.phones.mu.Unlock()
	s.stop()
	return s
}

// restart begins a new engine on what the journal has.
func (s *scene) restart(tree *dialplan.Tree) *scene {
	s.t.Helper()
	s.story.mu.Lock()
	s.story.last = 0
	s.story.mu.Unlock()
	s.open(tree)
	return s
}

// happened compares what happened to a call or floor since the last look; facts
// have a star in front.
func (s *scene) happened(lane string, want ...string) *scene {
	s.t.Helper()
	require.Equal(s.t, append([]string{}, want...), s.since(lane), "what happened to %s", lane)
	return s
}

// happenedIn looks for these lines, in this order, in what happened since the last look:
// what is done beside them has no order with them.
func (s *scene) happenedIn(lane string, want ...string) *scene {
	s.t.Helper()
	had := s.since(lane)
	left := had
	for _, line := range want {
		i := slices.Index(left, line)
		require.GreaterOrEqual(s.t, i, 0, "%q is not among what happened to %s, or too early:\n%s", line, lane, strings.Join(had, "\n"))
		left = left[i+1:]
	}
	return s
}

func (s *scene) since(lane string) []string {
	s.story.mu.Lock()
	defer s.story.mu.Unlock()
	lines := s.story.lines[lane][s.read[lane]:]
	s.read[lane] = len(s.story.lines[lane])
	return append([]string{}, lines...)
}

// told reports whether a line is in what has happened since the last look.
func (s *scene) told(lane, line string) *scene {
	s.t.Helper()
	s.story.mu.Lock()
	defer s.story.mu.Unlock()
	require.Contains(s.t, s.story.lines[lane][s.read[lane]:], line, "what happened to %s", lane)
	return s
}

func (s *scene) notTold(lane, line string) *scene {
	s.t.Helper()
	s.story.mu.Lock()
	defer s.story.mu.Unlock()
	require.NotContains(s.t, s.story.lines[lane][s.read[lane]:], line, "what happened to %s", lane)
	return s
}

// look passes over what has happened so far.
func (s *scene) look() *scene {
	s.story.mu.Lock()
	defer s.story.mu.Unlock()
	for lane, lines := range s.story.lines {
		s.read[lane] = len(lines)
	}
	return s
}

// ended checks how a call ended, by its facts.
func (s *scene) ended(name string, outcome call.Outcome, by string) *scene {
	s.t.Helper()
	ends := s.story.ends()[name]
	require.Len(s.t, ends, 1, "ends of %s\n%s", name, s.all())
	require.Equal(s.t, outcome, ends[0].Outcome, "outcome of %s\n%s", name, s.all())
	require.Equal(s.t, by, ends[0].By, "who ended %s", name)
	return s
}

// seat checks what a seat of floor city does.
func (s *scene) seat(id string, now acd.SeatState) *scene {
	s.t.Helper()
	var seat acd.SeatStatus
	s.floor("city", func(state *acd.State) { seat, _ = state.Seat(id) })
	require.Equal(s.t, now.String(), seat.Stance.Now.String(), "seat %s", id)
	return s
}

// plays checks the music that a caller hears; "" = none.
func (s *scene) plays(name, music string) *scene {
	s.t.Helper()
	s.phones.mu.Lock()
	defer s.phones.mu.Unlock()
	require.Equal(s.t, music, s.phones.music[name], "music of %s", name)
	return s
}

// talking checks that a caller and the leg to somebody hear each other.
func (s *scene) talking(name, with string) *scene {
	s.t.Helper()
	leg := s.channel(with)
	s.phones.mu.Lock()
	defer s.phones.mu.Unlock()
	for _, in := range s.phones.bridges {
		if slices.Contains(in, name) && slices.Contains(in, leg) {
			return s
		}
	}
	s.t.Errorf("%s and %s are in no bridge: %v", name, with, s.phones.bridges)
	return s
}

// metric reads a counter or gauge.
func (s *scene) metric(name string) float64 {
	s.t.Helper()
	families, err := s.reg.Gather()
	require.NoError(s.t, err)
	for _, f := range families {
		if f.GetName() == name {
			m := f.GetMetric()[0]
			return m.GetCounter().GetValue() + m.GetGauge().GetValue()
		}
	}
	s.t.Fatalf("no metric %s", name)
	return 0
}

// all is the whole story, for those who look for a mistake.
func (s *scene) all() string {
	s.story.mu.Lock()
	defer s.story.mu.Unlock()
	var b strings.Builder
	for _, lane := range sorted(s.story.lines) {
		fmt.Fprintf(&b, "%s:\n  %s\n", lane, strings.Join(s.story.lines[lane], "\n  "))
	}
	return b.String()
}
