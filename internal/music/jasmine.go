package music

import (
	"math"
	"slices"
)

// Rate is the sampling rate of what this package makes, in Hz: the telephone's.
const Rate = 8000

// note is a pitch in semitones above middle C (rest is silence) and a length
// in quavers.
type note struct{ pitch, length int }

const rest = -100

// jasmine is the tune in C major, a line a phrase: pitch, length, pitch, length.
func jasmine() []note {
	return slices.Concat(
		phrase(4, 2, 4, 1, 7, 1, 9, 1, 12, 1, 12, 1, 9, 1, 7, 2, 7, 1, 9, 1, 7, 4),
		phrase(4, 2, 4, 1, 7, 1, 9, 1, 12, 1, 12, 1, 9, 1, 7, 2, 7, 1, 9, 1, 7, 4),
		phrase(7, 2, 7, 2, 7, 2, 4, 1, 7, 1, 9, 2, 9, 2, 7, 4),
		phrase(4, 2, 2, 1, 4, 1, 7, 2, 4, 1, 2, 1, 0, 2, 0, 1, 2, 1, 0, 4),
		phrase(4, 1, 2, 1, 0, 1, 4, 1, 2, 3, 4, 1, 7, 2, 9, 1, 12, 1, 7, 4),
		phrase(2, 2, 4, 1, 7, 1, 2, 1, 4, 1, 0, 1, -3, 1, -5, 4),
		phrase(-3, 2, 0, 2, 2, 3, 4, 1, 0, 1, 2, 1, 0, 1, -3, 1, -5, 4, rest, 4),
	)
}

func phrase(pairs ...int) []note {
	var notes []note
	for pair := range slices.Chunk(pairs, 2) {
		notes = append(notes, note{pair[0], pair[1]})
	}
	return notes
}

// quaver is the length of a note of one, in samples: an easy walking pace.
const quaver = Rate * 34 / 100

// Jasmine renders the tune once through, about 35 s, ready to be repeated.
func Jasmine() []int16 {
	tune := jasmine()
	total := 0
	for _, n := range tune {
		total += n.length * quaver
	}
	mix := make([]float64, total)
	at := 0
	for _, n := range tune {
		if n.pitch != rest {
			pluck(mix[at:], n)
		}
		at += n.length * quaver
	}
	pcm := make([]int16, total)
	for i, v := range mix {
		pcm[i] = int16(math.Round(3000 * math.Tanh(v)))
	}
	return pcm
}

// pluck adds one note that rings on into the next ones. Three partials, the
// higher the shorter, sound like a string; all lie inside the telephone's band.
func pluck(into []float64, n note) {
	hz := 261.63 * math.Pow(2, float64(n.pitch)/12)
	ring := min(len(into), (n.length+3)*quaver)
	attack := float64(Rate) * 0.008
	for i := range ring {
		t := float64(i) / Rate
		v := 0.0
		for k, level := range []float64{0.6, 0.25, 0.1} {
			partial := float64(k + 1)
			v += level * math.Exp(-2.2*partial*t) * math.Sin(2*math.Pi*hz*partial*t)
		}
		fade := min(1, float64(i)/attack, float64(ring-i)/attack)
		into[i] += v * fade
	}
}
