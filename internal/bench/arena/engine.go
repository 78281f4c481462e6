package arena

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
	"syscall"
	"time"

	"hotline/internal/chaos/child"
)

// engine is a `hotline serve` of the binary that is measured.
type engine struct {
	proc   *child.Process
	listen string
	log    string // file
	client *http.Client
}

// startEngine starts it with a fresh journal in dir, and returns when it has so many seats
// at work.
func startEngine(ctx context.Context, binary, dir string, seats int, args ...string) (*engine, error) {
	listen, err := tcpAddr()
	if err != nil {
		return nil, err
	}
	e := &engine{
		listen: listen, log: filepath.Join(dir, "engine.log"),
		client: &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}},
	}
	args = append([]string{"serve", "--listen", listen, "--data", filepath.Join(dir, "data"), "--drain", "1s"}, args...)
	if e.proc, err = child.Start(exec.Command(binary, args...), e.log); err != nil {
		return nil, err
	}
	ready := func() bool {
		said, err := e.get(ctx, "/readyz")
		return err == nil && len(said) >= 5 && said[:5] == "ready" && e.atWork(ctx) == seats
	}
	if err := e.until(ctx, ready); err != nil {
		e.stop()
		return nil, fmt.Errorf("%w (%d of %d seats at work)", err, e.atWork(ctx), seats)
	}
	return e, nil
}

// until asks again and again: nothing outside announces it.
func (e *engine) until(ctx context.Context, holds func() bool) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-e.proc.Done():
			return errors.New("the engine ended by itself: " + lastLine(e.log))
		case <-ctx.Done():
			return errors.New("the engine is not ready in time: see " + e.log)
		}
	}
	return nil
}

// atWork is how many seats are ready for a call.
func (e *engine) atWork(ctx context.Context) int {
	said, err := e.get(ctx, "/metrics")
	if err != nil {
		return -1
	}
	return readySeats(said)
}

func (e *engine) stop() { e.proc.Stop(syscall.SIGTERM, 10*time.Second) }

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

// tcpAddr is a port that nobody uses at the moment, as host:port.
func tcpAddr() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String(), nil
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
