package switchboard

import (
	"context"
	"errors"
	"strconv"
	"time"

	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/talk"
)

const ringing = "tone:ring;tonezone=cn"

// arrange lets everybody in the conversation hear what they are to hear. What the link
// did not let us do is done a little later.
func (c *caller) arrange() {
	if v := c.conv; v != nil && !v.still {
		c.arrangeIn(v)
	}
}

func (c *caller) arrangeIn(v *conversation) {
	want := c.wanted(v)
	if v.sure && want == v.heard && (!v.loud || want == v.sounds) {
		return
	}
	v.sounds = want
	a := arranging{caller: c, v: v, was: v.heard, want: want, sure: v.sure}
	v.heard = want
	if a.silence(); !a.failed {
		a.separate()
		a.afresh()
		a.putIn()
	}
	if v.sure = !a.failed; v.sure {
		v.failures = 0
		return
	}
	c.arrangeSoon(v)
}

// wanted is what the phase says, of those who are there. A seat that holds by its own button hears
// nobody, and whoever talks with it alone hears music.
func (c *caller) wanted(v *conversation) talk.Sounds {
	want := v.Sounds()
	switch {
	case v.late:
		want = talk.Sounds{Caller: talk.Music}
	case v.holds:
		want = want.WithoutSeat()
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

func (c *caller) arrangeSoon(v *conversation) {
	wait := linkPause << v.failures
	v.failures = min(v.failures+1, 4)
	c.sb.spawn(func() {
		if c.sb.pause(wait) {
			c.facts.put(arrangeAgain{v})
		}
	})
}

// arrangeAgain also helps a talk that goes on without a seat.
func (c *caller) arrangeAgain(m arrangeAgain) {
	if !m.of.sure && (c.conv == m.of || c.outside != nil && c.outside.of == m.of) {
		c.arrangeIn(m.of)
	}
}

// arranging is one pass from what is heard to what is wanted. Asterisk puts a channel
// into a bridge only when nothing is played to it, and music goes on in a bridge: so
// what is heard ends first. Whoever waits has music before others hear each other.
type arranging struct {
	*caller
	v         *conversation
	was, want talk.Sounds
	sure      bool
	failed    bool
}

func (a *arranging) changes(was, want talk.Hears) bool { return was != want || !a.sure }

func (a *arranging) silence() {
	v := a.v
	if a.changes(a.was.Caller, a.want.Caller) && a.want.Caller != talk.Music && !a.gone {
		if !a.sure && a.music == "" {
			a.music = usualMusic // of before, perhaps
		}
		a.stopMusic()
	}
	switch {
	case !v.quiet && !v.seatLeft:
		a.note(a.hushAll(v))
	case a.changes(a.was.Seat, a.want.Seat):
		a.note(a.stopRing(v))
		if !v.late {
			a.note(a.stopSaying(v))
		}
	}
	if !v.seatLeft {
		a.stopMusicOf(v.leg, a.was.Seat, a.want.Seat) // it may have waited as a third party
	}
	if v.third != nil && v.third.up {
		a.stopMusicOf(v.third.leg, a.was.Third, a.want.Third)
	}
}

func (a *arranging) stopMusicOf(leg string, was, want talk.Hears) {
	if a.changes(was, want) && (was == talk.Music || !a.sure) {
		a.note(a.try("stop music", func(ctx context.Context) error { return a.phone.StopMusic(ctx, leg) }))
	}
}

func (a *arranging) separate() {
	v := a.v
	if a.leaves(a.was.Caller, a.want.Caller) {
		a.part(a.channel)
	}
	if a.want.Caller == talk.Music && a.changes(a.was.Caller, a.want.Caller) {
		a.startMusic(a.waitingMusic())
	}
	if a.leaves(a.was.Third, a.want.Third) && v.third != nil {
		a.part(v.third.leg)
	}
	if a.want.Third == talk.Music && a.changes(a.was.Third, a.want.Third) {
		a.note(a.try("start music", func(ctx context.Context) error { return a.phone.StartMusic(ctx, v.third.leg, usualMusic) }))
	}
	if a.leaves(a.was.Seat, a.want.Seat) && !v.seatLeft && !v.late { // while a word is said it stays where it is, alone
		a.part(v.leg)
	}
	if a.want.Seat == talk.Ringing && a.changes(a.was.Seat, a.want.Seat) {
		a.startRing(v)
	}
}

// leaves: it is, or may be, in the bridge and is not to be.
func (a *arranging) leaves(was, want talk.Hears) bool {
	return want != talk.Bridge && (was == talk.Bridge || !a.sure && want != talk.Nothing)
}

// afresh takes out those who stay, where others are sent the keys that somebody presses,
// or have been or will be. A key that is down as its sender leaves would never be over for
// them, and they would hear nothing any more; and how keys are treated is settled as one
// is put in.
func (a *arranging) afresh() {
	v := a.v
	was := v.loud
	three := a.want.Caller == talk.Bridge && a.want.Seat == talk.Bridge
	v.loud = a.want.Third == talk.Bridge && v.third.outside() && !three
	if !was && !v.loud {
		return
	}
	stays := func(was *talk.Hears, want talk.Hears, channel string) {
		if *was == talk.Bridge && want == talk.Bridge {
			a.part(channel)
			*was = talk.Nothing
		}
	}
	stays(&a.was.Caller, a.want.Caller, a.channel)
	stays(&a.was.Seat, a.want.Seat, v.leg)
	if v.third != nil {
		stays(&a.was.Third, a.want.Third, v.third.leg)
	}
}

func (a *arranging) putIn() {
	v := a.v
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
	if len(in) > 0 && a.putTogether(!v.loud, in...) != nil {
		// One that is gone keeps the others out as well.
		a.failed = true
	}
}

func (a *arranging) part(channel string) { a.note(a.takeOut(channel)) }

// takeOut takes a channel out of the call's bridge, if it is in it.
func (c *caller) takeOut(channel string) error {
	c.missAnnouncement(channel)
	err := c.try("take a party out", func(ctx context.Context) error { return c.phone.RemoveChannel(ctx, bridgeID(c.id), channel) })
	if errors.Is(err, asterisk.Conflict) {
		return nil
	}
	return err
}

// note: a party that is gone is no failure, its end follows.
func (a *arranging) note(err error) { a.failed = a.failed || !settled(err) }

// waitingMusic is what this caller hears while he waits.
func (c *caller) waitingMusic() string {
	if c.queued.Music != "" {
		return c.queued.Music
	}
	return usualMusic
}

// putTogether puts channels into the call's bridge. Where a caller and a seat are, keys are
// for us, and nobody is to hear them; a number outside, with one of them, may have a menu.
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
	if err == nil {
		c.catchUp(channels)
	}
	return err
}

// startRing lets the seat hear that somebody is being dialled.
func (c *caller) startRing(v *conversation) { v.ring = c.playToSeat(v, ringing) }

func (c *caller) stopRing(v *conversation) error { return c.stopSeatSound(&v.ring) }

// stopSaying ends a word; nothing waits for it any more.
func (c *caller) stopSaying(v *conversation) error {
	v.late = false
	return c.stopSeatSound(&v.word)
}

// hush ends what the seat hears from us: nothing else can be done with its telephone
// before.
func (c *caller) hush() {
	_ = c.stopRing(c.conv)
	_ = c.stopSaying(c.conv)
}

func (c *caller) stopSeatSound(id *string) error {
	playing := *id
	if playing == "" {
		return nil
	}
	*id = ""
	err := c.stopSeatPlay(playing)
	if v := c.conv; v != nil && !settled(err) {
		v.quiet = false
	}
	return err
}

// stopSeatPlay insists a little: a telephone to which something is played cannot be moved.
func (c *caller) stopSeatPlay(id string) error {
	stop := func(ctx context.Context) error { return c.phone.StopPlayback(ctx, id) }
	err := c.try("stop playback", stop)
	if !settled(err) {
		err = c.try("stop playback again", stop)
	}
	return err
}

// hushAll also ends what an engine before us plays, or what a request began that got no
// answer. The ends are still to be told, and mean nothing.
func (c *caller) hushAll(v *conversation) (failed error) {
	v.ring, v.word, v.late, v.ends = "", "", false, map[string]bool{}
	for n := range seatPlays {
		id := seatPlay(v.leg, n)
		err := c.stopSeatPlay(id)
		v.ends[id] = err == nil
		if !settled(err) {
			failed = err
		}
	}
	v.quiet = failed == nil
	return failed
}

// sayToSeat lets the seat alone hear a word.
func (c *caller) sayToSeat(word string) {
	v := c.conv
	if v.ring != "" || word == "" {
		return
	}
	late := v.late
	_ = c.stopSaying(v)
	if media := c.wordMedia(word); len(media) > 0 {
		v.word = c.playToSeat(v, media...)
		c.expectWord(v)
	}
	if v.late = late && v.word != ""; late && !v.late {
		c.arrange()
	}
}

// wordLate: a word must be over by now, even if nobody says so.
type wordLate struct {
	of   *conversation
	word string
	play int
}

func (c *caller) expectWord(v *conversation) {
	late := wordLate{v, v.word, v.plays}
	c.sb.spawn(func() {
		if c.sb.pause(longestWord) {
			c.facts.put(late)
		}
	})
}

func (c *caller) wordLate(m wordLate) {
	if v := c.conv; v == m.of && v.late && v.word == m.word && v.plays == m.play {
		_ = c.stopSaying(v)
		c.arrange()
	}
}

const longestWord = 15 * time.Second

// playToSeat returns how the playback is called; "" = nothing is heard.
func (c *caller) playToSeat(v *conversation, media ...string) string {
	v.plays++
	id := seatPlay(v.leg, v.plays%seatPlays)
	err := c.try("play to a seat", func(ctx context.Context) error { return c.phone.Play(ctx, v.leg, id, media...) })
	switch {
	case err == nil:
		return id
	case linkFailed(err): // it may be heard all the same
		if !settled(c.stopSeatPlay(id)) {
			v.quiet = false
		}
	}
	return ""
}

// seatPlay names what is played to a seat: so few names that the next engine can end all
// of them, and enough that one is over when its name comes again.
func seatPlay(leg string, n int) string { return leg + "-say-" + strconv.Itoa(n) }

const seatPlays = 4

// seatPlayEnded: the seat has heard a word, and is with the caller again. It is false if
// the playback was nothing of the kind.
func (c *caller) seatPlayEnded(playback string) bool {
	v := c.conv
	switch {
	case v == nil || playback == "":
		return false
	case v.ends[playback]:
		v.ends[playback] = false
		return true
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
