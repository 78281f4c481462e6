package softphone

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"sync"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

// Phone is a SIP phone on one UDP port. It is safe for use by many goroutines.
type Phone struct {
	cfg    Config
	log    *slog.Logger
	laddr  netip.AddrPort
	conn   net.PacketConn
	ua     *sipgo.UserAgent
	client *sipgo.Client

	ctx      context.Context // of everything the phone does by itself
	cancel   context.CancelFunc
	work     sync.WaitGroup // what runs for requests and calls
	serving  sync.WaitGroup // the reader of the SIP port
	incoming chan *Call
	reg      registration

	mu        sync.Mutex
	calls     map[string]*Call
	transfers map[*Transfer]struct{} // that still report
	phase     phase
	closing   sync.Once
}

// phase is the life of a phone; it only goes forward.
type phase int

const (
	fresh phase = iota
	running
	leaving // no new calls
	closed
)

// incomingBacklog is how many calls may wait for a reader of Incoming.
const incomingBacklog = 64

// New checks the configuration. The phone does nothing before Start.
func New(cfg Config) (*Phone, error) {
	if err := cfg.complete(); err != nil {
		return nil, err
	}
	p := &Phone{
		cfg:       cfg,
		log:       cfg.Log.With("phone", cfg.User),
		calls:     make(map[string]*Call),
		transfers: make(map[*Transfer]struct{}),
		incoming:  make(chan *Call, incomingBacklog),
	}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	p.reg.init(p)
	return p, nil
}

// Start opens the SIP port and returns; from then on calls can come. ctx bounds
// the start only. A phone starts once.
func (p *Phone) Start(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.phase != fresh {
		return errors.New("softphone: Start: started before, or closed")
	}
	addr, err := p.cfg.listenAddr(ctx)
	if err != nil {
		return err
	}
	var lc net.ListenConfig
	conn, err := lc.ListenPacket(ctx, "udp4", addr.String())
	if err != nil {
		return fmt.Errorf("softphone: cannot listen on %s: %w", addr, err)
	}
	p.laddr = conn.LocalAddr().(*net.UDPAddr).AddrPort()
	server, err := p.openStack()
	if err != nil {
		return errors.Join(err, conn.Close())
	}
	// ServeUDP makes the port known for sending too, but only once it runs: a call
	// dialled before that would try to open the port again.
	p.ua.TransportLayer().Pool("udp").Add(p.laddr.String(),
		&sip.UDPConnection{PacketConn: conn, PacketAddr: p.laddr.String(), Listener: true})
	p.conn, p.phase = conn, running
	p.serving.Go(func() {
		if err := server.ServeUDP(conn); err != nil {
			p.log.Error("SIP port failed", "error", err)
		}
	})
	return nil
}

func (p *Phone) openStack() (*sipgo.Server, error) {
	var err error
	p.ua, err = sipgo.NewUA(
		sipgo.WithUserAgent("hotline-softphone"),
		sipgo.WithUserAgentTransportLayerOptions(sip.WithTransportLayerLogger(p.log),
			sip.WithTransportLayerReadFilter(p.whileOpen)),
		sipgo.WithUserAgentTransactionLayerOptions(
			sip.WithTransactionLayerLogger(p.log),
			sip.WithTransactionLayerUnhandledResponseHandler(p.strayResponse)),
	)
	if err != nil {
		return nil, err
	}
	p.client, err = sipgo.NewClient(p.ua, sipgo.WithClientLogger(p.log),
		sipgo.WithClientAddr(p.laddr.String()), sipgo.WithClientNAT())
	if err != nil {
		return nil, err
	}
	server, err := sipgo.NewServer(p.ua, sipgo.WithServerLogger(p.log))
	if err != nil {
		return nil, err
	}
	p.route(server)
	return server, nil
}

// whileOpen drops what comes while the phone closes.
func (p *Phone) whileOpen(_ sip.TransportReadProps, packet []byte) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.phase == closed {
		return nil, nil
	}
	return packet, nil
}

// Addr is the address the phone listens on.
func (p *Phone) Addr() netip.AddrPort { return p.laddr }

// URI is an address that reaches the phone directly.
func (p *Phone) URI() string {
	contact := p.contact()
	return contact.Address.String()
}

func (p *Phone) contact() sip.ContactHeader {
	return sip.ContactHeader{Address: sip.Uri{
		Scheme: "sip", User: p.cfg.User, Host: p.laddr.Addr().String(), Port: int(p.laddr.Port()),
	}}
}

func (p *Phone) sipAddr() sip.Addr {
	return sip.Addr{IP: p.laddr.Addr().AsSlice(), Port: int(p.laddr.Port()), Hostname: p.laddr.Addr().String()}
}

// Incoming delivers calls as they arrive; it is closed when the phone is. A call
// that nobody reads rings nowhere; when too many wait, new ones get 503.
func (p *Phone) Incoming() <-chan *Call { return p.incoming }

// NextCall waits for an incoming call.
func (p *Phone) NextCall(ctx context.Context) (*Call, error) {
	select {
	case c, ok := <-p.incoming:
		if !ok {
			return nil, ErrNotRunning
		}
		return c, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("softphone: waiting for a call to %s: %w", p.cfg.User, ctx.Err())
	}
}

func (p *Phone) currentCalls() []*Call {
	p.mu.Lock()
	defer p.mu.Unlock()
	calls := make([]*Call, 0, len(p.calls))
	for _, c := range p.calls {
		calls = append(calls, c)
	}
	return calls
}

// keep takes a call up, unless the phone is not running.
func (p *Phone) keep(c *Call) error {
	key := c.dialog.key()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.phase != running {
		return ErrNotRunning
	}
	p.calls[key] = c
	return nil
}

func (p *Phone) forget(c *Call) {
	key := c.dialog.key()
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.calls, key)
}

func (p *Phone) find(callID *sip.CallIDHeader, localTag string) *Call {
	if callID == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.calls[dialogKey(*callID, localTag)]
}
