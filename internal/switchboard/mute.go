package switchboard

import (
	"context"

	"hotline/internal/call"
)

// muteRecording leaves out of the recording what is said from now on, or ends that. What
// was to stay unheard must not be recorded: if that cannot be had the recording ends.
func (c *caller) muteRecording() {
	t := c.talkTape
	if t == nil {
		c.sayToSeat(wordNotRecording)
		return
	}
	muted := !t.muted
	c.tellMuted(t, muted)
	err := c.setMuted(t, muted)
	if err != nil && !muted {
		muted = true // one side is perhaps recorded again and the other is not
		c.tellMuted(t, muted)
		err = c.setMuted(t, muted)
	}
	switch {
	case err != nil:
		c.log.Error("a recording cannot be muted: it ends", "recording", t.name, "err", err)
		c.stopTalk()
		c.sayToSeat(wordNotRecording)
	case muted:
		c.sayToSeat(wordMuted)
	default:
		c.sayToSeat(wordUnmuted)
	}
}

func (c *caller) tellMuted(t *tape, muted bool) {
	t.muted, t.muting = muted, true
	c.tell(call.RecordingMuted{At: c.now(), Call: c.id, Recording: t.name, Muted: muted, Seat: c.conv.Seat})
}

// setMuted brings the recordings in line with that.
func (c *caller) setMuted(t *tape, muted bool) error {
	for _, name := range t.names() {
		if t.tracks[name].over {
			continue
		}
		err := c.try("mute a recording", func(ctx context.Context) error {
			if muted {
				return c.phone.MuteRecording(ctx, name)
			}
			return c.phone.UnmuteRecording(ctx, name)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
