package asterisk

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/coder/websocket"
)

const (
	fakeUser     = "hotline"
	fakePassword = "test-only"
	fakeApp      = "linktest"
)

// fakeARI is as much of Asterisk as the link needs to see: the conformance
// tests hold it against the real one.
type fakeARI struct {
	url    string
	before func(r *http.Request) // called before each request is served

	mu        sync.Mutex
	socket    *websocket.Conn
	lines     []*websocket.Conn // for requests
	filter    map[string]bool   // nil: everything
	channels  map[string]*fakeChannel
	bridges   map[string]map[string]bool // those inside; true: their keys are for us alone
	playbacks map[string]string          // id → target, "channel:ID" or "bridge:ID"
	phones    map[string]string
	reloaded  []string
	deaf      bool // the application is forgotten, the socket is kept

	recordings map[string]*fakeRecording
}

type fakeChannel struct {
	id, other, state      string
	context, exten        string
	number                string
	app, data             string // what the dialplan runs
	then                  string // arguments of Stasis when the other half answers
	subscribed, originate bool
	variables             map[string]string
	spies, direction      string // of a snoop: on whom, and on what comes from or goes to him
}

func newFake(t testing.TB) *fakeARI {
	f := &fakeARI{
		channels: map[string]*fakeChannel{}, bridges: map[string]map[string]bool{},
		playbacks: map[string]string{}, phones: map[string]string{"8001": "online", "8002": "offline"},
		recordings: map[string]*fakeRecording{},
		before:     func(*http.Request) {},
	}
	server := httptest.NewServer(f.routes())
	f.url = server.URL + "/ari"
	t.Cleanup(func() {
		f.drop()
		server.Close()
	})
	return f
}

// args are the arguments of a request, from query and body.
type args map[string]any

func (a args) text(name string) string {
	s, _ := a[name].(string)
	return s
}

func (a args) list(name string) (out []string) {
	l, _ := a[name].([]any)
	for _, v := range l {
		out = append(out, fmt.Sprint(v))
	}
	return out
}

// fakeHandler answers with a status and a body (nil: none), holding the lock.
type fakeHandler func(r *http.Request, a args) (int, any)

func (f *fakeARI) routes() http.Handler {
	mux := http.NewServeMux()
	for pattern, h := range f.handlers() {
		method, path, _ := strings.Cut(pattern, " ")
		mux.HandleFunc(method+" /ari"+path, func(w http.ResponseWriter, r *http.Request) {
			f.before(r)
			if !allowed(w, r) {
				return
			}
			a := args{}
			for name := range r.URL.Query() {
				a[name] = r.URL.Query().Get(name)
			}
			if body, _ := io.ReadAll(r.Body); len(body) > 0 {
				_ = json.Unmarshal(body, &a)
			}
			status, answer := f.handle(h, r, a)
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			if file, ok := answer.([]byte); ok {
				_, _ = w.Write(file)
			} else if answer != nil {
				_ = json.NewEncoder(w).Encode(answer)
			}
		})
	}
	mux.HandleFunc("GET /ari/events", func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Query().Get("app"), lineMark) {
			f.requests(mux, w, r)
			return
		}
		f.events(w, r)
	})
	return mux
}

func (f *fakeARI) handle(h fakeHandler, r *http.Request, a args) (int, any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return h(r, a)
}

func allowed(w http.ResponseWriter, r *http.Request) bool {
	user, password, _ := r.BasicAuth()
	if user == fakeUser && password == fakePassword {
		return true
	}
	http.Error(w, `{"error":"Authentication required"}`, http.StatusUnauthorized)
	return false
}

func (f *fakeARI) handlers() map[string]fakeHandler {
	return map[string]fakeHandler{
		"GET /asterisk/ping": func(*http.Request, args) (int, any) { return 200, map[string]string{"ping": "pong"} },
		"GET /asterisk/info": func(*http.Request, args) (int, any) {
			return 200, map[string]any{"status": map[string]string{"startup_time": "2026-01-02T03:04:05.678+0800"}, "system": map[string]string{"version": "22.0-fake", "entity_id": "fake"}}
		},
		"PUT /asterisk/modules/{id}": func(r *http.Request, _ args) (int, any) {
			f.reloaded = append(f.reloaded, r.PathValue("id"))
			return 204, nil
		},
		"PUT /applications/{app}/eventFilter": func(r *http.Request, a args) (int, any) {
			if r.PathValue("app") != fakeApp {
				return 200, args{}
			}
			f.filter = map[string]bool{}
			for _, v := range a["allowed"].([]any) {
				f.filter[v.(map[string]any)["type"].(string)] = true
			}
			return 200, args{}
		},
		"POST /events/claim":                    f.claim,
		"POST /events/user/{name}":              f.userEvent,
		"POST /applications/{app}/subscription": f.subscribe,
		"GET /applications/{app}":               f.application,
		"GET /endpoints/PJSIP":                  f.endpoints,
		"GET /channels":                         f.listChannels,
		"POST /channels":                        f.originate,
		"POST /channels/create":                 f.create,
		"GET /channels/{id}":                    f.onChannel(func(c *fakeChannel, _ args) (int, any) { return 200, c.wire() }),
		"DELETE /channels/{id}":                 f.onChannel(f.hangup),
		"POST /channels/{id}/answer":            f.onChannel(f.answer),
		"POST /channels/{id}/dial":              f.onChannel(f.dial),
		"POST /channels/{id}/continue":          f.onChannel(f.cont),
		"POST /channels/{id}/dtmf":              f.onChannel(f.dtmf),
		"POST /channels/{id}/play/{playback}":   f.play,
		"POST /channels/{id}/variable":          f.onChannel(f.setVariable),
		"GET /channels/{id}/variable":           f.onChannel(f.variable),
		"POST /channels/{id}/ring":              f.onChannel(nothing),
		"DELETE /channels/{id}/ring":            f.onChannel(nothing),
		"POST /channels/{id}/moh":               f.onChannel(nothing),
		"DELETE /channels/{id}/moh":             f.onChannel(nothing),
		"GET /playbacks/{id}":                   f.playback,
		"DELETE /playbacks/{id}":                f.stopPlayback,
		"POST /channels/{id}/record":            f.record("channel"),
		"POST /channels/{id}/snoop":             f.onChannel(f.snoop),
		"POST /channels/{id}/transfer_progress": f.onChannel(transferProgress),
		"POST /bridges/{id}/record":             f.record("bridge"),
		"POST /bridges/{id}/play/{playback}":    f.playBridge,
		"POST /recordings/live/{name}/mute":     f.onRecording(true, f.mute(true)),
		"DELETE /recordings/live/{name}/mute":   f.onRecording(true, f.mute(false)),
		"GET /recordings/live/{name}":           f.onRecording(true, f.recording),
		"POST /recordings/live/{name}/stop":     f.onRecording(true, f.stopRecording),
		"GET /recordings/stored":                f.storedRecordings,
		"GET /recordings/stored/{name}":         f.onRecording(false, f.recording),
		"GET /recordings/stored/{name}/file":    f.onRecording(false, f.storedFile),
		"DELETE /recordings/stored/{name}":      f.onRecording(false, f.deleteRecording),
		"GET /bridges":                          f.listBridges,
		"POST /bridges/{id}":                    f.createBridge,
		"DELETE /bridges/{id}":                  f.onBridge(f.destroyBridge),
		"POST /bridges/{id}/addChannel":         f.onBridge(f.addChannels),
		"POST /bridges/{id}/removeChannel":      f.onBridge(f.removeChannels),
	}
}

func nothing(*fakeChannel, args) (int, any) { return 204, nil }

func gone(what string) (int, any) { return 404, map[string]string{"message": what + " not found"} }

// requests serves what comes over a socket, one after the other, as if it came by HTTP.
func (f *fakeARI) requests(mux http.Handler, w http.ResponseWriter, r *http.Request) {
	if !allowed(w, r) {
		return
	}
	conn, err := websocket.Accept(w, r, nil)
	if err != nil {
		return
	}
	defer func() { _ = conn.CloseNow() }()
	f.change(func() { f.lines = append(f.lines, conn) })
	for {
		_, data, err := conn.Read(context.Background())
		if err != nil {
			return
		}
		var m wanted
		if json.Unmarshal(data, &m) != nil {
			continue
		}
		req := httptest.NewRequestWithContext(r.Context(), m.Method, "/ari/"+m.URI, strings.NewReader(m.Body))
		req.Header = r.Header.Clone()
		answer := httptest.NewRecorder()
		mux.ServeHTTP(answer, req)
		data, _ = json.Marshal(args{"type": "RESTResponse", "request_id": fmt.Sprint(m.ID), "status_code": answer.Code, "message_body": answer.Body.String()})
		_ = conn.Write(context.Background(), websocket.MessageText, data)
	}
}

// events takes a new socket; the one before is told that it was replaced.
func (f *fakeARI) events(w http.ResponseWriter, r *http.Request) {
	f.before(r)
	if !allowed(w, r) {
		return
	}
	f.mu.Lock() // the application is registered before the answer goes out
	conn, err := websocket.Accept(w, r, nil)
	if err == nil {
		f.send("ApplicationReplaced", args{})
		f.socket = conn
	}
	f.mu.Unlock()
	for err == nil { // pongs are sent from within Read
		_, _, err = conn.Read(context.Background())
	}
	if conn != nil {
		_ = conn.CloseNow()
	}
}

// send puts an event on the wire unless the filter keeps it. The lock is held.
func (f *fakeARI) send(kind string, content args) {
	if f.socket == nil || f.filter != nil && !f.filter[kind] {
		return
	}
	content = maps.Clone(content)
	content["type"], content["application"] = kind, fakeApp
	content["timestamp"] = "2026-01-02T03:04:05.678+0800"
	data, _ := json.Marshal(content)
	_ = f.socket.Write(context.Background(), websocket.MessageText, data)
}

// emit is send for tests.
func (f *fakeARI) emit(kind string, content args) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.send(kind, content)
}

// raw puts any bytes on the wire.
func (f *fakeARI) raw(data string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	_ = f.socket.Write(context.Background(), websocket.MessageText, []byte(data))
}

// drop closes the socket without a word.
func (f *fakeARI) drop() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.socket != nil {
		_ = f.socket.CloseNow()
		f.socket = nil
	}
	for _, line := range f.lines {
		_ = line.CloseNow()
	}
	f.lines = nil
}

// change does something to the fake's world while nobody else does.
func (f *fakeARI) change(do func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	do()
}

func (f *fakeARI) application(*http.Request, args) (int, any) {
	ids := []string{}
	for id, c := range f.channels {
		if c.subscribed {
			ids = append(ids, id)
		}
	}
	return 200, args{"name": fakeApp, "channel_ids": ids}
}

func (f *fakeARI) subscribe(_ *http.Request, a args) (int, any) {
	for _, source := range a.list("eventSource") {
		if bridge, ok := strings.CutPrefix(source, "bridge:"); ok && f.bridges[bridge] == nil {
			return 422, args{"message": "Event source does not exist"}
		}
	}
	return 200, args{}
}

func (f *fakeARI) userEvent(r *http.Request, _ args) (int, any) {
	if f.deaf {
		return gone("Application")
	}
	f.send("ChannelUserevent", args{"eventname": r.PathValue("name"), "userevent": args{}})
	return 204, nil
}

func (f *fakeARI) endpoints(*http.Request, args) (int, any) {
	out := []args{}
	for name, state := range f.phones {
		out = append(out, args{"technology": "PJSIP", "resource": name, "state": state, "channel_ids": []string{}})
	}
	return 200, out
}

func (f *fakeARI) listBridges(*http.Request, args) (int, any) {
	out := []args{}
	for id, inside := range f.bridges {
		out = append(out, args{"id": id, "name": "", "bridge_type": "mixing", "channels": slices.Sorted(maps.Keys(inside))})
	}
	return 200, out
}

func (f *fakeARI) createBridge(r *http.Request, _ args) (int, any) {
	if f.bridges[r.PathValue("id")] != nil {
		return 409, args{"message": "Bridge already exists"}
	}
	f.bridges[r.PathValue("id")] = map[string]bool{}
	return 200, args{"id": r.PathValue("id")}
}

func (f *fakeARI) onBridge(do func(id string, inside map[string]bool, a args) (int, any)) fakeHandler {
	return func(r *http.Request, a args) (int, any) {
		id := r.PathValue("id")
		if f.bridges[id] == nil {
			return gone("Bridge")
		}
		return do(id, f.bridges[id], a)
	}
}

func (f *fakeARI) destroyBridge(id string, inside map[string]bool, _ args) (int, any) {
	f.removeChannels(id, inside, args{"channel": anyList(maps.Keys(inside))})
	delete(f.bridges, id)
	f.endRecordings("bridge:" + id)
	return 204, nil
}

func (f *fakeARI) addChannels(id string, inside map[string]bool, a args) (int, any) {
	for _, c := range a.list("channel") {
		if f.channels[c] == nil {
			return 400, args{"message": "Channel not found"}
		}
		for other, members := range f.bridges {
			if _, is := members[c]; is && other != id {
				f.removeChannels(other, members, args{"channel": []any{c}})
			}
		}
		inside[c] = a["absorbDTMF"] == true
	}
	return 204, nil
}

func (f *fakeARI) removeChannels(id string, inside map[string]bool, a args) (int, any) {
	for _, c := range a.list("channel") {
		if _, is := inside[c]; !is {
			return 422, args{"message": "Channel not in this bridge"}
		}
		delete(inside, c)
	}
	return 204, nil
}

func anyList(ids iter.Seq[string]) (out []any) {
	for id := range ids {
		out = append(out, id)
	}
	return out
}
