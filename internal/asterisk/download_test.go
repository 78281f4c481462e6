package asterisk

import (
	"context"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// halfFile sends the head and half of a file and then does what then says.
func halfFile(t *testing.T, then http.HandlerFunc) *Link {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "8")
		_, _ = w.Write([]byte("half"))
		w.(http.Flusher).Flush()
		then(w, r)
	})
	l, err := New(Config{URL: url, User: "u", App: "hotline"})
	require.NoError(t, err)
	t.Cleanup(l.Stop)
	return l
}

func hang(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func TestDownloadThatBreaksOff(t *testing.T) {
	for name, c := range map[string]struct {
		then http.HandlerFunc
		end  func(l *Link, cancel context.CancelFunc)
		want Kind
	}{
		"Asterisk goes away":  {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, nil, Unreachable},
		"the reader gives up": {hang, func(_ *Link, cancel context.CancelFunc) { cancel() }, Cancelled},
		"the link is stopped": {hang, func(l *Link, _ context.CancelFunc) { l.Stop() }, Closed},
		"nothing comes":       {hang, func(l *Link, _ context.CancelFunc) { l.cfg.Timeout = time.Millisecond }, Timeout},
	} {
		t.Run(name, func(t *testing.T) {
			l := halfFile(t, c.then)
			ctx, cancel := context.WithCancel(testContext(t))
			defer cancel()
			file, err := l.FetchRecording(ctx, "m")
			require.NoError(t, err)
			half := make([]byte, 4)
			_, err = io.ReadFull(file, half)
			require.NoError(t, err)
			if c.end != nil {
				c.end(l, cancel)
			}
			_, err = io.ReadAll(file)
			require.ErrorIs(t, err, c.want)
			assert.NoError(t, file.Close())
		})
	}
}

func TestDownloadThatDoesNotBegin(t *testing.T) {
	r := newRig(t, func(c *Config) { c.Timeout = 50 * time.Millisecond })
	r.fake.before = func(req *http.Request) { <-req.Context().Done() }
	_, err := r.FetchRecording(testContext(t), "m")
	require.ErrorIs(t, err, Timeout)
	_, err = r.FetchRecording(testContext(t), "..")
	require.ErrorIs(t, err, BadRequest)
	r.Stop()
	_, err = r.FetchRecording(testContext(t), "m")
	require.ErrorIs(t, err, Closed)
}
