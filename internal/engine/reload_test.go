package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/asterisk"
	"hotline/internal/dialplan"
	"hotline/internal/prompt"
	"hotline/internal/switchboard"
)

// voice speaks everything but silence as a short tone.
type voice struct{ fails error }

func (v *voice) ID() string { return "test" }

func (v *voice) Speak(context.Context, prompt.Speech) ([]int16, error) {
	return []int16{1000, -1000, 1000, -1000}, v.fails
}

// reloading tries an engine with the tree of a folder in force. The log is in
// said.
func reloading(t *testing.T, try func(t *testing.T, e *Engine, said *bytes.Buffer)) {
	cfg := site(t, http.StatusOK)
	running(t, func(t *testing.T, e *Engine, _ func(asterisk.Event) bool) {
		var said bytes.Buffer
		e.cfg = cfg
		e.cfg.Log = slog.New(slog.NewTextHandler(&said, nil))
		e.speaker = &voice{}
		tree, err := e.loadTree()
		require.NoError(t, err)
		e.inForce(tree)
		said.Reset()
		try(t, e, &said)
	})
}

func edit(t *testing.T, e *Engine, name, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(e.cfg.Dialplans, name), []byte(text), 0o644))
}

const goodFlow = "flow: city\nstart: greet\nsteps:\n  greet: {say: 您好, then: wait}\n  wait: {queue: advice}\n"

// wish asks the engine to reload, as this machine unless told otherwise.
func wish(e *Engine, change func(*http.Request)) (status int, answer Reloaded) {
	r := httptest.NewRequest(http.MethodPost, ReloadPath, http.NoBody)
	r.RemoteAddr = "127.0.0.1:40000"
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	e.handler().ServeHTTP(w, r)
	_ = json.Unmarshal(w.Body.Bytes(), &answer)
	return w.Code, answer
}

func TestReload(t *testing.T) {
	reloading(t, func(t *testing.T, e *Engine, said *bytes.Buffer) {
		old := e.Version()
		edit(t, e, "flows/city.yaml", goodFlow)
		status, answer := wish(e, nil)
		require.Equal(t, http.StatusOK, status)
		require.NotEqual(t, old, answer.Version)
		require.Equal(t, Reloaded{Version: e.Version()}, answer)
		require.Contains(t, said.String(), `msg="dialplans loaded again" version=`+e.Version())
		_, err := e.sounds.Get(t.Context(), "", "您好")
		require.NoError(t, err, "new texts are spoken before they are needed")
	})
}

// A tree with mistakes changes nothing, and every mistake is told.
func TestReloadOfABadTree(t *testing.T) {
	reloading(t, func(t *testing.T, e *Engine, said *bytes.Buffer) {
		old := e.Version()
		edit(t, e, "flows/city.yaml", strings.Replace(goodFlow, "then: wait", "then: wiat", 1))
		edit(t, e, "seats.yaml", "seats: {}\nfallback: [8009]\n")
		status, answer := wish(e, nil)
		require.Equal(t, http.StatusUnprocessableEntity, status)
		require.Equal(t, old, answer.Version)
		require.Equal(t, old, e.Version())
		all := answer.Problems.Error()
		require.Contains(t, all, `city.yaml:4:26: `)
		require.Contains(t, all, "seats.yaml:2:")
		require.Contains(t, said.String(), "nothing was changed")
	})
}

func TestReloadWithoutVoice(t *testing.T) {
	reloading(t, func(t *testing.T, e *Engine, _ *bytes.Buffer) {
		old := e.Version()
		e.speaker = &voice{fails: errors.New("hoarse")}
		edit(t, e, "flows/city.yaml", goodFlow)
		status, answer := wish(e, nil)
		require.Equal(t, http.StatusInternalServerError, status)
		require.Equal(t, old, answer.Version)
		require.Empty(t, answer.Problems)
		require.Contains(t, answer.Failure, "hoarse")
	})
}

func TestNoReloadAfterTheEnd(t *testing.T) {
	reloading(t, func(t *testing.T, e *Engine, said *bytes.Buffer) {
		e.ended = true
		status, answer := wish(e, nil)
		require.Equal(t, http.StatusInternalServerError, status)
		require.Equal(t, Reloaded{Version: e.Version(), Failure: "the engine ends"}, answer)
		require.Empty(t, said.String())
	})
}

func TestReloadIsForThisMachine(t *testing.T) {
	reloading(t, func(t *testing.T, e *Engine, said *bytes.Buffer) {
		for name, change := range map[string]func(*http.Request){
			"another machine":        func(r *http.Request) { r.RemoteAddr = "192.0.2.7:40000" },
			"another machine's IPv6": func(r *http.Request) { r.RemoteAddr = "[2001:db8::7]:40000" },
			"no address":             func(r *http.Request) { r.RemoteAddr = "@" },
			"a proxy here":           func(r *http.Request) { r.Header.Set("X-Forwarded-For", "192.0.2.7") },
			"a proxy of RFC 7239":    func(r *http.Request) { r.Header.Set("Forwarded", "for=192.0.2.7") },
			"a page in a browser":    func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
			"a page of old browsers": func(r *http.Request) { r.Header.Set("Origin", "https://example.org") },
		} {
			status, _ := wish(e, change)
			require.Equal(t, http.StatusForbidden, status, name)
		}
		require.Empty(t, said.String())
		status, _ := wish(e, func(r *http.Request) { r.RemoteAddr = "[::1]:40000" })
		require.Equal(t, http.StatusOK, status)
		status, _ = wish(e, func(r *http.Request) { r.Method = http.MethodGet })
		require.Equal(t, http.StatusMethodNotAllowed, status)
	})
}

func TestLoadsAreMeasured(t *testing.T) {
	reloading(t, func(t *testing.T, e *Engine, _ *bytes.Buffer) {
		shows := func(lines ...string) {
			t.Helper()
			_, body := ask(e, http.MethodGet, "/metrics")
			for _, line := range lines {
				require.Contains(t, body, "\n"+line+"\n")
			}
			require.Equal(t, 1, strings.Count(body, "\nhotline_dialplan_info{"))
		}
		shows(`hotline_dialplan_info{version="`+e.Version()+`"} 1`,
			`hotline_dialplan_loads_total{result="good"} 1`, `hotline_dialplan_loads_total{result="bad"} 0`,
			`hotline_dialplan_last_good_load_timestamp_seconds 9.466848e+08`) // 2000-01-01, as it is in the bubble
		edit(t, e, "flows/city.yaml", "flow: town\n")
		require.Error(t, e.Reload(t.Context()))
		shows(`hotline_dialplan_info{version="`+e.Version()+`"} 1`,
			`hotline_dialplan_loads_total{result="good"} 1`, `hotline_dialplan_loads_total{result="bad"} 1`)
		edit(t, e, "flows/city.yaml", goodFlow)
		require.NoError(t, e.Reload(t.Context()))
		shows(`hotline_dialplan_info{version="`+e.Version()+`"} 1`, `hotline_dialplan_loads_total{result="good"} 2`)
	})
}

// A missing year shows as soon as it is needed, without another load.
func TestMissingYearIsMeasured(t *testing.T) {
	reloading(t, func(t *testing.T, e *Engine, said *bytes.Buffer) {
		require.NoError(t, os.Mkdir(filepath.Join(e.cfg.Dialplans, "calendars"), 0o755))
		edit(t, e, "calendars/2026.yaml", "year: 2026\nnotice: https://example.org/\nholidays: [{name: 元旦 春节 清明节 劳动节 端午节 中秋节 国庆节, off: 01-01}]\n")
		at := func(text string) {
			t.Helper()
			when, err := time.Parse(time.RFC3339, text)
			require.NoError(t, err)
			e.clock = switchboard.WallClock{Offset: time.Until(when)}
			e.loads.clock = e.clock
		}
		missing := func() []string {
			var lines []string
			_, body := ask(e, http.MethodGet, "/metrics")
			for line := range strings.Lines(body) {
				if year, ok := strings.CutPrefix(line, "hotline_calendar_missing"); ok {
					lines = append(lines, strings.TrimSpace(year))
				}
			}
			return lines
		}
		at("2026-11-01T23:59:59+08:00")
		require.NoError(t, e.Reload(t.Context()))
		require.Equal(t, []string{`{year="2026"} 0`}, missing())
		require.NotContains(t, said.String(), "calendar")
		at("2026-11-02T00:00:00+08:00")
		require.Equal(t, []string{`{year="2026"} 0`, `{year="2027"} 1`}, missing())
		require.NoError(t, e.Reload(t.Context()))
		require.Contains(t, said.String(), "the calendar of a year is missing")
		require.Contains(t, said.String(), "add=calendars/2027.yaml")
	})
}

func TestClockOffset(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newEngine(Config{Offset: 36 * time.Hour})
		require.Equal(t, 36*time.Hour, time.Until(e.clock.Now()))
		require.Equal(t, e.clock, e.loads.clock)
		e.loads.good(&dialplan.Tree{Version: "x"})
		require.Equal(t, "x", e.Version())
	})
}
