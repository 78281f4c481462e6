package pbx_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"

	"hotline/internal/pbx"
	"hotline/internal/pbx/pbxtest"
	"hotline/internal/softphone"
)

// event is what these tests read of ARI's events.
type event struct {
	Type     string
	Args     []string
	Channel  struct{ ID string }
	Playback struct{ State string }
}

// connect is an engine that only listens.
func connect(t *testing.T, s *pbx.Server) (next func(kind string) event) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	at := s.Site()
	query := url.Values{"app": {"hotline"}, "api_key": {at.ARI.User + ":" + at.ARI.Password}}
	conn, answer, err := websocket.Dial(ctx, "ws://"+at.HTTP.String()+"/ari/events?"+query.Encode(), nil)
	require.NoError(t, err)
	require.Equal(t, http.StatusSwitchingProtocols, answer.StatusCode)
	t.Cleanup(func() { _ = conn.CloseNow() })
	return func(kind string) event {
		for {
			_, data, err := conn.Read(ctx)
			require.NoError(t, err, "waiting for %s", kind)
			var e event
			require.NoError(t, json.Unmarshal(data, &e))
			if e.Type == kind {
				return e
			}
		}
	}
}

// claim takes a call that is offered, as an engine does first.
func claim(t *testing.T, s *pbx.Server, offer event) {
	t.Helper()
	query := url.Values{"channelId": {offer.Channel.ID}, "application": {"hotline"}}
	require.Equal(t, http.StatusNoContent, ask(t, s, http.MethodPost, "events/claim?"+query.Encode(), s.Site().ARI))
}

// The module list has what an engine does with a call: take it from the
// dialplan with its arguments, play, record, hold with music, spy, give back.
func TestEngineCanDoItsWork(t *testing.T) {
	s := pbxtest.Start(t, site(t))
	next := connect(t, s)
	post := func(want int, what string, query url.Values) {
		t.Helper()
		require.Equal(t, want, ask(t, s, http.MethodPost, what+"?"+query.Encode(), s.Site().ARI), what)
	}
	post(http.StatusOK, "channels", url.Values{"endpoint": {"Local/0451-12385,x@from-trunk"}, "app": {"hotline"}, "appArgs": {"other"}})
	claim(t, s, next("CallBroadcast"))
	var caller event
	for !slices.Contains(caller.Args, "trunk") {
		caller = next("StasisStart")
	}
	require.Equal(t, []string{"trunk", "", "045112385x", "", ""}, caller.Args)
	channel := "channels/" + caller.Channel.ID

	post(http.StatusNoContent, channel+"/answer", nil)
	sound := "sound:" + filepath.Join(s.Site().Music["default"], "silence")
	post(http.StatusCreated, channel+"/play", url.Values{"media": {sound}})
	require.Equal(t, "done", next("PlaybackFinished").Playback.State)

	post(http.StatusCreated, channel+"/record", url.Values{"name": {"call"}, "format": {"wav"}})
	next("RecordingStarted")
	post(http.StatusNoContent, "recordings/live/call/stop", nil)
	next("RecordingFinished")
	require.FileExists(t, filepath.Join(s.Site().Dirs.Spool, "recording", "call.wav"))

	post(http.StatusOK, channel+"/snoop", url.Values{"spy": {"both"}, "app": {"hotline"}})
	next("StasisStart")

	for _, kind := range []string{"holding", "mixing,dtmf_events"} {
		post(http.StatusOK, "bridges/b-"+kind[:4], url.Values{"type": {kind}})
		// Asterisk tells the end of a recording a moment before it lets go of the channel.
		require.Eventually(t, func() bool {
			add := "bridges/b-" + kind[:4] + "/addChannel?channel=" + caller.Channel.ID
			return ask(t, s, http.MethodPost, add, s.Site().ARI) == http.StatusNoContent
		}, 10*time.Second, 10*time.Millisecond)
		post(http.StatusNoContent, "bridges/b-"+kind[:4]+"/moh", nil)
	}
	post(http.StatusNoContent, channel+"/continue", url.Values{"context": {"to-person"}, "extension": {"s"}, "priority": {"1"}})
	next("StasisEnd")
	requireCleanLog(t, s)
}

// A carrier's call has none of the headers that tell of a forward, which is
// nothing to complain about.
func TestCarrierCallIsNothingToComplainAbout(t *testing.T) {
	s := pbxtest.Start(t, site(t))
	next := connect(t, s)
	phone, err := softphone.New(softphone.Config{User: "13800138000", Server: s.Site().SIP.String(), LocalAddr: "127.0.0.2:0"})
	require.NoError(t, err)
	require.NoError(t, phone.Start(t.Context()))
	t.Cleanup(func() { _ = phone.Close() })
	calling, err := phone.Dial(t.Context(), "12385", softphone.DialOptions{})
	require.NoError(t, err)
	claim(t, s, next("CallBroadcast"))
	require.Equal(t, []string{"trunk", "carrier", "12385", "", ""}, next("StasisStart").Args)
	require.NoError(t, calling.Hangup(t.Context()))
	requireCleanLog(t, s)
}
