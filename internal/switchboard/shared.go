package switchboard

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"hotline/acd"
	"hotline/internal/journal"
	"hotline/internal/journal/fleet"
)

// shared is a floor that machines share. What happens here goes to the fleet's log as
// inputs; one machine decides; what was decided comes back, to the one who decided as to
// all, is folded, and only then told to the calls that have their home here. The fleet has
// put it into our own journal before that.
//
// While nobody decides, inputs wait in order, and so do those who ask, unless they have an
// answer for that time. What our callers end by themselves is ended all the same, see
// [shared.foresee].
type shared struct {
	*floor
	sb      *Switchboard
	log     FleetLog // nil = not joined yet
	begun   bool     // the calls of before are taken up
	news    []func() // for the calls, until then
	known   int64    // up to this place the journal told it already
	away    bool     // nobody decides
	pending []pending
	told    map[string][]acd.Window // hours of callbacks, by queue
	ruling  int                     // our own rules that are on their way
	foreseen
}

// pending is an order that is on its way, or what waits for those before it.
type pending struct {
	order
	n    int64 // of its origin; 0 = a reading
	read reading
}

// folded are groups of the log.
type folded []journal.Group

func (s *shared) begin() {}

func (s *shared) flush() {}

func (s *shared) ready() bool { return s.log != nil }

func (*shared) due() (int64, bool) { return 0, false }

// turn tells the fleet whether this machine can have calls: it needs its Asterisk.
func (s *shared) turn(open bool) {
	if !s.ready() {
		return // it is told when it has joined
	}
	s.present(open)
	if open {
		s.beginCalls()
	}
}

func (s *shared) present(open bool) {
	if open {
		s.submit(acd.MachineBack{At: s.now(), Machine: s.sb.cfg.Machine})
		return
	}
	s.submit(acd.MachineLost{At: s.now(), Machine: s.sb.cfg.Machine})
}

// joined: the log is there, and what the own journal knows of it is folded.
func (s *shared) joined(log FleetLog) {
	s.log = log
	if s.open {
		s.present(true)
		s.beginCalls()
	}
}

// beginCalls tells the calls, which have just been taken up, what has happened since the
// journal was read.
func (s *shared) beginCalls() {
	s.begun = true
	s.all(s.news)
	s.news = nil
}

func (s *shared) all(tell []func()) {
	for _, t := range tell {
		if t != nil {
			t()
		}
	}
}

func (s *shared) put(o order) {
	switch {
	case s.away && o.weigh != nil && o.away != nil && !kept(o.in):
		o.away() // it is not done behind somebody's back, later
		return
	case ruling(o.in):
		s.rule(o)
		return
	}
	if s.away && o.away != nil {
		o.away() // answered already: what comes of it later is nobody's to weigh
		o.weigh = nil
	}
	s.submitOrder(o)
	if s.away {
		s.foresee(o.in)
	}
}

// kept: the wish is fulfilled whenever that is possible.
func kept(in acd.Input) bool { _, ask := in.(acd.AskCallback); return ask }

func ruling(in acd.Input) bool { _, rules := in.(acd.LoadRules); return rules }

func (s *shared) submitOrder(o order) {
	o.in = homed(o.in, s.sb.cfg.Machine)
	if id := endedBy(o.in); id != "" && o.weigh == nil {
		o.weigh = s.forgets(id)
	}
	if n := s.submit(o.in); n > 0 {
		s.pending = append(s.pending, pending{order: o, n: n})
	}
}

func (s *shared) submit(in acd.Input) (n int64) {
	e, err := journal.EntryOf(acd.InputKind(in), acd.InputVersion, in)
	if err != nil {
		s.ledger.fail(journal.FloorStream(s.name), err)
		return 0
	}
	_, n = readOrigin(s.log.Submit(s.now(), e))
	return n
}

func readOrigin(origin string) (machine string, n int64) {
	at := strings.LastIndexByte(origin, '/')
	if at < 0 {
		return "", 0
	}
	n, _ = strconv.ParseInt(origin[at+1:], 10, 64)
	return origin[:at], n
}

// homed says where a call has its home.
func homed(in acd.Input, machine string) acd.Input {
	switch in := in.(type) {
	case acd.Enqueue:
		in.Home = machine
		return in
	case acd.AskCallback:
		in.Home = machine
		return in
	}
	return in
}

func (s *shared) read(r reading) {
	switch {
	case s.away && r.away != nil:
		r.away()
	case len(s.pending) == 0:
		if tell := r.fn(); tell != nil {
			tell()
		}
	default:
		s.pending = append(s.pending, pending{read: r})
	}
}

// fold takes what was decided. The calls are told at the end, lest a telephone rings for
// an offer that is over by then.
func (s *shared) fold(groups folded) {
	tell := make([]func(), 0, len(groups))
	for _, g := range groups {
		tell = append(tell, s.foldGroup(g)...)
		tell = append(tell, s.settle(g)...)
	}
	if !s.begun {
		s.news = append(s.news, tell...)
		return
	}
	s.all(tell)
}

func (s *shared) foldGroup(g journal.Group) (tell []func()) {
	for _, e := range g.Facts {
		fact, err := acd.DecodeFact(e.Kind, e.Version, e.Data)
		if err != nil {
			s.sb.cfg.Log.Error("a fact of the fleet cannot be read: use the same program on all machines", "floor", s.name, "place", g.Place, "err", err)
			continue
		}
		home := s.homeOf(fact)
		acd.Fold(s.state, fact)
		s.foldHours(fact)
		if g.Place > s.known {
			tell = append(tell, func() { s.heard(fact, home) })
		}
	}
	return tell
}

// foldHours keeps what was told of hours, for the next who decides.
func (s *shared) foldHours(fact acd.Fact) {
	switch f := fact.(type) {
	case *acd.HoursSet:
		s.told[f.Queue] = f.Open
	case *acd.RulesLoaded:
		maps.DeleteFunc(s.told, func(id string, _ []acd.Window) bool {
			return !slices.ContainsFunc(f.Rules.Queues, func(q acd.Queue) bool { return q.ID == id })
		})
	}
}

// homeOf is the machine of the fact's call; it is asked before the fact is folded, which
// may be the call's last.
func (s *shared) homeOf(fact acd.Fact) string {
	if q, ok := fact.(*acd.CallQueued); ok {
		return q.Home
	}
	c, _ := s.state.Call(acd.CallOf(fact))
	return c.Home
}

// heard tells of a fact: everybody who keeps books of seats, and the call if it is ours.
func (s *shared) heard(fact acd.Fact, home string) {
	s.ledger.observe(Seen{journal.FloorStream(s.name), fact})
	s.seats(s.floor, fact)
	s.heardOfMachine(fact)
	id := acd.CallOf(fact)
	if id == "" || !s.sb.ours(home) {
		return
	}
	s.metrics.floorFact(fact)
	if q, ok := fact.(*acd.CallQueued); ok {
		delete(s.ahead, id)
		if q.Callback.ID != "" && (q.Home != "" || s.log.Status().Leading) {
			s.back(s.floor, q)
		}
	}
	if s.wasForeseen(fact) || s.stale(fact) {
		return
	}
	if !s.deliver(id, fact) && home != "" {
		s.orphan(id, fact)
	}
}

// stale: the offer is over by now.
func (s *shared) stale(fact acd.Fact) bool {
	f, ok := fact.(*acd.Offered)
	if !ok {
		return false
	}
	seat, _ := s.state.Seat(f.Seat)
	return seat.Offer != f.Offer
}

// heardOfMachine: the fleet thought that we were gone, and we are not. Rules are compared
// with ours.
func (s *shared) heardOfMachine(fact acd.Fact) {
	switch f := fact.(type) {
	case *acd.MachineWentAway:
		if f.Machine == s.sb.cfg.Machine && s.open {
			s.present(true)
		}
	case *acd.RulesLoaded:
		s.compareRules()
	}
}

// settle answers those whose input this was.
func (s *shared) settle(g journal.Group) (tell []func()) {
	machine, n := readOrigin(g.Origin)
	if machine != s.sb.cfg.Machine || n == 0 {
		return nil
	}
	var facts []acd.Fact
	for _, e := range g.Facts {
		if f, err := acd.DecodeFact(e.Kind, e.Version, e.Data); err == nil {
			facts = append(facts, f)
		}
	}
	for len(s.pending) > 0 && s.pending[0].n <= n {
		p := s.pending[0]
		s.pending = s.pending[1:]
		switch {
		case p.n == 0:
			tell = append(tell, s.readLate(p.read)...)
		case p.weigh == nil:
		case p.n == n:
			tell = append(tell, p.weigh(facts))
		default: // what came of it is lost here
			tell = append(tell, p.weigh(nil))
		}
	}
	for len(s.pending) > 0 && s.pending[0].n == 0 {
		p := s.pending[0]
		s.pending = s.pending[1:]
		tell = append(tell, s.readLate(p.read)...)
	}
	return tell
}

func (s *shared) readLate(r reading) []func() {
	if tell := r.fn(); tell != nil {
		return []func(){tell}
	}
	return nil
}

// goAway: nobody decides from now on, or somebody does again.
func (s *shared) goAway(away bool) {
	s.away = away
	s.shadow, s.blind = nil, false
	if !away {
		return
	}
	rest := s.pending
	s.pending = nil
	for _, p := range rest {
		if p.n == 0 && p.read.away != nil {
			p.read.away()
			continue
		}
		if p.n > 0 && p.away != nil {
			p.away()
			p.weigh, p.away = nil, nil
		}
		s.pending = append(s.pending, p)
	}
	for _, p := range s.pending {
		if p.n > 0 {
			s.foresee(p.in)
		}
	}
}

// image is a floor as it is handed on.
type image struct {
	Floor []byte                  `json:"floor"`
	Hours map[string][]acd.Window `json:"hours,omitempty"`
}

func (s *shared) image() ([]byte, error) {
	state, err := s.state.Snapshot()
	if err != nil {
		return nil, err
	}
	return json.Marshal(image{state, s.told})
}

// readImage is nil for the empty floor.
func readImage(name string, data []byte) (*acd.State, map[string][]acd.Window, error) {
	if data == nil {
		return acd.New(name), map[string][]acd.Window{}, nil
	}
	var i image
	if err := json.Unmarshal(data, &i); err != nil {
		return nil, nil, fmt.Errorf("snapshot of floor %s: %w", name, err)
	}
	state, err := acd.Restore(i.Floor)
	if err != nil {
		return nil, nil, fmt.Errorf("snapshot of floor %s: %w", name, err)
	}
	if i.Hours == nil {
		i.Hours = map[string][]acd.Window{}
	}
	return state, i.Hours, nil
}

// restore begins anew from an image. Calls of ours that it does not know, or that we do
// not, are put right.
func (s *shared) restore(data []byte) error {
	state, told, err := readImage(s.name, data)
	if err != nil {
		return err
	}
	s.state, s.told = state, told
	s.shadow = nil
	if s.begun {
		s.compareCalls()
	}
	return nil
}

// compareCalls: the floor is another one than it was. A call that it does not know waits
// for nothing: it is queued again; one that nobody conducts is over.
func (s *shared) compareCalls() {
	for _, c := range s.state.Calls() {
		if c.Home != "" && s.sb.ours(c.Home) && !s.sb.conducts(c.ID) {
			s.submit(acd.HangUp{At: s.now(), Call: c.ID})
		}
	}
	for _, id := range s.sb.allCalls() {
		if _, there := s.state.Call(id); !there {
			s.deliver(id, floorLost{floor: s.floor})
		}
	}
}

var _ decides = (*shared)(nil)

// join follows the floor's log.
func (s *shared) join() {
	s.known = s.sb.lastPlace(journal.FloorStream(s.name))
	log, err := s.sb.cfg.Fleet.Join(s.sb.ctx, journal.FloorStream(s.name), replica{s}, s.sb.leadFloor(s.name))
	if err != nil {
		if s.sb.ctx.Err() == nil {
			s.sb.cfg.Log.Error("a floor of the fleet cannot be followed: nobody is offered its calls here", "floor", s.name, "err", err)
		}
		return
	}
	s.send(errand(func() { s.joined(log) }))
}

// replica is the fleet's way to the floor's goroutine.
type replica struct{ s *shared }

func (r replica) Restore(data []byte) error {
	return onFloor(r.s, func() error { return r.s.restore(data) })
}

func (r replica) Fold(groups []journal.Group) error {
	r.s.send(errand(func() { r.s.fold(groups) }))
	return nil
}

func (r replica) Snapshot() (data []byte, schema int, rules string, err error) {
	err = onFloor(r.s, func() (err error) {
		data, err = r.s.image()
		rules = r.s.state.Rules().Hash
		return err
	})
	if err != nil {
		return nil, 0, "", err
	}
	return data, acd.SnapshotSchema, rules, nil
}

func (r replica) Away(away bool) { r.s.send(errand(func() { r.s.goAway(away) })) }

// onFloor runs fn in its turn on the floor's goroutine, and waits for it.
func onFloor(s *shared, fn func() error) error {
	done := make(chan error, 1)
	s.send(errand(func() { done <- fn() }))
	select {
	case err := <-done:
		return err
	case <-s.sb.ctx.Done():
		return s.sb.ctx.Err()
	}
}

var _ fleet.Replica = replica{}
