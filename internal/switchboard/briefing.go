package switchboard

import (
	"context"
	"strings"

	"hotline/acd"
	"hotline/internal/dialplan"
	"hotline/ivr"
)

// brief tells the seat, before it is joined with the caller, what the queue wants it to
// know; he hears what he heard before until then. It is false if there is nothing to
// say, or it cannot be said. If the engine dies meanwhile the next one joins them.
func (c *caller) brief(o *offer, f *acd.Answered) bool {
	text := queueOf(c.sb.tree.Load(), f.Queue).Brief(c.waited(f.At))
	if text == "" || o.ended {
		return false
	}
	media := c.media(ivr.Play{Texts: []ivr.Text{{Text: text}}})
	if len(media) == 0 {
		return false
	}
	err := c.try("brief the seat", func(ctx context.Context) error {
		return c.phone.Play(ctx, o.leg, briefID(o.leg), media...)
	})
	switch {
	case err == nil:
		c.briefing = briefID(o.leg)
	case linkFailed(err):
		c.stopBriefing(o.leg) // it may be heard all the same
	}
	return err == nil
}

// briefed: the seat knows.
func (c *caller) briefed() {
	c.briefing = ""
	if o := c.talk(); o != nil && !c.gone && !c.ending {
		c.meet(o)
	}
}

// stopBriefing ends what a seat is being told: while something is played a channel
// cannot be joined.
func (c *caller) stopBriefing(leg string) {
	_ = c.try("stop playback", func(ctx context.Context) error { return c.phone.StopPlayback(ctx, briefID(leg)) })
}

// briefID names the playback, so that the next engine can end it.
func briefID(leg string) string { return leg + "-brief" }

// seatHungUp: the seat that talks, or is about to, has hung up. If the two have not met
// yet the caller goes back to the head of his queue.
func (c *caller) seatHungUp() {
	if c.conv != nil {
		c.seatLeft()
		return
	}
	if c.briefing == "" {
		c.talkOver(acd.Agent)
		return
	}
	c.briefing = ""
	c.talkOver(acd.System)
}

// queueOf finds a queue "<centre>/<name>"; one without settings if it is no more.
func queueOf(tree *dialplan.Tree, id string) dialplan.Queue {
	centre, _, _ := strings.Cut(id, "/")
	for _, q := range tree.Centres[centre].Queues {
		if q.ID == id {
			return q
		}
	}
	return dialplan.Queue{ID: id}
}
