package fleet_test

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/alicebob/miniredis/v2"
	"github.com/stretchr/testify/require"

	"hotline/internal/astconf"
	"hotline/internal/parts"
)

// forking keeps journals from being opened while a process is being started: until its
// program runs, a child has all that is open here, locks as well.
var forking sync.RWMutex

// server is a Redis of a test.
type server interface {
	addr() string
	stop()       // as when it crashes
	start()      // again, with what it kept
	startEmpty() // again, with nothing
}

// mini is a miniredis behind a wire: it cannot be started again after its end, so its
// end is that of the line.
type mini struct {
	*wire
	m *miniredis.Miniredis
}

func newMini(t *testing.T) server {
	m := miniredis.RunT(t)
	return &mini{newWire(t, m.Addr()), m}
}

func (s *mini) stop()  { s.down(true) }
func (s *mini) start() { s.down(false) }
func (s *mini) startEmpty() {
	s.m.FlushAll()
	s.start()
}

// realRedis is a redis-server of its own process.
type realRedis struct {
	t    testing.TB
	path string
	dir  string
	port string
	cmd  *exec.Cmd

	flags []string // besides those of all
}

func newReal(t *testing.T) server { return startReal(t, programOf(t, parts.Redis)) }

func newValkey(t *testing.T) server { return startReal(t, programOf(t, parts.Valkey)) }

func programOf(t testing.TB, find func(context.Context, string, *slog.Logger) (parts.Program, error)) string {
	cache, err := parts.CacheDir()
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 10*patience)
	defer cancel()
	program, err := find(ctx, cache, slog.New(slog.NewTextHandler(t.Output(), nil)))
	require.NoError(t, err)
	return program.Path
}

func startReal(t testing.TB, path string) *realRedis {
	s := &realRedis{t: t, path: path, dir: t.TempDir(), port: freePort(t)}
	s.begin()
	return s
}

// startTLS starts one that speaks TLS alone.
func startTLS(t testing.TB, path string, cert astconf.TLS) *realRedis {
	s := &realRedis{t: t, path: path, dir: t.TempDir(), port: freePort(t)}
	s.flags = []string{
		"--port", "0", "--tls-port", s.port, "--tls-auth-clients", "no",
		"--tls-cert-file", cert.Cert, "--tls-key-file", cert.Key, "--tls-ca-cert-file", cert.Cert,
	}
	s.begin()
	return s
}

func (s *realRedis) begin() {
	t := s.t
	s.start()
	t.Cleanup(func() {
		if s.cmd != nil {
			s.stop()
		}
	})
}

func freePort(t testing.TB) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

func (s *realRedis) addr() string { return "127.0.0.1:" + s.port }

// stop ends it without a chance to save; what was appended to its file is kept.
func (s *realRedis) stop() {
	require.NoError(s.t, s.cmd.Process.Signal(syscall.SIGKILL))
	_ = s.cmd.Wait()
	s.cmd = nil
}

func (s *realRedis) freeze(freeze bool) {
	signal := syscall.SIGCONT
	if freeze {
		signal = syscall.SIGSTOP
	}
	require.NoError(s.t, s.cmd.Process.Signal(signal))
}

func (s *realRedis) startEmpty() {
	s.dir = s.t.TempDir()
	s.start()
}

func (s *realRedis) start() {
	s.cmd = exec.Command(s.path, append([]string{
		"--port", s.port, "--bind", "127.0.0.1", "--dir", s.dir,
		"--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction",
	}, s.flags...)...)
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := s.cmd.StdoutPipe()
	require.NoError(s.t, err)
	forking.Lock()
	err = s.cmd.Start()
	forking.Unlock()
	require.NoError(s.t, err)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "Ready to accept connections") {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return
		}
	}
	require.FailNow(s.t, "redis-server does not start", filepath.Base(s.path))
}

// wire stands between a machine and Redis. It can swallow, and cut in the middle of an answer.
type wire struct {
	t      *testing.T
	l      net.Listener
	target string
	mu     sync.Mutex
	conns  map[net.Conn]bool
	hole   bool // nothing goes through, and nothing is closed
	cutIn  int  // bytes of answers until all connections are cut; 0: never
	open   *sync.Cond
	off    bool // everybody is turned away
	closed bool
	tasks  sync.WaitGroup
}

func newWire(t *testing.T, target string) *wire {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	w := &wire{t: t, l: l, target: target, conns: map[net.Conn]bool{}}
	w.open = sync.NewCond(&w.mu)
	w.tasks.Go(w.accept)
	t.Cleanup(func() {
		w.mu.Lock()
		w.closed = true
		w.mu.Unlock()
		w.open.Broadcast()
		l.Close()
		w.cut()
		w.tasks.Wait()
	})
	return w
}

func (w *wire) addr() string { return w.l.Addr().String() }

func (w *wire) accept() {
	for {
		c, err := w.l.Accept()
		if err != nil {
			return
		}
		w.tasks.Go(func() {
			far, err := net.Dial("tcp", w.target)
			if err != nil {
				c.Close()
				return
			}
			w.mu.Lock()
			w.conns[c], w.conns[far] = true, true
			over := w.closed || w.off
			w.mu.Unlock()
			if over {
				c.Close()
				far.Close()
			}
			w.tasks.Go(func() { w.pump(far, c, false) })
			w.pump(c, far, true)
		})
	}
}

func (w *wire) pump(to, from net.Conn, answers bool) {
	defer to.Close()
	defer from.Close()
	buf := make([]byte, 64<<10)
	for {
		n, err := from.Read(buf)
		if err != nil {
			return
		}
		w.mu.Lock()
		for w.hole && !w.closed {
			w.open.Wait()
		}
		cut := false
		if answers && w.cutIn > 0 {
			if cut = n >= w.cutIn; cut {
				n, w.cutIn = w.cutIn-1, 0
			} else {
				w.cutIn -= n
			}
		}
		w.mu.Unlock()
		if _, err := to.Write(buf[:n]); err != nil {
			return
		}
		if cut {
			w.cut()
			return
		}
	}
}

// cut closes all connections.
func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.conns {
		c.Close()
		delete(w.conns, c)
	}
}

func (w *wire) down(off bool) {
	w.mu.Lock()
	w.off = off
	w.mu.Unlock()
	if off {
		w.cut()
	}
}

func (w *wire) cutAfter(bytes int) {
	w.mu.Lock()
	w.cutIn = bytes
	w.mu.Unlock()
}

func (w *wire) blackhole(on bool) {
	w.mu.Lock()
	w.hole = on
	w.mu.Unlock()
	w.open.Broadcast()
}
