package prompt

import "math"

const (
	headroom  = 0.8 // scaling before the rate falls; without it the filter's overshoot clips
	margin    = Rate / 10
	frame     = Rate / 100
	quietness = 60 // RMS of a frame that holds no speech (-55 dB)
)

// telephone makes any mono sound fit the telephone: 8 kHz, headroom, 100 ms of
// quiet at both ends. Silence comes out empty.
func telephone(pcm []int16, rate int) []int16 {
	scaled := make([]float64, len(pcm))
	for i, v := range pcm {
		scaled[i] = headroom * float64(v)
	}
	low := resample(scaled, rate, Rate)
	out := make([]int16, len(low))
	for i, v := range low {
		out[i] = int16(math.Round(max(math.MinInt16, min(math.MaxInt16, v))))
	}
	return trim(out)
}

// trim replaces the quiet at both ends by margin samples each.
func trim(pcm []int16) []int16 {
	first, last := -1, 0
	for at := 0; at < len(pcm); at += frame {
		end := min(at+frame, len(pcm))
		if loudness(pcm[at:end]) < quietness {
			continue
		}
		if first < 0 {
			first = at
		}
		last = end
	}
	if first < 0 {
		return nil
	}
	from, to := max(0, first-margin), min(len(pcm), last+margin)
	out := make([]int16, last-first+2*margin)
	copy(out[margin-(first-from):], pcm[from:to])
	return out
}

// loudness is the RMS of a frame.
func loudness(pcm []int16) float64 {
	var sum float64
	for _, v := range pcm {
		sum += float64(v) * float64(v)
	}
	return math.Sqrt(sum / float64(len(pcm)))
}
