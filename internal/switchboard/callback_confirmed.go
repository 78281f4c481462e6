package switchboard

import (
	"slices"

	"hotline/acd"
)

// confirmed: he waits for the seats that are reserved for him, or for others, like any
// caller. They ring when that is on record; the answer to the look comes after it.
func (b *callBack) confirmed() {
	b.stopPlay()
	b.timer.Stop()
	b.outside, b.live, b.unrecorded = nil, true, true
	b.settle(acd.CallbackReached)
	b.floor.send(look{call: b.id, firm: true})
	b.startMusic(b.waitingMusic())
}

// learnConfirmed takes what the floor says until then.
func (b *callBack) learnConfirmed(m any) {
	switch m := m.(type) {
	case *acd.Offered:
		b.reserved = append(b.reserved, m)
	case *acd.OfferEnded:
		b.unreserve(m.Offer)
	case placed:
		b.unrecorded = false
		for _, o := range b.reserved {
			b.ringReserved(*o)
		}
		b.reserved = nil
	default:
		b.caller.learn(m)
	}
}

func (b *callBack) unreserve(offer int64) {
	b.reserved = slices.DeleteFunc(b.reserved, func(o *acd.Offered) bool { return o.Offer == offer })
}

// ringReserved rings a seat that was reserved, as long as seats ring: the floor, which
// does not know when he has confirmed, would wait for longer.
func (b *callBack) ringReserved(m acd.Offered) {
	ring := m.RingUntil - m.At - acd.CallerFirst
	if m.RingUntil > 0 && ring > 0 {
		m.At, m.RingUntil = b.now(), b.now()+ring
		floor := b.floor
		b.sb.spawn(func() {
			if b.sb.pause(millis(ring)) {
				floor.send(acd.OfferFailed{At: b.sb.now(), Offer: m.Offer, Result: acd.NoAnswer})
			}
		})
	}
	b.ring(&m)
}
