package record

import "hotline/acd"

// stance is what a seat does, and since when (of Now).
type stance struct {
	acd.Stance

	since int64
}

// follow applies a fact about that seat.
func (s *stance) follow(fact acd.Fact, seat string) { s.Stance, _ = s.After(fact, seat) }
