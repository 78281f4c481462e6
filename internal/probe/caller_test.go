package probe

import (
	"context"
	"errors"
	"net"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/softphone"
)

// hotline is a telephone that answers as told.
type hotline struct {
	phone *softphone.Phone
	ended chan softphone.End // of each call
	calls chan *softphone.Call
}

// open begins a hotline; each call is handled by answer and then hung up when the
// caller does.
func open(t *testing.T, answer func(context.Context, *softphone.Call) error) *hotline {
	t.Helper()
	phone, err := softphone.New(softphone.Config{User: "12385", LocalAddr: "127.0.0.1:0"})
	require.NoError(t, err)
	require.NoError(t, phone.Start(deadline(t)))
	h := &hotline{phone: phone, ended: make(chan softphone.End, 10), calls: make(chan *softphone.Call, 10)}
	ctx, cancel := context.WithCancel(deadline(t))
	done := make(chan struct{})
	go func() {
		defer close(done)
		for c := range phone.Incoming() {
			h.calls <- c
			if err := answer(ctx, c); err != nil && !fired(c.Ended()) && ctx.Err() == nil {
				t.Errorf("the hotline: %v", err)
			}
			end, err := c.WaitEnded(ctx)
			if err == nil {
				h.ended <- end
			}
		}
	}()
	t.Cleanup(func() {
		cancel()
		require.NoError(t, phone.Close())
		<-done
	})
	return h
}

// says is a hotline that greets, and answers the key 1.
func says(first, then []int16) func(context.Context, *softphone.Call) error {
	return func(ctx context.Context, c *softphone.Call) error {
		if err := errors.Join(c.Ring(), c.Answer(ctx), c.PlayPCM(ctx, first)); err != nil {
			return err
		}
		for {
			keys, err := c.WaitDigits(ctx, 1)
			if err != nil || keys == "1" {
				return errors.Join(err, c.PlayPCM(ctx, then))
			}
		}
	}
}

// full is a probe of everything, with times so long that only a failure needs them.
func full(t *testing.T, h *hotline) Probe {
	t.Helper()
	p := Probe{
		Name: "main", Server: h.phone.Addr().String(), Number: "12385", From: "01065000000",
		Hears: Expect{File: wav(t, greeting())}, Key: "1", Then: Expect{File: wav(t, answerTo1())},
	}
	require.Empty(t, p.Check())
	require.NoError(t, p.Prepare(deadline(t), nil))
	return p
}

func call(t *testing.T, p Probe) Result {
	t.Helper()
	r := Caller{Now: time.Now}.Call(deadline(t), p)
	require.False(t, r.At.IsZero())
	require.Equal(t, "main", r.Probe)
	return r
}

func phases(r Result) []Phase {
	var all []Phase
	for _, s := range r.Steps {
		all = append(all, s.Phase)
	}
	return all
}

func TestHotlineThatWorks(t *testing.T) {
	t.Parallel()
	// Said again as menus are: what a busy machine breaks off once is heard then.
	h := open(t, says(slices.Repeat(greeting(), 3), slices.Repeat(answerTo1(), 3)))
	r := call(t, full(t, h))
	require.Equal(t, Passed, r.Cause, "%v", r.Lines())
	require.True(t, r.OK())
	require.Equal(t, Phases(), phases(r))
	for _, s := range r.Steps {
		require.GreaterOrEqual(t, r.Took, s.Took)
	}
	require.Len(t, r.Lines(), 5)
	in := <-h.calls
	require.Equal(t, "1", in.Header(Header))
	require.Equal(t, "01065000000", in.From().User)
	require.Equal(t, "12385", in.To().User)
	require.True(t, (<-h.ended).ByRemote, "the probe hangs up")
}

func TestOnlySound(t *testing.T) {
	h := open(t, says(words(7, time.Second), nil))
	p := full(t, h)
	p.Hears, p.Key, p.Then = Expect{}, "", Expect{}
	r := call(t, p)
	require.Equal(t, Passed, r.Cause, "%v", r.Lines())
	require.Equal(t, []Phase{Answer, Sound}, phases(r))
}

func TestWrongPrompt(t *testing.T) {
	t.Parallel()
	h := open(t, says(words(3, 1200*time.Millisecond), nil))
	p := full(t, h)
	p.Hears.Within = 2 * time.Second
	r := call(t, p)
	require.Equal(t, WrongPrompt, r.Cause, "%v", r.Lines())
	require.Equal(t, []Phase{Answer, Sound}, phases(r))
	require.Contains(t, r.Detail, "was not heard within 2s")
	require.True(t, (<-h.ended).ByRemote)
}

func TestPromptThatComesTooLate(t *testing.T) {
	t.Parallel()
	late := append(words(3, 2500*time.Millisecond), greeting()...)
	p := full(t, open(t, says(late, nil)))
	p.Hears.Within = 2 * time.Second
	require.Equal(t, WrongPrompt, call(t, p).Cause)
	p.Hears.Within = 10 * time.Second
	p.Key = ""
	r := call(t, p)
	require.Equal(t, Passed, r.Cause, "%v", r.Lines())
	require.Greater(t, r.Steps[2].Took, r.Steps[1].Took, "its beginning counts, not the first sound")
}

func TestSilentHotline(t *testing.T) {
	t.Parallel()
	h := open(t, says(nil, nil))
	p := full(t, h)
	p.Hears.Within = time.Second
	r := call(t, p)
	require.Equal(t, Silent, r.Cause, "%v", r.Lines())
	require.Equal(t, []Phase{Answer}, phases(r))
}

func TestKeyThatDoesNothing(t *testing.T) {
	for name, then := range map[string][]int16{"nothing": nil, "the same again": greeting()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := open(t, says(greeting(), then))
			p := full(t, h)
			p.Then.Within = time.Second
			r := call(t, p)
			require.Equal(t, NoReaction, r.Cause, "%v", r.Lines())
			require.Equal(t, []Phase{Answer, Sound, Prompt}, phases(r))
			require.Contains(t, r.Detail, "key 1 did not bring")
		})
	}
}

func TestRefusals(t *testing.T) {
	for code, want := range map[int]Cause{486: Busy, 600: Busy, 404: Refused, 503: Refused, 408: Refused} {
		h := open(t, func(_ context.Context, c *softphone.Call) error { return c.Reject(code, "No") })
		r := call(t, full(t, h))
		require.Equal(t, want, r.Cause, code)
		require.Contains(t, r.Detail, "No")
		require.Empty(t, r.Steps)
		require.Len(t, r.Lines(), 1)
	}
}

func TestNobodyAnswers(t *testing.T) {
	t.Parallel()
	h := open(t, func(_ context.Context, c *softphone.Call) error { return c.Ring() })
	p := full(t, h)
	p.AnswerWithin = 2 * time.Second
	r := call(t, p)
	require.Equal(t, NoAnswer, r.Cause, "%v", r.Lines())
	require.Equal(t, 487, (<-h.ended).Code, "the call was cancelled")
}

func TestSlowAnswer(t *testing.T) {
	t.Parallel()
	const rings = 500 * time.Millisecond
	slow := func(ctx context.Context, c *softphone.Call) error {
		if err := c.Ring(); err != nil {
			return err
		}
		select {
		case <-time.After(rings):
		case <-c.Ended():
			return nil
		}
		return says(greeting(), nil)(ctx, c)
	}
	p := full(t, open(t, slow))
	p.Key = ""
	r := call(t, p)
	require.Equal(t, Passed, r.Cause, "%v", r.Lines())
	require.GreaterOrEqual(t, r.Steps[0].Took, rings)
}

func TestNobodyIsThere(t *testing.T) {
	t.Parallel()
	conn, err := net.ListenPacket("udp4", "127.0.0.1:0") // takes packets, says nothing
	require.NoError(t, err)
	defer conn.Close()
	p := full(t, open(t, says(nil, nil)))
	p.Server, p.AnswerWithin = conn.LocalAddr().String(), time.Second
	r := call(t, p)
	require.Equal(t, Unreachable, r.Cause, "%v", r.Lines())
	require.Contains(t, r.Detail, "says nothing")
}

func TestHotlineThatHangsUp(t *testing.T) {
	t.Parallel()
	h := open(t, func(ctx context.Context, c *softphone.Call) error {
		return errors.Join(c.Answer(ctx), c.PlayPCM(ctx, greeting()), c.Hangup(ctx))
	})
	r := call(t, full(t, h))
	require.Equal(t, HungUp, r.Cause, "%v", r.Lines())
	require.Contains(t, r.Detail, "the hotline hung up")
}

func TestToldToEndItSaysBye(t *testing.T) {
	h := open(t, says(nil, nil))
	p := full(t, h)
	ctx, cancel := context.WithCancel(deadline(t))
	done := make(chan Result, 1)
	go func() { done <- Caller{Now: time.Now}.Call(ctx, p) }()
	in := <-h.calls
	require.NoError(t, in.WaitAnswered(deadline(t)))
	cancel()
	require.Equal(t, Interrupted, (<-done).Cause)
	end := <-h.ended
	require.True(t, end.ByRemote)
	require.Equal(t, "hung up", end.Reason)
}

func TestBrokenOnOurSide(t *testing.T) {
	p := full(t, open(t, says(nil, nil)))
	p.Server = "nowhere"
	require.Equal(t, Broken, call(t, p).Cause)
}
