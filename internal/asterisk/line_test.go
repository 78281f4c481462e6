package asterisk

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A line that answers nobody is given up, and the link comes back with another one.
func TestALineThatIsSilentIsGivenUp(t *testing.T) {
	r := newRig(t, func(c *Config) { c.Timeout = 300 * time.Millisecond })
	stuck := make(chan struct{})
	r.fake.before = func(req *http.Request) {
		if strings.HasSuffix(req.URL.Path, "/bridges/stuck") {
			<-stuck
		}
	}
	r.start(t)
	assert.ErrorIs(t, r.CreateBridge(t.Context(), "stuck", Talk, ""), Timeout)
	next[LinkDown](t, r.Lobby())
	close(stuck)
	next[LinkUp](t, r.Lobby())
	require.NoError(t, r.CreateBridge(t.Context(), "b", Talk, ""))
}

// What is asked for soon is done whether or not anybody has waited; and the end of the link
// is told to who waits after it.
func TestAnswerSoon(t *testing.T) {
	r := newRig(t, nil)
	r.start(t)
	assert.ErrorIs(t, r.AnswerSoon(t.Context(), "nobody")(), Gone)
	wait := r.AnswerSoon(t.Context(), "nobody")
	r.Stop()
	err := wait()
	assert.True(t, errors.Is(err, Gone) || errors.Is(err, Closed), err)
	assert.ErrorIs(t, r.AnswerSoon(t.Context(), "nobody")(), Closed)
}
