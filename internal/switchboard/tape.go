package switchboard

import (
	"context"
	"errors"
	"time"

	"hotline/internal/asterisk"
	"hotline/internal/call"
)

// tape is a recording at Asterisk, from its beginning until it is kept or gone.
// The call lasts until then.
type tape struct {
	name    string
	heard   string // of a talk: the recording of what the caller hears; "" = there is one for all
	tracks  map[string]*track
	centre  string // of a message: whose voicemail
	leg     string // of a talk: who talks with the caller
	began   int64
	fate    fate
	ending  bool // it was told to stop
	over    bool // the sound is complete
	spoken  bool // it is a message only if Asterisk heard enough: silence does not count
	muted   bool // it holds silence for now
	muting  bool // it was muted once
	old     bool // from before a restart
	settled bool // it was kept or dropped, before a restart
	unsure  bool // it may not be there: from before a restart, or its request got no answer
}

// track is one of a tape's recordings at Asterisk.
type track struct {
	late   time.Duration // after the tape's beginning
	asked  bool          // for: a message's at once, a talk's when its ear is open
	over   bool
	failed bool // it is over without sound
}

// fate is what is to become of a tape when it is over.
type fate int

const (
	undecided fate = iota
	keepIt
	dropIt
)

const (
	ofMessage = "message"
	ofTalk    = "talk"
)

func (t *tape) of() string {
	if t.leg != "" {
		return ofTalk
	}
	return ofMessage
}

// roll begins a recording.
func (c *caller) roll(t *tape, record func(context.Context) error) error {
	t.began = c.now()
	c.hold(t)
	c.tell(call.RecordingBegun{At: t.began, Call: c.id, Recording: t.name, Heard: t.heard, Centre: t.centre, Leg: t.leg})
	err := c.try("record", record)
	if err != nil {
		t.unsure = linkFailed(err)
		c.sb.metrics.recordings.WithLabelValues(t.of(), resultFailed).Inc()
	}
	return err
}

// hold makes the tape the call's, with its events.
func (c *caller) hold(t *tape) {
	t.tracks = map[string]*track{}
	for _, name := range t.names() {
		c.tapes[name], t.tracks[name] = t, &track{asked: t.heard == ""}
		c.phone.Route(c.box, name)
		if t.heard != "" {
			c.phone.Route(c.box, earOf(name))
		}
	}
}

// names are those of its recordings.
func (t *tape) names() []string {
	if t.heard == "" {
		return []string{t.name}
	}
	return []string{t.name, t.heard}
}

func (c *caller) letGo(t *tape) {
	for _, name := range t.names() {
		delete(c.tapes, name)
		c.phone.Unroute(name)
		if t.heard != "" {
			c.phone.Unroute(earOf(name))
		}
	}
}

// cut ends a recording. Its end is told after that.
func (c *caller) cut(t *tape) {
	if t.over || t.ending {
		return
	}
	t.ending = true
	for _, name := range t.names() {
		if t.tracks[name].over {
			continue
		}
		err := c.stopSound(name)
		// Of a talk's track it does not matter how its end is told.
		t.tracks[name].over = errors.Is(err, asterisk.Gone) && (t.unsure || t.heard != "")
	}
	if t.allOver() {
		c.taped(t, false)
		return
	}
	c.overWithin(t, endTime)
}

// stopSound insists: what still runs can neither be fetched nor deleted, and holds up all
// else on a caller's channel. A request without an answer has most likely arrived.
func (c *caller) stopSound(name string) (err error) {
	for range insistences {
		err = c.try("stop a recording", func(ctx context.Context) error { return c.phone.StopRecording(ctx, name) })
		if settled(err) || errors.Is(err, asterisk.Timeout) {
			break
		}
	}
	return err
}

func (t *tape) allOver() bool { return t.all(func(r *track) bool { return r.over }) }

func (t *tape) all(is func(*track) bool) bool {
	for _, r := range t.tracks {
		if !is(r) {
			return false
		}
	}
	return true
}

// empty: nobody has begun to record.
func (t *tape) empty() bool { return !t.unsure && t.all(func(r *track) bool { return !r.asked }) }

// endTime is how long the end of a recording that was told to stop may take.
const endTime = 3 * time.Second

// overWithin takes a recording for ended after a while, even if nobody says so.
func (c *caller) overWithin(t *tape, d time.Duration) {
	c.sb.spawn(func() {
		if c.sb.pause(d) {
			c.facts.put(tapeLate{t.name})
		}
	})
}

type tapeLate struct{ name string }

func (c *caller) tapeLate(m tapeLate) {
	t := c.tapes[m.name]
	switch {
	case t == nil || t.over:
	case !t.ending:
		c.cut(t)
	default:
		c.log.Warn("nobody told the end of a recording", "recording", t.name)
		for _, r := range t.tracks {
			r.over = true
		}
		c.recorded(asterisk.RecordingEnded{Recording: t.name, Length: time.Duration(c.now()-t.began) * time.Millisecond})
	}
}

// recorded: a recording has ended. A message goes back to the script.
func (c *caller) recorded(e asterisk.RecordingEnded) {
	t := c.tapes[e.Recording]
	if t == nil || t.over {
		return
	}
	r := t.tracks[e.Recording]
	r.over, r.failed = true, e.Failed
	if !t.allOver() {
		return
	}
	e.Failed = t.all(func(r *track) bool { return r.failed })
	if t.spoken && !e.Failed && e.Length < leastMessage {
		t.fate = dropIt
	}
	c.taped(t, e.Failed)
	if t == c.message {
		c.messageOver(e)
	}
}

// taped settles a recording that is over, if it is known what is to become of it.
func (c *caller) taped(t *tape, failed bool) {
	t.over = true
	c.closeEars(t)
	if t == c.talkTape {
		c.talkTape = nil // the bridge is no more
	}
	switch {
	case failed:
		c.letGo(t)
		if t.fate != dropIt && !t.unsure {
			c.sb.metrics.recordings.WithLabelValues(t.of(), resultFailed).Inc()
			c.log.Error("a recording failed: can Asterisk write to its folder of recordings?", "recording", t.name)
		}
	case t.empty():
		c.letGo(t)
	case t.fate == keepIt:
		c.keep(t)
	case t.fate == dropIt:
		c.drop(t)
	}
}

// decide says what becomes of a recording, now or when it is over.
func (c *caller) decide(t *tape, fate fate) {
	t.fate = fate
	switch {
	case !t.over:
		c.cut(t)
	case fate == keepIt:
		c.keep(t)
	case fate == dropIt:
		c.drop(t)
	}
}

// drop deletes the sound at Asterisk.
func (c *caller) drop(t *tape) {
	c.letGo(t)
	if !t.unsure {
		c.sb.metrics.recordings.WithLabelValues(t.of(), resultDropped).Inc()
	}
	c.tell(c.droppedFact(*t))
	c.eraseAll(*t)
}

func (c *caller) droppedFact(t tape) call.Fact {
	return call.RecordingDropped{At: c.now(), Call: c.id, Recording: t.name}
}

// eraseAll deletes its recordings at Asterisk.
func (c *caller) eraseAll(t tape) {
	for _, name := range t.names() {
		c.sb.erase(name)
	}
}

// tapeSettled: the sound is in the folder of recordings, or will never be.
type tapeSettled struct {
	name string
	kept bool
}

func (c *caller) tapeSettled(m tapeSettled) {
	t := c.tapes[m.name]
	if t == nil {
		return
	}
	c.letGo(t)
	c.messaged = c.messaged || m.kept && t.leg == ""
}

// abandonTapes stops what is recorded in a call that ends by a mistake of ours.
// The sound stays at Asterisk. What is being kept may or may not be in time.
func (c *caller) abandonTapes() {
	for name, t := range c.tapes {
		if name == t.heard {
			continue
		}
		c.closeEars(t)
		if t.over && t.fate == keepIt {
			c.letGo(t)
			continue
		}
		c.log.Error("a recording is not kept; Asterisk may still have it in its folder", "recording", name)
		c.sb.metrics.recordings.WithLabelValues(t.of(), resultFailed).Inc()
		c.letGo(t)
		stop := func(ctx context.Context) error { return c.phone.StopRecording(ctx, name) }
		if !t.over && !settled(c.try("stop a recording", stop)) {
			c.sb.insist(stop)
		}
	}
	c.message, c.talkTape = nil, nil
}
