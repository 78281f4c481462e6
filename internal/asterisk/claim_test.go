package asterisk

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Who takes no calls leaves them to whoever else is asked, and keeps those that he has.
func TestTakeNoCalls(t *testing.T) {
	r := newRig(t, nil)
	claims := make(chan string, 10)
	r.fake.before = func(req *http.Request) {
		if strings.HasSuffix(req.URL.Path, "/events/claim") {
			claims <- req.URL.Query().Get("channelId")
		}
	}
	r.start(t)
	r.fake.emit("CallBroadcast", args{"channel": args{"id": "before"}})
	require.Equal(t, "before", <-claims)

	r.TakeNoCalls()
	r.fake.emit("CallBroadcast", args{"channel": args{"id": "late"}})
	r.fake.raw(wireStart) // what is ours already
	next[ChannelArrived](t, r.Lobby())
	r.Stop() // waits for all requests
	require.Empty(t, claims)
}
