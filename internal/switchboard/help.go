package switchboard

import (
	"slices"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/ivr"
)

// A seat that talks can call for its supervisors. The telephones of those who are at work
// and in no call ring together; the first who answers listens to the talk, and by keys
// does more.

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
	home  string
	seats []string
}

// helpAsked: the seat asked for help by another line.
type helpAsked struct{}

// help calls for the supervisors of the seat that dialled: to its talk, or if it has none
// to itself; then the first of them who answers talks with it.
func (c *caller) help() {
	seat, among := c.seat, c.supervisorsOf(c.seat)
	name := c.tree.FloorOfSeat(seat)
	if name == "" {
		c.step(ivr.Result{What: ivr.Failed, Reason: whyNobody})
		return
	}
	c.sb.floor(name).send(ask{func(s *acd.State) {
		id := talksIn(s, seat)
		at, _ := s.Call(id)
		c.facts.put(helpSought{id, at.Home, supervisors(s, among)})
	}})
}

func (c *caller) helpSought(m helpSought) {
	switch {
	case c.gone || c.ending:
	case len(m.seats) == 0:
		c.tell(call.HelpAsked{At: c.now(), Call: c.id, Seat: c.seat})
		c.step(ivr.Result{What: ivr.Failed, Reason: whyNobody})
	case c.elsewhere(m.home):
		c.handOn(m.home)
	case m.call != "" && c.sb.deliver(m.call, helpAsked{}):
		c.step(ivr.Result{What: ivr.Done})
	default:
		c.tell(call.HelpAsked{At: c.now(), Call: c.id, Seat: c.seat, Of: m.seats})
		c.ringSeats(m.seats)
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
	b.number, b.called, b.arrived, b.queued, b.since = c.ownNumberShown(), c.conv.Seat, c.now(), c.queued, c.since
	b.summons = &summons{to: c.id, seat: c.conv.Seat}
	c.conv.help = b.id
	seats := m.seats
	c.sb.enterAs(b, func() { b.run(c.sb.ctx, func() { b.summon(seats) }) })
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
