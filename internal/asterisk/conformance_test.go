package asterisk

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"hotline/internal/astconf"
	"hotline/internal/parts"
	"hotline/internal/pbx"
)

// One suite, two Asterisks: what the fake shows in the other tests is held
// against the real one here.

func TestConformanceOfFake(t *testing.T) {
	w := world{phones: map[string]bool{"8001": true, "8002": false}}
	w.cable, w.url = newProxy(t, newFake(t).url)
	conformance(t, w)
}

func TestConformanceOfAsterisk(t *testing.T) {
	server := startAsterisk(t)
	site := server.Site()
	w := world{phones: map[string]bool{"8001": false, "8002": false, "carrier": false}}
	w.cable, w.url = newProxy(t, "http://"+site.HTTP.String()+"/ari")
	conformance(t, w)
	t.Run("a real phone", func(t *testing.T) { realPhone(t, w, site.SIP.String()) })
	w.cable.settled(t)
	for name, run := range map[string]func(*testing.T, world, string){
		"a real trunk": fromTrunk, "a real hold": realHold, "a real whisper": realWhisper, "real names": realNames, "real headers": realShown,
		"a real blind transfer": realBlindTransfer, "a real attended transfer": realAttendedTransfer, "a real redirect": realRedirect,
	} {
		t.Run(name, func(t *testing.T) { run(t, w, site.SIP.String()) })
		w.cable.settled(t)
	}
	t.Run("Asterisk is killed and comes back", func(t *testing.T) { realRestart(t, w, server) })
}

// carrier is the address that the trunk's calls come from.
const carrier = "127.0.0.2"

func startAsterisk(t *testing.T) *pbx.Server {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute) // the first time it is fetched
	defer cancel()
	log := slog.New(slog.DiscardHandler)
	cache, err := parts.CacheDir()
	require.NoError(t, err)
	program, err := parts.Asterisk(ctx, cache, log)
	require.NoError(t, err)
	server, err := pbx.Start(ctx, pbx.Options{Program: program, Dir: t.TempDir(), Log: log, Site: astconf.Site{
		App:    fakeApp,
		ARI:    astconf.Login{User: fakeUser, Password: fakePassword},
		SIP:    netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), 0),
		Trunks: []astconf.Trunk{{Name: "carrier", Match: []string{carrier}}},
		Phones: []astconf.Phone{
			{Number: "8001", Name: "one", Password: "seat-one"}, {Number: "8002", Name: "two", Password: "seat-two"},
		},
	}})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, server.Stop(context.Background())) })
	return server
}

func realRestart(t *testing.T, w world, server *pbx.Server) {
	l := started(t, w)
	before, _ := call(t, l)
	play := id("play")
	require.NoError(t, l.Play(testContext(t), before.Channel.ID, play, "tone:ring"))
	server.Kill()
	await[LinkDown](t, l.Lobby())
	require.NoError(t, server.Restart(testContext(t)))
	assert.Empty(t, await[LinkUp](t, l.Lobby()).Channels)
	assert.True(t, next[PlaybackEnded](t, before.Box).Failed)
	assert.Equal(t, ChannelEnded{ID: before.Channel.ID, Lost: true, Cut: true}, next[ChannelEnded](t, before.Box))
	after, far := call(t, l)
	press(t, l, far, "1")
	next[Digit](t, after.Box)
	require.NoError(t, l.Hangup(testContext(t), after.Channel.ID, ""))
	await[ChannelEnded](t, after.Box)
}

// world is an ARI to test against, and the cable to it.
type world struct {
	url    string
	cable  *proxy
	phones map[string]bool
	beep   string
}

func (w world) config(t testing.TB) Config {
	return Config{
		URL: w.url, User: fakeUser, Password: fakePassword, App: fakeApp, Beep: w.beep, Log: testLog(t),
	}
}

func conformance(t *testing.T, w world) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, world)
	}{
		{"a call comes, presses keys, hangs up", conformCall},
		{"a leg is dialled, answers, is hung up", conformOriginate},
		{"a leg is created, then dialled", conformCreate},
		{"a leg that cannot be dialled", conformRefusedLegs},
		{"what is gone is Gone", conformGone},
		{"sounds end, are stopped, are cut by hang-up", conformPlay},
		{"a message is recorded, fetched, deleted", conformRecord},
		{"a message is stopped before it begins", conformStopEarly},
		{"silence ends a recording", conformSilence},
		{"a hang-up keeps what was recorded", conformHangupKeeps},
		{"a talk is recorded", conformRecordBridge},
		{"a call goes back to the dialplan", conformContinue},
		{"two in a bridge", conformBridge},
		{"a channel is listened to", conformSnoop},
		{"a talk has two tracks", conformTracks},
		{"one moves to another bridge", conformMove},
		{"keys for us alone", conformQuietKeys},
		{"a sound for all in a bridge", conformPlayBridge},
		{"nobody asked for a transfer", conformTransferProgress},
		{"variables keep every character", conformVariables},
		{"an engine starts while calls are there", conformAdopt},
		{"the cable is cut and things happen meanwhile", conformResync},
		{"the cable is cut again and again", conformCuts},
		{"another engine takes over", conformReplaced},
		{"wrong password", conformPassword},
		{"phones and modules", conformSystem},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, w) })
		w.cable.settled(t)
	}
}

var serial atomic.Int64

// id makes an id that no test used before.
func id(what string) string { return what + "-" + strconv.FormatInt(serial.Add(1), 10) }

// started gives a link that is up.
func started(t testing.TB, w world) *Link {
	l, err := New(w.config(t))
	require.NoError(t, err)
	t.Cleanup(l.Stop)
	require.NoError(t, l.Start(context.Background()))
	next[LinkUp](t, l.Lobby())
	return l
}

// call lets a caller dial 12385. The caller's own end, which the tests steer
// as well, is the channel far.
func call(t testing.TB, l *Link) (arrival ChannelArrived, far string) {
	ctx := testContext(t)
	near := id("caller")
	far = near + "-far"
	phone := l.NewMailbox()
	l.Route(phone, far)
	require.NoError(t, l.do(ctx, request{op: "test", method: http.MethodPost, path: at("channels"), body: map[string]any{
		"endpoint": "Local/100@from-seat/n", "channelId": near, "otherChannelId": far,
		"context": "from-trunk", "extension": "12385", "priority": 1, "callerId": `"x" <045112345678>`, "timeout": 20,
	}}))
	await[ChannelArrived](t, phone)
	require.NoError(t, l.Answer(ctx, far))
	for {
		arrival = await[ChannelArrived](t, l.Lobby())
		if arrival.Channel.ID == near {
			return arrival, far
		}
	}
}

func press(t testing.TB, l *Link, far, keys string) {
	require.NoError(t, l.do(testContext(t), request{
		op: "test", method: http.MethodPost, path: at("channels", far, "dtmf"), body: map[string]any{"dtmf": keys},
	}))
}
