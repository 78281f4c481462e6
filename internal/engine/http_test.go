package engine

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"hotline/internal/asterisk"
	"hotline/internal/dialplan"
	"hotline/internal/journal"
	"hotline/internal/switchboard"
)

// lobby is a telephone on which nothing but the state of the link is heard.
type lobby struct {
	switchboard.Telephone
	box *asterisk.Mailbox
}

func (l lobby) Lobby() *asterisk.Mailbox { return l.box }

func (l lobby) StoredRecordings(context.Context) ([]string, error) { return nil, nil }

// running tries an engine that has no server and no Asterisk: tell stands for
// its link.
func running(t *testing.T, try func(t *testing.T, e *Engine, tell func(asterisk.Event) bool)) {
	synctest.Test(t, func(t *testing.T) {
		e := newEngine(Config{Data: t.TempDir(), Log: slog.New(slog.DiscardHandler)})
		require.NoError(t, e.openRecordings())
		box, tell := asterisk.NewMailbox()
		var err error
		e.board, err = switchboard.New(t.Context(), switchboard.Config{
			Telephone: lobby{box: box}, Journal: journal.NewMemory(), Tree: &dialplan.Tree{}, Clock: e.clock,
			Rand: rand.Reader, Log: slog.New(slog.DiscardHandler), Metrics: e.registry,
		})
		require.NoError(t, err)
		require.NoError(t, e.board.Start(t.Context()))
		defer e.board.Stop()
		try(t, e, tell)
	})
}

// ask sends a request to the engine's handler.
func ask(e *Engine, method, path string) (status int, body string) {
	w := httptest.NewRecorder()
	e.handler().ServeHTTP(w, httptest.NewRequest(method, path, http.NoBody))
	return w.Code, w.Body.String()
}

func TestReadiness(t *testing.T) {
	running(t, func(t *testing.T, e *Engine, tell func(asterisk.Event) bool) {
		expect := func(status int, body string) {
			t.Helper()
			synctest.Wait()
			gotStatus, gotBody := ask(e, http.MethodGet, "/readyz")
			require.Equal(t, status, gotStatus)
			require.Equal(t, body, gotBody)
		}
		expect(http.StatusServiceUnavailable, "no link to Asterisk\n")
		tell(asterisk.LinkUp{First: true})
		expect(http.StatusOK, "ready\n")
		tell(asterisk.LinkDown{Err: asterisk.Unreachable})
		expect(http.StatusServiceUnavailable, "no link to Asterisk\n")
		tell(asterisk.LinkUp{})
		expect(http.StatusOK, "ready\n")
		require.Zero(t, e.board.Drain(t.Context()))
		expect(http.StatusServiceUnavailable, "draining: no new calls\n")

		status, body := ask(e, http.MethodGet, "/healthz") // alive all the time
		require.Equal(t, http.StatusOK, status)
		require.Equal(t, "alive\n", body)
	})
}

func TestMetricsAreServed(t *testing.T) {
	running(t, func(t *testing.T, e *Engine, _ func(asterisk.Event) bool) {
		status, body := ask(e, http.MethodGet, "/metrics")
		require.Equal(t, http.StatusOK, status)
		require.Contains(t, body, "hotline_calls_active 0\n")
		require.Contains(t, body, `hotline_calls_ended_total{outcome="answered"} 0`)
	})
}

func TestNothingElseIsServed(t *testing.T) {
	running(t, func(t *testing.T, e *Engine, _ func(asterisk.Event) bool) {
		status, _ := ask(e, http.MethodGet, "/")
		require.Equal(t, http.StatusNotFound, status)
		status, _ = ask(e, http.MethodPost, "/readyz")
		require.Equal(t, http.StatusMethodNotAllowed, status)
	})
}
