package bench

import (
	"cmp"
	"slices"
)

// Call is a caller and the seat he reached. Moments are microseconds since 1970; 0 = it did
// not happen.
type Call struct {
	From  string `json:"from"`
	Began int64  `json:"began"`           // the caller's INVITE
	Ended int64  `json:"ended,omitempty"` // his BYE, or the refusal
	Code  int    `json:"code,omitempty"`  // of the refusal
	Seat  string `json:"seat,omitempty"`
	Rang  int64  `json:"rang,omitempty"`  // the seat's INVITE
	Freed int64  `json:"freed,omitempty"` // its BYE
	Again int    `json:"again,omitempty"` // further seats that rang for him
}

// Whole tells whether it went as it should: both ends saw one talk, from its beginning to its end.
func (c Call) Whole() bool {
	return c.Code == 0 && c.Ended != 0 && c.Rang != 0 && c.Freed != 0 && c.Again == 0
}

// Join puts the two ends of calls together. number gives who called in a caller's leg,
// names in a seat's, by Call-ID. Legs of nobody who is known are left out; stray is how
// many of them were seats'.
func Join(callers, seats []Leg, number func(id string) string, names map[string]string) (calls []Call, stray int) {
	index := map[string]int{}
	for _, l := range callers {
		from := number(l.ID)
		if from == "" {
			continue
		}
		index[from] = len(calls)
		calls = append(calls, Call{From: from, Began: l.Began, Ended: l.Ended, Code: l.Code})
	}
	for _, l := range seats {
		i, ok := index[names[l.ID]]
		if !ok {
			stray++
			continue
		}
		c := &calls[i]
		if c.Rang != 0 {
			c.Again++
			continue
		}
		c.Seat, c.Rang, c.Freed = l.User, l.Began, l.Ended
	}
	return calls, stray
}

// Window is a span of time, in microseconds since 1970.
type Window struct {
	From  int64 `json:"from"`
	Until int64 `json:"until"`
}

// Has tells whether a moment is in the window; one that did not happen is not.
func (w Window) Has(at int64) bool { return at != 0 && at >= w.From && at < w.Until }

// Setups gives, in milliseconds, how long each call of the window took from the caller's
// INVITE to the seat's.
func Setups(calls []Call, w Window) []float64 {
	var out []float64
	for _, c := range calls {
		if c.Rang != 0 && w.Has(c.Began) {
			out = append(out, ms(c.Rang-c.Began))
		}
	}
	return out
}

// Idle gives, in milliseconds, how long each seat that became free in the window stayed
// without a call although somebody was waiting: from its BYE to its next INVITE.
func Idle(calls []Call, w Window) []float64 {
	bySeat := map[string][]Call{}
	for _, c := range calls {
		if c.Rang != 0 {
			bySeat[c.Seat] = append(bySeat[c.Seat], c)
		}
	}
	var out []float64
	for _, talks := range bySeat {
		slices.SortFunc(talks, func(a, b Call) int { return cmp.Compare(a.Rang, b.Rang) })
		for i, next := range talks[1:] {
			if free := talks[i].Freed; free != 0 && free <= next.Rang && w.Has(free) && next.Began < free {
				out = append(out, ms(next.Rang-free))
			}
		}
	}
	return out
}

// Waiting is how many callers wait at a moment.
func Waiting(calls []Call, at int64) int {
	n := 0
	for _, c := range calls {
		if c.Began <= at && (c.Rang == 0 || c.Rang > at) && (c.Ended == 0 || c.Ended > at) {
			n++
		}
	}
	return n
}

func ms(us int64) float64 { return float64(us) / 1000 }
