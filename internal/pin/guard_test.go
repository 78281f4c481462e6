package pin

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

const start = int64(1_700_000_000_000)

// bank is a guard with its clock.
type bank struct {
	t   *testing.T
	now int64
	Guard
}

func open(t *testing.T) *bank { return &bank{t: t, now: start} }

func (b *bank) pass(d time.Duration) *bank { b.now += d.Milliseconds(); return b }

func (b *bank) tries(seat, phone, given string) Verdict {
	return b.Try(b.now, seat, phone, given, "4711", true)
}

func (b *bank) wrong(seat, phone string, delay time.Duration) *bank {
	b.t.Helper()
	require.Equal(b.t, Verdict{Delay: delay}, b.tries(seat, phone, "0000"))
	return b
}

func (b *bank) right(seat, phone string, delay time.Duration) *bank {
	b.t.Helper()
	require.Equal(b.t, Verdict{Right: true, Delay: delay}, b.tries(seat, phone, "4711"))
	return b
}

func (b *bank) locked(seat, phone string, left time.Duration) *bank {
	b.t.Helper()
	v := b.tries(seat, phone, "4711")
	v.Again = false
	require.Equal(b.t, Verdict{Locked: true, Until: b.now + left.Milliseconds()}, v)
	return b
}

func TestEachWrongPINIsAnsweredLater(t *testing.T) {
	open(t).wrong("8001", "a", 0).wrong("8001", "a", time.Second).wrong("8001", "a", 2*time.Second).
		wrong("8001", "a", 4*time.Second).wrong("8001", "a", 8*time.Second).locked("8001", "a", Lock)
}

func TestTheRightPINClearsTheSeat(t *testing.T) {
	b := open(t)
	for range 4 {
		b.wrong("8001", "a", 0).right("8001", "a", time.Second)
	}
	b.right("8001", "a", 0)
}

func TestALockHoldsAndEnds(t *testing.T) {
	b := open(t)
	for _, delay := range []time.Duration{0, 1, 2, 4, 8} {
		b.wrong("8001", "a", delay*time.Second)
	}
	b.pass(Lock-time.Millisecond).locked("8001", "b", time.Millisecond)
	b.pass(time.Millisecond).right("8001", "a", 0)
}

// Tries while it is locked do not lengthen it.
func TestALockIsNotLengthened(t *testing.T) {
	b := open(t)
	for _, delay := range []time.Duration{0, 1, 2, 4, 8} {
		b.wrong("8001", "a", delay*time.Second)
	}
	b.pass(Lock / 2)
	for range 20 {
		b.locked("8001", "a", Lock/2)
	}
	b.pass(Lock/2).right("8001", "a", 0)
}

func TestOldTriesAreForgotten(t *testing.T) {
	b := open(t)
	for range 20 {
		b.wrong("8001", "a", 0).pass(Window)
	}
	b.right("8001", "a", 0)
	require.Empty(t, b.seats)
	b.wrong("8001", "a", 0).pass(Window).right("8002", "b", 0)
	require.Empty(t, b.phones, "a guard at rest remembers nothing")
}

// A telephone that goes from seat to seat is locked for all of them; its own right PIN
// does not help it.
func TestATelephoneThatTriesManySeats(t *testing.T) {
	b := open(t)
	for n := range MostOfPhone {
		b.right("8001", "a", 0).wrong(fmt.Sprint(9000+n), "a", 0)
	}
	b.locked("8001", "a", Lock).locked("9000", "a", Lock).right("8001", "b", 0)
}

// Nobody learns whether a seat is there: neither by the answer nor by its time.
func TestAnUnknownSeatIsLikeAWrongPIN(t *testing.T) {
	known, unknown := open(t), open(t)
	for n := range 8 {
		phone := fmt.Sprint("phone", n)
		is := known.Try(known.now, "8001", phone, "0000", "4711", true)
		none := unknown.Try(unknown.now, "8009", phone, "0000", "", false)
		require.Equal(t, is, none, "try %d", n)
	}
	require.False(t, open(t).Try(start, "8009", "a", "", "", false).Right, "no PIN is not an empty one")
}

// What the journal has of wrong tries makes the guard as it was.
func TestRebuilt(t *testing.T) {
	live, rebuilt := open(t), open(t)
	for n := range 4 {
		live.wrong("8001", "a", time.Duration(1<<n>>1)*time.Second)
		rebuilt.Wrong(rebuilt.now, "8001", "a")
	}
	require.Equal(t, live.Guard, rebuilt.Guard)
	rebuilt.wrong("8001", "a", 8*time.Second).locked("8001", "a", Lock)
}

// Whoever guesses, in whatever order and however patiently, has few tries.
func TestGuessesAreFew(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var g Guard
		now := start
		judged := map[string][]int64{}
		for range rapid.IntRange(1, 200).Draw(rt, "tries") {
			now += rapid.Int64Range(0, 5*60_000).Draw(rt, "pause")
			seat := rapid.SampledFrom([]string{"8001", "8002", "9999"}).Draw(rt, "seat")
			phone := rapid.SampledFrom([]string{"a", "b"}).Draw(rt, "phone")
			if v := g.Try(now, seat, phone, "0000", "4711", seat != "9999"); !v.Locked {
				judged["seat "+seat] = append(judged["seat "+seat], now)
				judged["phone "+phone] = append(judged["phone "+phone], now)
			}
			for name, most := range map[string]int{"seat " + seat: MostOfSeat, "phone " + phone: MostOfPhone} {
				tries := judged[name]
				if n := len(tries) - 1 - most; n >= 0 && now-tries[n] < Window.Milliseconds() && now-tries[n] < Lock.Milliseconds() {
					rt.Fatalf("%s had %d tries within %d ms", name, most+1, now-tries[n])
				}
			}
		}
	})
}

// Who writes down that a seat is locked does it once for each lock, whoever tries.
func TestALockIsToldOnce(t *testing.T) {
	b := open(t)
	lock := func() {
		for range MostOfSeat {
			require.False(t, b.tries("8001", "a", "0000").Locked)
		}
	}
	lock()
	require.False(t, b.tries("8001", "a", "0000").Again)
	require.True(t, b.tries("8001", "a", "4711").Again)
	require.True(t, b.pass(time.Minute).tries("8001", "b", "0000").Again)
	b.pass(Lock + Window)
	lock()
	v := b.tries("8001", "a", "0000")
	require.True(t, v.Locked)
	require.False(t, v.Again, "another lock")

	var next Guard // after a restart
	for range MostOfSeat {
		next.Wrong(b.now, "8001", "a")
	}
	next.Told("8001", "c", v.Until)
	require.True(t, next.Try(b.now, "8001", "c", "0000", "4711", true).Again)
}
