package e2e

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/record"
	"hotline/internal/rig"
	"hotline/internal/softphone"
	"hotline/internal/switchboard"
)

// patience bounds every wait of a test; it is no measure of speed.
const patience = 30 * time.Second

// scene is one test's hotline: an engine with a fresh journal on an Asterisk
// of its own for the while, and the facts it made so far.
type scene struct {
	*testing.T
	ctx  context.Context
	rig  *rig.Rig
	data string
	kept *logs

	exchange *softphone.Phone // the telephone outside

	mu      sync.Mutex
	facts   []any
	begun   int // facts of the parts before
	changed chan struct{}
	phones  []*softphone.Phone
}

// newScene takes a stage, and sets it without an engine.
func newScene(t *testing.T) *scene {
	t.Helper()
	t.Parallel()
	st := <-shared.stages
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	s := &scene{T: t, ctx: ctx, data: t.TempDir(), kept: st.kept, exchange: st.exchange, changed: make(chan struct{})}
	r := *st.rig
	r.Data, r.Observe = s.data, s.observe
	s.rig = &r
	t.Cleanup(func() {
		defer func() { shared.stages <- st }()
		defer cancel()
		s.leave()
	})
	return s
}

// open sets the stage with an engine that is ready for calls.
func open(t *testing.T) *scene {
	t.Helper()
	s := newScene(t)
	s.startEngine()
	return s
}

// openAt is open with an engine whose clock starts at a moment in China.
func openAt(t *testing.T, moment string) *scene {
	t.Helper()
	s := newScene(t)
	s.setClock(moment)
	s.startEngine()
	return s
}

// setClock lets the next engine's clock start at a moment in China.
func (s *scene) setClock(moment string) {
	s.Helper()
	at, err := time.Parse(time.RFC3339, moment+":00+08:00")
	require.NoError(s, err)
	s.rig.Offset = time.Until(at)
}

func (s *scene) startEngine() {
	s.Helper()
	require.NoError(s, s.rig.StartEngine(s.ctx))
	s.eventually("the engine is ready", func() bool { return s.rig.Engine.Ready() == nil })
}

// leave checks that nothing is left behind, and ends what the test began.
func (s *scene) leave() {
	s.nothingLeft()
	s.everySeatAtRest()
	for _, p := range s.phones {
		_ = p.Close()
	}
	s.rig.StopEngine()
	s.nobodyRegistered()
	s.nothingLeaked()
}

// nobodyRegistered ends what a phone that vanished left in Asterisk: to the next
// test its seat would be at work. A phone that registers in its place and goes in
// good order takes the place along.
func (s *scene) nobodyRegistered() {
	for number := range s.rig.Tree.Phones {
		if !s.registered(number) {
			continue
		}
		p, err := s.rig.SeatPhone(s.ctx, number)
		if err == nil {
			err = p.Register(s.ctx)
			_ = p.Close()
		}
		if err != nil || !eventually(func() bool { return !s.registered(number) }) {
			s.Errorf("telephone %s is still registered: %v", number, err)
		}
	}
}

func (s *scene) registered(number string) bool {
	contacts, err := s.rig.Server.CLI(s.ctx, "pjsip show contacts")
	return err != nil || strings.Contains(contacts, "  "+number+"/sip")
}

// nothingLeft waits until Asterisk has neither channel nor bridge nor recording.
func (s *scene) nothingLeft() {
	var said string
	ok := eventually(func() bool {
		channels, err1 := s.rig.Server.CLI(s.ctx, "core show channels concise")
		bridges, err2 := s.rig.Server.CLI(s.ctx, "bridge show all")
		recordings, err3 := filepath.Glob(filepath.Join(s.rig.Server.Site().Dirs.Spool, "recording", "*"))
		said = channels + "\n" + bridges + "\n" + strings.Join(recordings, "\n")
		return err1 == nil && err2 == nil && err3 == nil && len(recordings) == 0 &&
			strings.TrimSpace(channels) == "" && strings.Count(bridges, "\n") == 0
	})
	if !ok {
		s.Errorf("left behind in Asterisk:\n%s", said)
	}
}

// busySeats are those of which a floor believes that they are in a call.
var busySeats = regexp.MustCompile(`(?m)^hotline_seats\{.*state="(offered|talking|on-hold|consulting|occupied)"\} [^0].*$`)

// everySeatAtRest waits until the engine, if one runs in this process, has no call and
// no seat in one.
func (s *scene) everySeatAtRest() {
	if s.rig.Engine == nil {
		return
	}
	var said string
	ok := eventually(func() bool {
		said = get("http://" + s.rig.Engine.Addr() + "/metrics")
		return strings.Contains(said, "\nhotline_calls_active 0\n") && !busySeats.MatchString(said)
	})
	if !ok {
		s.Errorf("still in a call: %s\n%s", strings.Join(busySeats.FindAllString(said, -1), "\n"), s.story())
	}
}

// part is a named piece of a scene that begins and ends with everybody at rest. Its
// facts are counted from its beginning.
func (s *scene) part(name string, do func()) {
	s.Helper()
	outer := s.T
	defer func() { s.T = outer }()
	ok := outer.Run(name, func(t *testing.T) {
		s.T = t
		s.mu.Lock()
		s.begun = len(s.facts)
		s.mu.Unlock()
		do()
		s.nothingLeft()
		s.everySeatAtRest()
	})
	if !ok {
		outer.FailNow() // the parts share what is left
	}
}

// eventually is for states of Asterisk that nothing announces.
func eventually(holds func() bool) bool {
	deadline := time.After(patience)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if holds() {
			return true
		}
		select {
		case <-tick.C:
		case <-deadline:
			return false
		}
	}
}

func (s *scene) eventually(what string, holds func() bool) {
	s.Helper()
	if !eventually(holds) {
		s.Fatalf("did not come true: %s\n%s", what, s.story())
	}
}

// observe collects facts from the engine.
func (s *scene) observe(seen switchboard.Seen) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.facts = append(s.facts, seen.Fact)
	close(s.changed)
	s.changed = make(chan struct{})
}

// until waits for the n-th fact of its type that fits, counted from the start of
// the scene, or of its part.
func until[F any](s *scene, n int, fits func(F) bool) F {
	s.Helper()
	deadline := time.After(patience)
	for {
		s.mu.Lock()
		count, changed := 0, s.changed
		for _, f := range s.facts[s.begun:] {
			if f, ok := f.(F); ok && fits(f) {
				if count++; count == n {
					s.mu.Unlock()
					return f
				}
			}
		}
		s.mu.Unlock()
		select {
		case <-changed:
		case <-deadline:
			var zero F
			s.Fatalf("fact %T number %d did not come\n%s", zero, n, s.story())
		}
	}
}

func any1[F any](F) bool { return true }

// story lists the facts so far, for a failed test.
func (s *scene) story() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var b strings.Builder
	for _, f := range s.facts[s.begun:] {
		if _, dull := f.(*acd.RulesLoaded); !dull {
			fmt.Fprintf(&b, "  %T %+v\n", f, f)
		}
	}
	return b.String()
}

// seat makes a seat's phone, registers it and waits until it is at work.
func (s *scene) seat(number string) *softphone.Phone {
	s.Helper()
	p := s.phoneOf(number)
	require.NoError(s, p.Register(s.ctx))
	until(s, 1, func(f *acd.SeatSignedIn) bool { return f.Seat == number })
	return p
}

func (s *scene) phoneOf(number string) *softphone.Phone {
	s.Helper()
	p, err := s.rig.SeatPhone(s.ctx, number)
	require.NoError(s, err)
	s.phones = append(s.phones, p)
	return p
}

// usualCaller is who calls where nothing else is said.
const usualCaller = "13800138000"

// caller makes a phone behind the carrier's trunk.
func (s *scene) caller() *softphone.Phone {
	s.Helper()
	p, err := s.rig.CarrierPhone(s.ctx, usualCaller)
	require.NoError(s, err)
	s.phones = append(s.phones, p)
	return p
}

// dial places a call and waits until it was taken.
func (s *scene) dial(number string) *softphone.Call {
	s.Helper()
	return s.dialFrom(s.caller(), number, softphone.DialOptions{})
}

func (s *scene) dialFrom(p *softphone.Phone, number string, opts softphone.DialOptions) *softphone.Call {
	s.Helper()
	c, err := p.Dial(s.ctx, number, opts)
	require.NoError(s, err)
	require.NoError(s, c.WaitAnswered(s.ctx), "nobody took the call")
	return c
}

// rings waits for a call at a seat's phone and lets it ring.
func (s *scene) rings(p *softphone.Phone) *softphone.Call {
	s.Helper()
	c, err := p.NextCall(s.ctx)
	require.NoError(s, err, "the phone did not ring\n%s", s.story())
	require.NoError(s, c.Ring())
	return c
}

// answers lets a seat's phone ring, picks it up, and checks that both hear each
// other.
func (s *scene) answers(seat *softphone.Phone, caller *softphone.Call) *softphone.Call {
	s.Helper()
	c := s.rings(seat)
	require.NoError(s, c.Answer(s.ctx))
	s.talk(caller, c)
	return c
}

// over waits for the end of calls that the other side hangs up.
func (s *scene) over(calls ...*softphone.Call) {
	s.Helper()
	for _, c := range calls {
		_, err := c.WaitEnded(s.ctx)
		require.NoError(s, err, "the call did not end\n%s", s.story())
	}
}

// talk checks that both hear each other, by tones of their own.
func (s *scene) talk(caller, seat *softphone.Call) {
	s.Helper()
	caller.SkipToNow()
	seat.SkipToNow()
	caller.StartTone(660)
	seat.StartTone(440)
	require.NoError(s, seat.WaitTone(s.ctx, 660, 300*time.Millisecond), "the seat does not hear the caller\n%s", s.story())
	require.NoError(s, caller.WaitTone(s.ctx, 440, 300*time.Millisecond), "the caller does not hear the seat\n%s", s.story())
	caller.StopTone()
	seat.StopTone()
}

// hears waits until the caller has heard the beginning of a text.
func (s *scene) hears(c *softphone.Call, text string) {
	s.Helper()
	_, err := c.WaitPrompt(s.ctx, softphone.Prefix(s.words(text), 2*time.Second))
	require.NoError(s, err, "not heard: %s\n%s", text, s.story())
}

func (s *scene) words(text string) []int16 {
	s.Helper()
	sound, err := s.rig.Library.Get(s.ctx, "", text)
	require.NoError(s, err)
	pcm, err := softphone.ReadWAV(sound.Path + ".wav")
	require.NoError(s, err)
	return pcm
}

// ended waits for the n-th end of a call from the trunk, and returns its record.
func (s *scene) ended(n int) record.Call {
	s.Helper()
	end := until(s, n, any1[call.Ended])
	return s.records()[end.Call]
}

// records reads the journal as `hotline calls` does.
func (s *scene) records() map[string]record.Call {
	s.Helper()
	calls, err := record.List(s.ctx, s.data, record.Filter{})
	require.NoError(s, err)
	byID := map[string]record.Call{}
	for _, c := range calls {
		byID[c.ID] = c
	}
	return byID
}

func (s *scene) onlyRecord() record.Call {
	s.Helper()
	all := slices.Collect(maps.Values(s.records()))
	require.Len(s, all, 1)
	return all[0]
}
