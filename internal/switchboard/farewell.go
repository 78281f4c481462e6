package switchboard

import (
	"context"

	"hotline/ivr"
)

// What a seat hears when a number that it dialled leads nowhere.
const (
	wordNotAllowed = "您拨的号码不能接通。"
	wordSeatBusy   = "座席忙。"
	wordDeclined   = "对方拒绝接听。"
	wordNobody     = "现在没有人接听。"
)

// farewell says why, and then hangs up with a cause that the telephone shows. To one
// that was not answered yet the words are sound before the answer.
func (c *caller) farewell(reason string) {
	text, cause := wordFailed, "congestion"
	switch reason {
	case whyNotAllowed:
		text, cause = wordNotAllowed, "unallocated"
	case whyBusy:
		text, cause = wordSeatBusy, "busy"
		if c.up {
			text = wordBusy
		}
	case whyNoAnswer:
		text, cause = wordNoAnswer, "no_answer"
	case whyDeclined:
		text, cause = wordDeclined, "rejected"
	case whyNobody:
		text, cause = wordNobody, "congestion"
	}
	c.leaving = cause
	c.stopPlay()
	c.stopMusic()
	media := c.media(ivr.Play{Texts: []ivr.Text{{Text: text}}})
	id := c.nextPlay()
	play := func(ctx context.Context) error { return c.phone.Play(ctx, c.channel, id, media...) }
	if len(media) == 0 || c.try("play", play) != nil {
		c.reject(cause)
		return
	}
	c.playing = id
}
