package switchboard

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"hotline/internal/asterisk"
)

// wordRecorded announces that a talk is recorded. Nothing is recorded before it has been
// heard to its end by whoever talks; who was put on hold meanwhile hears it again.
const wordRecorded = "为保证服务质量，从现在起通话将被录音。"

// announcements is how often it is tried to say so.
const announcements = 3

func (c *caller) announceRecording() {
	if c.announcing != "" {
		return
	}
	media := c.wordMedia(wordRecorded)
	if len(media) == 0 {
		c.notAnnounced(errors.New("there is no sound for that"))
		return
	}
	c.plays++
	id := c.id + "-announce-" + strconv.Itoa(c.plays)
	c.phone.Route(c.box, id)
	err := c.try("announce the recording", func(ctx context.Context) error { return c.phone.PlayBridge(ctx, c.bridge, id, media...) })
	if err == nil {
		c.announcing = id
		return
	}
	c.phone.Unroute(id)
	if !errors.Is(err, asterisk.Gone) { // else they are about to part
		c.notAnnounced(err)
	}
}

func (c *caller) notAnnounced(err error) {
	c.sb.metrics.recordings.WithLabelValues(ofTalk, resultFailed).Inc()
	c.log.Error("a talk is not recorded: nobody can be told of it", "err", err)
}

// announced: caller and seat have heard that they are recorded from now on. It is false
// if the playback was something else.
func (c *caller) announced(e asterisk.PlaybackEnded) bool {
	if c.announcing == "" || e.Playback != c.announcing {
		return false
	}
	c.phone.Unroute(c.announcing)
	c.announcing = ""
	leg := c.talksOn()
	switch {
	case leg == "" || c.confidential:
	case !e.Failed:
		c.taping, c.unheard = true, 0
		c.recordTalk(leg)
	default:
		c.unheard++
		if c.unheard < announcements {
			c.announceRecording()
			break
		}
		c.unheard = 0
		c.notAnnounced(errors.New("it is not played to the end"))
	}
	return true
}

func (c *caller) stopAnnouncing() {
	if id := c.announcing; id != "" {
		c.announcing = ""
		c.phone.Unroute(id)
		_ = c.try("stop playback", func(ctx context.Context) error { return c.phone.StopPlayback(ctx, id) })
	}
}

// missAnnouncement: a party is taken out of the talk. If it is the caller, he has not
// heard what is being announced.
func (c *caller) missAnnouncement(channel string) {
	if channel == c.channel && c.announcing != "" {
		c.stopAnnouncing()
		c.unannounced = true
	}
}

// catchUp: parties were brought together. If the caller is among them, he has to hear
// what he has missed.
func (c *caller) catchUp(channels []string) {
	if c.unannounced && slices.Contains(channels, c.channel) {
		c.unannounced = false
		c.announceRecording()
	}
}
