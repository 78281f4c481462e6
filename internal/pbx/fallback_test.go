package pbx_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/pbx"
	"hotline/internal/pbx/pbxtest"
)

// lineWatch is a log handler that passes on the lines holding a text.
type lineWatch struct {
	slog.Handler
	text  string
	lines chan string
}

func (w lineWatch) Enabled(context.Context, slog.Level) bool { return true }

func (w lineWatch) Handle(_ context.Context, r slog.Record) error {
	if strings.Contains(r.Message, w.text) {
		w.lines <- r.Message
	}
	return nil
}

// No engine is connected here, so every call that a trunk brings must reach the
// fallback, whatever the form of the called number.
func TestCallWithoutEngineReachesFallback(t *testing.T) {
	watch := lineWatch{pbxtest.Log(t).Handler(), "ringing the fallback group", make(chan string, 10)}
	s := pbxtest.StartLog(t, site(t), slog.New(watch))
	for _, called := range []string{"12385", "045112385", "+8645112385", "0451-12385", "9", "hotline", "s"} {
		t.Run(called, func(t *testing.T) {
			call(t, s, called, "from-trunk")
			require.Contains(t, next(t, watch.lines), "No engine has this call")
		})
	}
}

// A seat's telephone is no way to the outside: without an engine its call ends.
func TestSeatWithoutEngineGetsNowhere(t *testing.T) {
	watch := lineWatch{pbxtest.Log(t).Handler(), "No engine has this call", make(chan string, 10)}
	s := pbxtest.StartLog(t, site(t), slog.New(watch))
	call(t, s, "013800138000", "from-seat")
	require.Contains(t, next(t, watch.lines), "refused")
	require.NotRegexp(t, "Dial|Goto", cli(t, s, "dialplan show from-seat"))
}

// call brings a call into a context of the dialplan, as a channel of one does.
func call(t *testing.T, s *pbx.Server, called, into string) {
	t.Helper()
	query := url.Values{"endpoint": {"Local/" + called + "@" + into}, "app": {"nobody"}}
	status := ask(t, s, http.MethodPost, "channels?"+query.Encode(), s.Site().ARI)
	require.Equal(t, http.StatusOK, status)
}

func next(t *testing.T, lines <-chan string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	select {
	case line := <-lines:
		return line
	case <-ctx.Done():
		require.Fail(t, "Asterisk did not say it")
		return ""
	}
}
