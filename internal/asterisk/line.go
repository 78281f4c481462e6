package asterisk

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/coder/websocket"
)

// line is a socket for requests alone. Both sides spend less on one of its messages than on
// an HTTP request. Asterisk carries out one after the other, so only what never has to wait
// for a channel or for SIP goes this way: one playback would hold up every other call, and
// under load so would each answer.
type line struct {
	conn *websocket.Conn
	life context.Context // ends with the session
	fail func(error)     // ends the session

	answers atomic.Int64 // so far

	mu   sync.Mutex
	last uint64
	open map[uint64]chan reply
}

// reply is Asterisk's answer to a request on the line.
type reply struct {
	ID     uint64 `json:"request_id,string"`
	Status int    `json:"status_code"`
	Body   string `json:"message_body"`
}

// wanted is a request as the line takes it.
type wanted struct {
	Type        string `json:"type"`
	ID          uint64 `json:"request_id,string"`
	Method      string `json:"method"`
	URI         string `json:"uri"`
	ContentType string `json:"content_type,omitempty"`
	Body        string `json:"message_body,omitempty"`
}

// lineApp names the application that a line belongs to. Nothing happens in it: were it the
// calls' own one, its event filter would hold the answers back. No two lines have the same:
// of one that another took over, Asterisk may forget the application and never answer.
func (l *Link) lineApp() string { return l.cfg.App + lineMark + strconv.FormatUint(rand.Uint64(), 36) }

const lineMark = "-requests-"

// openLine makes requests go over a line for as long as the session lasts, which ends with
// the line.
func (l *Link) openLine(s *socket) error {
	conn, err := l.dial(s.ctx, l.lineApp())
	if err != nil {
		return err
	}
	n := &line{conn: conn, life: s.ctx, fail: s.fail, open: map[uint64]chan reply{}}
	l.line.Store(n)
	s.done.Go(func() {
		err := n.read()
		l.line.CompareAndSwap(n, nil)
		s.fail(&Error{Op: "requests", Kind: Unreachable, Message: "the connection was lost: " + err.Error(), Err: err})
	})
	s.done.Go(func() {
		<-s.ctx.Done()
		l.line.CompareAndSwap(n, nil)
		leave(conn)
	})
	return nil
}

// read hands answers to those who wait for them.
func (n *line) read() error {
	for {
		_, data, err := n.conn.Read(context.WithoutCancel(n.life)) // leave ends it, with a goodbye
		if err != nil {
			return err
		}
		var r reply
		if json.Unmarshal(data, &r) != nil {
			continue // no answer: a word about the application
		}
		n.answers.Add(1)
		n.mu.Lock()
		answer := n.open[r.ID]
		delete(n.open, r.ID)
		n.mu.Unlock()
		if answer != nil {
			answer <- r
		}
	}
}

// expect numbers a request.
func (n *line) expect() (uint64, chan reply) {
	answer := make(chan reply, 1)
	n.mu.Lock()
	defer n.mu.Unlock()
	n.last++
	n.open[n.last] = answer
	return n.last, answer
}

func (n *line) forget(id uint64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.open, id)
}

// send puts a request on its way.
func (n *line) send(method, uri string, body []byte) (id uint64, answer chan reply, err error) {
	id, answer = n.expect()
	w := wanted{Type: "RESTRequest", ID: id, Method: method, URI: strings.TrimPrefix(uri, "/"), Body: string(body)}
	if len(body) > 0 {
		w.ContentType = "application/json"
	}
	data, err := json.Marshal(w)
	if err == nil {
		// Not within ctx: the connection would not outlive a request that was given up.
		err = n.conn.Write(n.life, websocket.MessageText, data)
	}
	if err != nil {
		n.forget(id)
	}
	return id, answer, err
}

// wait returns the answer to a request. A line that answers nobody in that time is of no use:
// the session begins anew.
func (n *line) wait(ctx context.Context, id uint64, answer chan reply) (reply, error) {
	before := n.answers.Load()
	select {
	case r := <-answer:
		return r, nil
	case <-n.life.Done():
		return reply{}, io.ErrUnexpectedEOF
	case <-ctx.Done():
		n.forget(id)
		if errors.Is(ctx.Err(), context.DeadlineExceeded) && n.answers.Load() == before {
			n.fail(&Error{Op: "requests", Kind: Timeout, Message: "Asterisk answers none of them"})
		}
		return reply{}, ctx.Err()
	}
}

// overLine is send for a request that goes over the line.
func (l *Link) overLine(ctx context.Context, n *line, r request) error {
	uri, body, err := r.encode()
	if err != nil {
		return err
	}
	id, expected, err := n.send(r.method, uri, body)
	if err != nil {
		return l.transportError(ctx, r.op, err)
	}
	answer, err := n.wait(ctx, id, expected)
	if err != nil {
		return l.transportError(ctx, r.op, err)
	}
	if answer.Status/100 != http.StatusOK/100 {
		return l.statusError(r.op, answer.Status, []byte(answer.Body))
	}
	return nil
}
