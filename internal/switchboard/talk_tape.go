package switchboard

import (
	"context"
	"errors"
	"io"
	"strconv"
	"time"

	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/recording"
	"hotline/internal/talk"
)

// A talk is recorded as two tracks: what the caller says, and what he hears, be it the
// seat, a third party or music. Two channels listen to his own, one in each direction,
// and are recorded; so the recording goes with him through holds and transfers, and
// takes nothing from the talk.

const (
	recordingSuffix = "-recording"
	heardSuffix     = "-heard"
	earSuffix       = "-ear"
)

// earOf is the channel that listens for a recording.
func earOf(recording string) string { return recording + earSuffix }

// recordTalk records the talk that has just begun, if it is to be: the script has said so
// to the caller, or the queue wants it, and then both hear of it first. If it fails, the
// talk goes on.
func (c *caller) recordTalk(leg string) {
	switch {
	case c.confidential || c.talkTape != nil:
	case c.taping:
		c.startTape(leg)
	case queueOf(c.sb.tree.Load(), c.queued.Queue).Record && c.conv != nil:
		c.announceRecording()
	}
}

// wordRecorded announces that a talk is recorded. Nothing is recorded before it has been
// heard.
const wordRecorded = "为保证服务质量，从现在起通话将被录音。"

func (c *caller) announceRecording() {
	media := c.wordMedia(wordRecorded)
	if len(media) == 0 || c.announcing != "" {
		return
	}
	c.plays++
	id := c.id + "-announce-" + strconv.Itoa(c.plays)
	c.phone.Route(c.box, id)
	err := c.try("announce the recording", func(ctx context.Context) error { return c.phone.PlayBridge(ctx, c.bridge, id, media...) })
	if err != nil {
		c.phone.Unroute(id)
		c.log.Error("a talk is not recorded: the announcement cannot be played", "err", err)
		return
	}
	c.announcing = id
}

// announced: caller and seat have heard that they are recorded from now on.
func (c *caller) announced(e asterisk.PlaybackEnded) bool {
	if c.announcing == "" || e.Playback != c.announcing {
		return false
	}
	c.phone.Unroute(c.announcing)
	c.announcing = ""
	if v := c.conv; v != nil && !e.Failed && !c.gone && !c.confidential {
		c.taping = true
		c.recordTalk(v.leg)
	}
	return true
}

func (c *caller) startTape(leg string) {
	c.reels++
	name := leg + recordingSuffix
	if c.reels > 1 {
		name += "-" + strconv.Itoa(c.reels)
	}
	t := &tape{name: name, heard: name + heardSuffix, leg: leg, fate: keepIt}
	err := c.roll(t, func(ctx context.Context) error {
		err := c.phone.Snoop(ctx, c.channel, asterisk.Snooping{ID: earOf(t.name), Spy: "in", Args: []string{"leg", c.id}})
		if err != nil {
			return err
		}
		return c.phone.Snoop(ctx, c.channel, asterisk.Snooping{ID: earOf(t.heard), Spy: "out", Args: []string{"leg", c.id}})
	})
	if err != nil {
		c.closeEars(t)
		c.letGo(t)
		return
	}
	c.talkTape = t
}

// earOpened: a channel that listens is there; it is false if it is none of ours.
func (c *caller) earOpened(channel string) bool {
	t, name := c.tapeOfEar(channel)
	if t == nil {
		return false
	}
	if t.ending || t.over {
		return true
	}
	err := c.try("record", func(ctx context.Context) error { return c.phone.Record(ctx, channel, name, asterisk.Recording{}) })
	if err != nil {
		c.log.Error("a side of a talk is not recorded", "recording", name, "err", err)
		if !linkFailed(err) {
			c.recorded(asterisk.RecordingEnded{Recording: name, Failed: true})
		}
	}
	return true
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

// stopTalk ends the recording of the talk, which is over.
func (c *caller) stopTalk() {
	c.stopAnnouncing()
	if t := c.talkTape; t != nil {
		c.talkTape = nil
		c.cut(t)
	}
}

func (c *caller) stopAnnouncing() {
	if id := c.announcing; id != "" {
		c.announcing = ""
		c.phone.Unroute(id)
		_ = c.try("stop playback", func(ctx context.Context) error { return c.phone.StopPlayback(ctx, id) })
	}
}

// saveTalk keeps the two sides. One that Asterisk does not have is silent.
func (c *caller) saveTalk(ctx context.Context, t tape) (file string, length time.Duration, err error) {
	var sides [2]io.Reader
	for i, name := range t.names() {
		sound, err := c.phone.FetchRecording(ctx, name)
		switch {
		case err == nil:
			defer sound.Close()
			sides[i] = sound
		case !errors.Is(err, asterisk.Gone):
			return "", 0, err
		}
	}
	if sides[0] == nil && sides[1] == nil {
		return "", 0, asterisk.Gone
	}
	kept, err := c.sb.cfg.Recordings.KeepTalk(ctx, t.name, recording.Track{Sound: sides[0]}, recording.Track{Sound: sides[1]})
	return kept.File, kept.Length, err
}

// Words about recordings, that the seat alone hears.
const (
	wordRecording    = "正在录音。"
	wordMuted        = "录音已暂停。"
	wordUnmuted      = "录音已恢复。"
	wordNotRecording = "现在没有录音。"
	wordConfidential = "本次通话已设为保密，录音已删除。"
)

// recordNow begins to record on the seat's demand.
func (c *caller) recordNow() {
	switch {
	case c.confidential:
		c.sayToSeat(wordNotNow)
	case c.talkTape != nil:
		c.sayToSeat(wordRecording)
	case c.conv.heard.Caller != talk.Bridge || c.conv.heard.Seat != talk.Bridge:
		c.sayToSeat(wordNotNow)
	case c.taping:
		c.startTape(c.conv.leg)
		c.sayToSeat(wordRecording)
	default:
		c.announceRecording()
	}
}

// muteRecording leaves out of the recording what is said from now on, or ends that.
func (c *caller) muteRecording() {
	t := c.talkTape
	if t == nil {
		c.sayToSeat(wordNotRecording)
		return
	}
	muted := !t.muted
	for _, name := range t.names() {
		err := c.try("mute a recording", func(ctx context.Context) error {
			if muted {
				return c.phone.MuteRecording(ctx, name)
			}
			return c.phone.UnmuteRecording(ctx, name)
		})
		if err != nil && muted {
			// What was to stay unheard must not be recorded.
			c.log.Error("a recording cannot be muted: it ends", "recording", name, "err", err)
			c.stopTalk()
			c.sayToSeat(wordNotRecording)
			return
		}
	}
	t.muted = muted
	c.tell(call.RecordingMuted{At: c.now(), Call: c.id, Recording: t.name, Muted: muted, Seat: c.conv.Seat})
	if muted {
		c.sayToSeat(wordMuted)
		return
	}
	c.sayToSeat(wordUnmuted)
}

// makeConfidential deletes what was recorded of the call, and records no more.
func (c *caller) makeConfidential() {
	if !c.confidential {
		c.confidential, c.taping = true, false
		c.tell(call.MadeConfidential{At: c.now(), Call: c.id, Seat: c.conv.Seat})
		c.stopAnnouncing()
		if t := c.talkTape; t != nil {
			c.talkTape = nil
			c.decide(t, dropIt)
		}
		c.sb.eraseCall(c.id)
	}
	c.sayToSeat(wordConfidential)
}

// eraseCall deletes what is kept of a confidential call.
func (sb *Switchboard) eraseCall(id string) {
	sb.spawn(func() {
		sb.persist(func(ctx context.Context) error { return sb.cfg.Recordings.Erase(ctx, id) })
	})
}
