package switchboard

import (
	"context"
	"strconv"
	"time"

	"hotline/acd"
	"hotline/internal/asterisk"
	"hotline/ivr"
)

// asking is how far a phone has come that may be a voicemail box: whoever picks it up
// is asked for a key, and has the call when he presses it. Nobody else has: the caller
// hears his music meanwhile, and the floor's ring time goes on.
type asking struct {
	asked int    // times that the word was said
	word  string // the playback that says it, or ""
}

const (
	mostWords    = 2                // times that it is said
	wordPause    = 3 * time.Second  // between them
	keyPatience  = 12 * time.Second // after the last of them
	acceptPrefix = "残疾人服务热线来电，接听请按"
)

// acceptWord asks for the key, which is a digit.
func acceptWord(key string) string {
	spoken := map[string]string{
		"1": "一", "2": "二", "3": "三", "4": "四", "5": "五", "6": "六", "7": "七", "8": "八", "9": "九",
	}
	return acceptPrefix + spoken[key] + "。"
}

// unaccepted: the time for the key is over, after the word has been said so often.
type unaccepted struct {
	leg   string
	asked int
}

// askForKey says the word to somebody who has picked up.
func (c *caller) askForKey(o *offer, r *ring) {
	r.asked++
	c.plays++
	id := r.leg + "-ask-" + strconv.Itoa(c.plays)
	media := c.media(ivr.Play{Texts: []ivr.Text{{Text: acceptWord(r.at.key)}}})
	if len(media) == 0 {
		c.waitForKey(r)
		return
	}
	err := c.try("ask for the key", func(ctx context.Context) error { return c.phone.Play(ctx, r.leg, id, media...) })
	if err != nil {
		c.waitForKey(r)
		return
	}
	r.word = id
}

// waitForKey: the word has been said.
func (c *caller) waitForKey(r *ring) {
	r.word = ""
	wait, over := wordPause, unaccepted{r.leg, r.asked}
	if r.asked >= mostWords {
		wait = keyPatience
	}
	c.sb.spawn(func() {
		if c.sb.pause(wait) {
			c.facts.put(over)
		}
	})
}

func (c *caller) unaccepted(m unaccepted) {
	o, r := c.ringOn(m.leg)
	switch {
	case r == nil || o.ring != nil || r.asked != m.asked || c.gone || c.ending:
	case r.asked < mostWords:
		c.askForKey(o, r)
	default:
		c.ringFailed(o, r, acd.NoAnswer)
	}
}

// pressed: a seat's phone sent a key. Before the seat has the call it accepts or
// declines it.
func (c *caller) pressed(e asterisk.Digit) {
	o, r := c.ringOn(e.ID)
	switch {
	case r == nil || r.asked == 0 || o.ring != nil:
	case string(e.Digit) == r.at.key:
		c.stopWord(r)
		c.taken(o, r)
	default:
		c.ringFailed(o, r, acd.Declined)
	}
}

// stopWord ends the word: while something is played a channel cannot be joined.
func (c *caller) stopWord(r *ring) {
	if r.word == "" {
		return
	}
	id := r.word
	r.word = ""
	_ = c.try("stop playback", func(ctx context.Context) error { return c.phone.StopPlayback(ctx, id) })
}

// seatHeard takes the end of what a seat was told, and is false if it was not that.
func (c *caller) seatHeard(e asterisk.PlaybackEnded) bool {
	if c.briefing != "" && e.Playback == c.briefing {
		c.briefed()
		return true
	}
	if _, r := c.ringOn(e.Target); r != nil && r.word != "" && r.word == e.Playback {
		c.waitForKey(r)
		return true
	}
	return false
}
