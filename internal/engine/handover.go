package engine

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"hotline/internal/journal"
)

// A new engine takes over from the one that runs on the same data folder: it has
// checked what can be checked, asks, and goes on when the other has let go of
// everything. The two talk through a socket in the data folder, which only those
// who may write there can open.
//
//	old: hotline HTTP-ADDRESS
//	new: leave
//	old: (closes when it has let go)

const (
	handoverName = "hotline.sock"
	leaveWord    = "leave"
	helloWord    = "hotline "
)

// handover is the old engine's side.
type handover struct {
	dir      *os.File
	listener net.Listener
	hello    string
	asked    chan struct{} // closed when somebody takes over
	done     sync.WaitGroup

	mu     sync.Mutex
	open   map[net.Conn]bool // being talked to
	heirs  []net.Conn        // who wait until we have let go
	closed bool
}

// socketIn names the socket by a short path: long ones cannot be bound.
func socketIn(dir *os.File) string {
	if runtime.GOOS == "linux" {
		return fmt.Sprintf("/proc/self/fd/%d/%s", dir.Fd(), handoverName)
	}
	return filepath.Join(dir.Name(), handoverName)
}

// awaitHeir lets others ask this engine to leave. The journal's lock is ours, so a
// socket that lies there is nobody's.
func awaitHeir(ctx context.Context, data, hello string) (*handover, error) {
	dir, err := os.Open(data)
	if err != nil {
		return nil, err
	}
	_ = os.Remove(filepath.Join(data, handoverName))
	private := func(_, _ string, conn syscall.RawConn) error {
		return conn.Control(func(fd uintptr) { _ = syscall.Fchmod(int(fd), 0o600) }) // before it has a name
	}
	listener, err := (&net.ListenConfig{Control: private}).Listen(ctx, "unix", socketIn(dir))
	if err != nil {
		_ = dir.Close()
		return nil, fmt.Errorf("cannot listen in %s for a new engine: %w", data, err)
	}
	h := &handover{dir: dir, listener: listener, hello: hello, asked: make(chan struct{}), open: map[net.Conn]bool{}}
	h.done.Go(h.accept)
	return h, nil
}

func (h *handover) accept() {
	for {
		conn, err := h.listener.Accept()
		if err != nil {
			return
		}
		h.mu.Lock()
		if h.closed {
			_ = conn.Close()
		} else {
			h.open[conn] = true
			h.done.Go(func() { h.talk(conn) })
		}
		h.mu.Unlock()
	}
}

// handoverTime bounds every word of the talk.
const handoverTime = 5 * time.Second

func (h *handover) talk(conn net.Conn) {
	_ = conn.SetDeadline(time.Now().Add(handoverTime))
	_, err := fmt.Fprintln(conn, helloWord+h.hello)
	var word string
	if err == nil {
		word, err = bufio.NewReader(conn).ReadString('\n')
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.open, conn)
	if err != nil || strings.TrimSpace(word) != leaveWord || h.closed {
		_ = conn.Close()
		return
	}
	h.heirs = append(h.heirs, conn)
	if len(h.heirs) == 1 {
		close(h.asked)
	}
}

// close talks to nobody any more. Who waits still waits.
func (h *handover) close() {
	_ = h.listener.Close()
	h.mu.Lock()
	h.closed = true
	for conn := range h.open {
		_ = conn.Close()
	}
	h.mu.Unlock()
	h.done.Wait()
	_ = h.dir.Close()
}

// letGo tells who waits that everything is free.
func (h *handover) letGo() {
	for _, conn := range h.heirs {
		_ = conn.Close()
	}
}

// takeOver asks the engine that runs on the data folder, if there is one, to leave, and
// waits until it has. taken is why our address could not be bound: only that engine may
// have it.
func takeOver(ctx context.Context, data, listen string, taken error) (found bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, 2*handoverTime)
	defer cancel()
	defer func() {
		if err != nil {
			err = fmt.Errorf("take over from the running hotline: %w", err)
		}
	}()
	conn, err := dialOld(ctx, data)
	if conn == nil {
		return false, errors.Join(err, taken)
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(handoverTime))
	answers := bufio.NewReader(conn)
	line, err := answers.ReadString('\n')
	addr, ok := strings.CutPrefix(strings.TrimSpace(line), helloWord)
	if err != nil || !ok {
		return true, fmt.Errorf("it does not answer (%w): it may hang; end it yourself", errors.Join(err, errors.New("no hello")))
	}
	if taken != nil && !samePort(addr, listen) {
		return true, fmt.Errorf("%w; that hotline listens on %s", taken, addr)
	}
	if _, err := fmt.Fprintln(conn, leaveWord); err != nil {
		return true, err
	}
	_ = conn.SetDeadline(time.Now().Add(2 * handoverTime))
	if _, err := answers.ReadByte(); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		return true, errors.New("it does not let go of the data folder: end it yourself")
	}
	return true, journal.Released(ctx, data) // also if it died while it left
}

// dialOld connects to the engine that runs on the data folder; nil: there is none.
func dialOld(ctx context.Context, data string) (net.Conn, error) {
	dir, err := os.Open(data)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = dir.Close() }()
	conn, err := (&net.Dialer{}).DialContext(ctx, "unix", socketIn(dir))
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED) {
		return nil, nil
	}
	return conn, err
}

// samePort: the address that somebody has is the one that we want.
func samePort(has, want string) bool {
	_, a, err1 := net.SplitHostPort(has)
	_, b, err2 := net.SplitHostPort(want)
	return err1 == nil && err2 == nil && a == b
}
