package softphone

import (
	"fmt"
	"net"
	"net/netip"
	"sync"
)

// media is the sound of one call: a socket, a sender and a receiver.
type media struct {
	conn *net.UDPConn
	addr netip.AddrPort
	out  *sender
	in   *receiver

	mu      sync.Mutex
	sending bool
	stopped bool
	stop    chan struct{}
	wg      sync.WaitGroup
}

// openMedia listens on a free port of ip. Sound is received as soon as update
// said from where; it is sent after start.
func openMedia(ip netip.Addr, digit func(Digit)) (*media, error) {
	conn, err := net.ListenUDP("udp4", net.UDPAddrFromAddrPort(netip.AddrPortFrom(ip, 0)))
	if err != nil {
		return nil, fmt.Errorf("softphone: no port for sound on %s: %w", ip, err)
	}
	local := conn.LocalAddr().(*net.UDPAddr).AddrPort()
	m := &media{
		conn: conn,
		addr: netip.AddrPortFrom(local.Addr().Unmap(), local.Port()),
		out:  newSender(conn),
		in:   &receiver{conn: conn, heard: newRecording(), digit: digit},
		stop: make(chan struct{}),
	}
	m.in.events.Store(eventPayload) // what we offer; an offer of theirs may name another
	m.wg.Go(m.in.run)
	return m, nil
}

// agree sets what offer and answer settled: codec, keys, addresses, and whether we
// may send.
func (m *media) agree(remote description, codec Codec, send bool) {
	m.out.codec.Store(uint32(codec))
	m.out.events.Store(uint32(remote.events))
	m.in.from.Store(&remote.addr)
	if remote.addr.Port() == 0 || remote.addr.Addr().IsUnspecified() || !send {
		m.out.remote.Store(nil) // on hold
		return
	}
	m.out.remote.Store(&remote.addr)
}

// start begins sending; more than once is harmless.
func (m *media) start() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.sending || m.stopped {
		return
	}
	m.sending = true
	m.wg.Go(func() { m.out.run(m.stop) })
}

// close ends sending and receiving and waits for both; more than once is harmless.
func (m *media) close() {
	m.mu.Lock()
	if !m.stopped {
		m.stopped = true
		close(m.stop)
		_ = m.conn.Close() // nothing to lose on UDP
	}
	m.mu.Unlock()
	m.wg.Wait()
	m.in.heard.finish()
}
