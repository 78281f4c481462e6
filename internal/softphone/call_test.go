package softphone

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCallRingsIsAnsweredAndHungUpByCaller(t *testing.T) {
	p := dialPair(t)
	require.NoError(t, p.in.Ring())
	require.NoError(t, p.out.WaitRinging(deadline(t)))
	require.False(t, p.out.AnsweredAt().After(p.out.RangAt()), "answered before anybody answered")
	require.NoError(t, p.in.Answer(deadline(t)))
	require.NoError(t, p.out.WaitAnswered(deadline(t)))
	require.NoError(t, p.out.Hangup(deadline(t)))
	require.Equal(t, End{ByRemote: false, Code: 200, Reason: "hung up"}, endOf(t, p.out))
	require.Equal(t, End{ByRemote: true, Code: 200, Reason: "hung up"}, endOf(t, p.in))
	require.NoError(t, p.out.Hangup(deadline(t)), "hanging up twice is harmless")
}

func TestCalleeHangsUp(t *testing.T) {
	p := answeredPair(t)
	require.NoError(t, p.in.Hangup(deadline(t)))
	require.True(t, endOf(t, p.out).ByRemote)
	require.False(t, endOf(t, p.in).ByRemote)
}

func TestBothHangUpAtOnce(t *testing.T) {
	p := answeredPair(t)
	var wg sync.WaitGroup
	for _, c := range []*Call{p.in, p.out} {
		wg.Go(func() {
			if err := c.Hangup(deadline(t)); err != nil {
				t.Errorf("hang-up: %v", err)
			}
		})
	}
	wg.Wait()
	require.Equal(t, 200, endOf(t, p.in).Code)
	require.Equal(t, 200, endOf(t, p.out).Code)
}

func TestReject(t *testing.T) {
	for code, reason := range map[int]string{
		486: "Busy Here", 480: "Temporarily Unavailable", 603: "Decline", 404: "Not Found", 503: "Service Unavailable",
	} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			p := dialPair(t)
			require.NoError(t, p.in.Reject(code, reason))
			require.Equal(t, End{ByRemote: true, Code: code, Reason: reason}, endOf(t, p.out))
			require.Equal(t, End{ByRemote: false, Code: code, Reason: reason}, endOf(t, p.in))
			var ended *EndedError
			require.ErrorAs(t, p.out.WaitAnswered(deadline(t)), &ended)
			require.Equal(t, code, ended.End.Code)
			require.ErrorAs(t, p.in.Answer(deadline(t)), &ended)
		})
	}
}

func TestRejectNeedsARefusingCode(t *testing.T) {
	p := dialPair(t)
	require.ErrorContains(t, p.in.Reject(200, "OK"), "use 300 to 699")
	require.ErrorIs(t, p.out.Reject(486, "Busy Here"), ErrWrongState, "an outgoing call cannot be refused")
}

func TestRedirect(t *testing.T) {
	p := dialPair(t)
	require.NoError(t, p.in.Redirect("sip:other@127.0.0.9"))
	require.Equal(t, 302, endOf(t, p.out).Code)
}

func TestCallerCancelsBeforeRinging(t *testing.T) {
	p := dialPair(t)
	require.NoError(t, p.out.Hangup(deadline(t)))
	require.Equal(t, End{ByRemote: false, Code: 487, Reason: "Request Terminated"}, endOf(t, p.out))
	require.Equal(t, End{ByRemote: true, Code: 487, Reason: "cancelled"}, endOf(t, p.in))
	var ended *EndedError
	require.ErrorAs(t, p.in.Answer(deadline(t)), &ended)
	require.ErrorIs(t, p.in.Ring(), ErrWrongState)
}

func TestCallerCancelsWhileRinging(t *testing.T) {
	p := dialPair(t)
	require.NoError(t, p.in.Ring())
	require.NoError(t, p.out.WaitRinging(deadline(t)))
	require.NoError(t, p.out.Hangup(deadline(t)))
	require.Equal(t, 487, endOf(t, p.out).Code)
	require.Equal(t, 487, endOf(t, p.in).Code)
}

// Whoever wins, both sides agree that the call is over, and no call is left.
func TestCancelAndAnswerInTheSameInstant(t *testing.T) {
	for range 20 {
		p := dialPair(t)
		require.NoError(t, p.in.Ring())
		require.NoError(t, p.out.WaitRinging(deadline(t)))
		var wg sync.WaitGroup
		wg.Go(func() {
			if err := p.out.Hangup(deadline(t)); err != nil {
				t.Errorf("hang-up: %v", err)
			}
		})
		wg.Go(func() {
			var ended *EndedError
			if err := p.in.Answer(deadline(t)); err != nil {
				require.ErrorAs(t, err, &ended)
			}
		})
		wg.Wait()
		out, in := endOf(t, p.out), endOf(t, p.in)
		require.Equal(t, out.Code, in.Code, "caller: %s, callee: %s", out, in)
		require.Contains(t, []int{200, 487}, out.Code)
		require.Empty(t, p.caller.currentCalls())
		require.NoError(t, p.callee.Close())
		require.NoError(t, p.caller.Close())
	}
}

func TestAnsweredWithoutRinging(t *testing.T) {
	p := answeredPair(t)
	require.ErrorIs(t, p.out.WaitRinging(deadline(t)), ErrNotRinging)
	require.ErrorIs(t, p.in.Answer(deadline(t)), ErrWrongState, "a call is answered once")
}

func TestCallerIdentity(t *testing.T) {
	callee := newPhone(t, Config{User: "callee"})
	caller := newPhone(t, Config{User: "1001", Display: "Desk"})
	for _, tc := range []struct {
		name string
		opts DialOptions
		want Party
	}{
		{"own number", DialOptions{}, Party{User: "1001", Display: "Desk", Host: "127.0.0.1"}},
		{"another number", DialOptions{From: "+8613800000000", Display: "王"}, Party{User: "+8613800000000", Display: "王", Host: "127.0.0.1"}},
		{"anonymous", DialOptions{Privacy: Anonymous}, Party{User: "anonymous", Display: "Anonymous", Host: "anonymous.invalid"}},
		{"no number", DialOptions{Privacy: NoNumber}, Party{Host: "127.0.0.1"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.opts.Headers = map[string]string{"X-Hops": "2"}
			out, err := caller.Dial(deadline(t), callee.URI(), tc.opts)
			require.NoError(t, err)
			in, err := callee.NextCall(deadline(t))
			require.NoError(t, err)
			require.Equal(t, tc.want, in.From())
			require.Equal(t, "callee", in.To().User)
			require.Equal(t, "2", in.Header("X-Hops"))
			require.Empty(t, in.Header("X-Absent"))
			require.Equal(t, out.ID(), in.ID())
			require.False(t, in.Began().Before(out.Began()))
			require.NoError(t, out.Hangup(deadline(t)))
		})
	}
}

func TestTwoLinesOfOnePhone(t *testing.T) {
	desk := newPhone(t, Config{User: "desk"})
	other := newPhone(t, Config{User: "other"})
	var near, far [2]*Call
	for i, freq := range []float64{440, 880} {
		var err error
		near[i], err = desk.Dial(deadline(t), other.URI(), DialOptions{})
		require.NoError(t, err)
		far[i], err = other.NextCall(deadline(t))
		require.NoError(t, err)
		require.NoError(t, far[i].Answer(deadline(t)))
		far[i].StartTone(freq)
	}
	require.NoError(t, near[0].WaitTone(deadline(t), 440, heardFor))
	require.NoError(t, near[1].WaitTone(deadline(t), 880, heardFor))
	require.NoError(t, near[0].Hangup(deadline(t)))
	endOf(t, far[0])
	require.False(t, near[1].ended.fired(), "the other line goes on")
}

func TestCloseHangsUp(t *testing.T) {
	p := answeredPair(t)
	require.NoError(t, p.caller.Close())
	require.True(t, endOf(t, p.in).ByRemote)
	require.NoError(t, p.caller.Close(), "closing twice is harmless")
	_, err := p.caller.Dial(deadline(t), p.callee.URI(), DialOptions{})
	require.ErrorIs(t, err, ErrNotRunning)
}

func TestCloseCancelsAndDeclines(t *testing.T) {
	p := dialPair(t)
	require.NoError(t, p.callee.Close())
	require.Equal(t, 603, endOf(t, p.out).Code)
	q := dialPair(t)
	require.NoError(t, q.caller.Close())
	require.Equal(t, 487, endOf(t, q.in).Code)
}

func TestVanishTellsNobody(t *testing.T) {
	p := answeredPair(t)
	require.NoError(t, p.caller.Vanish())
	require.Equal(t, "the phone was closed", endOf(t, p.out).Reason)
	select {
	case <-p.in.Ended():
		t.Fatal("the callee was told")
	default:
	}
	ctx, cancel := context.WithCancel(deadline(t))
	cancel()
	require.Error(t, p.in.Hangup(ctx), "nobody is there to confirm")
}

func TestStartTwiceAndCloseUnstarted(t *testing.T) {
	p := newPhone(t, Config{User: "a"})
	require.ErrorContains(t, p.Start(deadline(t)), "started before")
	q, err := New(Config{User: "b"})
	require.NoError(t, err)
	require.NoError(t, q.Close())
	require.Error(t, q.Start(deadline(t)))
	_, err = q.NextCall(deadline(t))
	require.ErrorIs(t, err, ErrNotRunning)
}

func TestTakenPort(t *testing.T) {
	p := newPhone(t, Config{User: "a"})
	q, err := New(Config{User: "b", LocalAddr: p.Addr().String()})
	require.NoError(t, err)
	require.ErrorContains(t, q.Start(deadline(t)), "cannot listen on "+p.Addr().String())
	require.NoError(t, q.Close())
}

func TestBadConfig(t *testing.T) {
	_, err := New(Config{})
	require.ErrorContains(t, err, "User is empty")
	_, err = New(Config{User: "a", Server: "nowhere"})
	require.ErrorContains(t, err, "want host:port")
	p := newPhone(t, Config{User: "a"})
	_, err = p.Dial(deadline(t), "12385", DialOptions{})
	require.ErrorContains(t, err, "only sip: addresses")
	require.ErrorIs(t, p.Register(deadline(t)), errNoServer)
}
