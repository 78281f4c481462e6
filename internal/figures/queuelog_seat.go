package figures

import (
	"maps"
	"slices"

	"hotline/acd"
)

// seatFact writes who is a member of which queues, and who is paused. A telephone that
// cannot be reached is a pause, too.
func (l *logger) seatFact(f *logFloor, fact acd.Fact) {
	switch v := fact.(type) {
	case *acd.RulesLoaded:
		l.rulesLoaded(f, v)
	case *acd.SeatSignedIn:
		*f.seat(v.Seat) = logSeat{in: true}
		l.members(v.At, f.members(v.Seat), v.Seat, "ADDMEMBER")
	case *acd.SeatSignedOut:
		l.members(v.At, f.members(v.Seat), v.Seat, "REMOVEMEMBER")
		*f.seat(v.Seat) = logSeat{}
	case *acd.SeatPaused:
		l.pause(f, v.At, v.Seat, v.Reason, func(s *logSeat) { s.paused = true })
	case *acd.SeatReady:
		l.pause(f, v.At, v.Seat, "", func(s *logSeat) { s.paused = false })
	case *acd.SeatUnreachable:
		l.pause(f, v.At, v.Seat, "unreachable", func(s *logSeat) { s.lost = true })
	case *acd.SeatReachable:
		l.pause(f, v.At, v.Seat, "", func(s *logSeat) { s.lost = false })
	}
}

func (l *logger) members(at int64, queues []string, seat, event string) {
	for _, queue := range queues {
		l.line(at, "", queue, seat, event, "")
	}
}

// pause writes PAUSE or UNPAUSE when a seat that took calls takes none, or again.
func (l *logger) pause(f *logFloor, at int64, seat, reason string, change func(*logSeat)) {
	s := f.seat(seat)
	was := s.paused || s.lost
	change(s)
	is, event := s.paused || s.lost, "UNPAUSE"
	if is == was {
		return
	}
	if is {
		event = "PAUSE"
	}
	for _, queue := range f.members(seat) {
		l.line(at, "", queue, seat, event, reason)
	}
}

// rulesLoaded writes how the rules change what seats at work are members of.
func (l *logger) rulesLoaded(f *logFloor, v *acd.RulesLoaded) {
	l.line(v.At, "", "", "", "CONFIGRELOAD", "")
	before := f.queues
	f.load(v.Rules)
	for _, seat := range slices.Sorted(maps.Keys(f.seats)) {
		if !f.seats[seat].in {
			continue
		}
		gone := slices.DeleteFunc(slices.Clone(before[seat]), func(q string) bool { return slices.Contains(f.queues[seat], q) })
		l.members(v.At, gone, seat, "REMOVEMEMBER")
		come := slices.DeleteFunc(slices.Clone(f.queues[seat]), func(q string) bool { return slices.Contains(before[seat], q) })
		l.members(v.At, come, seat, "ADDMEMBER")
	}
}
