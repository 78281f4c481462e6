package asterisk

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// request is one ARI operation. Arguments go in the body, where nothing needs
// escaping; a GET has them in the query.
type request struct {
	op     string // for errors and metrics
	method string
	path   string // from at
	query  map[string]string
	body   any
	out    any  // where the answer is decoded to, or nil
	prompt bool // Asterisk answers at once, whatever its channel is doing
}

// at joins and escapes a path. It is "" when a segment is missing, or would
// mean another place.
func at(segments ...string) string {
	var b strings.Builder
	for _, s := range segments {
		if s == "" || s == "." || s == ".." {
			return ""
		}
		b.WriteString("/" + url.PathEscape(s))
	}
	return b.String()
}

// maxAnswer is far beyond the longest list of channels.
const maxAnswer = 64 << 20

// do sends a request, waits for the answer and counts it. Every error is an
// *Error. On a pooled connection that turns out to be broken, net/http tries
// GET, PUT and DELETE once more on another; nothing else is ever sent twice.
func (l *Link) do(ctx context.Context, r request) error {
	if err := l.begin(r.op); err != nil {
		return err
	}
	defer l.work.Done()
	start := time.Now()
	err := l.send(ctx, r)
	l.metrics.request(r.op, err, time.Since(start))
	return err
}

// soon is do for who has something else to do until the answer comes. What is asked for
// later comes after it only when that was waited for.
func (l *Link) soon(ctx context.Context, r request) (wait func() error) {
	done := make(chan error, 1)
	go func() { done <- l.do(ctx, r) }()
	return func() error { return <-done }
}

func (l *Link) send(ctx context.Context, r request) error {
	ctx, cancel := context.WithTimeout(ctx, l.cfg.Timeout)
	defer cancel()
	if n := l.line.Load(); n != nil && r.prompt {
		return l.overLine(ctx, n, r)
	}
	defer context.AfterFunc(l.life, cancel)()
	req, err := l.build(ctx, r)
	if err != nil {
		return err
	}
	resp, err := l.client.Do(req)
	if err != nil {
		return l.transportError(ctx, r.op, err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return l.transportError(ctx, r.op, err)
	}
	if resp.StatusCode/100 != 2 {
		return l.statusError(r.op, resp.StatusCode, data)
	}
	if r.out == nil {
		return nil
	}
	if err := json.Unmarshal(data, r.out); err != nil {
		return &Error{Op: r.op, Kind: Server, Status: resp.StatusCode, Message: "the answer is not what ARI sends: " + err.Error(), Err: err}
	}
	return nil
}

// encode is what a request looks like on any way.
func (r request) encode() (uri string, body []byte, err error) {
	if r.path == "" {
		return "", nil, &Error{Op: r.op, Kind: BadRequest, Message: "an id is missing or cannot be one"}
	}
	uri = r.path
	if len(r.query) > 0 {
		q := url.Values{}
		for name, value := range r.query {
			q.Set(name, value)
		}
		uri += "?" + q.Encode()
	}
	if r.body == nil {
		return uri, nil, nil
	}
	if body, err = json.Marshal(r.body); err != nil {
		return "", nil, &Error{Op: r.op, Kind: BadRequest, Message: err.Error(), Err: err}
	}
	return uri, body, nil
}

func (l *Link) build(ctx context.Context, r request) (*http.Request, error) {
	uri, data, err := r.encode()
	if err != nil {
		return nil, err
	}
	var body io.Reader
	if data != nil {
		body = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, r.method, l.cfg.URL+uri, body)
	if err != nil {
		return nil, &Error{Op: r.op, Kind: BadRequest, Message: err.Error(), Err: err}
	}
	req.SetBasicAuth(l.cfg.User, l.cfg.Password)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if r.method == http.MethodDelete || r.method == http.MethodPut {
		req.Header["Idempotency-Key"] = nil // tells net/http only, nothing is sent
	}
	return req, nil
}

// transportError sorts a request that got no answer.
func (l *Link) transportError(ctx context.Context, op string, err error) *Error {
	if u := (*url.Error)(nil); errors.As(err, &u) {
		err = u.Err
	}
	e := &Error{Op: op, Kind: Unreachable, Err: err}
	var slow net.Error
	switch {
	case l.life.Err() != nil:
		e.Kind, e.Message = Closed, "the link was stopped"
	case errors.Is(ctx.Err(), context.Canceled) && !errors.Is(context.Cause(ctx), context.DeadlineExceeded):
		e.Kind, e.Message = Cancelled, "given up by the caller"
	case ctx.Err() != nil, errors.As(err, &slow) && slow.Timeout():
		e.Kind, e.Message = Timeout, "no answer in time from "+l.cfg.URL
	default:
		e.Message = fmt.Sprintf("cannot reach %s (%v): is Asterisk running, and is http.conf enabled on this address?", l.cfg.URL, err)
	}
	return e
}

// statusError sorts an answer that is not 2xx.
func (l *Link) statusError(op string, status int, body []byte) *Error {
	var said struct{ Message, Error string }
	_ = json.Unmarshal(body, &said) // what is not JSON has nothing to add
	e := &Error{Op: op, Status: status, Message: cmp.Or(said.Message, said.Error, http.StatusText(status))}
	switch {
	case status == http.StatusUnauthorized:
		e.Kind = Refused
		e.Message = fmt.Sprintf("Asterisk refuses user %q: compare user and password with ari.conf", l.cfg.User)
	case status == http.StatusForbidden:
		e.Kind = Refused
		e.Message = fmt.Sprintf("user %q may only read: set read_only = no in ari.conf", l.cfg.User)
	case status == http.StatusNotFound:
		e.Kind = Gone
	case status == http.StatusConflict, status == http.StatusPreconditionFailed, status == http.StatusUnprocessableEntity:
		e.Kind = Conflict
	case status >= 500:
		e.Kind = Server
	case status >= 400:
		e.Kind = BadRequest
	default:
		e.Kind, e.Message = Server, "the answer is not what ARI sends: look at the URL"
	}
	return e
}
