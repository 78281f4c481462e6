package switchboard

import (
	"hotline/internal/asterisk"
	"hotline/internal/call"
)

// offerTo rebuilds the offer that a seat has, or took, from the legs on record. The
// number of one that was taken is not known any more (0): it is the last one's.
func (p *past) offerTo(seat string, number int64) offer {
	o := offer{number: number, seat: seat}
	for _, leg := range p.Legs {
		if leg.Seat == seat && number == 0 {
			o.number = max(o.number, leg.Offer)
		}
	}
	for _, leg := range p.Legs {
		if leg.Seat == seat && leg.Offer == o.number {
			o.rings = append(o.rings, ringOf(leg))
		}
	}
	if len(o.rings) == 0 { // it was about to be dialled, or its record was lost
		o.rings = append(o.rings, &ring{leg: legID(p.Call, o.number), at: handset{number: seat}})
	}
	return o
}

func ringOf(leg call.Leg) *ring {
	at := leg.Phone
	if at == "" {
		at = leg.Seat // as it was before seats had several phones
	}
	r := &ring{leg: leg.ID, at: readHandset(at, leg.Key), status: asterisk.DialRinging}
	if r.at.key != "" {
		r.stray = []int{1, mostWords}
	}
	return r
}

// stand compares the offer's phones with what Asterisk has. Of a seat that talks just the
// one is kept that it answered: the one that was joined with the caller, else one that was
// picked up, a telephone rather than one that may be a voicemail box.
func (o *offer) stand(connected string, w world) {
	best := -1
	for _, r := range o.rings {
		ch, there := w.channels[r.leg]
		r.dialled, r.ended = true, !there
		if n := likely(r, ch.State == "Up", connected); o.talking && n > best {
			best, o.ring = n, r
		}
	}
	if o.talking {
		o.rings = []*ring{o.ring}
	}
}

// likely weighs whether a seat that answered did so at this phone.
func likely(r *ring, up bool, connected string) int {
	switch {
	case r.leg == connected:
		return 4
	case up && r.at.key == "":
		return 3
	case up:
		return 2
	case !r.ended:
		return 1
	}
	return 0
}
