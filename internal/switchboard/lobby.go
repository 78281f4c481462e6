package switchboard

import (
	"context"

	"hotline/internal/asterisk"
)

// lobby takes what belongs to no call: arrivals, phones, the state of the link.
func (sb *Switchboard) lobby() {
	box := sb.cfg.Telephone.Lobby()
	for {
		sb.cfg.Clock.Rest()
		select {
		case <-sb.ctx.Done():
			return
		case <-box.Ready():
			for _, e := range box.Take() {
				sb.receive(e)
			}
		}
	}
}

func (sb *Switchboard) receive(e asterisk.Event) {
	switch e := e.(type) {
	case asterisk.ChannelArrived:
		sb.arrive(e)
	case asterisk.PhoneChanged:
		sb.phonesAre(map[string]bool{e.Resource: e.Online})
	case asterisk.LinkUp:
		sb.linked(e)
	case asterisk.LinkDown:
		sb.setLink(false)
		sb.cfg.Log.Warn("the link to Asterisk is down: calls keep their places", "err", e.Err)
	case asterisk.Replaced:
		sb.setLink(false)
		sb.cfg.Log.Error("another engine took over this Asterisk application; this one stands aside")
	}
}

// linked compares what we know with what Asterisk has. The link has told the
// routed calls of their losses already.
func (sb *Switchboard) linked(e asterisk.LinkUp) {
	sb.cfg.Log.Info("linked to Asterisk", "channels", len(e.Channels), "in_our_hands", len(e.Found))
	w := worldOf(e)
	sb.eraseAgain()
	sb.eraseLeft()
	before := len(sb.known)
	sb.adopt(w)
	sb.comparePhones(e.Phones)
	sb.setLink(true)
	sb.cfg.Log.Info("ready for calls", "calls_of_before", before)
	for _, a := range e.Found {
		if _, free := w.found[a.Channel.ID]; free {
			sb.arrive(a)
		}
	}
}

// comparePhones signs seats in and out that changed while nobody watched.
func (sb *Switchboard) comparePhones(online map[string]bool) {
	all := map[string]bool{}
	for account := range sb.tree.Load().Phones {
		all[account] = online[account]
	}
	sb.phonesAre(all)
}

// arrive takes a channel that no call knows.
func (sb *Switchboard) arrive(e asterisk.ChannelArrived) {
	if len(e.Args) == 2 && e.Args[0] == "trunk" {
		e.Args = append(e.Args, "") // no called number: the trunk's own centre
	}
	if len(e.Args) < 3 || e.Args[0] != "trunk" && e.Args[0] != "seat" {
		// A leg that answered after its call was over, or a stranger. A call that
		// is just being taken up may still count on the leg.
		sb.refuse(e, "normal")
		if len(e.Args) == 2 && e.Args[0] == "leg" {
			sb.deliver(e.Args[1], asterisk.ChannelEnded{ID: e.Channel.ID, Lost: true})
		}
		return
	}
	sb.mu.Lock()
	draining := sb.draining
	sb.mu.Unlock()
	if e.Args[0] == "seat" {
		sb.arriveFromSeat(e, draining)
		return
	}
	sb.arriveFromTrunk(e, draining)
}

// refuse hangs up a channel that will not be a call.
func (sb *Switchboard) refuse(e asterisk.ChannelArrived, reason string) {
	sb.cfg.Telephone.Unroute(e.Channel.ID)
	e.Box.Close()
	sb.insist(func(ctx context.Context) error { return sb.cfg.Telephone.Hangup(ctx, e.Channel.ID, reason) })
}
