package asterisk

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Link is the connection to one Asterisk. Its methods may be called from any
// goroutine.
type Link struct {
	cfg     Config
	router  *router
	metrics *metrics
	client  *http.Client

	life context.Context // ends with Stop
	end  context.CancelFunc
	work sync.WaitGroup // requests under way, and run

	mu      sync.Mutex
	stopped bool
	started bool // and not replaced since

	declines atomic.Bool // new calls are for others
	line     atomic.Pointer[line]

	epoch  time.Time     // when the Asterisk that we were linked to had started; likewise
	linked bool          // LinkUp was told before; only run looks at it
	first  chan struct{} // closed with the first LinkUp
}

// New checks the configuration and prepares a link. Nothing is sent yet.
func New(cfg Config) (*Link, error) {
	cfg, err := cfg.checked()
	if err != nil {
		return nil, err
	}
	m, err := newMetrics(cfg.Metrics, cfg.Log)
	if err != nil {
		return nil, err
	}
	l := &Link{cfg: cfg, metrics: m, router: newRouter(m), client: &http.Client{Transport: newTransport()}, first: make(chan struct{})}
	l.router.stop = l.stopStarted
	l.life, l.end = context.WithCancel(context.Background())
	return l, nil
}

// newTransport keeps enough connections for a busy hour, and drops an idle one
// before Asterisk does (15 s unless http.conf says otherwise).
func newTransport() *http.Transport {
	return &http.Transport{
		DialContext:         (&net.Dialer{Timeout: 3 * time.Second}).DialContext,
		MaxIdleConnsPerHost: 64,
		IdleConnTimeout:     10 * time.Second,
		TLSHandshakeTimeout: 3 * time.Second,
	}
}

// Check sends one request and says what is wrong: Refused (user or password),
// Unreachable, Server (something is there, but not ARI) or Timeout.
func (l *Link) Check(ctx context.Context) error {
	var said struct{ Ping string }
	err := l.do(ctx, request{op: "check", method: http.MethodGet, path: at("asterisk", "ping"), out: &said})
	if errors.Is(err, Gone) || err == nil && said.Ping != "pong" {
		return &Error{
			Op: "check", Kind: Server, Err: err,
			Message: "what answers at " + l.cfg.URL + " is not ARI: does the address end with /ari, and is res_ari_asterisk.so loaded?",
		}
	}
	return err
}

// Start returns at once. From then on the link connects, stays connected and
// reports LinkUp and LinkDown in the lobby, until ctx ends or Stop is called.
// After Replaced it may be called again; while it runs it is a Conflict, after
// Stop it is Closed.
func (l *Link) Start(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.stopped {
		return &Error{Op: "start", Kind: Closed, Message: "the link was stopped"}
	}
	if l.started {
		return &Error{Op: "start", Kind: Conflict, Message: "the link runs already"}
	}
	l.started = true
	l.work.Go(func() {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(l.life, cancel)()
		l.run(ctx)
	})
	return nil
}

// Linked is closed once Asterisk was reached: from then on calls come to us, and
// the state of a phone that changes is told.
func (l *Link) Linked() <-chan struct{} { return l.first }

// idle lets Start be called again.
func (l *Link) idle() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.started = false
}

// Stop closes the socket, lets running requests fail with Closed, waits for
// everything and closes the lobby. It may be called twice, and before Start.
func (l *Link) Stop() {
	l.mu.Lock()
	l.stopped = true
	l.mu.Unlock()
	l.end()
	l.work.Wait()
	l.client.CloseIdleConnections()
	l.router.lobby.Close()
}

// begin admits a request, or says that the link was stopped.
func (l *Link) begin(op string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.stopped {
		return &Error{Op: op, Kind: Closed, Message: "the link was stopped"}
	}
	l.work.Add(1)
	return nil
}

// Lobby holds what belongs to no routed call: arrivals, phones, the state of
// the link, and what still comes for ids that nobody has routed.
func (l *Link) Lobby() *Mailbox { return l.router.lobby }

// NewMailbox makes a mailbox for Route.
func (l *Link) NewMailbox() *Mailbox { return l.router.newBox() }

// Route sends the events of these channels, bridges or playbacks to box from
// now on, whether they exist already or not. A channel that is routed already
// changes its owner; what waits in the old box stays there.
func (l *Link) Route(box *Mailbox, ids ...string) { l.router.route(box, ids) }

// Unroute forgets these ids: whatever still comes goes to the lobby.
func (l *Link) Unroute(ids ...string) { l.router.unroute(ids) }
