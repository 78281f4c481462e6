package switchboard

import (
	"context"
	"errors"
	"strconv"

	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/talk"
)

const ringing = "tone:ring;tonezone=cn"

// arrange lets everybody in the conversation hear what they are to hear. What the link
// did not let us do is done a little later.
func (c *caller) arrange() {
	v := c.conv
	if v == nil || v.still {
		return
	}
	want := c.wanted()
	if v.sure && want == v.heard {
		return
	}
	a := arranging{caller: c, was: v.heard, want: want, sure: v.sure}
	a.silence()
	a.separate()
	a.putIn()
	if v.sure = !a.failed; !v.sure {
		c.arrangeSoon()
	}
	v.heard = want
}

// wanted is what the phase says, of those who are there.
func (c *caller) wanted() talk.Sounds {
	v := c.conv
	want := v.Sounds()
	if v.late {
		want = talk.Sounds{Caller: talk.Music, Seat: talk.Nothing} // until the word is over
	}
	if c.gone {
		want.Caller = talk.Nothing
	}
	if v.third == nil || !v.third.up {
		want.Third = talk.Nothing
	}
	return want
}

// arrangeAgain: a while ago it did not work.
type arrangeAgain struct{ of *conversation }

func (c *caller) arrangeSoon() {
	again := arrangeAgain{c.conv}
	c.sb.spawn(func() {
		if c.sb.pause(linkPause) {
			c.facts.put(again)
		}
	})
}

// arranging is one pass from what is heard to what is wanted. Asterisk puts a channel
// into a bridge only when nothing is played to it, and music goes on in a bridge: so
// what is heard ends first. Whoever waits has music before others hear each other.
type arranging struct {
	*caller
	was, want talk.Sounds
	sure      bool
	failed    bool
}

func (a *arranging) changes(was, want talk.Hears) bool { return was != want || !a.sure }

func (a *arranging) silence() {
	v := a.conv
	if a.changes(a.was.Caller, a.want.Caller) && a.want.Caller != talk.Music {
		if !a.sure && a.music == "" {
			a.music = usualMusic // of before, perhaps
		}
		a.stopMusic()
	}
	if a.changes(a.was.Seat, a.want.Seat) {
		a.stopRing()
		if a.want.Seat == talk.Bridge {
			a.stopSaying()
		}
	}
	if v.third != nil && v.third.up && a.changes(a.was.Third, a.want.Third) && (a.was.Third == talk.Music || !a.sure) {
		a.note(a.try("stop music", func(ctx context.Context) error { return a.phone.StopMusic(ctx, v.third.leg) }))
	}
}

func (a *arranging) separate() {
	v := a.conv
	if a.leaves(a.was.Caller, a.want.Caller) {
		a.part(a.channel)
	}
	if a.want.Caller == talk.Music && a.changes(a.was.Caller, a.want.Caller) {
		a.startMusic(a.waitingMusic())
	}
	if a.leaves(a.was.Third, a.want.Third) && v.third != nil {
		a.part(v.third.leg)
		if a.want.Third == talk.Music {
			a.note(a.try("start music", func(ctx context.Context) error { return a.phone.StartMusic(ctx, v.third.leg, usualMusic) }))
		}
	}
	if a.leaves(a.was.Seat, a.want.Seat) {
		a.part(v.leg)
	}
	if a.want.Seat == talk.Ringing && a.changes(a.was.Seat, a.want.Seat) {
		a.startRing()
	}
}

// leaves: it is, or may be, in the bridge and is not to be.
func (a *arranging) leaves(was, want talk.Hears) bool {
	return want != talk.Bridge && (was == talk.Bridge || !a.sure && want != talk.Nothing)
}

func (a *arranging) putIn() {
	v := a.conv
	var in []string
	add := func(was, want talk.Hears, channel string) {
		if want == talk.Bridge && (was != talk.Bridge || !a.sure) {
			in = append(in, channel)
		}
	}
	add(a.was.Caller, a.want.Caller, a.channel)
	add(a.was.Seat, a.want.Seat, v.leg)
	if v.third != nil {
		add(a.was.Third, a.want.Third, v.third.leg)
	}
	if len(in) > 0 {
		a.note(a.putTogether(a.want.Third != talk.Bridge, in...))
	}
}

func (a *arranging) part(channel string) { a.note(a.takeOut(channel)) }

// takeOut takes a channel out of the call's bridge, if it is in it.
func (c *caller) takeOut(channel string) error {
	err := c.try("take a party out", func(ctx context.Context) error { return c.phone.RemoveChannel(ctx, bridgeID(c.id), channel) })
	if errors.Is(err, asterisk.Conflict) {
		return nil
	}
	return err
}

// note: a party that is gone is no failure, its end follows.
func (a *arranging) note(err error) { a.failed = a.failed || linkFailed(err) }

// waitingMusic is what this caller hears while he waits.
func (c *caller) waitingMusic() string {
	if c.queued.Music != "" {
		return c.queued.Music
	}
	return usualMusic
}

// putTogether puts channels into the call's bridge. Between a caller and a seat keys are
// for us, and nobody is to hear them; a number outside may have a menu.
func (c *caller) putTogether(quietly bool, channels ...string) error {
	c.bridge = bridgeID(c.id)
	add := func(ctx context.Context) error {
		if quietly {
			return c.phone.AddQuietly(ctx, c.bridge, channels...)
		}
		return c.phone.AddChannels(ctx, c.bridge, channels...)
	}
	err := c.try("join the parties", add)
	if errors.Is(err, asterisk.Gone) {
		// The bridge may be missing: it was not made, or Asterisk forgot it.
		c.makeBridge()
	}
	if err != nil {
		err = c.try("join the parties again", add)
	}
	return err
}

// startRing lets the seat hear that somebody is being dialled.
func (c *caller) startRing() {
	if id := c.playToSeat(ringing); id != "" {
		c.conv.ring = id
	}
}

func (c *caller) stopRing()   { c.stopSeatSound(&c.conv.ring) }
func (c *caller) stopSaying() { c.stopSeatSound(&c.conv.word) }

// hush ends what the seat hears from us: nothing else can be done with its telephone
// before.
func (c *caller) hush() {
	c.stopRing()
	c.stopSaying()
}

func (c *caller) stopSeatSound(id *string) {
	if playing := *id; playing != "" {
		*id = ""
		_ = c.try("stop playback", func(ctx context.Context) error { return c.phone.StopPlayback(ctx, playing) })
	}
}

// sayToSeat lets the seat alone hear a word.
func (c *caller) sayToSeat(word string) {
	v := c.conv
	c.stopSaying()
	if v.ring != "" || word == "" {
		return
	}
	if media := c.wordMedia(word); len(media) > 0 {
		v.word = c.playToSeat(media...)
	}
}

func (c *caller) playToSeat(media ...string) string {
	v := c.conv
	v.plays++
	id := v.leg + "-say-" + strconv.Itoa(v.plays)
	err := c.try("play to a seat", func(ctx context.Context) error { return c.phone.Play(ctx, v.leg, id, media...) })
	if err != nil {
		return ""
	}
	return id
}

// seatPlayEnded: the seat has heard a word, and is with the caller again. It is false if
// the playback was nothing of the kind.
func (c *caller) seatPlayEnded(playback string) bool {
	v := c.conv
	if v == nil || playback == "" {
		return false
	}
	switch playback {
	case v.ring:
		v.ring = ""
	case v.word:
		v.word = ""
		if v.late {
			v.late = false
			c.arrange()
		}
	default:
		return false
	}
	return true
}

// connectedTo puts on record who hears the caller.
func (c *caller) connectedTo(leg string) { c.tell(call.Connected{At: c.now(), Call: c.id, Leg: leg}) }
