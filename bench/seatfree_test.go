// Package bench measures what people feel, on real Asterisk with real SIP
// phones. It prints distributions and asserts no time.
package bench

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/rig"
	"hotline/internal/softphone"
	"hotline/internal/switchboard"
)

// A seat becomes free while a caller waits: the seat's phone hangs up (its BYE
// leaves), and the next INVITE reaches it. Two callers take turns, so that one
// always waits. The measure is taken at the phone, both SIP messages included.
func BenchmarkSeatFreeToNextInvite(b *testing.B) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	s := setUp(ctx, b, "testdata/dialplans")
	s.place(ctx, b)
	s.place(ctx, b)
	ringing := s.rings(ctx, b)
	delays := make([]time.Duration, 0, b.N)
	b.ResetTimer()
	for range b.N {
		require.NoError(b, ringing.Answer(ctx))
		s.token(ctx, b, s.joined)
		s.token(ctx, b, s.queued)
		freed := time.Now()
		require.NoError(b, ringing.Hangup(ctx))
		ringing = s.rings(ctx, b)
		delays = append(delays, ringing.Began().Sub(freed))
		s.place(ctx, b)
	}
	b.StopTimer()
	report(b, delays)
}

// A caller's INVITE reaches Asterisk while a seat is idle: from there to the
// seat's INVITE, as both phones see it.
func BenchmarkCallerInviteToSeatInvite(b *testing.B) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	s := setUp(ctx, b, "testdata/dialplans")
	delays := make([]time.Duration, 0, b.N)
	b.ResetTimer()
	for range b.N {
		out := s.place(ctx, b)
		in := s.rings(ctx, b)
		delays = append(delays, in.Began().Sub(out.Began()))
		require.NoError(b, in.Answer(ctx))
		s.token(ctx, b, s.joined)
		require.NoError(b, in.Hangup(ctx))
		_, err := out.WaitEnded(ctx)
		require.NoError(b, err)
	}
	b.StopTimer()
	report(b, delays)
}

type stage struct {
	log    *slog.Logger
	rig    *rig.Rig
	seat   *softphone.Phone
	who    *softphone.Phone
	queued chan struct{} // a token for each call that waits
	joined chan struct{} // a token for each talk that began
}

func setUp(ctx context.Context, b *testing.B, tree string) *stage {
	b.Helper()
	s := &stage{log: logger(), queued: make(chan struct{}, 1<<20), joined: make(chan struct{}, 1<<20)}
	atWork := make(chan struct{}, 16)
	dir := b.TempDir()
	r, err := rig.New(ctx, rig.Options{
		Dialplans: tree, Data: dir + "/data", Dir: dir, Log: s.log,
		Observe: func(seen switchboard.Seen) {
			switch seen.Fact.(type) {
			case *acd.SeatSignedIn:
				atWork <- struct{}{}
			case *acd.CallQueued:
				s.queued <- struct{}{}
			case call.Connected:
				s.joined <- struct{}{}
			}
		},
	})
	require.NoError(b, err)
	b.Cleanup(r.Close)
	s.rig = r
	require.NoError(b, r.StartEngine(ctx))
	s.seat, err = r.SeatPhone(ctx, "8001")
	require.NoError(b, err)
	require.NoError(b, s.seat.Register(ctx))
	select {
	case <-atWork:
	case <-ctx.Done():
		b.Fatal("the seat did not get signed in")
	}
	s.who, err = r.CarrierPhone(ctx, "13800138000")
	require.NoError(b, err)
	return s
}

// place puts one more caller into the queue.
func (s *stage) place(ctx context.Context, b *testing.B) *softphone.Call {
	b.Helper()
	c, err := s.who.Dial(ctx, "12385", softphone.DialOptions{})
	require.NoError(b, err)
	return c
}

// token waits for one more of what the channel counts.
func (s *stage) token(ctx context.Context, b *testing.B, of <-chan struct{}) {
	b.Helper()
	select {
	case <-of:
	case <-ctx.Done():
		b.Fatal("it did not come")
	}
}

func (s *stage) rings(ctx context.Context, b *testing.B) *softphone.Call {
	b.Helper()
	c, err := s.seat.NextCall(ctx)
	require.NoError(b, err)
	return c
}

// report prints the distribution.
func report(b *testing.B, delays []time.Duration) {
	b.Helper()
	slices.Sort(delays)
	at := func(share float64) time.Duration { return delays[min(len(delays)-1, int(share*float64(len(delays))))] }
	for _, p := range []struct {
		name  string
		share float64
	}{{"p50", 0.50}, {"p90", 0.90}, {"p99", 0.99}, {"max", 1}} {
		b.ReportMetric(float64(at(p.share).Microseconds())/1000, p.name+"-ms")
	}
	within := 0
	for _, d := range delays {
		if d <= 50*time.Millisecond {
			within++
		}
	}
	b.ReportMetric(100*float64(within)/float64(len(delays)), "%≤50ms")
	if b.N > 1 {
		fmt.Fprintf(os.Stderr, "\n  %s: n=%d min=%s p50=%s p90=%s p99=%s max=%s\n",
			b.Name(), b.N, delays[0], at(0.5), at(0.9), at(0.99), delays[len(delays)-1])
	}
}
