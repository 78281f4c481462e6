package chaos

// Who ended a leg, seen from its telephone.
const (
	Phone = "phone" // it hung up
	Far   = "far"   // it was hung up on
)

// Leg is one SIP dialog as its telephone saw it: a caller's, or one that rang at a seat.
type Leg struct {
	ID      string // Call-ID
	Machine string // whose Asterisk is at the other end
	Caller  string // the calling number
	Seat    string // the telephone that rang; empty: this is the caller's own leg

	Began     int64 // INVITE
	Answered  int64 // 200; 0 = never
	Confirmed int64 // ACK; 0 = never
	Ended     int64 // BYE, CANCEL, or a refusal; 0 = never
	By        string
	Code      int // of a refusal
}

// talked tells whether the leg stood.
func (l Leg) talked() bool { return l.Confirmed != 0 }

// until is its end; what never ended lasts for ever.
func (l Leg) until() int64 {
	if l.Ended == 0 {
		return forEver
	}
	return l.Ended
}

// ringEnd is when it stopped to ring.
func (l Leg) ringEnd() int64 {
	if l.Answered != 0 {
		return min(l.Answered, l.until())
	}
	return l.until()
}

const forEver = int64(1) << 62
