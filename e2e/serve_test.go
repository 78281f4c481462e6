package e2e

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
)

// serve runs the real binary, so that it can be killed.
type serve struct {
	cmd  *exec.Cmd
	http string
	log  *strings.Builder // complete when read is closed
	read chan struct{}
}

func (s *scene) serve(flags ...string) *serve {
	s.Helper()
	cfg := s.rig.EngineConfig()
	secrets := s.TempDir() + "/secrets.yaml"
	require.NoError(s, os.WriteFile(secrets, []byte("ari: "+cfg.ARI.Password+"\n"), 0o600))
	cmd := exec.Command(shared.binary, append([]string{
		"serve", "--dialplans", cfg.Dialplans, "--data", cfg.Data,
		"--sounds", cfg.Sounds, "--listen", "127.0.0.1:0", "--ari-url", cfg.ARI.URL, "--secrets", secrets, "--drain", "10s", "--log-level", "debug",
	}, flags...)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := cmd.StderrPipe()
	require.NoError(s, err)
	require.NoError(s, cmd.Start())
	v := &serve{cmd: cmd, log: &strings.Builder{}, read: make(chan struct{})}
	addr := make(chan string, 1)
	go func() {
		defer close(v.read)
		for scan := bufio.NewScanner(out); scan.Scan(); {
			v.log.WriteString(scan.Text() + "\n")
			_, _ = s.kept.Write([]byte(scan.Text() + "\n"))
			if _, after, ok := strings.Cut(scan.Text(), " http="); ok {
				addr <- strings.Fields(after)[0]
			}
		}
	}()
	s.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-v.read
		_ = cmd.Wait()
		if s.Failed() {
			s.Log(v.log.String())
		}
	})
	select {
	case v.http = <-addr:
	case <-time.After(patience):
		s.Fatal("hotline serve did not start")
	}
	s.eventually("hotline serve is ready", func() bool { return v.get("/readyz") == "ready\n" })
	return v
}

func (v *serve) get(path string) string { return get("http://" + v.http + path) }

// get is what an address says; "" if nobody is there.
func get(url string) string {
	resp, err := http.Get(url)
	if err != nil {
		return ""
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	return string(body)
}

// kill ends the engine as a crash would.
func (v *serve) kill(s *scene) {
	require.NoError(s, v.cmd.Process.Kill())
	_, _ = v.cmd.Process.Wait()
}

func (s *scene) endedOutcome(v *serve, outcome call.Outcome, n string) {
	s.Helper()
	s.eventually("a call ended as "+string(outcome), func() bool {
		return strings.Contains(v.get("/metrics"), `hotline_calls_ended_total{outcome="`+string(outcome)+`"} `+n+"\n")
	})
}
