package acd

import (
	"math"
	"slices"
)

// handling is a moving average of how long a call of a queue keeps its seat.
type handling struct {
	mean  int64 // ms
	talks int64 // how many it rests on, up to handlingSpan
}

const (
	handlingLeast = 3  // fewer talks tell nothing
	handlingSpan  = 64 // from then on the newest talk weighs one in so many
)

// add takes a talk with the wrap-up that follows it, ms. A talk that the system ended is
// none: its parties could not be joined.
func (h *handling) add(ms int64) {
	h.talks = min(h.talks+1, handlingSpan)
	h.mean += (ms - h.mean) / h.talks
}

// expected is how long a call with so many before it will wait from now, in ms:
// the seats that take the queue's calls now finish one call after the other. 0 is
// not known: there is too little to go on, or nobody works. A seat that serves other
// queues as well counts in full, so where seats are shared the wait is rather longer.
func (q *queue) expected(ahead int) int64 {
	working := q.working()
	if q.handling.talks < handlingLeast || working <= 0 {
		return 0
	}
	return q.handling.mean * int64(ahead+1) / int64(working)
}

// forecast learns from the waits of a queue's callers between what bounds the wait of
// the next is going to be, and keeps count of how often that proved true.
//
// A wait is the sum of as many intervals as there are calls to be served first, k. If
// they were independent its spread would be the mean divided by √k, so what is kept of a
// caller is (wait ÷ mean − 1) · √k, and the bounds for the next are those between which
// the middle ones of these lie, put back: about the tenth and the ninetieth of a hundred.
// It is the split conformal method with a moving window: it supposes no distribution, and
// takes a mean that is wrong by a factor back to where it belongs. Callers who wait side
// by side are wrong together, so only one of them is learnt from; and how many are cut
// off at either end is itself steered by what held (adaptive conformal inference, Gibbs
// and Candès, 2021): a miss moves it four times as far as a hit, so that in the long run
// one caller in five is wrong.
type forecast struct {
	errs   [forecastSpan]int32 // newest at seen-1, thousandths
	sorted [forecastSpan]int32
	seen   int
	slack  int32 // what is cut off at either end, from usualTail on, ten-thousandths
	last   int64 // when a caller was learnt from
	hours  [forecastSlots]tally
}

type tally struct {
	slot       int64 // time / forecastSlot
	told, held int
}

const (
	forecastSpan  = 32    // callers whose waits bound the next
	forecastLeast = 10    // fewer do not: until then the bounds are the next two
	firstLow      = -1000 // of a Gamma distribution whose mean is hardly known, thousandths
	firstHigh     = 1800
	forecastSlot  = 30 * 60 * 1000     // ms
	forecastSlots = 8                  // four hours
	toldLeast     = 10                 // callers of that time, to speak of
	heldLeast     = 60                 // of a hundred of them
	mostError     = int64(100_000_000) // thousandths
	usualTail     = 1000               // ten-thousandths
	mostTail      = 2500
	hitStep       = 2
	missStep      = 8
)

// bounds are those of an expected wait with so many calls to be served first.
func (f *forecast) bounds(mean int64, k int64) (low, high int64) {
	lowErr, highErr := int64(firstLow), int64(firstHigh)
	if n := min(f.seen, forecastSpan); n >= forecastLeast {
		cut := n * int(usualTail+f.slack) / 10_000
		lowErr, highErr = int64(f.sorted[cut]), int64(f.sorted[n-1-cut])
	}
	root := rootOf(k)
	low = mean + mean*(lowErr-1)/root // they were cut to thousandths
	high = mean + mean*(highErr+1)/root
	return max(low, 0), max(high, low, 1)
}

// rootOf is the square root of k in thousandths, of a k that is no larger than what the
// mean itself rests on: beyond that the error of the mean is what counts.
func rootOf(k int64) int64 {
	const known = 2 * handlingSpan
	return int64(math.Sqrt(float64(known * k * 1_000_000 / (known + k))))
}

// see takes the wait of a caller who was to wait. If he was not answered it would have
// been longer, which tells something if it is past the bounds already.
func (f *forecast) see(c *call, now, waited int64, answered bool) {
	if c.expected == 0 || !answered && waited <= c.high {
		return
	}
	held := answered && c.low <= waited && waited <= c.high
	f.tell(now, held)
	f.steer(held)
	if c.queued < f.last {
		return
	}
	f.last = now
	err := (waited - c.expected) * rootOf(int64(c.first)) / c.expected
	f.learn(int32(max(min(err, mostError), -mostError)))
}

// steer cuts off more after a hit, and less after a miss.
func (f *forecast) steer(held bool) {
	if held {
		f.slack = min(f.slack+hitStep, mostTail-usualTail)
	} else {
		f.slack = max(f.slack-missStep, -usualTail)
	}
}

func (f *forecast) learn(err int32) {
	n := min(f.seen, forecastSpan)
	at := f.seen % forecastSpan
	if f.seen >= forecastSpan {
		old, _ := slices.BinarySearch(f.sorted[:n], f.errs[at])
		n--
		copy(f.sorted[old:n], f.sorted[old+1:n+1])
	}
	in, _ := slices.BinarySearch(f.sorted[:n], err)
	copy(f.sorted[in+1:n+1], f.sorted[in:n])
	f.sorted[in], f.errs[at] = err, err
	f.seen++
}

func (f *forecast) tell(now int64, held bool) {
	t := &f.hours[uint64(now/forecastSlot)%forecastSlots]
	if slot := now / forecastSlot; t.slot != slot {
		*t = tally{slot: slot}
	}
	t.told++
	if held {
		t.held++
	}
}

// record is how the last hours went.
func (f *forecast) record(now int64) Forecast {
	var r Forecast
	for _, t := range f.hours {
		if t.told > 0 && t.slot > now/forecastSlot-forecastSlots {
			r.Told += t.told
			r.Held += t.held
		}
	}
	r.Silent = r.Told < toldLeast || r.Held*100 < r.Told*heldLeast
	return r
}

// spoken is what a caller may be told of his wait: nothing that has not proved true.
func (q *queue) spoken(now int64, ahead int) (expected, low, high int64) {
	expected = q.expected(ahead)
	if expected == 0 || q.forecast.record(now).Silent {
		return 0, 0, 0
	}
	low, high = q.forecast.bounds(expected, int64(ahead+1))
	return min(max(expected, low), high), low, high
}
