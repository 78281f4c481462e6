package child

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"hotline/internal/parts"
)

// Redis is a Redis on a port of its own, which it keeps through all its lives.
type Redis struct {
	program parts.Program
	dir     string
	addr    string
	lives   int
	proc    *Process
}

// NewRedis starts one that keeps what it has in dir.
func NewRedis(ctx context.Context, program parts.Program, dir string) (*Redis, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr := listener.Addr().String()
	_ = listener.Close()
	r := &Redis{program: program, dir: dir, addr: addr}
	return r, r.Start(ctx, false)
}

// Addr is where it listens, host:port.
func (r *Redis) Addr() string { return r.addr }

// Process is its life of now.
func (r *Redis) Process() *Process { return r.proc }

// Start starts it after its end, with what it kept, or with nothing, and returns when it
// takes connections.
func (r *Redis) Start(ctx context.Context, empty bool) error {
	if empty || r.lives == 0 {
		r.lives++
	}
	dir := filepath.Join(r.dir, fmt.Sprintf("redis-%d", r.lives))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	_, port, err := net.SplitHostPort(r.addr)
	if err != nil {
		return err
	}
	cmd := exec.Command(r.program.Path, "--port", port, "--bind", "127.0.0.1", "--dir", dir, //nolint:noctx // its life is longer than that of its start
		"--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction")
	if r.proc, err = Start(cmd, filepath.Join(r.dir, "redis.log")); err != nil {
		return err
	}
	return r.listening(ctx)
}

// listening waits until somebody listens; nothing announces it.
func (r *Redis) listening(ctx context.Context) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", r.addr)
		if err == nil {
			return conn.Close()
		}
		select {
		case <-tick.C:
		case <-r.proc.Done():
			return errors.New("redis-server ended by itself: see its log in " + r.dir)
		case <-ctx.Done():
			return fmt.Errorf("redis-server does not listen: %w", err)
		}
	}
}
