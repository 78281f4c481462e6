package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/astconf"
	"hotline/internal/dialplan"
	"hotline/internal/pbx"
	"hotline/internal/pbx/pbxtest"
	"hotline/internal/site"
)

const ariPassword = "a-password-for-the-test"

// patience bounds every wait of a test; it is no measure of speed.
const patience = time.Minute

// served is a hotline serve in a process of its own.
type served struct {
	t     *testing.T
	cmd   *exec.Cmd
	lines *bufio.Scanner
}

// startAsterisk runs a real one with the shipped tree's trunk and seats.
func startAsterisk(t *testing.T) *pbx.Server {
	t.Helper()
	tree, err := dialplan.Load(shipped(t))
	require.NoError(t, err)
	secrets := dialplan.Secrets{ARI: ariPassword}
	site.Complete(&secrets, tree)
	s := astconf.Site{ARI: astconf.Login{User: "hotline", Password: secrets.ARI}}
	require.NoError(t, site.Declare(&s, tree, secrets))
	return pbxtest.Start(t, s)
}

// serveCommand is serve beside the Asterisk with a copy of the shipped tree in
// dir, and with its data there.
func serveCommand(ctx context.Context, t *testing.T, server *pbx.Server, dir string, more ...string) *exec.Cmd {
	t.Helper()
	return exec.CommandContext(ctx, "hotline", append([]string{
		"serve", "--config", filepath.Join(dir, "serve.yaml"),
		"--dialplans", filepath.Join(dir, "dialplans"), "--data", filepath.Join(dir, "data"),
		"--secrets", filepath.Join(dir, "secrets.yaml"), "--ari-url", "http://" + server.Site().HTTP.String() + "/ari",
	}, more...)...)
}

// siteDir holds a tree, the secrets and the other settings.
func siteDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(filepath.Join(dir, "dialplans"), os.DirFS(shipped(t))))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "secrets.yaml"), []byte("ari: "+ariPassword+"\n"), 0o600))
	settings := "listen: 127.0.0.1:0\nespeak: " + espeak(t) + "\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "serve.yaml"), []byte(settings), 0o600))
	return dir
}

// serve starts the process. It is killed if it outlives the test.
func serve(t *testing.T, server *pbx.Server, dir string) *served {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	s := &served{t: t, cmd: serveCommand(ctx, t, server, dir)}
	stderr, err := s.cmd.StderrPipe()
	require.NoError(t, err)
	s.lines = bufio.NewScanner(stderr)
	require.NoError(t, s.cmd.Start())
	t.Cleanup(func() {
		cancel()
		_ = s.cmd.Wait() // an error when it has been waited for
	})
	return s
}

// until reads the log to the first line that fits.
func (s *served) until(pattern string) []string {
	s.t.Helper()
	form := regexp.MustCompile(pattern)
	for s.lines.Scan() {
		s.t.Log(s.lines.Text())
		if found := form.FindStringSubmatch(s.lines.Text()); found != nil {
			return found
		}
	}
	s.t.Fatalf("serve ended without saying %s", pattern)
	return nil
}

func (s *served) signal(sig os.Signal) {
	s.t.Helper()
	require.NoError(s.t, s.cmd.Process.Signal(sig))
}

// ends waits for the end and its status.
func (s *served) ends() {
	s.t.Helper()
	for s.lines.Scan() {
		s.t.Log(s.lines.Text())
	}
	require.NoError(s.t, s.cmd.Wait())
}

func get(t *testing.T, url string) (status int, body string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	require.NoError(t, err)
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(text)
}

func TestServeFromStartToEnd(t *testing.T) {
	server, dir := startAsterisk(t), siteDir(t)
	s := serve(t, server, dir)
	url := "http://" + s.until(`msg="hotline serves".* http=(\S+)`)[1]
	s.until(`msg="linked to Asterisk"`)
	status, body := get(t, url+"/healthz")
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "alive\n", body)
	_, metrics := get(t, url+"/metrics")
	for _, shown := range []string{"hotline_calls_active 0", "hotline_journal_away 0", "hotline_asterisk_link_lost_total 0"} {
		require.Contains(t, metrics, "\n"+shown+"\n")
	}

	// A second one must not write the same data.
	second, err := serveCommand(t.Context(), t, server, dir).CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(second), "is in use by another hotline (pid ")
	require.Equal(t, 1, strings.Count(string(second), "\n"), string(second))

	// A tree with mistakes changes nothing; one without is loaded.
	flow := filepath.Join(dir, "dialplans/flows/city.yaml")
	good, err := os.ReadFile(flow)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(flow, []byte("flow: town\n"), 0o600))
	s.signal(syscall.SIGHUP)
	s.until(`the dialplans have mistakes; nothing was changed.*flows/city.yaml`)
	require.NoError(t, os.WriteFile(flow, good, 0o600))
	manifest := filepath.Join(dir, "dialplans/prompts/manifest.yaml")
	require.NoError(t, os.Mkdir(filepath.Dir(manifest), 0o755))
	require.NoError(t, os.WriteFile(manifest, []byte("prompts: [{text: 您好, recording: hello.wav}]\n"), 0o600))
	s.signal(syscall.SIGHUP)
	s.until(`the dialplans have mistakes; nothing was changed.*hello.wav: no such file`)
	require.NoError(t, os.Remove(manifest))
	s.signal(syscall.SIGHUP)
	s.until(`dialplans loaded again`)

	s.signal(syscall.SIGTERM)
	s.until(`draining: no new calls`)
	s.until(`hotline ends.*calls_left_in_asterisk=0`)
	s.ends()
	_, err = net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	require.ErrorIs(t, err, syscall.ECONNREFUSED)

	// The data are free for the next one, which ends likewise.
	s = serve(t, server, dir)
	s.until(`msg="hotline serves"`)
	s.signal(syscall.SIGINT)
	s.ends()
}

func TestServeRefusedByARealAsterisk(t *testing.T) {
	server, dir := startAsterisk(t), siteDir(t)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "secrets.yaml"), []byte("ari: hunter2\n"), 0o600))
	said, err := serveCommand(t.Context(), t, server, dir).CombinedOutput()
	var ended *exec.ExitError
	require.ErrorAs(t, err, &ended)
	require.Equal(t, 1, ended.ExitCode())
	require.Equal(t, "hotline: no Asterisk: Asterisk refuses user \"hotline\": compare user and password with ari.conf "+
		"(--ari-user, --secrets or --ari-password)\n", string(said))

	said, err = serveCommand(t.Context(), t, server, dir, "--ari-url", "http://"+server.Site().HTTP.String()).CombinedOutput()
	require.ErrorAs(t, err, &ended)
	require.Contains(t, string(said), "does the address end with /ari")
	require.NoDirExists(t, filepath.Join(dir, "data"))
}
