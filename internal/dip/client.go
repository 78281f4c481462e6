package dip

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	mostBytes     = 16 << 10 // of an answer: it stays with the call, and so in the journal
	mostRedirects = 3
)

// Request is one question.
type Request struct {
	Method string // GET or POST
	URL    string
	Body   string // JSON; of POST
	// Timeout is how long the asker waits. ctx ends then: this is for an answerer
	// who lives in another time.
	Timeout time.Duration
}

// Answer is what a server said. Status is 0 when it said nothing.
type Answer struct {
	Status int
	Data   any // decoded JSON, of a 2xx answer
}

// Client asks servers. It is safe for concurrent use.
type Client struct{ http *http.Client }

// New makes a client.
func New() *Client {
	return &Client{&http.Client{
		Transport: &http.Transport{
			Proxy:                  nil, // whatever the environment says
			DialContext:            (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
			TLSHandshakeTimeout:    5 * time.Second,
			IdleConnTimeout:        time.Minute,
			MaxIdleConnsPerHost:    8,
			MaxResponseHeaderBytes: mostBytes,
			ForceAttemptHTTP2:      true,
		},
		CheckRedirect: sameServer,
	}}
}

// sameServer refuses redirects to anybody but the server that was asked.
func sameServer(next *http.Request, before []*http.Request) error {
	first := before[0].URL
	switch {
	case len(before) > mostRedirects:
		return errors.New("it redirects too often")
	case next.URL.Scheme != first.Scheme || next.URL.Host != first.Host:
		return errors.New("it redirects to another server")
	}
	return nil
}

// Close ends connections that nobody uses.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Fetch asks, and gives an error unless the answer is 2xx with one JSON value of
// at most 16 kB in time. The error does not name more of the address than its
// server.
func (c *Client) Fetch(ctx context.Context, r Request) (Answer, error) {
	req, err := build(ctx, r)
	if err != nil {
		return Answer{}, err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return Answer{}, fmt.Errorf("%s: %w", req.URL.Host, bare(err))
	}
	defer resp.Body.Close()
	answer := Answer{Status: resp.StatusCode}
	if answer.Data, err = read(resp); err != nil {
		return answer, fmt.Errorf("%s: %w", req.URL.Host, err)
	}
	return answer, nil
}

func build(ctx context.Context, r Request) (*http.Request, error) {
	address, err := url.Parse(r.URL)
	switch {
	case err != nil, address.Host == "", address.Scheme != "http" && address.Scheme != "https":
		return nil, errors.New("an address is not http://… or https://…")
	case r.Method != http.MethodGet && r.Method != http.MethodPost:
		return nil, fmt.Errorf("%s: method %q is neither GET nor POST", address.Host, r.Method)
	}
	var body io.Reader
	if r.Method == http.MethodPost {
		body = strings.NewReader(r.Body)
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, body)
	if err != nil {
		return nil, fmt.Errorf("%s: the address cannot be asked", address.Host)
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "hotline")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

// bare takes addresses out of an error of net/http: ours, and one that it cannot be
// redirected to, which may say ours again.
func bare(err error) error {
	if u := (*url.Error)(nil); errors.As(err, &u) {
		err = u.Err
	}
	if strings.Contains(err.Error(), "Location header") {
		return errors.New("it redirects to no address")
	}
	return err
}

// read gives the one JSON value of an answer.
func read(resp *http.Response) (any, error) {
	if resp.StatusCode/100 != 2 {
		return nil, fmt.Errorf("it answers %d", resp.StatusCode)
	}
	kind, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" && !strings.HasSuffix(kind, "+json") {
		return nil, errors.New("its answer is not JSON: Content-Type says something else")
	}
	text, err := io.ReadAll(io.LimitReader(resp.Body, mostBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("its answer breaks off: %w", bare(err))
	case len(text) > mostBytes:
		return nil, fmt.Errorf("its answer is longer than %d kB", mostBytes>>10)
	}
	var data any
	if err := json.Unmarshal(text, &data); err != nil {
		return nil, errors.New("its answer is not JSON")
	}
	return data, nil
}
