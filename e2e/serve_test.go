package e2e

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
)

// serve runs the real binary, so that it can be killed.
type serve struct {
	cmd  *exec.Cmd
	http string
	log  *logbook // complete when read is closed
	read chan struct{}
}

// logbook is what an engine has said so far.
type logbook struct {
	mu      sync.Mutex
	text    strings.Builder
	changed chan struct{}
}

func newLogbook() *logbook { return &logbook{changed: make(chan struct{})} }

func (l *logbook) write(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text.WriteString(line + "\n")
	close(l.changed)
	l.changed = make(chan struct{})
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// line is the first that holds a text; "" = none.
func (l *logbook) line(text string) string {
	for line := range strings.Lines(l.String()) {
		if strings.Contains(line, text) {
			return strings.TrimSpace(line)
		}
	}
	return ""
}

// said waits until n lines hold a text, and gives them.
func (l *logbook) said(s *scene, n int, text string) (lines []string) {
	s.Helper()
	deadline := time.After(patience)
	for {
		l.mu.Lock()
		all, changed := l.text.String(), l.changed
		l.mu.Unlock()
		lines = lines[:0]
		for line := range strings.Lines(all) {
			if strings.Contains(line, text) {
				lines = append(lines, strings.TrimSpace(line))
			}
		}
		if len(lines) >= n {
			return lines
		}
		select {
		case <-changed:
		case <-deadline:
			s.Fatalf("said %d times, not %d: %s", len(lines), n, text)
		}
	}
}

func (s *scene) serve(flags ...string) *serve {
	s.Helper()
	cmd := s.serveCommand(flags...)
	out, err := cmd.StderrPipe()
	require.NoError(s, err)
	require.NoError(s, cmd.Start())
	v := &serve{cmd: cmd, log: newLogbook(), read: make(chan struct{})}
	return s.attend(v, out)
}

// fails runs the real binary, which ends by itself, and gives what it says.
func (s *scene) fails(flags ...string) string {
	s.Helper()
	out, err := s.serveCommand(flags...).CombinedOutput()
	require.Error(s, err)
	return string(out)
}

func (s *scene) serveCommand(flags ...string) *exec.Cmd {
	s.Helper()
	cfg := s.rig.EngineConfig()
	secrets := s.TempDir() + "/secrets.yaml"
	require.NoError(s, os.WriteFile(secrets, []byte("ari: "+cfg.ARI.Password+"\n"), 0o600))
	cmd := exec.Command(shared.binary, append([]string{
		"serve", "--dialplans", cfg.Dialplans, "--data", cfg.Data,
		"--sounds", cfg.Sounds, "--listen", "127.0.0.1:0", "--ari-url", cfg.ARI.URL, "--secrets", secrets, "--drain", "10s", "--log-level", "debug",
	}, flags...)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	return cmd
}

// attend reads what the engine says, and waits until it is ready.
func (s *scene) attend(v *serve, out io.Reader) *serve {
	s.Helper()
	addr := make(chan string, 1)
	go func() {
		defer close(v.read)
		for scan := bufio.NewScanner(out); scan.Scan(); {
			v.log.write(scan.Text())
			_, _ = s.kept.Write([]byte(scan.Text() + "\n"))
			if _, after, ok := strings.Cut(scan.Text(), " http="); ok {
				addr <- strings.Fields(after)[0]
			}
		}
	}()
	s.Cleanup(func() {
		_ = v.cmd.Process.Kill()
		<-v.read
		_ = v.cmd.Wait()
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
