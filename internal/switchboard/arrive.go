package switchboard

import (
	"encoding/binary"
	"io"
	"slices"
	"strings"

	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/internal/numbering"
	"hotline/internal/plain"
	"hotline/ivr"
)

// arriveFromTrunk begins the call of somebody who dialled the hotline. Args are
// "trunk", its name, the called number and, from another platform, how often and
// how long the call was on its way: hops and age in seconds.
func (sb *Switchboard) arriveFromTrunk(e asterisk.ChannelArrived, draining bool) {
	tree := sb.tree.Load()
	c := sb.newCaller(sb.newID(), e.Channel.ID, e.Box, tree)
	args := slices.Concat(e.Args[1:], []string{"", ""})
	hops := readHops(args[2])
	route, ok := tree.Route(dialplan.Query{
		At: c.moment(), Trunk: args[0], Called: args[1], Caller: e.Channel.CallerNumber, Hops: hops,
	})
	c.trunk, c.number, c.called = route.Trunk, string(route.Caller), string(route.Called)
	c.ownName = e.Channel.CallerName
	c.centre, c.language, c.lead, c.arrived = route.Centre, route.Language, route.Lead, sb.now()
	c.travel.arrive(c.centre, route.Area, hops, readAge(args[3], tree.Trunks[c.trunk].Hotlines))
	if c.travel.age > 0 {
		c.since = c.arrived - c.travel.age
	}
	fact := call.Arrived{
		At: c.arrived, Call: c.id, Channel: c.channel, Trunk: c.trunk, From: c.number, To: c.called,
		Centre: c.centre, Floor: tree.Centres[c.centre].Floor, Flow: route.Flow, Version: tree.Version,
		Area: route.Area, Hops: hops, Age: c.travel.age, Why: route.Why,
	}
	c.log.Info("call arrived", "trunk", c.trunk, "from", route.Caller, "to", route.Called, "centre", c.centre)
	sb.enter(c, func() {
		c.opening = &fact
		switch {
		case draining:
			c.handOver("draining")
		case !ok && route.Elsewhere != "":
			c.tellOpening()
			c.answer()
			c.passOn(string(route.Elsewhere))
		case !ok:
			c.handOver("no centre for the called number")
		default:
			c.startFlow(route.Flow) // its first step picks up
		}
	})
}

// arriveFromSeat begins the call of a telephone of ours: a feature code, or the number
// of whom its seat wants to talk with. Args are "seat", its SIP account, what it dialled.
// The seat is the one that has signed in there, else whose the telephone is.
func (sb *Switchboard) arriveFromSeat(e asterisk.ChannelArrived, draining bool) {
	tree := sb.tree.Load()
	account, dialled := e.Args[1], plain.Text(e.Args[2]) // as it goes on record
	code, isCode := tree.Code(dialled)
	c := sb.newCaller(sb.newID(), e.Channel.ID, e.Box, tree)
	c.account, c.seat, c.digits = account, sb.desks.seat(account, tree), code.Digits
	c.number, c.called, c.arrived = account, dialledFor(tree, dialled, code), sb.now()
	fact := call.Arrived{
		At: c.arrived, Call: c.id, Channel: c.channel, Seat: c.seat,
		From: account, To: dialledFor(tree, dialled, code), Floor: tree.FloorOfSeat(c.seat), Flow: code.Flow, Version: tree.Version,
	}
	c.log.Info("a seat dialled", "seat", c.seat, "phone", numbering.Called(account), "code", numbering.Called(c.called))
	sb.enter(c, func() {
		c.tell(fact)
		switch {
		case draining || !isCode && strings.HasPrefix(dialled, "*"):
			c.end.Outcome = call.Refused
			c.reject("unallocated")
		case isCode:
			c.answer()
			c.startFlow(code.Flow)
		default:
			c.dialNumber(dialled)
		}
	})
}

// shownDigits is how many digits behind a code are on record whatever they are: reasons
// and classes.
const shownDigits = 2

// dialledFor is what is on record of what a telephone dialled. Behind a code there may be
// a PIN, typed in one go: only a seat and the short digits of other codes are shown.
func dialledFor(tree *dialplan.Tree, dialled string, code dialplan.Code) string {
	if _, seat := tree.Seats[code.Digits]; code.Digits == "" || seat || len(code.Digits) <= shownDigits {
		return dialled
	}
	at := strings.LastIndex(dialled, code.Digits)
	if at < 0 {
		return dialled
	}
	return dialled[:at]
}

// newID makes the call's id from the time and our source of randomness.
func (sb *Switchboard) newID() string {
	var b [8]byte
	sb.mu.Lock()
	defer sb.mu.Unlock()
	if _, err := io.ReadFull(sb.cfg.Rand, b[:]); err != nil {
		panic("switchboard: no randomness: " + err.Error())
	}
	return call.NewID(sb.now(), binary.LittleEndian.Uint64(b[:]))
}

func (c *caller) answer() {
	if c.up {
		return
	}
	c.up = true
	ctx, cancel := c.request()
	wait := c.phone.AnswerSoon(ctx, c.channel)
	c.pickUp = func() {
		defer cancel()
		c.note("answer", wait())
	}
}

// settleAnswer waits until the caller is picked up, if that has been asked for.
func (c *caller) settleAnswer() {
	if wait := c.pickUp; wait != nil {
		c.pickUp = nil
		wait()
	}
}

// startFlow walks the caller through a flow from its start.
func (c *caller) startFlow(flow string) {
	session, err := ivr.NewSession(c.tree.Program, flow, c.vars())
	if err != nil {
		c.log.Error("the flow cannot be started", "flow", flow, "err", err)
		c.handOver("no flow")
		return
	}
	c.session, c.lead = session, "" // it is said once
	c.step(ivr.Start{})
}

func (c *caller) vars() ivr.Vars {
	centre := c.tree.Centres[c.centre]
	v := ivr.Vars{
		Call: c.id, Caller: c.number, Called: c.called, Trunk: c.trunk, Area: c.travel.area,
		Centre: c.centre, Tier: string(centre.Tier), Title: centre.Title, Seat: c.seat,
		Digits: c.digits, Language: c.language, Slow: c.slow, Lead: c.lead,
	}
	if c.account == "" {
		v.CallerCity, v.CallerArea = c.tree.CityOf(numbering.Number(c.number), c.trunk)
	}
	return v
}
