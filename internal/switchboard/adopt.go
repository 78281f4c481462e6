package switchboard

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"hotline/acd"
	"hotline/internal/asterisk"
)

// world is what Asterisk has, by id.
type world struct {
	channels map[string]asterisk.Channel
	bridges  map[string]bool
	found    map[string]asterisk.ChannelArrived // in our hands and nobody's yet
	uptime   time.Duration                      // of Asterisk
}

func worldOf(e asterisk.LinkUp) world {
	w := world{channels: map[string]asterisk.Channel{}, bridges: map[string]bool{}, found: map[string]asterisk.ChannelArrived{}, uptime: e.Uptime}
	for _, ch := range e.Channels {
		w.channels[ch.ID] = ch
	}
	for _, b := range e.Bridges {
		w.bridges[b.ID] = true
	}
	for _, a := range e.Found {
		w.found[a.Channel.ID] = a
	}
	return w
}

// adopt takes up, at the first link, every call that the journal left open:
// talks go on untouched, waiting callers keep their place, a caller in a menu
// hears that step again, and whoever has left meanwhile is found out. It takes
// what it adopts out of w.found.
func (sb *Switchboard) adopt(w world) {
	first := sb.known != nil
	known := slices.SortedFunc(maps.Values(sb.known), func(a, b *past) int {
		return cmp.Or(cmp.Compare(a.Arrived, b.Arrived), cmp.Compare(a.Call, b.Call))
	})
	sb.known = nil
	for _, p := range known {
		for _, seat := range p.beside() {
			sb.occupied.add(seat, p.Call)
		}
	}
	for _, p := range known {
		sb.takeUp(p, w)
	}
	sb.vacateStrays()
	sb.dropBridges(w, first)
}

func (sb *Switchboard) takeUp(p *past, w world) {
	if p.over {
		sb.floor(p.floor).send(acd.HangUp{At: sb.now(), Call: p.Call})
		return
	}
	if p.tookOver != "" {
		sb.endTakenOver(p)
		return
	}
	if p.consults() {
		sb.takeUpConsultation(p, w)
		return
	}
	if p.callsBack() {
		sb.takeUpBack(p, w)
		return
	}
	here, ok := w.found[p.Channel]
	delete(w.found, p.Channel)
	box := here.Box
	if !ok {
		box = sb.cfg.Telephone.NewMailbox()
	}
	c := sb.newCaller(p.Call, p.Channel, box, sb.tree.Load())
	c.ownName = here.Channel.CallerName
	c.remember(p)
	early := sb.takeLegs(p, box, w)
	sb.enter(c, func() {
		c.resume(p, ok, w)
		c.log.Info("call taken up again", "from_journal", true, "still_there", ok)
		for _, e := range early {
			c.hear(e)
		}
	})
}

// remember gives the call what is known of it.
func (c *caller) remember(p *past) {
	c.seat, c.trunk, c.number, c.called = p.Seat, p.Trunk, p.From, p.To
	c.centre, c.arrived, c.since = p.Centre, p.Arrived, p.since
	c.talked, c.forwarded, c.overflowed, c.messaged = p.talked, p.forwarded, p.overflowed, p.messaged
	c.confidential, c.reels = p.confidential, len(p.tapes)
	c.travel, c.lastSeat, c.promised = p.travel, p.lastSeat, p.promised
	c.recallSeat(p)
	now := int(c.now())
	c.plays, c.legs, c.messages = now, now, now // beyond the numbers of before
}

// takeLegs leads the events of a call's legs to its box, and returns those that
// have come already.
func (sb *Switchboard) takeLegs(p *past, box *asterisk.Mailbox, w world) (early []asterisk.Event) {
	for _, leg := range append(p.legs(), p.ears()...) {
		sb.cfg.Telephone.Route(box, leg)
		if other, ok := w.found[leg]; ok {
			delete(w.found, leg)
			other.Box.Close()
			early = append(early, other.Box.Take()...)
		}
	}
	return early
}

// dropBridges ends bridges whose call is no more, and after a restart those of supervisors:
// their calls begin anew.
func (sb *Switchboard) dropBridges(w world, first bool) {
	for bridge := range w.bridges {
		id, ours := strings.CutSuffix(bridge, bridgeSuffix)
		of, _, watch := strings.Cut(bridge, watchInfix)
		if watch {
			id, ours = of, true
		}
		sb.mu.Lock()
		_, live := sb.calls[id]
		sb.mu.Unlock()
		if ours && (!live || watch && first) {
			sb.insist(func(ctx context.Context) error { return sb.cfg.Telephone.DestroyBridge(ctx, bridge) })
		}
	}
}
