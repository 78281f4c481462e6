package switchboard

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"hotline/internal/asterisk"
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
)

// recordTalk records the talk that has just begun, if it is to be: the script has said so
// to the caller, or the queue wants it, and then both hear of it first. If it fails, the
// talk goes on.
func (c *caller) recordTalk(leg string) {
	switch {
	case c.confidential || c.talkTape != nil:
	case c.taping:
		c.startTape(leg)
	case c.queueRecords():
		c.announceRecording()
	}
}

// queueRecords: the queue of the talk wants it. A call out is what the first queue of its
// seat does.
func (c *caller) queueRecords() bool {
	tree := c.sb.tree.Load()
	switch {
	case c.conv != nil:
		return queueOf(tree, cmp.Or(c.talkQueue, c.queued.Queue)).Record
	case c.calling != nil && c.calling.follow != "":
		queues := tree.Seats[c.seat].Queues
		return len(queues) > 0 && queueOf(tree, queues[0]).Record
	}
	return false
}

// recordFor: the talk is that of a seat of another queue now ("" = of no other). If that
// queue wants its talks recorded, this one is from now on, as soon as the caller is there
// to hear of it.
func (c *caller) recordFor(queue string) {
	if queue == "" {
		return
	}
	c.talkQueue = queue
	c.unannounced = c.unannounced || !c.confidential && c.talkTape == nil && c.announcing == "" && c.queueRecords()
}

// talksOn is the leg of the caller's other side; "" = nobody is there.
func (c *caller) talksOn() string {
	switch {
	case c.gone:
		return ""
	case c.conv != nil:
		return c.conv.leg
	case c.outside != nil && c.outside.joined:
		return c.outside.leg
	}
	return ""
}

// citizen is the channel of who is not at work: the caller's, or the one that a seat
// calls out.
func (c *caller) citizen() string {
	if c.calling != nil && c.calling.follow != "" && c.outside != nil {
		return c.outside.leg
	}
	return c.channel
}

func (c *caller) startTape(leg string) {
	c.reels++
	name := leg + recordingSuffix
	if !strings.HasPrefix(leg, c.id) {
		name = c.id + recordingSuffix // the leg came from another call; by its name a recording is this one's
	}
	if c.reels > 1 {
		name += "-" + strconv.Itoa(c.reels)
	}
	t := &tape{name: name, heard: name + heardSuffix, leg: leg, fate: keepIt}
	if err := c.roll(t, func(ctx context.Context) error { return c.openEars(ctx, t) }); err != nil {
		c.log.Error("a talk is not recorded", "err", err)
		c.closeEars(t)
		c.letGo(t)
		return
	}
	c.talkTape = t
}

// recordOn begins the recording of a talk from before a restart, if it is to be recorded
// and is not. One that could not be muted was ended on purpose.
func (c *caller) recordOn(p *past) {
	leg := c.talksOn()
	if leg == "" || c.talkTape != nil || p.hushed {
		return
	}
	if c.conv != nil && c.conv.heard.Caller != talk.Bridge {
		c.unannounced = !c.confidential && !c.taping && c.queueRecords()
		return
	}
	c.recordTalk(leg)
}

// stopTalk ends the recording of the talk, which is over.
func (c *caller) stopTalk() {
	c.stopAnnouncing()
	c.unannounced = false
	if t := c.talkTape; t != nil {
		c.talkTape = nil
		c.cut(t)
	}
}

// saveTalk keeps the two sides. One that Asterisk does not have is silent.
func (c *caller) saveTalk(ctx context.Context, t tape) (file string, length time.Duration, err error) {
	var sides [2]recording.Track
	for i, name := range t.names() {
		sides[i].Late = t.tracks[name].late
		sound, err := c.track(ctx, name)
		if err != nil {
			return "", 0, err
		}
		if sound != nil {
			defer sound.Close()
			sides[i].Sound = sound
		}
	}
	if sides[0].Sound == nil && sides[1].Sound == nil {
		return "", 0, asterisk.Gone
	}
	kept, err := c.sb.cfg.Recordings.KeepTalk(ctx, t.name, sides[0], sides[1])
	if err != nil {
		return "", 0, fmt.Errorf("the folder of recordings: %w", err)
	}
	return kept.File, kept.Length, nil
}

// track fetches one side; nil = there is none, and none is being recorded.
func (c *caller) track(ctx context.Context, name string) (io.ReadCloser, error) {
	sound, err := c.phone.FetchRecording(ctx, name)
	if err == nil || !errors.Is(err, asterisk.Gone) {
		return sound, err
	}
	if err := c.phone.StopRecording(ctx, name); !errors.Is(err, asterisk.Gone) {
		return nil, fmt.Errorf("%s may be recorded still (%w)", name, err)
	}
	return nil, nil
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
		c.sayTaping()
	default:
		c.announceRecording()
	}
}

func (c *caller) sayTaping() {
	if c.talkTape == nil {
		c.sayToSeat(wordNotRecording)
		return
	}
	c.sayToSeat(wordRecording)
}
