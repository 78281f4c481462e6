package engine

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/prompt"
)

// site is a working configuration but for an Asterisk that answers everything
// with status, and a voice that is never asked for.
func site(t *testing.T, status int) Config {
	t.Helper()
	ari := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
	t.Cleanup(ari.Close)
	dir := t.TempDir()
	for name, text := range map[string]string{
		"trunks.yaml":         "trunks:\n  carrier: {match: [192.0.2.1], centre: harbin}\n",
		"seats.yaml":          "seats:\n  \"8001\": {queues: [harbin/advice]}\nfallback: [8001]\n",
		"centres/harbin.yaml": "centre: harbin\ntier: city\nentry: city\nqueues: {advice: {}}\n",
		"flows/city.yaml":     "flow: city\nstart: wait\nsteps:\n  wait: {queue: advice}\n",
	} {
		path := filepath.Join(dir, "dialplans", name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	return Config{
		Dialplans: filepath.Join(dir, "dialplans"), Data: filepath.Join(dir, "data"), Listen: "127.0.0.1:0",
		ARI: ARI{URL: ari.URL + "/ari", User: "hotline", Password: "sesame", App: "hotline"},
		Voice: func(context.Context) (prompt.Command, error) {
			t.Error("nobody should speak yet")
			return nil, os.ErrNotExist
		},
		Log: slog.New(slog.DiscardHandler),
	}
}

// Each thing that is wrong is one error that says what to do, and nothing
// half-begun stays behind: the port is free again, and no data folder was made.
func TestNewRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		spoil  func(t *testing.T, cfg *Config)
		says   string
	}{
		"no dialplans": {http.StatusOK, func(_ *testing.T, cfg *Config) { cfg.Dialplans = filepath.Join(cfg.Dialplans, "none") }, "there is no such folder"},
		"no keys":      {http.StatusOK, func(_ *testing.T, cfg *Config) { cfg.Readers = filepath.Join(cfg.Dialplans, "none.txt") }, "none.txt: no such file or directory (--recording-recipients)"},
		"a port that is taken": {http.StatusOK, func(t *testing.T, cfg *Config) {
			taken, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a port, at once
			require.NoError(t, err)
			t.Cleanup(func() { _ = taken.Close() })
			cfg.Listen = taken.Addr().String()
		}, "choose another address with --listen"},
		"a wrong password":   {http.StatusUnauthorized, func(*testing.T, *Config) {}, "compare user and password with ari.conf"},
		"an Asterisk in woe": {http.StatusInternalServerError, func(*testing.T, *Config) {}, "--ari-url"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := site(t, c.status)
			c.spoil(t, &cfg)
			_, err := New(t.Context(), cfg)
			require.ErrorContains(t, err, c.says)
			require.NotContains(t, err.Error(), cfg.ARI.Password)
			require.NoDirExists(t, cfg.Data)
		})
	}
}

// Clean-ups run last to first, and only once.
func TestStopTwice(t *testing.T) {
	var order []int
	e := &Engine{}
	for i := range 3 {
		e.later(func() { order = append(order, i) })
	}
	e.Stop()
	e.Stop()
	require.Equal(t, []int{2, 1, 0}, order)
}

func TestSoundsFolder(t *testing.T) {
	require.Equal(t, filepath.Join("data", "sounds"), Config{Data: "data"}.soundsDir())
	require.Equal(t, "elsewhere", Config{Data: "data", Sounds: "elsewhere"}.soundsDir())
}
