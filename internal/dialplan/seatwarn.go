package dialplan

import (
	"time"

	"hotline/internal/yamlfile"
)

// leastRingOutside is how long a telephone outside takes to be reached, to ring and to
// hear which key accepts the call.
const leastRingOutside = 15 * time.Second

// warnOfSeat tells what a seat's number or its queues make of it.
func (l *loader) warnOfSeat(p yamlfile.Pair, s *Seat) {
	if trunk, ok := l.tree.TrunkFor(s.ID, ""); ok {
		p.Key.Warn("give the seat another number", "trunk %s allows %s, but who dials it reaches this seat", trunk, s.ID)
	}
	if s.Outside == nil {
		return
	}
	for _, queue := range s.Queues {
		if d := l.queues[queue]; d != nil && d.Rules.Ring < leastRingOutside.Milliseconds() {
			p.Key.Warn("let the queue say ring: 20s", "%s rings for %s only: too short to reach a telephone outside and have a key pressed there",
				queue, words(d.Rules.Ring))
		}
	}
}
