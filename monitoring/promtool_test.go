// Package monitoring tests what Prometheus and Grafana are given, by Prometheus' own tool.
package monitoring

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/parts"
)

const patience = 10 * time.Minute // a fetch over a slow line

// promtool runs it, and gives what it says.
func promtool(t *testing.T, args ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cache, err := parts.CacheDir()
	require.NoError(t, err)
	program, err := parts.Promtool(ctx, cache, slog.New(slog.NewTextHandler(t.Output(), nil)))
	require.NoError(t, err)
	said, err := program.Cmd(ctx, args...).CombinedOutput()
	return string(said), err
}

func TestRulesAreWellFormed(t *testing.T) {
	said, err := promtool(t, "check", "rules", "--lint=all", "--lint-fatal", "alerts.yml")
	require.NoError(t, err, said)
}

func TestAlertsComeWhenTheyShould(t *testing.T) {
	said, err := promtool(t, "test", "rules", "alerts_test.yml")
	require.NoError(t, err, said)
}

// The second machine is added as its example says.
func TestConfiguration(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(".")))
	check := func() (string, error) {
		return promtool(t, "check", "config", "--lint=all", "--lint-fatal", filepath.Join(dir, "prometheus.yml"))
	}
	said, err := check()
	require.NoError(t, err, said)
	require.Contains(t, said, "rule files found")

	second := filepath.Join(dir, "machines", "second.yml")
	require.NoError(t, os.Rename(second+".example", second))
	said, err = check()
	require.NoError(t, err, said)
	require.NoError(t, os.WriteFile(second, []byte("- targetts: [127.0.0.1:9386]\n"), 0o600))
	said, err = check()
	require.Error(t, err, "it is read")
	require.Contains(t, said, "targetts")
}
