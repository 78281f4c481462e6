package asterisk

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// rig is a link, the fake behind it, and the cable between.
type rig struct {
	*Link
	fake  *fakeARI
	cable *proxy
}

func newRig(t testing.TB, change func(*Config)) rig {
	fake := newFake(t)
	cable, url := newProxy(t, fake.url)
	cfg := Config{URL: url, User: fakeUser, Password: fakePassword, App: fakeApp, Log: testLog(t)}
	if change != nil {
		change(&cfg)
	}
	l, err := New(cfg)
	require.NoError(t, err)
	t.Cleanup(l.Stop)
	return rig{l, fake, cable}
}

func (r rig) start(t testing.TB) LinkUp {
	require.NoError(t, r.Start(context.Background()))
	return next[LinkUp](t, r.Lobby())
}

func TestBadConfig(t *testing.T) {
	good := Config{URL: "http://127.0.0.1:8088/ari/", User: "u", App: "hotline"}
	for says, spoil := range map[string]func(*Config){
		"must look like http://":      func(c *Config) { c.URL = "127.0.0.1:8088" },
		"must look like":              func(c *Config) { c.URL = "" },
		"their own settings":          func(c *Config) { c.URL = "http://u:p@127.0.0.1/ari" },
		"must end with the path":      func(c *Config) { c.URL = "http://127.0.0.1/ari?x=1" },
		"no ARI user":                 func(c *Config) { c.User = "" },
		`application name "a,b"`:      func(c *Config) { c.App = "a,b" },
		`application name ""`:         func(c *Config) { c.App = "" },
		"must be longer than nothing": func(c *Config) { c.Timeout = -1 },
	} {
		cfg := good
		spoil(&cfg)
		_, err := New(cfg)
		assert.ErrorContains(t, err, says)
	}
	l, err := New(good)
	require.NoError(t, err)
	defer l.Stop()
	assert.Equal(t, "http://127.0.0.1:8088/ari", l.cfg.URL)
	assert.Equal(t, DefaultFilter(), l.cfg.Filter)
}

func TestFilterIsAskedForAtEveryConnect(t *testing.T) {
	r := newRig(t, nil)
	r.start(t)
	asked := map[string]bool{echoType: true, startedType: true, offeredType: true}
	for _, kind := range DefaultFilter() {
		asked[kind] = true
	}
	r.fake.change(func() {
		assert.Equal(t, asked, r.fake.filter)
		r.fake.filter = nil
	})
	r.fake.drop()
	next[LinkDown](t, r.Lobby())
	next[LinkUp](t, r.Lobby())
	r.fake.change(func() { assert.Equal(t, asked, r.fake.filter) })
}

func TestStrangeEventsArePassedBy(t *testing.T) {
	reg := prometheus.NewRegistry()
	r := newRig(t, func(c *Config) { c.Metrics = reg })
	r.start(t)
	r.fake.change(func() { r.fake.filter = nil })
	r.fake.emit("ChannelToneDetected", args{"channel": args{"id": "x"}})
	r.fake.emit("NeverHeardOf", args{})
	for _, wire := range malformed {
		r.fake.raw(wire)
	}
	r.fake.raw(wireStart)
	next[ChannelArrived](t, r.Lobby())
	assert.Equal(t, 2.0, testutil.ToFloat64(r.metrics.unknown))
	assert.Equal(t, float64(len(malformed)), testutil.ToFloat64(r.metrics.malformed))
	assert.Equal(t, 1.0, testutil.ToFloat64(r.metrics.events.WithLabelValues("StasisStart")))
	assert.Equal(t, 1.0, testutil.ToFloat64(r.metrics.up))
	problems, err := testutil.GatherAndLint(reg)
	require.NoError(t, err)
	assert.Empty(t, problems)
}

// Nobody reads the mailbox; everybody else is served all the same.
func TestSlowOwner(t *testing.T) {
	r := newRig(t, nil)
	r.start(t)
	slow, quick := r.NewMailbox(), r.NewMailbox()
	r.Route(slow, "slow")
	r.Route(quick, "quick")
	const many = 20_000
	for i := range many {
		r.fake.emit("ChannelDtmfReceived", args{"digit": string("0123456789"[i%10]), "channel": args{"id": "slow", "creationtime": "2026-01-02T03:04:05.678+0800"}})
	}
	r.fake.emit("ChannelDtmfReceived", args{"digit": "#", "channel": args{"id": "quick", "creationtime": "2026-01-02T03:04:05.678+0800"}})
	assert.Equal(t, byte('#'), next[Digit](t, quick).Digit)
	events := slow.Take()
	require.Len(t, events, many)
	for i, e := range events {
		require.Equal(t, "0123456789"[i%10], e.(Digit).Digit)
	}
}

func TestAsteriskIsNotThereYet(t *testing.T) {
	r := newRig(t, nil)
	r.cable.cut()
	err := r.Check(testContext(t))
	require.ErrorIs(t, err, Unreachable)
	assert.ErrorContains(t, err, "is Asterisk running")
	require.NoError(t, r.Start(context.Background()))
	assert.ErrorIs(t, next[LinkDown](t, r.Lobby()).Err, Unreachable)
	select {
	case <-r.Linked():
		t.Fatal("linked without Asterisk")
	default:
	}
	r.cable.mend()
	assert.True(t, next[LinkUp](t, r.Lobby()).First, "and LinkDown was told once")
	select {
	case <-r.Linked():
	case <-testContext(t).Done():
		t.Fatal("never linked")
	}
}

// impatient makes silence noticed soon.
func impatient(c *Config) { c.Ping, c.DeadAfter = 10*time.Millisecond, time.Second }

func TestHalfOpenSocket(t *testing.T) {
	r := newRig(t, impatient)
	r.start(t)
	r.cable.silence(true)
	assert.ErrorIs(t, next[LinkDown](t, r.Lobby()).Err, Timeout)
	r.cable.silence(false)
	next[LinkUp](t, r.Lobby())
}

func TestForgottenApplication(t *testing.T) {
	r := newRig(t, impatient)
	r.start(t)
	r.fake.change(func() { r.fake.deaf = true })
	assert.ErrorIs(t, next[LinkDown](t, r.Lobby()).Err, Gone)
	r.fake.change(func() { r.fake.deaf = false })
	next[LinkUp](t, r.Lobby())
}

// What a request makes while a resync is under way is not in its listing, and
// the end of it may be lost: the link asks again.
func TestMadeDuringResync(t *testing.T) {
	r := newRig(t, nil)
	r.start(t)
	r.fake.change(func() {
		for _, id := range []string{"lost", "lives"} {
			r.fake.channels[id] = &fakeChannel{id: id, state: "Up"}
		}
	})
	ctx := testContext(t)
	box := r.NewMailbox()
	r.Route(box, "lost", "lives")
	resyncs := r.router.expect()
	playing, kept, dropped := task{target: "lives"}, task{target: "lives", record: true}, task{target: "lives", record: true}
	playingSince := r.router.expectTask("lost-play", playing)
	keptSince := r.router.expectTask("kept", kept)
	droppedSince := r.router.expectTask("dropped", dropped)
	r.fake.change(func() { r.fake.recordings["kept"] = &fakeRecording{over: true} })
	r.fake.drop()
	next[LinkDown](t, r.Lobby())
	next[LinkUp](t, r.Lobby())
	r.fake.change(func() { delete(r.fake.channels, "lost") })

	r.placed(ctx, "lost", resyncs)
	r.placed(ctx, "lives", resyncs)
	r.begun(ctx, "lost-play", playing, playingSince)
	r.begun(ctx, "kept", kept, keptSince)
	r.begun(ctx, "dropped", dropped, droppedSince)
	assert.Equal(t, []Event{
		ChannelEnded{ID: "lost", Lost: true},
		PlaybackEnded{Playback: "lost-play", Target: "lives", Failed: true},
		RecordingEnded{Recording: "kept", Target: "lives"},
		RecordingEnded{Recording: "dropped", Target: "lives", Failed: true},
	}, box.Take())
}

func TestRequestLimits(t *testing.T) {
	r := newRig(t, func(c *Config) { c.Timeout = 50 * time.Millisecond })
	waiting := make(chan struct{}, 8)
	r.fake.before = func(req *http.Request) {
		waiting <- struct{}{}
		<-req.Context().Done()
	}
	assert.ErrorIs(t, r.Answer(testContext(t), "x"), Timeout) // whether it was sent in that time or not

	ctx, cancel := context.WithCancel(testContext(t))
	go func() { <-waiting; cancel() }()
	r.cfg.Timeout = patience
	assert.ErrorIs(t, r.Answer(ctx, "x"), Cancelled)

	go func() { <-waiting; r.Stop() }()
	assert.ErrorIs(t, r.Answer(testContext(t), "x"), Closed)
	assert.ErrorIs(t, r.Answer(testContext(t), "x"), Closed, "after Stop")
	assert.ErrorIs(t, r.Start(context.Background()), Closed)
	_, err := r.Lobby().Next(testContext(t))
	assert.ErrorIs(t, err, Closed)
}

func TestBadArguments(t *testing.T) {
	r := newRig(t, nil)
	r.fake.before = func(req *http.Request) { t.Errorf("sent %s", req.URL) }
	ctx := testContext(t)
	for name, err := range map[string]error{
		"no id":         r.Answer(ctx, ""),
		"climbing id":   r.Hangup(ctx, "..", ""),
		"no media":      r.Play(ctx, "x", "p"),
		"no playback":   r.Play(ctx, "x", "", "sound:x"),
		"no recording":  r.Record(ctx, "x", "", Recording{}),
		"recording/..":  r.RecordBridge(ctx, "x", "../y", Recording{}),
		"comma in args": r.Originate(ctx, Origination{ID: "x", Endpoint: "PJSIP/1", Args: []string{"a,b"}}),
		"quote in args": r.Create(ctx, Origination{ID: "x", Endpoint: "PJSIP/1", Args: []string{`a"`}}),
	} {
		assert.ErrorIs(t, err, BadRequest, name)
	}
	assert.Empty(t, r.router.tasks)
}

func TestPathsAreEscaped(t *testing.T) {
	assert.Equal(t, "/channels/a%2Fb%20c%3Fd%23%25", at("channels", "a/b c?d#%"))
	assert.Equal(t, "/channels/%E7%83%AD", at("channels", "热"))
}

func TestRingTimesAreWholeSeconds(t *testing.T) {
	assert.Equal(t, 30, wholeSeconds(0))
	assert.Equal(t, 1, wholeSeconds(time.Millisecond))
	assert.Equal(t, 15, wholeSeconds(15*time.Second))
	assert.Equal(t, 16, wholeSeconds(15*time.Second+1))
}

func TestCheckOfSomethingElse(t *testing.T) {
	for name, answer := range map[string]func(http.ResponseWriter, *http.Request){
		"not found":   http.NotFound,
		"a web page":  func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) },
		"other JSON":  func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"a":1}`)) },
		"a diversion": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) },
		"broken":      func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) },
	} {
		t.Run(name, func(t *testing.T) {
			l, err := New(Config{URL: serve(t, answer), User: "u", App: "a"})
			require.NoError(t, err)
			defer l.Stop()
			assert.ErrorIs(t, l.Check(testContext(t)), Server)
		})
	}
}

// A pooled connection that broke while it rested is not the caller's trouble
// when the request may be sent twice.
func TestBrokenIdleConnection(t *testing.T) {
	r := newRig(t, nil)
	ctx := testContext(t)
	require.NoError(t, r.Ping(ctx))
	for range 20 {
		r.cable.cut()
		r.cable.mend()
		require.NoError(t, r.Ping(ctx))
		require.ErrorIs(t, r.Hangup(ctx, "x", ""), Gone)
	}
}

func TestStartAndStopAtAnyTime(t *testing.T) {
	fake := newFake(t)
	for i := range 50 {
		l, err := New(Config{URL: fake.url, User: fakeUser, Password: fakePassword, App: fakeApp})
		require.NoError(t, err)
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() { _ = l.Start(context.Background()) })
			all.Go(func() { _ = l.Ping(context.Background()) })
			if i%2 == 0 {
				all.Go(l.Stop)
			}
		}
		all.Wait()
		l.Stop()
		l.Stop()
	}
	fake = newFake(t) // a socket of those above may still be on its way to the other
	l, err := New(Config{URL: fake.url, User: fakeUser, Password: fakePassword, App: fakeApp})
	require.NoError(t, err)
	defer l.Stop()
	ctx, cancel := context.WithCancel(context.Background())
	require.NoError(t, l.Start(ctx))
	assert.ErrorIs(t, l.Start(ctx), Conflict)
	next[LinkUp](t, l.Lobby())
	cancel()
}

func TestPausesGrow(t *testing.T) {
	var b backoff
	for _, limit := range []time.Duration{250, 500, 1000, 2000, 3000, 3000} {
		limit *= time.Millisecond
		got := b.next()
		assert.GreaterOrEqual(t, got, limit/2)
		assert.Less(t, got, limit)
	}
}

func serve(t testing.TB, answer http.HandlerFunc) string {
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	return server.URL + "/ari"
}
