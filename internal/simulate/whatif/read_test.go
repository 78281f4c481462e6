package whatif

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/journal"
	"hotline/internal/simulate"
)

// played is a day by hand: what is done, and then what follows.
func played(t *testing.T, r acd.Rules, inputs ...acd.Input) journal.Reader {
	t.Helper()
	j := journal.NewMemory()
	w := newWorld(j)
	require.NoError(t, w.floor.Do(t.Context(), acd.LoadRules{At: at(-9*3600 - 60), Rules: r}))
	require.NoError(t, w.floor.Do(t.Context(), inputs...))
	return j
}

// What agents did comes from outside; what the rules did to them does not.
func TestRoster(t *testing.T) {
	r := rules(acd.LongestIdle, "801", "802")
	r.Queues[0].Missed = acd.Missed{Then: acd.MissedSignOut}
	d := read(t, played(t, r,
		acd.SignIn{At: at(-9*3600 - 30), Seat: "801"},
		acd.Pause{At: at(-9*3600 - 20), Seat: "801", Reason: "night"},
		acd.Ready{At: at(0), Seat: "801"},
		acd.Enqueue{At: at(10), Call: "1", Queue: "harbin/advice", From: "139", Priority: 5000, Needs: []acd.Skill{{Skill: "x", Level: 0}}},
		acd.Tick{At: at(30)}, // 801 has not answered
		acd.SignIn{At: at(40), Seat: "802"},
		acd.SeatAnswered{At: at(44), Offer: 2},
		acd.SignIn{At: at(90), Seat: "801"}, // it is back
		acd.Reach{At: at(95), Seat: "801", Lost: true}, acd.Reach{At: at(99), Seat: "801"},
		acd.TalkOver{At: at(104), Call: "1", By: acd.Agent},
		acd.Ready{At: at(107), Seat: "802"}, // before the end of its wrap-up
		acd.SignOut{At: at(200), Seat: "802"},
	))
	require.Equal(t, []simulate.Outside{
		{At: 0, In: acd.SignIn{Seat: "801"}},
		{At: 0, In: acd.Pause{Seat: "801", Reason: "night"}},
		{At: nine(0), In: acd.Ready{Seat: "801"}},
		{At: nine(40), In: acd.SignIn{Seat: "802"}},
		{At: nine(95), In: acd.Reach{Seat: "801", Lost: true}},
		{At: nine(99), In: acd.Reach{Seat: "801"}},
		{At: nine(200), In: acd.SignOut{Seat: "802"}},
	}, d.outside)
	require.Equal(t, []time.Duration{time.Minute}, d.backs)
	require.Equal(t, map[string][]simulate.Reply{
		"801": {{After: 20 * time.Second, Result: acd.NoAnswer}}, "802": {{After: 4 * time.Second, Result: acd.Accepted}},
	}, d.replies)
	require.Len(t, d.calls, 1)
	c := d.calls[0]
	require.Equal(t, simulate.Stay{For: 34 * time.Second}, c.stay)
	require.Equal(t, time.Minute, c.talk)
	require.Equal(t, 3*time.Second, c.brings.WrapUp)
	require.Equal(t, 5*time.Second, c.brings.Priority)
	require.Equal(t, "139", c.brings.From)
	require.Equal(t, "h", d.Rules.Hash)
	require.InDelta(t, 63.0/(63.0+(30-0)+(200-40-63)+(95-90)+(15*3600-99)), float64(d.actual.busy)/float64(d.actual.work), 1e-9)
}

// Calls of a seat's own come from outside, as does the time that it goes on with the talk
// of another.
func TestCallsOfTheirOwn(t *testing.T) {
	r := rules(acd.LongestIdle, "801", "802")
	r.Queues[0].WrapUp = 10_000
	d := read(t, played(t, r,
		acd.SignIn{At: at(-9*3600 - 30), Seat: "802"},
		acd.Occupy{At: at(-9*3600 - 20), Seat: "802", Call: "night"},
		acd.Vacate{At: at(0), Seat: "802", Call: "night", WrapUp: 5000},
		acd.Tick{At: at(5)},
		acd.SignIn{At: at(5), Seat: "801"},
		acd.Pause{At: at(6), Seat: "802", Reason: "tea"},
		acd.Enqueue{At: at(10), Call: "1", Queue: "harbin/advice"},
		acd.SeatAnswered{At: at(12), Offer: 1},
		acd.Occupy{At: at(20), Seat: "802", Call: "1"},
		acd.PassTalk{At: at(22), Call: "1", To: "802"},
		acd.Occupy{At: at(25), Seat: "801", Call: "own"}, // before the end of its wrap-up
		acd.TalkOver{At: at(40), Call: "1", By: acd.Agent},
		acd.Vacate{At: at(60), Seat: "801", Call: "own"},
		acd.Tick{At: at(60)},
	))
	require.Equal(t, []simulate.Outside{
		{At: 0, In: acd.SignIn{Seat: "802"}},
		{At: 0, In: acd.Occupy{Seat: "802", Call: "night"}},
		{At: nine(0), In: acd.Vacate{Seat: "802", Call: "night", WrapUp: 5000}},
		{At: nine(5), In: acd.SignIn{Seat: "801"}},
		{At: nine(6), In: acd.Pause{Seat: "802", Reason: "tea"}},
		{At: nine(20), In: acd.Occupy{Seat: "802", Call: "1"}},
		{At: nine(25), In: acd.Occupy{Seat: "801", Call: "own"}},
		{At: nine(40), In: acd.Vacate{Seat: "802", Call: "1", WrapUp: 10_000}},
		{At: nine(60), In: acd.Vacate{Seat: "801", Call: "own"}},
	}, d.outside)
	require.Equal(t, 10*time.Second, d.calls[0].talk)
	require.Equal(t, 3*time.Second, d.calls[0].brings.WrapUp)
	busy := int64(5000 + 10_000 + 3000 + 18_000 + 20_000) // a wrap-up ends at a tick
	require.Equal(t, busy, d.actual.busy)
	// 802 was ready for 1 s, and 801 for 7 s and the rest of the day.
	require.Equal(t, busy+1000+7000+(15*3600-60)*1000, d.actual.work)
}

func nine(seconds int) time.Duration { return 9*time.Hour + time.Duration(seconds)*time.Second }

// Callers go on to another queue when a limit sends them away, leave by themselves, ask
// to be called back, or give up.
func TestWays(t *testing.T) {
	r := rules(acd.LongestIdle, "801")
	r.Queues = append(r.Queues, acd.Queue{ID: "harbin/other", Strategy: acd.LongestIdle})
	limited := acd.Limits{Wait: 30_000}
	d := read(t, played(t, r,
		acd.Enqueue{At: at(0), Call: "sent on", Queue: "harbin/advice", Limits: limited},
		acd.Enqueue{At: at(1), Call: "asks", Queue: "harbin/advice", Since: at(-4), From: "139"},
		acd.Enqueue{At: at(2), Call: "gives up", Queue: "harbin/advice"},
		acd.Leave{At: at(21), Call: "asks", Reason: "callback"},
		acd.AskCallback{At: at(21), Callback: "b", Of: "asks", Queue: "harbin/advice", Number: "139", Since: at(1), Due: at(321)},
		acd.AskCallback{At: at(22), Callback: "c", Of: "menu", Queue: "harbin/advice", Number: "138", Due: at(322)},
		acd.Tick{At: at(30)},
		acd.Enqueue{At: at(30), Call: "sent on", Queue: "harbin/other", Since: at(0)},
		acd.HangUp{At: at(42), Call: "gives up"},
		acd.HangUp{At: at(50), Call: "sent on"},
	))
	require.Len(t, d.calls, 3)
	sentOn, asks, givesUp := d.calls[0], d.calls[1], d.calls[2]
	require.Equal(t, simulate.Stay{For: 50 * time.Second, GaveUp: true}, sentOn.stay)
	require.Equal(t, &limited, sentOn.brings.Limits)
	require.Equal(t, "harbin/other", d.next("harbin/advice", idsOf(r)))
	require.Empty(t, d.next("harbin/other", idsOf(r)))
	require.Equal(t, simulate.Stay{For: 40 * time.Second, GaveUp: true}, givesUp.stay)
	require.Equal(t, "callback", asks.brings.Leaves)
	require.Equal(t, 5*time.Second, asks.brings.Age)
	require.Equal(t, &acd.AskCallback{Callback: "b", Of: "asks", Queue: "harbin/advice", Number: "139", Since: -20_000, Due: 300_000}, asks.brings.Asks)
	require.Equal(t, []simulate.Outside{{
		At: nine(22), In: acd.AskCallback{Callback: "c", Of: "menu", Queue: "harbin/advice", Number: "138", Since: 300_000, Due: 300_000},
	}}, d.outside)
	c := compared(t, d, Options{Other: r})
	require.InDelta(t, 3, c.All.Was.Offered, 0)
	require.InDelta(t, 3, c.All.Same.Offered, 0)
	require.InDelta(t, 2, c.All.Same.Abandoned, 0)
	require.InDelta(t, c.All.Was.Overflowed, c.All.Same.Overflowed, 0)
	require.Nil(t, c.Queues[0].Was.Occupancy)
}

// One clear error for each way in which there is nothing to compare.
func TestNothingToCompare(t *testing.T) {
	j := journal.NewMemory()
	_, err := Read(t.Context(), j, "", date())
	require.ErrorContains(t, err, "no call joined a queue on 2026-11-20")
	for _, floor := range []string{"a", "b"} {
		w := newWorld(j)
		w.floor.State = acd.New(floor)
		require.NoError(t, w.floor.Do(t.Context(), acd.LoadRules{At: at(0), Rules: rules(acd.LongestIdle)}, acd.Enqueue{At: at(1), Call: floor, Queue: "harbin/advice"}))
	}
	_, err = Read(t.Context(), j, "", date())
	require.ErrorContains(t, err, "2 floors had calls on 2026-11-20: name one with --floor: a, b")
	_, err = Read(t.Context(), j, "c", date())
	require.EqualError(t, err, `the journal has no floor "c"; known here: a, b`)
	d, err := Read(t.Context(), j, "b", date())
	require.NoError(t, err)
	_, err = d.Other(acd.Rules{}, []string{"bb", "z"})
	require.ErrorContains(t, err, `the other rules have no floor "b"; known here: bb, z`)
	_, err = Read(t.Context(), j, "b", date().AddDate(0, 0, 1))
	require.ErrorContains(t, err, "no call joined a queue on 2026-11-21")
}

// A queue that the other rules do not have is told.
func TestQueueThatIsNotThere(t *testing.T) {
	d := read(t, busy(t, 10))
	other := rules(acd.LongestIdle, "801")
	other.Queues[0].ID, other.Seats[0].Queues = "harbin/new", acd.Serving("harbin/new")
	c := compared(t, d, Options{Other: other})
	require.Contains(t, c.Notes[0], "10 calls came to harbin/advice, which the other rules do not have")
	require.Nil(t, c.Queues[0].Other)
	require.Zero(t, c.All.Other.Offered)
}

// So are seats that were there and are not, and the other way round.
func TestSeatsThatAreNotThere(t *testing.T) {
	c := compared(t, read(t, busy(t, 10)), Options{Other: rules(acd.LongestIdle, "801", "901")})
	require.Equal(t, "seats that were at work and that the other rules do not have: 802, 803", c.Notes[0])
	require.Equal(t, "seats of the other rules that nobody signed in on that day, and that therefore take no calls (--add-seats does): 901", c.Notes[1])
	require.Equal(t, "1, 2, 3, 4, 5, 6, 7, 8 and 1 more", few(strings.Split("123456789", "")))
}

func TestExtra(t *testing.T) {
	for text, want := range map[string]Extra{
		"harbin/advice=2":             {Queue: "harbin/advice", Count: 2},
		"harbin/advice=1@09:00-12:30": {"harbin/advice", 1, 9 * time.Hour, 12*time.Hour + 30*time.Minute},
		"q=3@00:00-24:00":             {"q", 3, 0, 24 * time.Hour},
	} {
		var e Extra
		require.NoError(t, e.UnmarshalText([]byte(text)), text)
		require.Equal(t, want, e)
	}
	for _, text := range []string{"", "q", "q=", "=2", "q=0", "q=-1", "q=two", "q=1001", "q=2@", "q=2@9", "q=2@12:00-09:00"} {
		var e Extra
		require.Error(t, e.UnmarshalText([]byte(text)), text)
	}
	require.NoError(t, Extra{Queue: "harbin/advice"}.Check(rules(acd.LongestIdle)))
	require.ErrorContains(t, Extra{Queue: "x"}.Check(rules(acd.LongestIdle)), "known here: harbin/advice")
}
