package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"regexp"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"
)

// serving NAME DIR: an engine with the tree of a folder, beside the ARI of
// $ASTERISK; $NAME is its address.
func serving(ts *testscript.TestScript, args []string) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	cmd := exec.CommandContext(ctx, "hotline", "serve", "--dialplans", ts.MkAbs(args[1]), "--data", ts.MkAbs("data"),
		"--listen", "127.0.0.1:0", "--ari-url", ts.Getenv("ASTERISK"), "--ari-password", "secret", "--espeak", ts.Getenv("ESPEAK"))
	stderr, err := cmd.StderrPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	read := make(chan struct{})
	ts.Defer(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		<-read
		_ = cmd.Wait()
		cancel()
	})
	log := bufio.NewReader(stderr)
	address := firstMatch(log, regexp.MustCompile(`msg="hotline serves".* http=(\S+)`))
	go func() {
		defer close(read)
		_, _ = io.Copy(io.Discard, log)
	}()
	if address == "" {
		ts.Fatalf("the engine does not serve")
	}
	ts.Setenv(args[0], "http://"+address)
}

// firstMatch reads to the first line that fits and gives its part in brackets.
func firstMatch(log *bufio.Reader, form *regexp.Regexp) string {
	for {
		line, err := log.ReadString('\n')
		if found := form.FindStringSubmatch(line); found != nil {
			return found[1]
		}
		if err != nil {
			return ""
		}
	}
}

// An engine that does not answer in time, or answers half, is told apart from one
// that is not there.
func TestReloadOfAnEngineInTrouble(t *testing.T) {
	release := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	t.Cleanup(slow.Close)
	t.Cleanup(func() { close(release) })
	status, _, errs := command(t, "reload", "--url", slow.URL, "--timeout", "1ms")
	require.Equal(t, 1, status)
	require.Contains(t, errs, "did not finish within 1ms; its log tells what became of it")

	for says, answer := range map[string]http.HandlerFunc{
		"the engine's answer broke off": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "{")
		},
		"the engine refuses: ask on the engine's own machine": func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "ask on the engine's own machine", http.StatusForbidden)
		},
		"nothing was changed, version x stays in force: hoarse": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = io.WriteString(w, `{"version":"x","failure":"hoarse"}`)
		},
	} {
		server := httptest.NewServer(answer)
		status, _, errs := command(t, "reload", "--url", server.URL)
		server.Close()
		require.Equal(t, 1, status)
		require.Contains(t, errs, says)
	}
}
