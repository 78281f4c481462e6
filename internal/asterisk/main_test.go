package asterisk

import (
	"context"
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience is how long a test waits for what must come.
const patience = 30 * time.Second

func testContext(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

// next takes the next event of a box, which must be a T.
func next[T Event](t testing.TB, box *Mailbox) T {
	t.Helper()
	e, err := box.Next(testContext(t))
	require.NoError(t, err, "waiting for %T", *new(T))
	require.IsType(t, *new(T), e)
	return e.(T)
}

// await passes events by until a T comes.
func await[T Event](t testing.TB, box *Mailbox) T {
	t.Helper()
	ctx := testContext(t)
	for {
		e, err := box.Next(ctx)
		require.NoError(t, err, "waiting for %T", *new(T))
		if e, ok := e.(T); ok {
			return e
		}
	}
}

// testWriter sends a log to the test that runs.
type testWriter struct{ t testing.TB }

func (w testWriter) Write(b []byte) (int, error) {
	w.t.Log(string(b))
	return len(b), nil
}

func testLog(t testing.TB) *slog.Logger {
	var out io.Writer = testWriter{t}
	return slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: slog.LevelInfo}))
}
