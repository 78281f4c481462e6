package acd

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// viewFloor has seat a talking to call 1, seat b ringing for 2 and paused next,
// and 3 and 4 in line.
func viewFloor(t *testing.T) *State {
	f := newTestFloor()
	for _, line := range []string{
		"0 rules v1 q(20,5) r(20,5) a:q,r b:q c:q",
		"1 sign-in a", "2 sign-in b", "3 enqueue 1 q", "4 answer a", "5 enqueue 2 q",
		"6 pause b lunch", "7 enqueue 3 q", "8 enqueue 4 q since 7.5 priority 1",
	} {
		_, err := f.give(readInput(t, f.state, line))
		require.NoError(t, err)
	}
	return f.state
}

func TestView(t *testing.T) {
	s := viewFloor(t)
	for call, want := range map[string]View{
		"2": {Queue: "q", State: CallOffered, Position: 0, Waiting: 2, SignedIn: 2, Ready: 0, Expected: 0},
		"4": {Queue: "q", State: CallWaiting, Position: 1, Waiting: 2, SignedIn: 2, Ready: 0, Expected: 0},
		"3": {Queue: "q", State: CallWaiting, Position: 2, Waiting: 2, SignedIn: 2, Ready: 0, Expected: 0},
	} {
		got, ok := s.View(call)
		require.True(t, ok)
		require.Equal(t, want, got)
	}
	for _, call := range []string{"1", "9"} {
		_, ok := s.View(call)
		require.False(t, ok, "call %s does not wait", call)
	}
	require.Equal(t, []string{"4", "3"}, s.Line("q"))
	require.Empty(t, s.Line("r"))
	require.Empty(t, s.Line("z"))
}

func TestOutlook(t *testing.T) {
	s := viewFloor(t)
	got, ok := s.Outlook("q")
	require.True(t, ok)
	require.Equal(t, View{Queue: "q", Waiting: 2, SignedIn: 2}, got)
	got, ok = s.Outlook("r")
	require.True(t, ok)
	require.Equal(t, View{Queue: "r", SignedIn: 1}, got)
	_, ok = s.Outlook("z")
	require.False(t, ok, "there is no such queue")
}

// TestViewTellsTheExpectedWait: what a call was told when it joined counts the talks so
// far and the seats at work; callers hear of it only when it has proved true.
func TestViewTellsTheExpectedWait(t *testing.T) {
	f := newTestFloor()
	at := int64(0)
	give := func(format string, args ...any) []Fact {
		at++
		facts, err := f.give(readInput(t, f.state, fmt.Sprint(at, " ")+fmt.Sprintf(format, args...)))
		require.NoError(t, err)
		return facts
	}
	expected := func(call string) int64 { return give("enqueue %s q", call)[0].(*CallQueued).Expected }
	give("rules v1 q(20,0) a:q b:q")
	give("sign-in a")
	for call := range handlingLeast {
		give("enqueue %d q", call)
		give("answer a")
		require.Zero(t, expected(fmt.Sprint("x", call)), "too little to go on")
		give("hang-up x%d", call)
		at += 7
		give("talk-over %d caller", call)
	}
	require.Zero(t, expected("8"), "it does not wait")
	require.Equal(t, int64(10_000), expected("9"))
	require.Equal(t, int64(20_000), expected("10"))
	view, ok := f.state.View("10")
	require.True(t, ok)
	require.Zero(t, view.Expected, "nothing has proved true yet")
	give("sign-in b")
	give("answer b")
	require.Equal(t, int64(10_000), expected("11"), "two seats")
	give("pause b lunch")
	give("talk-over 9 system")
	require.Equal(t, int64(30_000), expected("12"), "a pause is no help, and parties that were not joined tell nothing")
	give("sign-out a")
	require.Zero(t, expected("13"), "nobody works")
}

// TestForecastSpeaksAndFallsSilent: with talks that all take as long it holds, and is
// told; when talks take far longer than they used to, it is silent again.
func TestForecastSpeaksAndFallsSilent(t *testing.T) {
	f := newTestFloor()
	at := int64(0)
	give := func(wait int64, format string, args ...any) {
		at += wait
		_, err := f.give(readInput(t, f.state, fmt.Sprint(at, " ")+fmt.Sprintf(format, args...)))
		require.NoError(t, err)
	}
	call := 0
	// serve lets so many callers come one after the other, each waits for the one before.
	serve := func(n int, talk int64) {
		for range n {
			give(0, "answer a")
			give(1, "enqueue %d q", call+1)
			give(talk-1, "talk-over %d caller", call)
			call++
		}
	}
	give(0, "rules v1 q(20,0) a:q")
	give(0, "sign-in a")
	give(0, "enqueue 0 q")
	serve(30, 60)
	status, _ := f.state.Queue("q")
	require.False(t, status.Forecast.Silent)
	require.GreaterOrEqual(t, status.Forecast.Held*100, status.Forecast.Told*heldLeast)
	give(0, "enqueue next q")
	view, ok := f.state.View("next")
	require.True(t, ok)
	require.NotZero(t, view.Expected)
	require.Positive(t, view.Low)
	require.LessOrEqual(t, view.Low, view.High)
	give(0, "hang-up next")
	status, _ = f.state.Queue("q")
	held := status.Forecast.Held
	serve(1, 3600)
	give(0, "answer a")
	give(5*3600, "talk-over %d caller", call)
	status, _ = f.state.Queue("q")
	require.True(t, status.Forecast.Silent, "what held %d times is long ago", held)
	require.Zero(t, status.Forecast.Held)
}

func TestStatus(t *testing.T) {
	s := viewFloor(t)
	require.Equal(t, "test", s.Floor())
	require.Equal(t, int64(dawn+8000), s.Now())
	require.Equal(t, "v1", s.Rules().Hash)
	require.Equal(t, []SeatStatus{
		{ID: "a", Stance: Stance{Now: StateTalking, Next: StateReady}, Since: dawn + 4000, Call: "1", Queues: []string{"q", "r"}},
		{
			ID: "b", Stance: Stance{Now: StateOffered, Next: StatePaused}, Since: dawn + 5000,
			Pause: "lunch", Call: "2", Offer: 2, Queues: []string{"q"}, Until: dawn + 25_000,
		},
		{ID: "c", Queues: []string{"q"}},
	}, s.Seats())
	calls := s.Calls()
	require.Len(t, calls, 4)
	require.Equal(t, CallStatus{
		ID: "1", Queue: "q", State: CallTalking, Since: dawn + 3000, Queued: dawn + 3000, Answered: dawn + 4000, Seat: "a",
	}, calls[0])
	require.Equal(t, CallStatus{
		ID: "2", Queue: "q", State: CallOffered, Since: dawn + 5000, Queued: dawn + 5000, Seat: "b", Offer: 2, Offers: 1,
	}, calls[1])
	call, ok := s.Call("4")
	require.True(t, ok)
	require.Equal(t, CallStatus{ID: "4", Queue: "q", Since: dawn + 7500, Queued: dawn + 8000, Priority: 1000}, call)
	require.Equal(t, []QueueStatus{
		{ID: "q", Waiting: 2, SignedIn: 2, Out: Out{SignedOut: 1, Offered: 1, Talking: 1}, LongestWait: 1000, Forecast: Forecast{Silent: true}},
		{ID: "r", SignedIn: 1, Out: Out{Talking: 1}, Forecast: Forecast{Silent: true}},
	}, s.Queues())
}

func TestStatusOfWhatIsNot(t *testing.T) {
	s := New("test")
	_, ok := s.Seat("a")
	require.False(t, ok)
	_, ok = s.Call("1")
	require.False(t, ok)
	_, ok = s.Queue("q")
	require.False(t, ok)
	_, ok = s.NextTimer()
	require.False(t, ok)
}

func TestSeatStatusReadsWell(t *testing.T) {
	seat, _ := viewFloor(t).Seat("b")
	data, err := json.Marshal(seat)
	require.NoError(t, err)
	require.JSONEq(t, `{"id":"b","stance":{"now":"offered","next":"paused"},"since":1700000005000,
		"pause":"lunch","call":"2","offer":2,"queues":["q"],"until":1700000025000}`, string(data))
}

func TestEndlessSpansDoNotRunOver(t *testing.T) {
	f := newTestFloor()
	for _, in := range []Input{
		LoadRules{dawn, Rules{
			Hash:   "v1",
			Queues: []Queue{{ID: "q", Strategy: LongestIdle, Ring: math.MaxInt64, WrapUp: math.MaxInt64}},
			Seats:  []Seat{{ID: "a", Queues: Serving("q")}},
		}},
		Enqueue{At: dawn, Call: "1", Queue: "q", Limits: Limits{Wait: math.MaxInt64 - dawn}},
		SignIn{dawn + 1, "a", ""},
		Tick{dawn + 2},
		SeatAnswered{dawn + 3, 1},
		HangUp{dawn + 4, "1"},
		Tick{dawn + 5},
	} {
		_, err := f.give(in)
		require.NoError(t, err)
	}
	at, ok := f.state.NextTimer()
	require.True(t, ok)
	require.Equal(t, int64(math.MaxInt64-1), at)
}

func TestMisfits(t *testing.T) {
	s := viewFloor(t)
	before := s.Seats()
	for n, wrong := range []struct {
		fact Fact
		says string
	}{
		{&SeatSignedIn{dawn, "a", ""}, "seat-signed-in does not fit: acd: no arrow sign-in from talking (then ready)"},
		{&SeatReady{dawn, "z"}, "seat-ready does not fit: no seat z"},
		{&CallQueued{Call: "1", Queue: "q"}, "call-queued does not fit: call 1 is on the floor"},
		{&Offered{Call: "3", Seat: "a", Offer: 9}, "no arrow offer from talking"},
		{&Offered{Call: "1", Seat: "a", Offer: 9}, "call 1 or seat a cannot be offered"},
		{&OfferEnded{Offer: 9}, "offer-ended does not fit: no such offer"},
		{&Answered{Call: "3", Seat: "a"}, "call 3 does not talk to seat a"},
		{&Abandoned{Call: "1"}, "call 1 does not wait"},
		{&TalkEnded{Call: "3"}, "call 3 does not talk"},
		{&SeatUnreachable{dawn, "c", 0}, "no arrow lose from signed-out"},
		{&SeatReachable{dawn, "a"}, "no arrow find from talking"},
		{&TalkMoved{dawn, "3", "a", StateOnHold}, "call 3 does not talk"},
		{&TalkMoved{dawn, "1", "a", StateTalking}, "no arrow talk from talking"},
		{&WrapUpExtended{dawn, "a", dawn}, "seat a is not in wrap-up"},
		{&Relaxed{dawn, "3", "q", 1}, "call 3 has no such stage before it"},
		{&PriorityChanged{dawn, "1", 1}, "call 1 does not wait"},
		{&ReserveCalled{At: dawn, Queue: "z"}, "queue z is not there, or so already"},
		{&ReserveReleased{dawn, "q"}, "queue q is not there, or so already"},
		{&HoursSet{dawn, "z", nil}, "no queue z"},
		{&CallbackDue{dawn, "b", "q", dawn}, "callback b is not on the list"},
		{&CallbackPutOff{dawn, "b", "q", dawn, PutOffClosed}, "callback b is not on the list"},
		{&CallQueued{Call: "5", Queue: "q", Callback: Callback{ID: "b"}}, "callback b is not on the list"},
		{&CallbackTried{Callback: "b"}, "callback-tried does not fit: callback b is not being made"},
		{&CallbackDone{Callback: "b"}, "callback b is not on the list"},
		{&CallbackGivenUp{Callback: "b"}, "callback b is not on the list"},
		{strange{}, "it is no fact of a floor"},
	} {
		Fold(s, wrong.fact)
		count, last := s.Misfits()
		require.Equal(t, n+1, count)
		require.Contains(t, last, wrong.says)
	}
	require.Equal(t, before, s.Seats())
	require.Panics(t, func() { Decide(s, &Tick{}) })
}

// strange is a fact of somebody else.
type strange struct{}

func (strange) Kind() string { return "strange" }
