package talk

// Hears is what one of the parties hears.
type Hears string

// What can be heard.
const (
	Nothing Hears = ""
	Bridge  Hears = "bridge"  // the others who hear the bridge
	Music   Hears = "music"   // while waiting
	Ringing Hears = "ringing" // somebody is being dialled
)

// Sounds is who hears what. Those who hear the bridge hear each other.
type Sounds struct{ Caller, Seat, Third Hears }

// Sounds of the phase. Of those who have left, or ring, it says Nothing.
func (s State) Sounds() Sounds {
	switch s.Phase {
	case Talking:
		return Sounds{Caller: Bridge, Seat: Bridge}
	case OnHold:
		return Sounds{Caller: Music}
	case Calling, Transferring:
		return Sounds{Caller: Music, Seat: Ringing}
	case Passing, Returned:
		return Sounds{Caller: Music}
	case Consulting:
		return Sounds{Caller: Music, Seat: Bridge, Third: Bridge}
	case Swapped:
		return Sounds{Caller: Bridge, Seat: Bridge, Third: Music}
	case ThreeParty:
		return Sounds{Caller: Bridge, Seat: Bridge, Third: Bridge}
	case Aside:
		return Sounds{Seat: Bridge, Third: Bridge}
	case Passed:
		return Sounds{Caller: Bridge, Third: Bridge}
	default:
		return Sounds{}
	}
}

// WithoutSeat is what is heard while the seat's telephone holds by its own button: with
// it nobody can talk, so one who would be alone with it hears music. Others talk on.
func (s Sounds) WithoutSeat() Sounds {
	if s.Seat != Bridge || s.Caller == Bridge && s.Third == Bridge {
		return s
	}
	s.Seat = Nothing
	if s.Caller == Bridge {
		s.Caller = Music
	}
	if s.Third == Bridge {
		s.Third = Music
	}
	return s
}
