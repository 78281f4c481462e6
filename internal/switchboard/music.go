package switchboard

import "context"

// resumeMusic plays music to a caller who waits and hears nothing else.
func (c *caller) resumeMusic() {
	if c.playing != "" || c.music != "" || c.deciding || c.gone || c.ending {
		return
	}
	switch {
	case c.dragging && c.floor == nil:
		c.startMusic(usualMusic)
	case c.floor != nil && (c.talk() == nil || c.briefing != ""):
		c.startMusic(c.queued.Music)
	}
}

// startMusic is tried again after a while when it fails: it may be all that a
// caller hears for minutes.
func (c *caller) startMusic(class string) {
	c.stopMessage()
	c.music = class
	err := c.try("start music", func(ctx context.Context) error { return c.phone.StartMusic(ctx, c.channel, class) })
	if settled(err) {
		c.unmusical = 0
		return
	}
	c.musicLater()
}

type musicAgain struct{}

func (c *caller) musicLater() {
	wait := requestTime << c.unmusical
	c.unmusical = min(c.unmusical+1, 4)
	c.sb.spawn(func() {
		if c.sb.pause(wait) {
			c.facts.put(musicAgain{})
		}
	})
}

func (c *caller) musicAgain() {
	switch {
	case c.gone || c.ending || c.channel == "":
	case c.music != "":
		c.startMusic(c.music)
	default:
		c.endMusic()
	}
}

func (c *caller) stopMusic() {
	if c.music == "" {
		return
	}
	c.music = ""
	c.endMusic()
}

// endMusic is tried again after a while as well: who hears music does not hear the one
// whom he talks with.
func (c *caller) endMusic() {
	err := c.try("stop music", func(ctx context.Context) error { return c.phone.StopMusic(ctx, c.channel) })
	if settled(err) {
		c.unmusical = 0
		return
	}
	c.musicLater()
}
