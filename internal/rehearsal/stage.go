package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"strconv"
	"sync"
	"time"

	"hotline/internal/asterisk"
	"hotline/internal/dialplan"
	"hotline/internal/journal"
	"hotline/internal/switchboard"
)

// ErrEndless says that the call never comes to rest.
var ErrEndless = errors.New("more happens than in any real call: the flow goes round in a circle")

const mostSteps = 100_000 // of the clock, in one rehearsal

// Stage is a switchboard with everything around it, and the one who conducts it.
// It is not for use by several goroutines at once.
type Stage struct {
	ctx   context.Context //nolint:containedctx // of the whole rehearsal
	clock *Clock
	story *Story
	phone *telephone
	teller
	board *switchboard.Switchboard
	over  chan struct{} // closed at the end
	steps int
	calls int

	closing sync.Once
}

// New makes a stage whose seats are at work. ctx bounds the rehearsal in real
// time: one that is not over by then is stuck. It must be closed.
func New(ctx context.Context, tree *dialplan.Tree, world World) (*Stage, error) {
	s := &Stage{ctx: ctx, clock: NewClock(world.At.Add(-world.lead())), over: make(chan struct{})}
	s.story = newStory(s.clock)
	s.phone = newTelephone(s.clock, s.story, world)
	s.teller = newTeller(s.story)
	tree, seats := staffed(tree, world)
	var err error
	s.board, err = switchboard.New(ctx, switchboard.Config{
		Telephone: s.phone, Journal: journal.NewMemory(), Tree: tree, Sounds: sounds{}, Clock: s.clock,
		Recordings: shelf{}, Fetcher: servers{s.clock, world.Servers, s.over},
		Rand: rand.NewChaCha8([32]byte{}), Log: newLog(s.story), Observe: s.observe,
	})
	if err != nil {
		return nil, err
	}
	if err := s.board.Start(ctx); err != nil {
		return nil, err
	}
	if err := s.open(tree, world, seats); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// open lets the seats sign in, those pause that shall, and the crowds call.
func (s *Stage) open(tree *dialplan.Tree, world World, seats map[string]bool) error {
	s.phone.tell(asterisk.LinkUp{First: true, Phones: seats})
	if err := s.clock.settle(s.ctx); err != nil {
		return err
	}
	if err := s.now(); err != nil {
		return err
	}
	s.pauses(tree, world)
	for i, crowd := range world.Crowds {
		s.gather(i, crowd)
	}
	if err := s.Pass(world.lead(), func() bool { return false }); err != nil {
		return err
	}
	s.story.begin()
	return nil
}

// staffed is the tree with every seat signing in by its telephone, and which
// telephones are there.
func staffed(tree *dialplan.Tree, world World) (*dialplan.Tree, map[string]bool) {
	changed := *tree
	changed.Seats = maps.Clone(tree.Seats)
	online := map[string]bool{}
	for id, seat := range changed.Seats {
		seat.SignIn = dialplan.Registered
		changed.Seats[id] = seat
		online[id] = world.seat(id).Does != SignedOut
	}
	return &changed, online
}

// Call is what somebody dials. The numbers are as the carrier gives them.
type Call struct {
	Trunk string
	From  string // empty = withheld
	To    string
	Hops  int           // how often other platforms forwarded it before
	Age   time.Duration // how long the caller has waited there
	Seat  string        // the seat that dials; then there is no trunk
}

func (c Call) args() []string {
	switch {
	case c.Seat != "":
		return []string{"seat", c.Seat, c.To}
	case c.Hops == 0 && c.Age == 0:
		return []string{"trunk", c.Trunk, c.To}
	}
	return []string{"trunk", c.Trunk, c.To, strconv.Itoa(c.Hops), strconv.Itoa(int(c.Age.Seconds()))}
}

// Place lets somebody call, and what follows at that moment happen.
func (s *Stage) Place(c Call) error {
	s.calls++
	from := c.From
	if c.Seat != "" {
		from = c.Seat
	}
	s.phone.places(&line{id: fmt.Sprintf("caller-%d", s.calls), number: from, args: c.args()})
	return s.now()
}

// Press presses a key on the caller's telephone. It is false if he has hung up.
func (s *Stage) Press(key byte) (bool, error) {
	if !s.phone.presses(key) {
		return false, nil
	}
	return true, s.now()
}

// Speak lets the caller speak into the recording that runs. It is false if there
// is none.
func (s *Stage) Speak(text string, takes time.Duration) bool { return s.phone.speaks(text, takes) }

// Records reports whether the caller is being recorded.
func (s *Stage) Records() bool { return s.phone.recordsCaller() }

// HangUp ends the caller's side. It is false if it has ended already.
func (s *Stage) HangUp() (bool, error) {
	if !s.phone.callerHangsUp() {
		return false, nil
	}
	return true, s.now()
}

// OtherHangsUp lets whoever talks with the caller hang up. It is false if nobody
// does.
func (s *Stage) OtherHangsUp() (bool, error) {
	if !s.phone.otherHangsUp() {
		return false, nil
	}
	return true, s.now()
}

// Seat lets a seat come to work, or leave.
func (s *Stage) Seat(id string, atWork bool) error {
	s.phone.seat(id, atWork)
	return s.now()
}

// Now is the time since the rehearsal began.
func (s *Stage) Now() time.Duration { return s.story.now() }

// Story is what has happened.
func (s *Stage) Story() *Story { return s.story }

// Pass lets time pass until something is the case, at most until a time since the
// beginning. What happens at that moment happens to its end.
func (s *Stage) Pass(until time.Duration, done func() bool) error {
	end := s.story.began.Add(until)
	for !done() {
		at, ok := s.clock.next()
		if !ok || at.After(end) {
			s.clock.jump(end)
			return nil
		}
		if err := s.step(); err != nil {
			return err
		}
	}
	return s.now()
}

// Onward lets time pass until something is the case. It is false, and no time has
// passed in vain, when nothing more will happen before that.
func (s *Stage) Onward(done func() bool) (bool, error) {
	for !done() {
		if _, ok := s.clock.next(); !ok {
			return false, nil
		}
		if err := s.step(); err != nil {
			return false, err
		}
	}
	return true, s.now()
}

// now lets everything happen that happens at this moment.
func (s *Stage) now() error {
	for {
		at, ok := s.clock.next()
		if !ok || at.After(s.clock.Now()) {
			return nil
		}
		if err := s.step(); err != nil {
			return err
		}
	}
}

func (s *Stage) step() error {
	if s.steps++; s.steps > mostSteps {
		return ErrEndless
	}
	return s.clock.step(s.ctx)
}

// Close ends everything; nothing is left running. It may be called twice.
func (s *Stage) Close() {
	s.closing.Do(func() {
		s.clock.close()
		close(s.over)
	})
	s.board.Stop()
}
