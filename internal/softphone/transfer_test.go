package softphone

import (
	"context"
	"fmt"
	"net/url"
	"testing"

	"github.com/emiago/sipgo/sip"
	"github.com/stretchr/testify/require"
)

// readRequest skips responses.
func (w *wire) readRequest() *sip.Request {
	w.t.Helper()
	for {
		if req, ok := w.read().(*sip.Request); ok {
			return req
		}
	}
}

// notify reports the progress of a transfer and returns the phone's answer.
func (w *wire) notify(seq int, event, state, status string) int {
	w.t.Helper()
	w.send("NOTIFY", seq, "SIP/2.0 "+status+"\r\n", "Event: "+event, "Subscription-State: "+state,
		"Content-Type: message/sipfrag;version=2.0")
	return w.answer(uint32(seq)).StatusCode
}

// asked is a transfer that the phone asked the wire for, and the request.
type asked struct {
	transfer *Transfer
	err      error
}

func referred(t *testing.T, w *wire, code int, refer func(context.Context) (*Transfer, error)) (asked, *sip.Request) {
	t.Helper()
	done := make(chan asked, 1)
	go func() {
		transfer, err := refer(deadline(t))
		done <- asked{transfer, err}
	}()
	req := w.readRequest()
	require.Equal(t, sip.REFER, req.Method)
	w.respond(req, code, "Whatever")
	return <-done, req
}

func blind(c *Call, target string) func(context.Context) (*Transfer, error) {
	return func(ctx context.Context) (*Transfer, error) { return c.Refer(ctx, target) }
}

func value(t *testing.T, req *sip.Request, name string) string {
	t.Helper()
	h := req.GetHeader(name)
	require.NotNil(t, h, name)
	return h.Value()
}

func TestBlindTransferIsReportedToItsEnd(t *testing.T) {
	p := newPhone(t, Config{User: "8001", Server: "127.0.0.4:9", LocalAddr: "127.0.0.1:0"})
	w, c, _ := wireCallTo(t, p, wireSDP(9))
	got, req := referred(t, w, 202, blind(c, "8002"))
	require.NoError(t, got.err)
	require.Equal(t, "<sip:8002@127.0.0.4>", value(t, req, "Refer-To"))
	require.Contains(t, value(t, req, "Referred-By"), "<sip:8001@")
	require.Equal(t, "wire", tag(req.To().Params), "inside the dialog")
	require.NotNil(t, req.Contact())

	require.Equal(t, 200, w.notify(2, "refer", "active;expires=60", "100 Trying"))
	require.Equal(t, 200, w.notify(3, fmt.Sprintf("refer;id=%d", req.CSeq().SeqNo), "active", "180 Ringing"))
	require.Zero(t, got.transfer.EndedAt())
	require.Equal(t, 200, w.notify(4, "refer", "terminated;reason=noresource", "200 OK"))
	code, err := got.transfer.Wait(deadline(t))
	require.NoError(t, err)
	require.Equal(t, 200, code)
	require.Equal(t, []int{100, 180, 200}, got.transfer.Codes())
	require.False(t, got.transfer.EndedAt().IsZero())
	require.Equal(t, 200, w.notify(5, "refer", "active", "100 Trying"), "it was overtaken")
	require.Equal(t, 481, w.notify(6, "refer", "terminated", "200 OK"), "it was over")
	require.False(t, c.ended.fired(), "this phone leaves its leg to the other side")
}

func TestTransferThatFailsKeepsTheCall(t *testing.T) {
	p := newPhone(t, Config{User: "8001", HangupTransferred: true})
	w, c, _ := wireCallTo(t, p, wireSDP(9))
	got, _ := referred(t, w, 202, blind(c, "sip:8002@127.0.0.4"))
	require.NoError(t, got.err)
	require.Equal(t, 200, w.notify(2, "refer", "terminated;reason=noresource", "486 Busy Here"))
	code, err := got.transfer.Wait(deadline(t))
	require.NoError(t, err)
	require.Equal(t, 486, code)
	require.False(t, c.ended.fired())
	again, req := referred(t, w, 202, blind(c, "sip:8003@127.0.0.4"))
	require.NoError(t, again.err)
	require.Equal(t, "<sip:8003@127.0.0.4>", value(t, req, "Refer-To"))
}

func TestTransferThatIsRefused(t *testing.T) {
	w, c, _ := wireCall(t, wireSDP(9))
	got, _ := referred(t, w, 603, blind(c, "sip:8002@127.0.0.4"))
	var refused *StatusError
	require.ErrorAs(t, got.err, &refused)
	require.Equal(t, StatusError{Method: "REFER", Code: 603, Reason: "Whatever"}, *refused)
	require.Equal(t, 481, w.notify(2, "refer", "terminated", "200 OK"), "nothing is followed")
	_, err := c.Refer(deadline(t), "8002")
	require.ErrorContains(t, err, "only sip: addresses")
}

func TestReportsThatEndWithoutResult(t *testing.T) {
	w, c, _ := wireCall(t, wireSDP(9))
	got, _ := referred(t, w, 202, blind(c, "sip:8002@127.0.0.4"))
	require.Equal(t, 200, w.notify(2, "refer", "active", "180 Ringing"))
	require.Equal(t, 200, w.notify(3, "refer", "terminated;reason=timeout", "180 Ringing"))
	code, err := got.transfer.Wait(deadline(t))
	require.NoError(t, err)
	require.Zero(t, code)
}

func TestReportOutlivesTheCall(t *testing.T) {
	w, c, _ := wireCall(t, wireSDP(9))
	got, _ := referred(t, w, 202, blind(c, "sip:8002@127.0.0.4"))
	w.send("BYE", 2, "")
	require.Equal(t, 200, w.answer(2).StatusCode)
	endOf(t, c)
	require.Equal(t, 200, w.notify(3, "refer", "terminated", "200 OK"))
	code, err := got.transfer.Wait(deadline(t))
	require.NoError(t, err)
	require.Equal(t, 200, code)
	_, err = c.Refer(deadline(t), "sip:8003@127.0.0.4")
	require.ErrorIs(t, err, ErrWrongState)
}

func TestPhoneHangsUpWhatItTransferred(t *testing.T) {
	p := newPhone(t, Config{User: "8001", HangupTransferred: true})
	w, c, _ := wireCallTo(t, p, wireSDP(9))
	got, _ := referred(t, w, 202, blind(c, "sip:8002@127.0.0.4"))
	require.Equal(t, 200, w.notify(2, "refer", "terminated", "200 OK"))
	bye := w.readRequest()
	require.Equal(t, sip.BYE, bye.Method)
	w.respond(bye, 200, "OK")
	require.False(t, endOf(t, c).ByRemote)
	code, err := got.transfer.Wait(deadline(t))
	require.NoError(t, err)
	require.Equal(t, 200, code)
}

// The tags are those that the other side of the second call knows.
func TestAttendedTransferNamesTheOtherDialog(t *testing.T) {
	for name, cfg := range map[string]Config{
		"by number": {User: "8001", Server: "127.0.0.4:9"},
		"by place":  {User: "8001"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg.HangupTransferred = true
			p := newPhone(t, cfg)
			first, customer, _ := wireCallTo(t, p, wireSDP(9))
			second, colleague, _ := wireCallTo(t, p, wireSDP(9))
			require.NotSame(t, customer, colleague, "two lines of one phone")
			got, req := referred(t, first, 202, func(ctx context.Context) (*Transfer, error) {
				return customer.ReferTo(ctx, colleague)
			})
			require.NoError(t, got.err)
			whom := "sip:wire@127.0.0.4"
			if cfg.Server == "" {
				whom = "sip:wire@" + second.conn.LocalAddr().String()
			}
			replaces := "wire-call;to-tag=wire;from-tag=" + second.toTag[len(";tag="):]
			require.Equal(t, "<"+whom+"?Replaces="+url.QueryEscape(replaces)+">", value(t, req, "Refer-To"))
			require.Equal(t, 200, first.notify(2, "refer", "terminated", "200 OK"))
			for _, w := range []*wire{first, second} {
				bye := w.readRequest()
				require.Equal(t, sip.BYE, bye.Method)
				w.respond(bye, 200, "OK")
			}
			endOf(t, customer)
			endOf(t, colleague)
			_, err := customer.ReferTo(deadline(t), colleague)
			require.ErrorIs(t, err, ErrWrongState)
		})
	}
}

// What the server did before it answered the REFER is not lost.
func TestReportBeforeTheAnswer(t *testing.T) {
	w, c, _ := wireCall(t, wireSDP(9))
	done := make(chan asked, 1)
	go func() {
		transfer, err := c.Refer(deadline(t), "sip:8002@127.0.0.4")
		done <- asked{transfer, err}
	}()
	refer := w.readRequest()
	require.Equal(t, 200, w.notify(2, "refer", "terminated", "404 Not Found"))
	w.respond(refer, 202, "Accepted")
	got := <-done
	require.NoError(t, got.err)
	code, err := got.transfer.Wait(deadline(t))
	require.NoError(t, err)
	require.Equal(t, 404, code)
}

func TestOnePhoneCannotBeReferred(t *testing.T) {
	p := answeredPair(t)
	_, err := p.out.Refer(deadline(t), "sip:8002@127.0.0.4")
	var refused *StatusError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, 405, refused.Code)
	p.in.StartTone(440)
	require.NoError(t, p.out.WaitTone(deadline(t), 440, heardFor), "the talk goes on")
	require.Empty(t, p.caller.transfers)
}

func TestWaitEndsWithThePhone(t *testing.T) {
	w, c, _ := wireCall(t, wireSDP(9))
	got, _ := referred(t, w, 202, blind(c, "sip:8002@127.0.0.4"))
	ctx, cancel := context.WithCancel(deadline(t))
	cancel()
	_, err := got.transfer.Wait(ctx)
	require.ErrorIs(t, err, context.Canceled)
	require.NoError(t, w.phone.Vanish())
	_, err = got.transfer.Wait(deadline(t))
	require.ErrorIs(t, err, ErrNotRunning)
}

func TestFragment(t *testing.T) {
	for body, want := range map[string]int{
		"SIP/2.0 200 OK\r\n": 200, "SIP/2.0 100 Trying": 100, "SIP/2.0  486 Busy": 486, "": 0, "SIP/2.0 2000": 0, "200 OK": 0,
	} {
		require.Equal(t, want, fragment([]byte(body)), "%q", body)
	}
}

// Reports travel one by one, and may overtake each other.
func TestReportThatWasOvertakenSaysNothing(t *testing.T) {
	transfer := &Transfer{final: newLatch()}
	require.False(t, transfer.report(100, false))
	require.True(t, transfer.report(200, false))
	require.False(t, transfer.report(180, false))
	require.Equal(t, []int{100, 200}, transfer.Codes())
	require.Equal(t, 200, transfer.result())
}
