package switchboard

import (
	"context"
	"slices"
	"strconv"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/ivr"
)

// A seat that talks can call for its supervisors. The telephones of those who are at work
// and in no call ring together; the first who answers listens to the talk, and by keys
// does more.

// summons is the call to the supervisors.
type summons struct {
	to   string // the call of the talk
	seat string // that asked
}

const (
	wordHelpAsked  = "已经请求班长协助。"
	wordNoHelp     = "现在没有班长可以协助。"
	wordHelpPrefix = "座席"
	wordHelpWanted = "请求协助。要对座席耳语，请按 2；要加入通话，请按 3；要接管通话，请按 4。"
)

// supervisors are those of a seat who can be called, on its floor.
func supervisors(s *acd.State, among []string) (free []string) {
	for _, id := range among {
		status, ok := s.Seat(id)
		if ok && status.Stance.SignedIn() && status.Stance.Now != acd.StateUnreachable && notInACall(status.Stance.Now) {
			free = append(free, id)
		}
	}
	return free
}

// supervisorsOf are all of a seat's, on its floor.
func (c *caller) supervisorsOf(seat string) []string {
	return slices.DeleteFunc(c.tree.Supervisors(seat), func(id string) bool {
		return id == seat || c.tree.FloorOfSeat(id) != c.tree.FloorOfSeat(seat)
	})
}

// helpersFound is what a floor knows of them.
type helpersFound struct{ seats []string }

// askForHelp calls for the supervisors of the seat that talks.
func (c *caller) askForHelp() {
	switch {
	case c.conv == nil:
		return
	case c.conv.help != "":
		c.sayToSeat(wordHelpAsked)
		return
	}
	among := c.supervisorsOf(c.conv.Seat)
	c.sb.floor(c.tree.FloorOfSeat(c.conv.Seat)).send(ask{func(s *acd.State) {
		c.facts.put(helpersFound{supervisors(s, among)})
	}})
}

// helpSought is how a seat stands that asks for help by a feature code: in which call it
// talks, and who can help.
type helpSought struct {
	call  string
	seats []string
}

// helpAsked: the seat asked for help by another line.
type helpAsked struct{}

// help calls for the supervisors of the seat that dialled: to its talk, or if it has none
// to itself.
func (c *caller) help() {
	seat, among := c.seat, c.supervisorsOf(c.seat)
	name := c.tree.FloorOfSeat(seat)
	if name == "" {
		c.step(ivr.Result{What: ivr.Failed, Reason: whyNobody})
		return
	}
	c.sb.floor(name).send(ask{func(s *acd.State) {
		c.facts.put(helpSought{talksIn(s, seat), supervisors(s, among)})
	}})
}

func (c *caller) helpSought(m helpSought) {
	switch {
	case c.gone || c.ending:
	case len(m.seats) == 0:
		c.tell(call.HelpAsked{At: c.now(), Call: c.id, Seat: c.seat})
		c.step(ivr.Result{What: ivr.Failed, Reason: whyNobody})
	case m.call != "" && c.sb.deliver(m.call, helpAsked{}):
		c.step(ivr.Result{What: ivr.Done})
	default:
		c.tell(call.HelpAsked{At: c.now(), Call: c.id, Seat: c.seat, Of: m.seats[:1]})
		c.callSeat(m.seats[0])
	}
}

// helpersFound rings them.
func (c *caller) helpersFound(m helpersFound) {
	if c.conv == nil || c.conv.help != "" {
		return
	}
	c.tell(call.HelpAsked{At: c.now(), Call: c.id, Seat: c.conv.Seat, Of: m.seats})
	c.log.Warn("a seat asks for help", "seat", c.conv.Seat, "supervisors", len(m.seats))
	if len(m.seats) == 0 {
		c.sayToSeat(wordNoHelp)
		return
	}
	c.sayToSeat(wordHelpAsked)
	b := c.sb.newCaller(c.sb.newID(), "", c.phone.NewMailbox(), c.tree)
	b.number, b.called, b.arrived, b.queued, b.since = c.number, c.conv.Seat, c.now(), c.queued, c.since
	b.summons = &summons{to: c.id, seat: c.conv.Seat}
	c.conv.help = b.id
	seats := m.seats
	c.sb.enterAs(b, func() { b.run(c.sb.ctx, func() { b.summon(seats) }) })
}

func (c *caller) summon(seats []string) {
	c.tell(call.Arrived{
		At: c.arrived, Call: c.id, Seat: c.summons.seat, From: c.summons.seat, To: "help", Version: c.tree.Version, Of: c.summons.to,
	})
	free := map[*ring]bool{}
	for _, seat := range seats {
		if !c.occupyFirst(seat) {
			continue // another seat was faster to ask
		}
		o := &offer{seat: seat, beside: true, lasts: outsideRing}
		c.legs++
		for i, at := range c.sb.handsets(seat) {
			o.rings = append(o.rings, &ring{leg: c.id + "-help-" + strconv.Itoa(c.legs) + "-" + strconv.Itoa(i+1), at: at})
		}
		for i, f := range c.claim(o) {
			free[o.rings[i]] = f
		}
	}
	if len(c.offers) == 0 {
		c.nobodyCame()
		return
	}
	for _, o := range slices.Clone(c.offers) {
		for _, r := range slices.Clone(o.rings) {
			if free[r] {
				c.dial(o, r)
			}
		}
	}
	c.expectSummoned()
}

// occupyFirst occupies a seat that is in no call.
func (c *caller) occupyFirst(seat string) bool {
	if !c.sb.occupied.addFirst(seat, c.id) {
		return false
	}
	c.occupies = append(c.occupies, seat)
	c.sb.toSeat(seat, acd.Occupy{At: c.now(), Seat: seat, Call: c.id})
	return true
}

// helpOff tells the call to the supervisors that none is needed any more, or that they
// have been rung for long enough: one may be in the leg before all the while.
type helpOff struct{ late bool }

func (c *caller) expectSummoned() {
	c.sb.spawn(func() {
		if c.sb.pause(outsideRing) {
			c.facts.put(helpOff{late: true})
		}
	})
}

func (c *caller) calledOff(m helpOff) {
	switch {
	case c.summons == nil || c.gone || c.ending:
	case c.channel != "" && !m.late && c.afterWord != nil:
		c.stopPlay()
		c.afterWord = nil
		c.watchOver(watchOver{})
	case c.channel != "": // he takes part, or will find out
	default:
		for _, o := range slices.Clone(c.offers) {
			c.freeSummoned(o)
		}
		c.nobodyCame()
	}
}

// summoned: a supervisor has answered. His telephone is this call's channel from now on.
func (c *caller) summoned(o *offer) {
	if c.channel != "" {
		c.freeSummoned(o)
		return
	}
	c.seat, c.channel = o.seat, o.leg
	c.releaseOthers(o)
	for _, other := range slices.Clone(c.offers) {
		if other != o {
			c.freeSummoned(other)
		}
	}
	c.watching = &watching{call: c.summons.to, seat: c.summons.seat, mode: modeListen}
	c.sayFirst(wordHelpPrefix+c.summons.seat+wordHelpWanted, func() {
		if !c.sb.deliver(c.summons.to, c.watchAsk(c.watching.mode)) {
			c.watchOver(watchOver{whyNobody})
		}
	})
}

// notSummoned: his telephone was not picked up.
func (c *caller) notSummoned(o *offer) {
	c.freeSummoned(o)
	if len(c.offers) == 0 && c.channel == "" {
		c.nobodyCame()
	}
}

// nobodyCame ends the call to the supervisors.
func (c *caller) nobodyCame() {
	c.gone, c.ending = true, true
	c.end.By, c.end.Detail = "seat", "no supervisor answered"
	c.sb.deliver(c.summons.to, helpFailed{c.id})
}

// summonsOutcome is that of a call to the supervisors.
func (c *caller) summonsOutcome() call.Outcome {
	if c.seat == "" {
		return call.NotReached
	}
	return call.Completed
}

func (c *caller) freeSummoned(o *offer) {
	c.releaseOffer(o)
	c.vacate(o.seat, 0)
}

// freeSummons lets go of the supervisors' telephones; the channel of the one who answered
// has ended, or belongs to another call.
func (c *caller) freeSummons() {
	if c.summons == nil {
		return
	}
	for _, o := range slices.Clone(c.offers) {
		if o.ring != nil && o.leg == c.channel {
			o.dialled = false // nothing is to be hung up
		}
		c.freeSummoned(o)
	}
}

// helpFailed tells the talk that no supervisor answered.
type helpFailed struct{ summons string }

// callOffHelp ends the call to the supervisors, if they are still rung.
func (c *caller) callOffHelp() {
	if v := c.conv; v != nil && v.help != "" {
		c.sb.deliver(v.help, helpOff{})
		v.help = ""
	}
}

// helperGone: the call to the supervisors is over. If none took part the seat is told.
func (c *caller) helperGone(summons string, came bool) {
	v := c.conv
	if v == nil || v.help != summons {
		return
	}
	v.help = ""
	if !came {
		c.sayToSeat(wordNoHelp)
	}
}

// sayFirst says a word to the call's own channel, before anything else.
func (c *caller) sayFirst(text string, then func()) {
	media := c.wordMedia(text)
	if len(media) == 0 {
		then()
		return
	}
	id := c.nextPlay()
	if c.try("play", func(ctx context.Context) error { return c.phone.Play(ctx, c.channel, id, media...) }) != nil {
		then()
		return
	}
	c.playing, c.afterWord = id, then
}

func (c *caller) goOnAfterWord() {
	then := c.afterWord
	c.afterWord = nil
	then()
}
