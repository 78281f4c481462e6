package asterisk

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"
)

// FetchRecording gives the WAV of a recording that has ended, to be read and
// closed. The reading ends with ctx, with Stop, and when nothing comes for as
// long as a request may take; an end before the end of the file is an error.
func (l *Link) FetchRecording(ctx context.Context, recording string) (io.ReadCloser, error) {
	const op = "record_fetch"
	if err := l.begin(op); err != nil {
		return nil, err
	}
	defer l.work.Done()
	start := time.Now()
	d := l.newDownload(ctx, op)
	err := d.open(request{op: op, method: http.MethodGet, path: at("recordings", "stored", recording, "file")})
	l.metrics.request(op, err, time.Since(start))
	if err != nil {
		_ = d.Close()
		return nil, err
	}
	return d, nil
}

// download is an answer that is read as it comes.
type download struct {
	link    *Link
	op      string
	ctx     context.Context //nolint:containedctx // of the request that it reads the answer of
	cancel  context.CancelCauseFunc
	detach  func() bool // from the link's life
	stalled *time.Timer // runs while something is waited for
	body    io.ReadCloser
}

func (l *Link) newDownload(ctx context.Context, op string) *download {
	d := &download{link: l, op: op, body: http.NoBody}
	d.ctx, d.cancel = context.WithCancelCause(ctx)
	d.detach = context.AfterFunc(l.life, func() { d.cancel(Closed) })
	d.stalled = time.AfterFunc(l.cfg.Timeout, func() { d.cancel(context.DeadlineExceeded) })
	return d
}

// open sends the request and waits for the head of its answer.
func (d *download) open(r request) error {
	defer d.stalled.Stop()
	req, err := d.link.build(d.ctx, r)
	if err != nil {
		return err
	}
	resp, err := d.link.client.Do(req) //nolint:bodyclose // Close does
	if err != nil {
		return d.link.transportError(d.ctx, d.op, err)
	}
	d.body = resp.Body
	if resp.StatusCode/100 == 2 {
		return nil
	}
	said, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return d.link.transportError(d.ctx, d.op, err)
	}
	return d.link.statusError(d.op, resp.StatusCode, said)
}

func (d *download) Read(p []byte) (int, error) {
	d.stalled.Reset(d.link.cfg.Timeout)
	defer d.stalled.Stop()
	n, err := d.body.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = d.link.transportError(d.ctx, d.op, err)
	}
	return n, err
}

func (d *download) Close() error {
	d.stalled.Stop()
	d.detach()
	err := d.body.Close()
	d.cancel(nil)
	return err
}
