package softphone

import (
	"math"
	"time"
)

// Match says where a reference was found in a recording, and how surely.
type Match struct {
	Offset int     // sample of the recording where the reference begins; negative if its start was cut
	Score  float64 // 0 to 1: mean correlation of the reference's sounding parts
	end    int     // sample after its last sound
}

// heardScore parts the same speech after G.711 (above 0.9) from other speech of
// the same voice (below 0.5).
const heardScore = 0.7

// Heard reports whether the score is high enough to say: this was played.
func (m Match) Heard() bool { return m.Score >= heardScore }

// Position is the offset as time since the recording's start.
func (m Match) Position() time.Duration { return durationOf(m.Offset) }

const (
	partSize = SampleRate * 2 / 5   // 400 ms: long enough to be unlike other speech
	slack    = SampleRate * 6 / 100 // 60 ms: what lost or inserted frames may shift a part by
	followed = 0.6                  // correlation from which a part's own shift is believed
)

// find looks for reference in hay: one correlation finds the place, then every
// part of the reference must be found there, in order. Silent parts do not count.
func find(hay, reference []int16) Match {
	reference = reference[:soundingLength(reference)]
	if len(hay) == 0 || len(reference) == 0 {
		return Match{}
	}
	offset := bestOffset(hay, reference)
	var sum float64
	var parts, shift int
	for start := 0; start < len(reference); start += partSize {
		part := reference[start:min(start+partSize, len(reference))]
		if !sounds(part) || (len(part) < partSize/2 && parts > 0) {
			continue
		}
		score, lag := bestLag(hay, part, offset+start+shift)
		if score >= followed {
			shift += lag
		}
		sum += score
		parts++
	}
	if parts == 0 {
		return Match{Offset: offset}
	}
	return Match{Offset: offset, Score: sum / float64(parts), end: offset + shift + len(reference)}
}

// bestOffset is the earliest place where the reference as a whole correlates
// (nearly) best. It may be negative: the recording began late.
func bestOffset(hay, reference []int16) int {
	lead := len(reference) - 1
	padded := append(make([]int16, lead, lead+len(hay)), hay...)
	scores := correlate(padded, reference)
	whole := energy(reference)
	local := windowEnergies(padded, len(reference))
	best := 0.0
	for k := range scores {
		// A floor, or a few quiet samples at the edges would look perfect.
		scores[k] /= math.Sqrt(whole*max(local[k], whole/20)) + 1
		best = max(best, scores[k])
	}
	for k, score := range scores {
		if score < 0.95*best {
			continue
		}
		for k+1 < len(scores) && scores[k+1] > scores[k] {
			k++
		}
		return k - lead
	}
	return -lead
}

// windowEnergies is the energy of every window of the given size.
func windowEnergies(samples []int16, size int) []float64 {
	out := make([]float64, len(samples))
	var sum float64
	for k := len(samples) - 1; k >= 0; k-- {
		sum += float64(samples[k]) * float64(samples[k])
		if k+size < len(samples) {
			sum -= float64(samples[k+size]) * float64(samples[k+size])
		}
		out[k] = max(sum, 0)
	}
	return out
}

// bestLag is the best correlation of part with hay near at, and its distance.
func bestLag(hay, part []int16, at int) (score float64, lag int) {
	from, to := max(at-slack, 0), min(at+slack, len(hay)-len(part))
	if from > to {
		return 0, 0
	}
	window := hay[from : to+len(part)]
	dots, energies := correlate(window, part), windowEnergies(window, len(part))
	own := energy(part)
	for k := range to - from + 1 {
		if s := dots[k] / (math.Sqrt(own*energies[k]) + 1); s > score {
			score, lag = s, from+k-at
		}
	}
	return score, lag
}
