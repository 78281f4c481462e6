package whatif

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"hotline/acd"
	"hotline/internal/journal"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func read(t *testing.T, j journal.Reader) *Day {
	t.Helper()
	d, err := Read(t.Context(), j, "", date())
	require.NoError(t, err)
	return d
}

func compared(t *testing.T, d *Day, o Options) *Comparison {
	t.Helper()
	if o.Runs == 0 {
		o.Runs = 5
	}
	c, err := d.Compare(t.Context(), o)
	require.NoError(t, err)
	return c
}

// Under its own rules the day is what it was, to the last call: everything that decides
// it came from outside, as these seats answer after the same time always.
func TestTheSameDayAgain(t *testing.T) {
	d := read(t, busy(t, 300))
	c := compared(t, d, Options{Other: d.Rules})
	require.Equal(t, "harbin", c.Floor)
	require.Equal(t, "2026-11-20", c.Date)
	was, same := c.All.Was, c.All.Same
	require.InDelta(t, 300, was.Offered, 0)
	require.Greater(t, was.Abandoned, 20.0)
	require.Greater(t, *was.ASA, 20.0)
	require.InDelta(t, was.Answered, same.Answered, 1e-9)
	require.InDelta(t, was.Abandoned, same.Abandoned, 1e-9)
	require.InDelta(t, *was.ASA, *same.ASA, 1e-6)
	require.InDelta(t, *was.Service, *same.Service, 1e-9)
	require.InEpsilon(t, *was.P90, *same.P90, 0.01)
	require.InDelta(t, *was.Occupancy, *same.Occupancy, 1e-3)
	require.Equal(t, *c.All.Same.ASA, *c.All.Other.ASA)
	require.Len(t, c.Queues, 1)
}

// More seats make shorter waits, fewer longer ones.
func TestMoreSeats(t *testing.T) {
	d := read(t, busy(t, 300))
	more := compared(t, d, Options{Other: d.Rules, Extra: []Extra{{Queue: "harbin/advice", Count: 2}}})
	require.Less(t, *more.All.Other.ASA, *more.All.Was.ASA/2)
	require.Less(t, *more.All.Other.Abandonment, *more.All.Was.Abandonment)
	require.Less(t, *more.All.Other.Occupancy, *more.All.Was.Occupancy)
	early := compared(t, d, Options{Other: d.Rules, Extra: []Extra{{Queue: "harbin/advice", Count: 2, From: 9 * time.Hour, To: 10 * time.Hour}}})
	require.Less(t, *early.All.Other.ASA, *early.All.Was.ASA)
	require.Greater(t, *early.All.Other.ASA, *more.All.Other.ASA)

	fewer := compared(t, d, Options{Other: rules(acd.LongestIdle, "801", "802")})
	require.Greater(t, *fewer.All.Other.ASA, *fewer.All.Was.ASA)
	require.Greater(t, *fewer.All.Other.Abandonment, *fewer.All.Was.Abandonment)
}

// Where agents are drawn, the same day comes out nearly the same: of 60 to 70 calls that
// three seats answer after times of their own, some not at all, a fifth or more would be
// a model that is wrong.
func TestNearWhereAgentsAreDrawn(t *testing.T) {
	d := read(t, busy(t, 300))
	for seat, after := range map[string]int{"801": 1, "802": 3, "803": 5} {
		replies := d.replies[seat]
		for i := range replies {
			replies[i].After = time.Duration(after+i%2) * time.Second // 3 s on average
			if i%25 == 0 {
				replies[i].Result = acd.NoAnswer
			}
		}
	}
	d.backs = []time.Duration{time.Minute, 2 * time.Minute}
	c := compared(t, d, Options{Other: d.Rules, Runs: 20})
	require.NotEqual(t, *c.All.Was.ASA, *c.All.Same.ASA)
	require.InEpsilon(t, *c.All.Was.ASA, *c.All.Same.ASA, 0.25)
	require.InDelta(t, *c.All.Was.Abandonment, *c.All.Same.Abandonment, 0.05)
	require.NotNil(t, c.All.Same.Intervals)
	require.Less(t, c.All.Same.Intervals.ASA.Half(), *c.All.Same.ASA/4)

	all := d.Rules
	all.Queues = []acd.Queue{all.Queues[0]}
	all.Queues[0].Strategy, all.Queues[0].Missed = acd.RingAll, acd.Missed{Then: acd.MissedRest, Rest: 5000}
	ringing := compared(t, d, Options{Other: all, Runs: 20})
	require.Less(t, *ringing.All.Other.ASA, *ringing.All.Same.ASA, "nobody is away, and the fastest answers")
}

// What people read says what it is worth.
func TestWriteText(t *testing.T) {
	d := read(t, busy(t, 50))
	var text strings.Builder
	require.NoError(t, compared(t, d, Options{Other: d.Rules, Name: "other-rules"}).WriteText(&text))
	require.Regexp(t, `(?m)^floor harbin on 2026-11-20, as it was and simulated 5 times each$`, text.String())
	require.Regexp(t, `(?m)^harbin/advice +as it was +50 `, text.String())
	require.Regexp(t, `(?m)^ +other-rules +50 `, text.String())
	require.Regexp(t, `(?m)^How near the simulation comes: under the same rules ASA is off by 0\.0s`, text.String())
	require.Contains(t, text.String(), "This is an estimate.")
}

// A share or a mean of nothing is none: not 0.
func TestNothingAnswered(t *testing.T) {
	r := rules(acd.LongestIdle, "801")
	r.Queues = append(r.Queues, acd.Queue{ID: "harbin/other", Strategy: acd.LongestIdle})
	d := read(t, played(t, r,
		acd.Enqueue{At: at(0), Call: "1", Queue: "harbin/advice"}, acd.HangUp{At: at(42), Call: "1"}))
	c := compared(t, d, Options{Other: r, Name: "the other"})
	for _, f := range []Figures{c.All.Was, c.All.Same, *c.All.Other, c.Queues[0].Was, c.Queues[0].Same, *c.Queues[0].Other} {
		require.InDelta(t, 1, *f.Abandonment, 0)
		require.InDelta(t, 0, *f.Service, 0, "nobody was answered in time")
		require.Nil(t, f.ASA)
		require.Nil(t, f.P90)
	}
	data, err := json.Marshal(c.Queues[0].Other)
	require.NoError(t, err)
	require.Contains(t, string(data), `"asa_s":null,"service_level_15s":0,"p90_wait_s":null,"abandonment":1`)
	none := (&tally{}).figures()
	require.Nil(t, none.Service)
	require.Nil(t, none.Abandonment)
	var text strings.Builder
	require.NoError(t, c.WriteText(&text))
	for _, name := range []string{"harbin/advice +as it was", " +the same", " +the other", "all +as it was"} {
		require.Regexp(t, `(?m)^`+name+` +1 +0 +1 +0 +- +0\.0% +- +100\.0% +`, text.String())
	}
	require.Contains(t, text.String(), "under the same rules ASA is off by -, answered within 15s by 0.0 points")
}

// So is the day of somebody who asked to be called back, under rules that go by nobody's
// name: what is told of him is not told of another.
func TestCallbacksUnderPlainRules(t *testing.T) {
	j := journal.NewMemory()
	w := newWorld(j)
	w.add(at(-60), acd.LoadRules{At: at(-60), Rules: rules(acd.LongestIdle, "801")})
	w.add(at(-50), acd.SignIn{At: at(-50), Seat: "801"})
	for n := range 30 {
		id, comes := "call"+strconv.Itoa(n), at(float64(30*n))
		w.talks[id] = 40_000
		w.add(comes, acd.Enqueue{At: comes, Call: id, Queue: "harbin/advice", From: id})
	}
	leaves := at(95)
	w.add(leaves, acd.Leave{At: leaves, Call: "call3", Reason: "callback"})
	w.add(leaves, acd.AskCallback{At: leaves, Callback: "call3-back", Of: "call3", Queue: "harbin/advice", Number: "call3", Since: at(90), Due: leaves})
	w.play(t.Context(), t)
	d := read(t, j)
	require.NotNil(t, d.calls[3].brings.Asks)
	require.Equal(t, tries{made: 1, reached: 1}, d.tried)
	fewer := rules(acd.LongestIdle, "801")
	fewer.Queues[0].WrapUp = 60_000
	c := compared(t, d, Options{Other: fewer, Runs: 20})
	require.Positive(t, *c.All.Was.ASA)
	require.Greater(t, *c.All.Same.ASA, *c.All.Was.ASA*0.8)
	require.Greater(t, *c.All.Other.ASA, *c.All.Same.ASA)
	require.GreaterOrEqual(t, c.All.Other.Answered, 1.0)
}
