package asterisk

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
)

// socket is one event connection with its reader and its watch.
type socket struct {
	conn   *websocket.Conn
	ctx    context.Context // ends when the connection does; its cause says why
	fail   context.CancelCauseFunc
	done   sync.WaitGroup
	heard  atomic.Int64  // messages so far
	echoed chan struct{} // holds a token after an echo
}

// maxEvent is far beyond the longest event.
const maxEvent = 16 << 20

// connect opens the socket under our application's name and starts reading.
func (l *Link) connect(ctx context.Context) (*socket, error) {
	conn, err := l.dial(ctx, l.cfg.App, l.phoneApp())
	if err != nil {
		return nil, err
	}
	s := &socket{conn: conn, echoed: make(chan struct{}, 1)}
	s.ctx, s.fail = context.WithCancelCause(context.WithoutCancel(ctx))
	s.done.Go(func() { s.fail(l.read(s)) })
	s.done.Go(func() {
		select {
		case <-ctx.Done():
			leave(s.conn)
		case <-s.ctx.Done():
		}
	})
	return s, nil
}

// dial opens a socket under the names of applications of ours.
func (l *Link) dial(ctx context.Context, apps ...string) (*websocket.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, l.cfg.Timeout)
	defer cancel()
	address := "ws" + strings.TrimPrefix(l.cfg.URL, "http") + "/events?app=" + url.QueryEscape(strings.Join(apps, ","))
	header := http.Header{}
	header.Set("Authorization", basicAuth(l.cfg.User, l.cfg.Password))
	conn, resp, err := websocket.Dial(ctx, address, &websocket.DialOptions{HTTPClient: l.client, HTTPHeader: header})
	if err != nil {
		if resp != nil && resp.StatusCode != http.StatusSwitchingProtocols {
			return nil, l.statusError("connect", resp.StatusCode, nil)
		}
		return nil, l.transportError(ctx, "connect", err)
	}
	conn.SetReadLimit(maxEvent)
	return conn, nil
}

// leave says goodbye: an Asterisk that was not told may still be clearing up
// when the next connection comes, and then forget the application.
func leave(conn *websocket.Conn) {
	late := time.AfterFunc(time.Second, func() { _ = conn.CloseNow() })
	defer late.Stop()
	_ = conn.Close(websocket.StatusNormalClosure, "") // what fails is gone already
}

func (s *socket) err() error { return context.Cause(s.ctx) }

// close ends the connection and waits for its goroutines.
func (s *socket) close() {
	s.fail(context.Canceled)
	_ = s.conn.CloseNow() // it is broken, or nobody wants it any more
	s.done.Wait()
}

// read decodes and routes, and never waits for anybody.
func (l *Link) read(s *socket) error {
	for {
		_, data, err := s.conn.Read(s.ctx)
		if err != nil {
			return &Error{Op: "events", Kind: Unreachable, Message: "the connection was lost: " + err.Error(), Err: err}
		}
		s.heard.Add(1)
		switch e := l.understand(data).(type) {
		case nil:
		case Replaced:
			return errReplaced
		case echo:
			s.echo()
		case offered:
			l.claim(s, e.ID)
		default:
			l.router.take(e)
		}
	}
}

// understand decodes and counts. What cannot be understood is passed by: its
// content is not logged, because it may be a key that a caller pressed.
func (l *Link) understand(data []byte) Event {
	kind, e, err := decode(data)
	switch {
	case errors.Is(err, errUnknown):
		l.metrics.unknown.Inc()
		l.cfg.Log.Debug("passed by an event of a type that is not known", "type", kind)
	case err != nil:
		l.metrics.malformed.Inc()
		l.cfg.Log.Warn("passed by an event that could not be decoded", "type", kind, "bytes", len(data), "err", err)
	default:
		l.metrics.events.WithLabelValues(kind).Inc()
	}
	return e
}

func basicAuth(user, password string) string {
	req := http.Request{Header: http.Header{}}
	req.SetBasicAuth(user, password)
	return req.Header.Get("Authorization")
}
