package switchboard

import (
	"context"
	"errors"
	"time"

	"hotline/internal/asterisk"
)

// An ear is a channel that listens to a caller's, for a recording. It arrives like a leg,
// is recorded then, and ends with the caller's channel at the latest. No ear is opened
// twice under one name.

const earSuffix = "-ear"

// earOf is the channel that listens for a recording.
func earOf(recording string) string { return recording + earSuffix }

func (c *caller) openEars(ctx context.Context, t *tape) error {
	for _, ear := range []asterisk.Snooping{{ID: earOf(t.name), Spy: "in"}, {ID: earOf(t.heard), Spy: "out"}} {
		ear.Args = []string{"leg", c.id}
		if err := c.phone.Snoop(ctx, c.citizen(), ear); err != nil {
			return err
		}
	}
	return nil
}

// earOpened: a channel that listens is there; it is false if it is none of ours.
func (c *caller) earOpened(channel string) bool {
	t, name := c.tapeOfEar(channel)
	if t == nil {
		return false
	}
	if r := t.tracks[name]; !t.ending && !r.over && !r.asked {
		r.asked = true
		c.recordEar(t, name)
	}
	return true
}

func (c *caller) recordEar(t *tape, name string) {
	r := t.tracks[name]
	ctx, cancel := c.request()
	defer cancel()
	err := c.phone.Record(ctx, earOf(name), name, asterisk.Recording{})
	switch {
	case err == nil && t.old:
		t.unsure = false
		r.late = time.Duration(c.now()-t.began) * time.Millisecond
	case err == nil:
	case t.old && errors.Is(err, asterisk.Conflict):
		t.unsure = false // it runs since before the restart
	case t.old:
		c.log.Warn("nobody knows whether a side of a talk is recorded", "recording", name, "err", err)
	case errors.Is(err, asterisk.Gone): // the caller has just hung up
		r.asked, r.over = false, true
		if t.allOver() {
			c.taped(t, false)
		}
	default:
		c.log.Error("a side of a talk is not recorded", "recording", name, "err", err)
		if !linkFailed(err) {
			c.recorded(asterisk.RecordingEnded{Recording: name, Failed: true})
		}
	}
}

func (c *caller) tapeOfEar(channel string) (*tape, string) {
	for name, t := range c.tapes {
		if t.heard != "" && earOf(name) == channel {
			return t, name
		}
	}
	return nil, ""
}

// closeEars ends the channels that listen.
func (c *caller) closeEars(t *tape) {
	if t.heard == "" {
		return
	}
	for _, name := range t.names() {
		hangUp := func(ctx context.Context) error { return c.phone.Hangup(ctx, earOf(name), "normal") }
		if !settled(c.try("end a listening channel", hangUp)) {
			c.sb.insist(hangUp)
		}
	}
}

// resumeEars takes up the recording of a talk that goes on, if both its ears are there:
// else nothing was recorded, or no more is.
func (c *caller) resumeEars(t *tape, w world) bool {
	for _, name := range t.names() {
		if _, there := w.channels[earOf(name)]; !there {
			return false
		}
	}
	t.fate, c.talkTape = keepIt, t
	for _, name := range t.names() {
		c.earOpened(earOf(name))
	}
	if c.talkTape == t && t.muting && c.setMuted(t, t.muted) != nil {
		c.stopTalk()
	}
	return true
}
