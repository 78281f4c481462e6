package simulate

import "math/bits"

// waits counts how many waited how long. Up to 256 ms each has a count of its own, and
// above that so many have one together that it is off by less than 1 %.
type waits struct {
	counts []int64
	all    int64
}

const (
	waitBits = 7
	exactly  = 2 << waitBits // ms
)

func (w *waits) add(ms int64) {
	at := waitPlace(ms)
	if at >= len(w.counts) {
		w.counts = append(w.counts, make([]int64, at+1-len(w.counts))...)
	}
	w.counts[at]++
	w.all++
}

// waitPlace of a wait: the upper bits, behind how many were cut off.
func waitPlace(ms int64) int {
	cut := max(bits.Len64(uint64(ms))-waitBits-1, 0)
	return cut<<waitBits + int(ms>>cut)
}

// waitAt is the shortest wait of a place.
func waitAt(place int) int64 {
	if place < exactly {
		return int64(place)
	}
	cut := place>>waitBits - 1
	return int64(place-cut<<waitBits) << cut
}

// quantile is the wait that a share of them did not exceed, s.
func (w *waits) quantile(share float64) float64 {
	left := int64(share * float64(w.all))
	for place, n := range w.counts {
		if left -= n; left < 0 {
			return float64(waitAt(place)) / 1000
		}
	}
	return 0
}
