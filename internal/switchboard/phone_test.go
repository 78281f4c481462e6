package switchboard

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"hotline/internal/asterisk"
)

// phones is a scripted Asterisk: it keeps channels, bridges and playbacks, does
// what it is asked, and fails or waits when a test says so. What people do (pick
// up, press keys, hang up) is the test's.
type phones struct {
	story *story

	mu        sync.Mutex
	engine    *engine // that is connected
	puts      map[*asterisk.Mailbox]func(asterisk.Event) bool
	lobby     *asterisk.Mailbox
	routes    map[string]*route
	channels  map[string]*channel
	bridges   map[string][]string
	playbacks map[string]playback
	music     map[string]string
	sounds    map[string]*sound
	online    map[string]bool
	down      bool                     // no events pass
	unheard   []asterisk.PlaybackEnded // meanwhile
	wordless  bool                     // nobody says a word into the voicemail
	snooped   map[string]bool          // ids that were taken
	troubles  []*trouble
}

// engine is one life of a switchboard. A dead one changes nothing any more.
type engine struct {
	*phones
	dead bool
}

// route is where the events of a channel go, and what its owner was told.
type route struct {
	box                   *asterisk.Mailbox
	exists, inside, ended bool
}

type channel struct {
	id, number string
	name       string // its display name
	args       []string
	inside     bool // in our application
	up         bool
	snoops     string // the channel that it listens to; it ends with that
	whispers   bool   // and that hears what is said to it
	asked      asterisk.Origination
	since      time.Time // of the last change
}

type playback struct {
	channel string // or bridge
	since   time.Time
	endless bool // a tone
}

// trouble is what befalls requests of one kind.
type trouble struct {
	op    string // or "any"
	skip  int    // so many are spared first
	times int    // how often; -1 = always
	kind  asterisk.Kind
	done  bool   // the request is carried out nevertheless
	do    func() // happens before the request
	then  func() // happens between the request and its answer
	wait  chan struct{}
}

func newPhones(s *story) *phones {
	p := &phones{
		story: s, puts: map[*asterisk.Mailbox]func(asterisk.Event) bool{}, routes: map[string]*route{},
		channels: map[string]*channel{}, bridges: map[string][]string{}, playbacks: map[string]playback{},
		music: map[string]string{}, sounds: map[string]*sound{}, online: map[string]bool{}, snooped: map[string]bool{},
	}
	return p
}

// connect begins a new life: what the one before had routed is forgotten.
func (p *phones) connect() *engine {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.engine = &engine{phones: p}
	p.routes = map[string]*route{}
	p.lobby = p.newBox()
	return p.engine
}

func (p *phones) newBox() *asterisk.Mailbox {
	box, put := asterisk.NewMailbox()
	p.puts[box] = put
	return box
}

// tell delivers an event about a channel to its owner, or to the lobby.
func (p *phones) tell(id string, e asterisk.Event) {
	if p.down {
		return
	}
	if r := p.routes[id]; r != nil && p.puts[r.box](e) {
		return
	}
	p.puts[p.lobby](e)
}

// enter brings a channel into our application.
func (p *phones) enter(ch *channel) {
	ch.inside, ch.up, ch.since = true, true, time.Now()
	if p.down {
		return
	}
	r := p.routes[ch.id]
	if r != nil {
		r.exists, r.inside = true, true
		p.tell(ch.id, ch.arrived(r.box))
		return
	}
	p.puts[p.lobby](p.adopt(ch))
}

func (p *phones) adopt(ch *channel) asterisk.ChannelArrived {
	r := &route{box: p.newBox(), exists: true, inside: true}
	p.routes[ch.id] = r
	return ch.arrived(r.box)
}

func (c *channel) arrived(box *asterisk.Mailbox) asterisk.ChannelArrived {
	return asterisk.ChannelArrived{Channel: c.asterisk(), Args: c.args, Box: box}
}

func (c *channel) asterisk() asterisk.Channel {
	state := "Ringing"
	if c.up {
		state = "Up"
	}
	return asterisk.Channel{ID: c.id, State: state, CallerNumber: c.number, CallerName: c.name}
}

// end takes a channel away. Somebody hung up, or we did.
func (p *phones) end(id string, by bool, cause, sip int) {
	ch := p.channels[id]
	if ch == nil {
		return
	}
	delete(p.channels, id)
	delete(p.music, id)
	for bridge, in := range p.bridges {
		p.bridges[bridge] = slices.DeleteFunc(in, func(c string) bool { return c == id })
	}
	if by {
		p.tell(id, asterisk.HangupRequested{ID: id, Cause: cause, TechCause: sip})
	}
	p.silence(id, true)
	p.endRecordings(id)
	if r := p.routes[id]; r != nil && !p.down {
		r.exists, r.inside, r.ended = true, false, true
	}
	p.tell(id, asterisk.ChannelEnded{ID: id, Cause: cause, TechCause: sip})
	for _, other := range sorted(p.channels) {
		if ch := p.channels[other]; ch != nil && ch.snoops == id {
			p.end(other, false, cause, 0)
		}
	}
}

// silence ends everything that is played to a channel, and counts it.
func (p *phones) silence(id string, failed bool) (ended int) {
	for _, pb := range sorted(p.playbacks) {
		if p.playbacks[pb].channel == id {
			p.endPlayback(pb, failed)
			ended++
		}
	}
	return ended
}

func (p *phones) endPlayback(id string, failed bool) {
	of, ok := p.playbacks[id]
	if !ok {
		return
	}
	delete(p.playbacks, id)
	e := asterisk.PlaybackEnded{Playback: id, Target: of.channel, Failed: failed}
	if p.down {
		p.unheard = append(p.unheard, e)
		return
	}
	p.tellPlayback(e)
}

func (p *phones) tellPlayback(e asterisk.PlaybackEnded) {
	to := e.Target
	if p.routes[e.Playback] != nil {
		to = e.Playback
	}
	p.tell(to, e)
}

// linkUp reconciles as a Link does: losses first, then LinkUp, then news.
func (p *phones) linkUp() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.reconcile()
}

func (p *phones) reconcile() {
	p.down = false
	for _, id := range sorted(p.routes) {
		if r := p.routes[id]; r.exists && !r.ended && p.channels[id] == nil {
			r.ended = true
			p.tell(id, asterisk.ChannelEnded{ID: id, Lost: true})
		}
	}
	for _, e := range p.unheard {
		p.tellPlayback(e)
	}
	p.unheard = nil
	p.tellRecordings()
	up := asterisk.LinkUp{Phones: maps.Clone(p.online)}
	for _, id := range sorted(p.channels) {
		ch := p.channels[id]
		up.Channels = append(up.Channels, ch.asterisk())
		switch r := p.routes[id]; {
		case r == nil && ch.inside:
			up.Found = append(up.Found, p.adopt(ch))
		case r != nil && ch.inside && !r.inside:
			r.exists, r.inside = true, true
			p.tell(id, ch.arrived(r.box))
		}
	}
	for _, id := range sorted(p.bridges) {
		up.Bridges = append(up.Bridges, asterisk.Bridge{ID: id, Channels: p.bridges[id]})
	}
	p.puts[p.lobby](up)
}

// request notes one request, lets trouble befall it, and carries it out.
func (e *engine) request(ctx context.Context, op, about, line string, do func() error) error {
	e.mu.Lock()
	trouble := e.trouble(op)
	e.mu.Unlock()
	if trouble != nil {
		if trouble.do != nil {
			trouble.do()
		}
		if trouble.wait != nil {
			select {
			case <-trouble.wait:
			case <-ctx.Done():
				return fault(op, asterisk.Timeout)
			}
		}
	}
	defer func() {
		if trouble != nil && trouble.then != nil {
			trouble.then()
		}
	}()
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.dead || !e.story.happens(about, line) {
		return fault(op, asterisk.Closed)
	}
	if trouble != nil && trouble.kind != "" && !trouble.done {
		return fault(op, trouble.kind)
	}
	err := do()
	if trouble != nil && trouble.kind != "" {
		return fault(op, trouble.kind)
	}
	return err
}

func (p *phones) trouble(op string) *trouble {
	for _, t := range p.troubles {
		switch {
		case t.op != op && t.op != "any" || t.times == 0:
		case t.skip > 0:
			t.skip--
		default:
			t.times--
			return t
		}
	}
	return nil
}

func fault(op string, kind asterisk.Kind) error {
	return &asterisk.Error{Op: op, Kind: kind, Message: "the test says so"}
}

// need is Gone when there is no such channel.
func (p *phones) need(op, id string) error {
	if ch := p.channels[id]; ch == nil || !ch.inside {
		return fault(op, asterisk.Gone)
	}
	return nil
}

func (e *engine) Lobby() *asterisk.Mailbox {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.lobby
}

func (e *engine) NewMailbox() *asterisk.Mailbox {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.newBox()
}

func (e *engine) Route(box *asterisk.Mailbox, ids ...string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, id := range ids {
		if r := e.routes[id]; r != nil {
			r.box = box
			continue
		}
		e.routes[id] = &route{box: box}
	}
}

func (e *engine) Unroute(ids ...string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, id := range ids {
		delete(e.routes, id)
	}
}

func (e *engine) AnswerSoon(ctx context.Context, id string) func() error {
	err := e.request(ctx, "answer", id, "answer "+id, func() error { return e.need("answer", id) })
	return func() error { return err }
}

func (e *engine) Hangup(ctx context.Context, id, reason string) error {
	return e.request(ctx, "hangup", id, "hang up "+id+" "+reason, func() error {
		if e.channels[id] == nil {
			return fault("hangup", asterisk.Gone)
		}
		e.end(id, false, 16, 0)
		return nil
	})
}

func (e *engine) Play(ctx context.Context, id, pb string, media ...string) error {
	texts := strings.ReplaceAll(strings.Join(media, " "), "sound:/", "")
	return e.request(ctx, "play", id, "play "+id+" "+texts, func() error {
		e.free("play", id)
		if err := e.need("play", id); err != nil {
			return err
		}
		if _, taken := e.playbacks[pb]; taken {
			return fault("play", asterisk.Server)
		}
		e.playbacks[pb] = playback{channel: id, since: time.Now(), endless: strings.HasPrefix(media[0], "tone:")}
		return nil
	})
}

func (e *engine) StopPlayback(ctx context.Context, pb string) error {
	return e.request(ctx, "stop play", pb, "stop play", func() error {
		if _, ok := e.playbacks[pb]; !ok {
			return fault("stop play", asterisk.Gone)
		}
		e.endPlayback(pb, true)
		return nil
	})
}

func (e *engine) StartMusic(ctx context.Context, id, class string) error {
	return e.request(ctx, "music", id, "music "+id+" "+class, func() error {
		e.free("music", id)
		if err := e.need("music", id); err != nil {
			return err
		}
		e.music[id] = class
		return nil
	})
}

func (e *engine) StopMusic(ctx context.Context, id string) error {
	return e.request(ctx, "stop music", id, "stop music "+id, func() error {
		delete(e.music, id)
		return e.need("stop music", id)
	})
}

func (e *engine) Continue(ctx context.Context, id, where, exten string, priority int) error {
	return e.request(ctx, "continue", id, fmt.Sprintf("continue %s in %s,%s,%d", id, where, exten, priority), func() error {
		e.free("continue", id)
		if err := e.need("continue", id); err != nil {
			return err
		}
		e.silence(id, true)
		e.channels[id].inside = false
		e.tell(id, asterisk.ChannelLeft{ID: id})
		return nil
	})
}

func (e *engine) SetVariable(ctx context.Context, id, name, value string) error {
	return e.request(ctx, "variable", id, "set "+name+"="+value, func() error { return e.need("variable", id) })
}

func (e *engine) Originate(ctx context.Context, o asterisk.Origination) error {
	line := fmt.Sprintf("dial %s as %s for %s", o.Endpoint, o.ID, o.Timeout)
	for _, name := range sorted(o.Variables) {
		if !strings.Contains(o.Endpoint, "@") {
			break // what seats' telephones are shown has tests of its own
		}
		line += fmt.Sprintf(" with %s %s", name, o.Variables[name])
	}
	return e.request(ctx, "dial", o.ID, line, func() error {
		if e.channels[o.ID] != nil {
			return fault("dial", asterisk.Conflict)
		}
		e.channels[o.ID] = &channel{id: o.ID, number: o.Endpoint, args: o.Args, asked: o, since: time.Now()}
		if r := e.routes[o.ID]; r != nil {
			r.exists = true
		}
		return nil
	})
}

func (e *engine) CreateBridge(ctx context.Context, id, _, _ string) error {
	return e.request(ctx, "bridge", id, "bridge "+id, func() error {
		if _, ok := e.bridges[id]; ok {
			return fault("bridge", asterisk.Conflict)
		}
		e.bridges[id] = nil
		return nil
	})
}

func (e *engine) DestroyBridge(ctx context.Context, id string) error {
	return e.request(ctx, "unbridge", id, "unbridge "+id, func() error {
		if _, ok := e.bridges[id]; !ok {
			return fault("unbridge", asterisk.Gone)
		}
		delete(e.bridges, id)
		e.silence(id, true)
		e.endRecordings(id)
		return nil
	})
}

func (e *engine) AddChannels(ctx context.Context, bridge string, ids ...string) error {
	return e.request(ctx, "join", bridge, "join "+strings.Join(ids, " and "), func() error {
		if _, ok := e.bridges[bridge]; !ok {
			return fault("join", asterisk.Gone)
		}
		for _, id := range ids {
			e.free("join", id)
			e.quiet("join", id)
			if err := e.need("join", id); err != nil {
				return err
			}
		}
		for _, id := range ids {
			e.into(bridge, id)
		}
		return nil
	})
}

var _ Telephone = (*engine)(nil)
