package switchboard

import (
	"context"
	"slices"
	"strconv"

	"hotline/internal/asterisk"
)

// spy lets the supervisor hear what the seat says and hears. The channel that listens
// stays with the seat's telephone wherever the talk moves that.
func (c *caller) spy(w *watcher) bool {
	c.legs++
	w.snoop = c.id + watchInfix + strconv.Itoa(c.legs)
	s := asterisk.Snooping{ID: w.snoop, Spy: "both", Args: []string{"leg", c.id}}
	if w.mode == modeWhisper {
		s.Whisper = "out"
	}
	c.phone.Route(c.box, w.snoop)
	if err := c.try("listen to a seat", func(ctx context.Context) error { return c.phone.Snoop(ctx, w.leg, s) }); err != nil {
		c.dismiss(w, whyNotNow)
		return false
	}
	return true
}

// watchInfix tells the channels and bridges of supervisors.
const watchInfix = "-watch-"

// watchBridge is where supervisor and listening channel meet.
func watchBridge(snoop string) string { return snoop + "-bridge" }

// watcherBy is the watcher for whom a channel listens; nil = it is none of ours.
func (c *caller) watcherBy(snoop string) *watcher {
	i := slices.IndexFunc(c.watchers, func(w *watcher) bool { return w.snoop == snoop })
	if i < 0 || snoop == "" {
		return nil
	}
	return c.watchers[i]
}

// watchLegGone: a channel of a supervisor's part is no more; it is false if it is none of
// them. With the listening one the seat's telephone goes, or somebody else ended it: he is
// not left in silence there. His own is ours when he is about to take over.
func (c *caller) watchLegGone(channel string) bool {
	if w := c.watcherBy(channel); w != nil {
		c.dismiss(w, "")
		return true
	}
	i := slices.IndexFunc(c.watchers, func(w *watcher) bool { return w.channel == channel })
	if i >= 0 {
		c.watchers[i].gone = true
	}
	return i >= 0
}

// spying: the listening channel is there; it is false if it is none of ours.
func (c *caller) spying(channel string) bool {
	w := c.watcherBy(channel)
	if w == nil {
		return false
	}
	c.stopWatchWord(w)
	bridge := watchBridge(w.snoop)
	err := c.try("create a bridge", func(ctx context.Context) error {
		return c.phone.CreateBridge(ctx, bridge, asterisk.Talk, c.id)
	})
	if err == nil {
		err = c.try("join a supervisor", func(ctx context.Context) error {
			return c.phone.AddChannels(ctx, bridge, w.snoop, w.channel)
		})
	}
	if err != nil {
		c.dismiss(w, whyNotNow)
	}
	return true
}

// unwatch undoes what let the supervisor take part so far.
func (c *caller) unwatch(w *watcher) {
	c.stopWatchWord(w)
	if w.mode == modeBarge {
		_ = c.takeOut(w.channel)
	}
	if w.snoop == "" {
		return
	}
	snoop := w.snoop
	w.snoop = ""
	c.phone.Unroute(snoop)
	for _, end := range []func(context.Context) error{
		func(ctx context.Context) error { return c.phone.DestroyBridge(ctx, watchBridge(snoop)) },
		func(ctx context.Context) error { return c.phone.Hangup(ctx, snoop, "normal") },
	} {
		if !settled(c.try("end a supervisor's part", end)) {
			c.sb.insist(end)
		}
	}
}

const wordNotTaken = "现在不能接管这个通话。"

// sayToWatcher lets a supervisor alone hear a word, wherever his channel is.
func (c *caller) sayToWatcher(w *watcher, word string) {
	c.stopWatchWord(w)
	media := c.wordMedia(word)
	if len(media) == 0 {
		return
	}
	c.plays++
	w.word = c.id + watchInfix + "say-" + strconv.Itoa(c.plays)
	_ = c.try("play to a supervisor", func(ctx context.Context) error { return c.phone.Play(ctx, w.channel, w.word, media...) })
}

// stopWatchWord ends that: a channel to which something is played cannot be moved.
func (c *caller) stopWatchWord(w *watcher) {
	if w.word != "" {
		_ = c.stopSeatPlay(w.word)
		w.word = ""
	}
}
