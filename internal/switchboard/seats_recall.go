package switchboard

import (
	"hotline/acd"
	"hotline/internal/call"
)

// seatMemory is what the journal tells of seats besides their floors.
type seatMemory struct {
	desks *desks
	talks *lastTalks
	guard *guard
}

func newSeatMemory() seatMemory {
	return seatMemory{desks: newDesks(), talks: newLastTalks(), guard: &guard{}}
}

// foldFloor takes a fact of a floor; p is its call, or nil. Who signs in at another's
// telephone has given his PIN.
func (m seatMemory) foldFloor(fact acd.Fact, p *past) {
	m.desks.fold(fact)
	if seat, id := talker(fact); seat != "" && p != nil {
		m.talks.set(seat, lastTalk{id, p.From})
	}
	if f, ok := fact.(*acd.SeatSignedIn); ok && f.Phone != "" {
		m.guard.Clear(f.Seat)
	}
}

// foldBeside takes a fact that may be of no call.
func (m seatMemory) foldBeside(fact call.Fact) {
	f, ok := fact.(call.SignInRefused)
	switch {
	case !ok:
	case f.Why == whyWrongPIN:
		m.guard.Wrong(f.At, f.Seat, f.Phone)
	default:
		m.guard.Told(f.Seat, f.Phone, f.Until)
	}
}

// foldCall takes a fact of a call, before the call does.
func (m seatMemory) foldCall(fact call.Fact, p *past) {
	if f, ok := fact.(call.Connected); ok && p.follows {
		if leg, _ := p.Leg(f.Leg); leg.To != "" {
			m.talks.set(p.Seat, lastTalk{p.Call, leg.To})
		}
	}
}

// occupied are the seats that stood in a call which no queue gave them, and that call.
func (m memory) occupied() map[string]string {
	in := map[string]string{}
	for _, state := range m.floors {
		for _, seat := range state.Seats() {
			if seat.Stance.Now == acd.StateOccupied {
				in[seat.ID] = seat.Call
			}
		}
	}
	return in
}
