package rehearsal

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"hotline/internal/asterisk"
	"hotline/internal/switchboard"
)

// telephone is an Asterisk that does what it is asked, with people at the other
// ends. What it tells comes one event at a time, when everybody rests.
type telephone struct {
	clock *Clock
	story *Story
	world World

	mu         sync.Mutex
	puts       map[*asterisk.Mailbox]func(asterisk.Event) bool
	lobby      *asterisk.Mailbox
	own        string          // the caller's number
	music      string          // that he heard last
	comeAndGo  map[string]bool // seats that came to work, or left, since the beginning
	routes     map[string]*asterisk.Mailbox
	lines      map[string]*line
	bridges    map[string][]string
	playbacks  map[string]*playback
	recordings map[string]*tape
}

// line is a channel and who is at its end.
type line struct {
	id, number string
	who        string // a seat, a number outside, another caller; empty = the caller
	call       string // for which it was dialled
	args       []string
	inside, up bool
	next       *entry // what its person will do
}

type playback struct {
	line *line
	told int // in the story; -1 = nowhere
	end  *entry
}

var _ switchboard.Telephone = (*telephone)(nil)

func newTelephone(clock *Clock, story *Story, world World) *telephone {
	t := &telephone{
		clock: clock, story: story, world: world, puts: map[*asterisk.Mailbox]func(asterisk.Event) bool{},
		routes: map[string]*asterisk.Mailbox{}, lines: map[string]*line{}, bridges: map[string][]string{},
		comeAndGo: map[string]bool{}, playbacks: map[string]*playback{}, recordings: map[string]*tape{},
	}
	t.lobby = t.newBox()
	return t
}

func (t *telephone) newBox() *asterisk.Mailbox {
	box, put := asterisk.NewMailbox()
	t.puts[box] = put
	return box
}

// tell lets an event about one of the ids come when everybody rests: to the owner
// of the first that has one, else to the lobby.
func (t *telephone) tell(e asterisk.Event, ids ...string) {
	t.clock.after(0, func() bool { return t.deliver(e, ids...) })
}

func (t *telephone) deliver(e asterisk.Event, ids ...string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, id := range ids {
		if box := t.routes[id]; box != nil && t.puts[box](e) {
			return true
		}
	}
	return t.puts[t.lobby](e)
}

// arrives brings a line into our hands. A new one gets a mailbox.
func (t *telephone) arrives(l *line) {
	if t.routes[l.id] == nil {
		t.routes[l.id] = t.newBox()
		l.inside, l.up = true, true
		e := asterisk.ChannelArrived{Channel: l.channel(), Args: l.args, Box: t.routes[l.id]}
		t.tell(e)
		return
	}
	l.inside, l.up = true, true
	t.tell(asterisk.ChannelArrived{Channel: l.channel(), Args: l.args, Box: t.routes[l.id]}, l.id)
}

func (l *line) channel() asterisk.Channel {
	state := "Ringing"
	if l.up {
		state = "Up"
	}
	return asterisk.Channel{ID: l.id, State: state, CallerNumber: l.number}
}

// end takes a line away: its person hung up, or we did.
func (t *telephone) end(l *line, byPerson bool, cause, sip int) {
	delete(t.lines, l.id)
	t.clock.cancel(l.next)
	for bridge, in := range t.bridges {
		t.bridges[bridge] = slices.DeleteFunc(in, func(id string) bool { return id == l.id })
	}
	if byPerson {
		t.tell(asterisk.HangupRequested{ID: l.id, Cause: cause, TechCause: sip}, l.id)
	}
	for _, id := range sorted(t.playbacks) {
		if t.playbacks[id].line == l {
			t.endPlayback(id, true)
		}
	}
	t.endRecordings(l.id)
	t.tell(asterisk.ChannelEnded{ID: l.id, Cause: cause, TechCause: sip}, l.id)
}

func (t *telephone) endPlayback(id string, cut bool) {
	p := t.playbacks[id]
	delete(t.playbacks, id)
	t.clock.cancel(p.end)
	if p.told >= 0 {
		t.story.silence(p.told)
	}
	t.tell(asterisk.PlaybackEnded{Playback: id, Target: p.line.id, Failed: cut}, id, p.line.id)
}

func fault(op string, kind asterisk.Kind) error {
	return &asterisk.Error{Op: op, Kind: kind, Message: "it is not there"}
}

// on carries out a request about a line in our hands.
func (t *telephone) on(op, id string, do func(*line)) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	l := t.lines[id]
	if l == nil || !l.inside {
		return fault(op, asterisk.Gone)
	}
	do(l)
	return nil
}

func (t *telephone) Lobby() *asterisk.Mailbox { return t.lobby }

func (t *telephone) NewMailbox() *asterisk.Mailbox {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.newBox()
}

func (t *telephone) Route(box *asterisk.Mailbox, ids ...string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, id := range ids {
		t.routes[id] = box
	}
}

func (t *telephone) Unroute(ids ...string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, id := range ids {
		delete(t.routes, id)
	}
}

func (t *telephone) AnswerSoon(_ context.Context, id string) func() error {
	err := t.on("answer", id, func(l *line) { l.up = true })
	return func() error { return err }
}

// Hangup also ends a line that has not been answered.
func (t *telephone) Hangup(_ context.Context, id, _ string) error {
	const normal = 16
	t.mu.Lock()
	defer t.mu.Unlock()
	l := t.lines[id]
	if l == nil {
		return fault("hangup", asterisk.Gone)
	}
	t.end(l, false, normal, 0)
	return nil
}

func (t *telephone) Play(_ context.Context, id, playbackID string, media ...string) error {
	return t.on("play", id, func(l *line) {
		var text strings.Builder
		var takes time.Duration
		language := ""
		for _, medium := range media {
			lang, words := textOf(medium)
			language = lang
			text.WriteString(words)
			takes += Lasts(words)
		}
		p := &playback{line: l, told: -1}
		if l.who == "" {
			p.told = t.story.add(Happening{Kind: Hears, Name: language, Text: text.String()})
		}
		p.end = t.clock.after(takes, func() bool {
			t.mu.Lock()
			defer t.mu.Unlock()
			t.endPlayback(playbackID, false)
			return false
		})
		t.playbacks[playbackID] = p
	})
}

func (t *telephone) StopPlayback(_ context.Context, id string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.playbacks[id] == nil {
		return fault("stop playback", asterisk.Gone)
	}
	t.endPlayback(id, true)
	return nil
}

func (t *telephone) StartMusic(_ context.Context, id, class string) error {
	return t.on("start music", id, func(l *line) {
		if l.who == "" && t.music != class { // after an announcement it is the same music
			t.music = class
			t.story.add(Happening{Kind: Music, Name: class})
		}
	})
}

func (t *telephone) StopMusic(_ context.Context, id string) error {
	return t.on("stop music", id, func(*line) {})
}

// Continue hands the line to Asterisk's own dialplan, which is not rehearsed.
func (t *telephone) Continue(_ context.Context, id, _, _ string, _ int) error {
	return t.on("continue", id, func(l *line) {
		l.inside = false
		for _, p := range sorted(t.playbacks) {
			if t.playbacks[p].line == l {
				t.endPlayback(p, true)
			}
		}
		t.tell(asterisk.ChannelLeft{ID: id}, id)
	})
}
