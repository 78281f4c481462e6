package storm

import (
	"net"
	"sync"
	"time"
)

// cable carries TCP between two parts that are to be cut off from each other. It is
// whole, cut (both ends notice), dead (nobody notices: what is sent waits), or slow.
type cable struct {
	listener net.Listener
	backend  string
	done     sync.WaitGroup

	mu    sync.Mutex
	state cableState
	turn  chan struct{} // closed at every change of state
	conns map[net.Conn]bool
}

type cableState int

const (
	whole cableState = iota
	cut
	dead
	slow
	gone
)

// delay is what a slow cable adds to every packet.
const delay = 250 * time.Millisecond

func newCable(backend string) (*cable, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	c := &cable{listener: listener, backend: backend, turn: make(chan struct{}), conns: map[net.Conn]bool{}}
	c.done.Go(c.accept)
	return c, nil
}

// Addr is the near end.
func (c *cable) Addr() string { return c.listener.Addr().String() }

// set changes what the cable does.
func (c *cable) set(s cableState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.state = s
	close(c.turn)
	c.turn = make(chan struct{})
	if s == cut || s == gone {
		for conn := range c.conns {
			_ = conn.Close()
		}
	}
}

func (c *cable) close() {
	_ = c.listener.Close()
	c.set(gone)
	c.done.Wait()
}

func (c *cable) accept() {
	for {
		front, err := c.listener.Accept()
		if err != nil {
			return
		}
		c.done.Go(func() { c.connect(front) })
	}
}

func (c *cable) connect(front net.Conn) {
	defer func() { _ = front.Close() }()
	back, err := net.DialTimeout("tcp", c.backend, 5*time.Second)
	if err != nil {
		return
	}
	defer func() { _ = back.Close() }()
	if !c.add(front, back) {
		return
	}
	defer c.remove(front, back)
	var ways sync.WaitGroup
	ways.Go(func() { c.carry(front.(*net.TCPConn), back.(*net.TCPConn)) })
	ways.Go(func() { c.carry(back.(*net.TCPConn), front.(*net.TCPConn)) })
	ways.Wait()
}

func (c *cable) add(conns ...net.Conn) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state == cut || c.state == gone {
		return false
	}
	for _, conn := range conns {
		c.conns[conn] = true
	}
	return true
}

func (c *cable) remove(conns ...net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, conn := range conns {
		delete(c.conns, conn)
	}
}

func (c *cable) carry(to, from *net.TCPConn) {
	defer func() { _ = to.CloseWrite() }()
	buf := make([]byte, 16<<10)
	for {
		n, err := from.Read(buf)
		c.pass()
		if _, werr := to.Write(buf[:n]); err != nil || werr != nil {
			return
		}
	}
}

// pass returns when a packet may go on.
func (c *cable) pass() {
	for {
		c.mu.Lock()
		state, turn := c.state, c.turn
		c.mu.Unlock()
		switch state {
		case dead:
			<-turn
			continue
		case slow:
			wait(delay, turn)
		default:
		}
		return
	}
}

// wait lets d pass, or less if stop is closed.
func wait(d time.Duration, stop <-chan struct{}) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-stop:
	}
}
