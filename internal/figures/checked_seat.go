package figures

import "hotline/acd"

type checkedSeatID struct{ floor, seat string }

// checkedSeat is what is known of a seat, one thing beside the other.
type checkedSeat struct {
	in, paused, lost, rings, wrapsUp bool
	talk, own                        string // the call of a queue, and another
	doing                            acd.SeatState

	state acd.SeatState
	since int64
}

// checkedSpell is a time in which a seat was in one state.
type checkedSpell struct {
	checkedSeatID
	state     acd.SeatState
	from, end int64 // end is 0 while it lasts
}

// now is the state that all of it comes to.
func (s *checkedSeat) now() acd.SeatState {
	switch {
	case s.talk != "":
		return s.doing
	case s.own != "":
		return acd.StateOccupied
	case s.wrapsUp:
		return acd.StateWrapUp
	case s.rings:
		return acd.StateOffered
	case !s.in:
		return acd.StateSignedOut
	case s.lost:
		return acd.StateUnreachable
	case s.paused:
		return acd.StatePaused
	}
	return acd.StateReady
}

func (c *Checker) seatFact(floor string, fact acd.Fact) {
	switch f := fact.(type) {
	case *acd.SeatSignedIn:
		c.seat(floor, f.Seat, f.At, func(s *checkedSeat) { s.in, s.paused = true, false })
	case *acd.SeatSignedOut:
		c.seat(floor, f.Seat, f.At, func(s *checkedSeat) { s.in, s.paused, s.lost, s.wrapsUp = false, false, false, false })
	case *acd.SeatPaused:
		c.seat(floor, f.Seat, f.At, func(s *checkedSeat) { s.paused = true })
	case *acd.SeatReady:
		c.seat(floor, f.Seat, f.At, func(s *checkedSeat) { s.paused = false })
	case *acd.SeatUnreachable:
		c.seat(floor, f.Seat, f.At, func(s *checkedSeat) { s.lost = true })
	case *acd.SeatReachable:
		c.seat(floor, f.Seat, f.At, func(s *checkedSeat) { s.lost = false })
	case *acd.Offered:
		c.seat(floor, f.Seat, f.At, func(s *checkedSeat) { s.rings = true })
	case *acd.OfferEnded:
		c.seat(floor, f.Seat, f.At, func(s *checkedSeat) {
			s.rings = false
			if f.Result == acd.Accepted {
				s.talk, s.doing = f.Call, acd.StateTalking
			}
		})
	case *acd.TalkMoved:
		c.seat(floor, f.Seat, f.At, func(s *checkedSeat) { s.doing = f.To })
	case *acd.TalkEnded:
		c.seat(floor, f.Seat, f.At, func(s *checkedSeat) {
			s.talk, s.own, s.wrapsUp = "", f.Into, s.in && (f.WrapUpUntil != 0 || f.WrapUpOpen)
		})
	case *acd.WrapUpEnded:
		c.seat(floor, f.Seat, f.At, func(s *checkedSeat) { s.wrapsUp = false })
	default:
		c.ownCallFact(floor, fact)
	}
}

// ownCallFact is what comes of calls that no queue gave a seat.
func (c *Checker) ownCallFact(floor string, fact acd.Fact) {
	switch f := fact.(type) {
	case *acd.SeatOccupied:
		c.seat(floor, f.Seat, f.At, func(s *checkedSeat) { s.own, s.wrapsUp = f.Call, false })
	case *acd.SeatVacated:
		c.seat(floor, f.Seat, f.At, func(s *checkedSeat) { s.own, s.wrapsUp = "", s.in && f.WrapUpUntil != 0 })
	case *acd.TalkPassed:
		c.seat(floor, f.From, f.At, func(s *checkedSeat) {
			s.talk, s.wrapsUp = "", s.in && (f.WrapUpUntil != 0 || f.WrapUpOpen)
		})
		c.seat(floor, f.To, f.At, func(s *checkedSeat) { s.own, s.talk, s.doing = "", f.Call, acd.StateTalking })
	}
}

// seat changes what is known of a seat, and notes the spell that this ends.
func (c *Checker) seat(floor, name string, at int64, change func(*checkedSeat)) {
	id := checkedSeatID{floor, name}
	if c.seats[id] == nil {
		c.seats[id] = &checkedSeat{}
	}
	s := c.seats[id]
	change(s)
	if s.now() == s.state {
		return
	}
	if s.state != acd.StateSignedOut && at > s.since {
		c.spells = append(c.spells, checkedSpell{id, s.state, s.since, at})
	}
	s.state, s.since = s.now(), at
}

// allSpells are those that are over and those that last.
func (c *Checker) allSpells() []checkedSpell {
	all := c.spells
	for id, s := range c.seats {
		if s.state != acd.StateSignedOut {
			all = append(all[:len(all):len(all)], checkedSpell{id, s.state, s.since, 0})
		}
	}
	return all
}
