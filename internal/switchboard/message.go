package switchboard

import (
	"context"
	"strconv"
	"time"

	"hotline/internal/asterisk"
	"hotline/ivr"
)

// recordMessage lets the caller speak after a beep.
func (c *caller) recordMessage(e ivr.RecordMessage) {
	c.dropMessage()
	c.stopPlay()
	if c.confidential { // it would not be kept
		c.inputs = append(c.inputs, ivr.Recorded{})
		return
	}
	c.stopMusic()
	c.messages++
	t := &tape{name: c.id + "-message-" + strconv.Itoa(c.messages), centre: e.Centre}
	err := c.roll(t, func(ctx context.Context) error {
		return c.phone.Record(ctx, c.channel, t.name, asterisk.Recording{MaxDuration: e.Max, MaxSilence: e.Silent, Beep: true})
	})
	switch {
	case err == nil:
		c.message = t
		if e.Max > 0 {
			c.overWithin(t, e.Max+beepTime+requestTime)
		}
		return
	case linkFailed(err):
		c.decide(t, dropIt)
	default:
		c.letGo(t)
	}
	c.inputs = append(c.inputs, ivr.Recorded{})
}

const beepTime = time.Second // no beep is longer

// stopMessage ends what the caller is recording. Asterisk carries out nothing else
// on his channel before.
func (c *caller) stopMessage() {
	if c.message != nil {
		c.cut(c.message)
	}
}

// messageOver gives the message to the script, which says what becomes of it.
func (c *caller) messageOver(e asterisk.RecordingEnded) {
	if e.Failed || e.Length < leastMessage {
		t := c.message
		c.message = nil
		if !e.Failed {
			c.decide(t, dropIt)
		}
		c.step(ivr.Recorded{Length: e.Length})
		return
	}
	c.step(ivr.Recorded{OK: true, Length: e.Length})
}

func (c *caller) keepMessage() {
	if c.message != nil {
		c.message.spoken = true
	}
	c.decideMessage(keepIt)
}

func (c *caller) dropMessage() { c.decideMessage(dropIt) }

// leaveMessage keeps what somebody has said who is gone. If nobody watched the end,
// the sound alone tells whether it is long enough.
func (c *caller) leaveMessage(lost bool) {
	t := c.message
	c.keepMessage()
	if t != nil && lost {
		t.spoken = false
	}
}

func (c *caller) decideMessage(fate fate) {
	if t := c.message; t != nil {
		c.message = nil
		c.decide(t, fate)
	}
}
