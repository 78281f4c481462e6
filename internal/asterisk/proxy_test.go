package asterisk

import (
	"net"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// proxy is the cable between the link and ARI. It can be cut, which both ends
// notice, or muted, which nobody notices.
type proxy struct {
	listener net.Listener
	backend  string
	done     sync.WaitGroup

	mu    sync.Mutex
	cond  *sync.Cond
	conns map[net.Conn]bool
	cutUp bool
	mute  bool
	over  bool
}

// newProxy returns the address of ARI behind a new cable.
func newProxy(t testing.TB, ari string) (*proxy, string) {
	u, err := url.Parse(ari)
	require.NoError(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	p := &proxy{listener: listener, backend: u.Host, conns: map[net.Conn]bool{}}
	p.cond = sync.NewCond(&p.mu)
	p.done.Go(p.accept)
	t.Cleanup(p.close)
	u.Host = listener.Addr().String()
	return p, u.String()
}

func (p *proxy) accept() {
	for {
		front, err := p.listener.Accept()
		if err != nil {
			return
		}
		back, err := net.Dial("tcp", p.backend)
		if err != nil || !p.add(front, back) {
			_ = front.Close()
			if back != nil {
				_ = back.Close()
			}
			continue
		}
		p.done.Go(func() { p.join(front.(*net.TCPConn), back.(*net.TCPConn)) })
	}
}

func (p *proxy) add(conns ...net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cutUp || p.over {
		return false
	}
	for _, c := range conns {
		p.conns[c] = true
	}
	return true
}

// join carries both ways until both ends have closed.
func (p *proxy) join(front, back *net.TCPConn) {
	var ways sync.WaitGroup
	ways.Go(func() { p.carry(front, back) })
	ways.Go(func() { p.carry(back, front) })
	ways.Wait()
	_, _ = front.Close(), back.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, front)
	delete(p.conns, back)
	p.cond.Broadcast()
}

func (p *proxy) carry(to, from *net.TCPConn) {
	defer to.CloseWrite()
	buf := make([]byte, 16<<10)
	for {
		n, err := from.Read(buf)
		p.mu.Lock()
		for p.mute && !p.cutUp && !p.over {
			p.cond.Wait()
		}
		p.mu.Unlock()
		if _, werr := to.Write(buf[:n]); err != nil || werr != nil {
			return
		}
	}
}

// settled waits until Asterisk has closed its end of every connection, which
// it does when it has cleared up behind it.
func (p *proxy) settled(t testing.TB) {
	late := false
	defer time.AfterFunc(patience, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		late = true
		p.cond.Broadcast()
	}).Stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.conns) > 0 && !late {
		p.cond.Wait()
	}
	require.False(t, late, "%d connections are still open", len(p.conns))
}

// cut breaks every connection and refuses new ones until mend.
func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cutUp = true
	p.hangUp()
}

func (p *proxy) hangUp() {
	for c := range p.conns {
		_ = c.Close()
	}
	p.cond.Broadcast()
}

func (p *proxy) mend() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cutUp = false
}

// silence stops what flows without a sign to either end; off lets it flow.
func (p *proxy) silence(on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mute = on
	p.cond.Broadcast()
}

func (p *proxy) close() {
	_ = p.listener.Close()
	p.mu.Lock()
	p.over = true
	p.hangUp()
	p.mu.Unlock()
	p.done.Wait()
}
