package switchboard

import (
	"context"
	"encoding/binary"
	"io"

	"hotline/internal/asterisk"
	"hotline/internal/call"
	"hotline/internal/numbering"
	"hotline/ivr"
)

// arriveFromTrunk begins the call of somebody who dialled the hotline. Args are
// "trunk", its name, the called number.
func (sb *Switchboard) arriveFromTrunk(e asterisk.ChannelArrived, draining bool) {
	tree := sb.tree.Load()
	trunk, called := e.Args[1], numbering.Called(e.Args[2])
	from := numbering.Caller(e.Channel.CallerNumber)
	c := sb.newCaller(sb.newID(), e.Channel.ID, e.Box, tree)
	c.number, c.arrived = string(from), sb.now()
	route, ok := tree.Route(trunk, string(called))
	fact := call.Arrived{
		At: c.arrived, Call: c.id, Channel: c.channel, Trunk: trunk,
		From: string(from), To: string(called), Version: tree.Version,
	}
	if ok {
		c.centre = route.Centre
		fact.Centre, fact.Floor, fact.Flow = route.Centre, tree.Centres[route.Centre].Floor, route.Flow
	}
	c.log.Info("call arrived", "trunk", trunk, "from", from, "to", called, "centre", c.centre)
	sb.enter(c, func() {
		c.tell(fact)
		switch {
		case draining:
			c.handOver("draining")
		case !ok:
			c.handOver("no centre for the called number")
		default:
			c.trunk, c.called = trunk, string(called)
			c.answer()
			c.startFlow(route.Flow)
		}
	})
}

// arriveFromSeat begins the call of a seat's phone: a feature code. Args are
// "seat", its number, the code.
func (sb *Switchboard) arriveFromSeat(e asterisk.ChannelArrived, draining bool) {
	tree := sb.tree.Load()
	seat, code := e.Args[1], e.Args[2]
	flow, ok := tree.Codes[code]
	c := sb.newCaller(sb.newID(), e.Channel.ID, e.Box, tree)
	c.seat, c.number, c.called, c.arrived = seat, seat, code, sb.now()
	fact := call.Arrived{
		At: c.arrived, Call: c.id, Channel: c.channel, Seat: seat,
		From: seat, To: code, Floor: tree.FloorOfSeat(seat), Flow: flow, Version: tree.Version,
	}
	c.log.Info("a seat dialled", "seat", seat, "code", numbering.Called(code))
	sb.enter(c, func() {
		c.tell(fact)
		if !ok || draining {
			c.end.Outcome = call.Refused
			c.reject("unallocated")
			return
		}
		c.answer()
		c.startFlow(flow)
	})
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
	_ = c.try("answer", func(ctx context.Context) error { return c.phone.Answer(ctx, c.channel) })
}

// startFlow walks the caller through a flow from its start.
func (c *caller) startFlow(flow string) {
	session, err := ivr.NewSession(c.tree.Program, flow, c.vars())
	if err != nil {
		c.log.Error("the flow cannot be started", "flow", flow, "err", err)
		c.handOver("no flow")
		return
	}
	c.session = session
	c.step(ivr.Start{})
}

func (c *caller) vars() ivr.Vars {
	return ivr.Vars{Call: c.id, Caller: c.number, Called: c.called, Centre: c.centre, Trunk: c.trunk, Seat: c.seat}
}
