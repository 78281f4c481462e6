package storm

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"hotline/internal/chaos/child"
)

// engine is a `hotline serve` that can be killed, frozen and started anew on the same
// journal.
type engine struct {
	binary string
	args   []string
	log    string // file
	listen string
	client *http.Client

	proc *child.Process
}

// newEngine prepares one that serves /readyz at a port of its own.
func newEngine(binary, log string, args ...string) (*engine, error) {
	listen, err := freePort("127.0.0.1")
	if err != nil {
		return nil, err
	}
	return &engine{
		binary: binary, log: log, listen: listen, args: append(args, "--listen", listen),
		client: &http.Client{Timeout: time.Second, Transport: &http.Transport{DisableKeepAlives: true}},
	}, nil
}

// freePort is a port that nobody uses at the moment, as host:port.
func freePort(host string) (string, error) {
	listener, err := net.Listen("tcp", host+":0")
	if err != nil {
		return "", err
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String(), nil
}

func (e *engine) start(more ...string) (err error) {
	e.proc, err = child.Start(exec.Command(e.binary, append(append([]string{"serve"}, e.args...), more...)...), e.log)
	return err
}

// upgrade starts another in its place, and waits until the old one has gone.
func (e *engine) upgrade(ctx context.Context) error {
	old := e.proc
	if err := e.start("--take-over"); err != nil {
		return err
	}
	if err := old.Ended(ctx); err != nil {
		return fmt.Errorf("the engine that was taken over from: %w", err)
	}
	return nil
}

func (e *engine) stop() {
	if e.proc != nil {
		e.proc.Stop(syscall.SIGKILL, 0)
	}
}

// get is what the engine says at a path.
func (e *engine) get(ctx context.Context, path string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+e.listen+path, nil)
	if err != nil {
		return "", err
	}
	resp, err := e.client.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return string(body), err
}

// ready waits until the engine takes calls. Nothing outside announces it, so it is
// asked again and again.
func (e *engine) ready(ctx context.Context) error {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		if said, err := e.get(ctx, "/readyz"); err == nil && strings.HasPrefix(said, "ready") {
			return nil
		}
		select {
		case <-tick.C:
		case <-e.proc.Done():
			return errors.New("the engine ended by itself: " + lastLine(e.log))
		case <-ctx.Done():
			return fmt.Errorf("the engine is not ready: %w", context.Cause(ctx))
		}
	}
}

func lastLine(file string) (last string) {
	f, err := os.Open(filepath.Clean(file))
	if err != nil {
		return ""
	}
	defer f.Close()
	for scan := bufio.NewScanner(f); scan.Scan(); {
		last = scan.Text()
	}
	return last
}
