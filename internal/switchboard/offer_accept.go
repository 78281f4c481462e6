package switchboard

import (
	"context"
	"slices"
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
	asked int      // times that the word was said
	word  string   // the playback that says it, or ""
	ends  []string // words that were stopped, and whose ends have not been told
	stray []int    // words that may be heard besides: from before a restart, or their request got no answer
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
func (c *caller) askForKey(r *ring) {
	c.stopWord(r)
	r.asked++
	id := askID(r.leg, r.asked)
	media := c.media(ivr.Play{Texts: []ivr.Text{{Text: acceptWord(r.at.key)}}})
	if len(media) == 0 {
		c.waitForKey(r)
		return
	}
	err := c.try("ask for the key", func(ctx context.Context) error { return c.phone.Play(ctx, r.leg, id, media...) })
	if err != nil {
		if linkFailed(err) {
			r.stray = append(r.stray, r.asked)
		}
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
		c.askForKey(r)
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
	ids := append(make([]string, 0, 1+len(r.stray)), r.word)
	for _, n := range r.stray {
		ids = append(ids, askID(r.leg, n))
	}
	r.word, r.stray = "", nil
	for _, id := range ids {
		stop := func(ctx context.Context) error { return c.phone.StopPlayback(ctx, id) }
		if id == "" {
			continue
		}
		err := c.try("stop playback", stop)
		if !settled(err) {
			err = c.try("stop playback again", stop)
		}
		if err == nil {
			r.ends = append(r.ends, id)
		}
	}
}

// askID names the playback of the n-th word, so that the next engine can end it.
func askID(leg string, n int) string { return leg + "-ask-" + strconv.Itoa(n) }

// seatHeard takes the end of what a seat was told, and is false if it was not that.
func (c *caller) seatHeard(e asterisk.PlaybackEnded) bool {
	if c.briefing != "" && e.Playback == c.briefing {
		c.briefed()
		return true
	}
	_, r := c.ringOn(e.Target)
	if r == nil {
		return false
	}
	if i := slices.Index(r.ends, e.Playback); i >= 0 {
		r.ends = slices.Delete(r.ends, i, i+1)
		return true
	}
	if r.word != "" && r.word == e.Playback {
		c.waitForKey(r)
		return true
	}
	return false
}
