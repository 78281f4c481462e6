package softphone

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience bounds every wait of a test; a test that needs it has failed.
const patience = 20 * time.Second

func deadline(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

func newPhone(t *testing.T, cfg Config) *Phone {
	t.Helper()
	if cfg.LocalAddr == "" {
		cfg.LocalAddr = "127.0.0.1:0"
	}
	p, err := New(cfg)
	require.NoError(t, err)
	require.NoError(t, p.Start(deadline(t)))
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	return p
}

// pair is a caller and a callee, each with its end of one call.
type pair struct {
	caller, callee *Phone
	out, in        *Call
}

func dialPair(t *testing.T) pair {
	t.Helper()
	caller := newPhone(t, Config{User: "caller"})
	callee := newPhone(t, Config{User: "callee", LocalAddr: "127.0.0.2:0"})
	out, err := caller.Dial(deadline(t), callee.URI(), DialOptions{})
	require.NoError(t, err)
	in, err := callee.NextCall(deadline(t))
	require.NoError(t, err)
	return pair{caller, callee, out, in}
}

func answeredPair(t *testing.T) pair {
	t.Helper()
	p := dialPair(t)
	require.NoError(t, p.in.Answer(deadline(t)))
	require.NoError(t, p.out.WaitAnswered(deadline(t)))
	return p
}

func endOf(t *testing.T, c *Call) End {
	t.Helper()
	end, err := c.WaitEnded(deadline(t))
	require.NoError(t, err)
	return end
}
