package softphone

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"
	"github.com/stretchr/testify/require"
)

// wire is the other side of a phone, speaking SIP letter by letter.
type wire struct {
	t      *testing.T
	conn   *net.UDPConn
	phone  *Phone
	branch int
	toTag  string
}

func newWire(t *testing.T, p *Phone) *wire {
	t.Helper()
	conn, err := net.DialUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 4)}, net.UDPAddrFromAddrPort(p.Addr()))
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(patience)))
	return &wire{t: t, conn: conn, phone: p}
}

// send sends a request of the one dialog; extra are further header lines.
func (w *wire) send(method string, seq int, body string, extra ...string) {
	w.t.Helper()
	w.branch++
	to := w.phone.URI()
	lines := []string{
		fmt.Sprintf("%s %s SIP/2.0", method, to),
		fmt.Sprintf("Via: SIP/2.0/UDP %s;branch=z9hG4bKwire%d", w.conn.LocalAddr(), w.branch),
		"From: <sip:wire@127.0.0.4>;tag=wire",
		"To: <" + to + ">" + w.toTag,
		"Call-ID: wire-call",
		fmt.Sprintf("CSeq: %d %s", seq, method),
		"Max-Forwards: 70",
		fmt.Sprintf("Contact: <sip:wire@%s>", w.conn.LocalAddr()),
	}
	lines = append(lines, extra...)
	if body != "" && !strings.Contains(strings.Join(extra, ""), "Content-Type") {
		lines = append(lines, "Content-Type: application/sdp")
	}
	lines = append(lines, fmt.Sprintf("Content-Length: %d", len(body)), "", body)
	_, err := w.conn.Write([]byte(strings.Join(lines, "\r\n")))
	require.NoError(w.t, err)
}

// read returns the next message.
func (w *wire) read() sip.Message {
	w.t.Helper()
	buf := make([]byte, 65536)
	n, err := w.conn.Read(buf)
	require.NoError(w.t, err)
	msg, err := sip.NewParser().ParseSIP(buf[:n])
	require.NoError(w.t, err)
	return msg
}

// answer reads until a final response to the request numbered seq.
func (w *wire) answer(seq uint32) *sip.Response {
	w.t.Helper()
	for {
		res, ok := w.read().(*sip.Response)
		if ok && !res.IsProvisional() && res.CSeq().SeqNo == seq {
			w.toTag = ";tag=" + tag(res.To().Params)
			return res
		}
	}
}

func header(res *sip.Response, name string) string {
	if h := res.GetHeader(name); h != nil {
		return h.Value()
	}
	return ""
}

func wireSDP(port int) string {
	return fmt.Sprintf("v=0\r\no=- 1 1 IN IP4 127.0.0.4\r\ns=-\r\nc=IN IP4 127.0.0.4\r\nt=0 0\r\nm=audio %d RTP/AVP 8 96\r\na=rtpmap:96 telephone-event/8000\r\n", port)
}

// wireCall is an answered call from the wire.
func wireCall(t *testing.T, body string, extra ...string) (*wire, *Call, *sip.Response) {
	t.Helper()
	return wireCallTo(t, newPhone(t, Config{User: "phone"}), body, extra...)
}

func wireCallTo(t *testing.T, p *Phone, body string, extra ...string) (*wire, *Call, *sip.Response) {
	t.Helper()
	w := newWire(t, p)
	w.send("INVITE", 1, body, extra...)
	c, err := p.NextCall(deadline(t))
	require.NoError(t, err)
	answered := make(chan error, 1)
	go func() { answered <- c.Answer(deadline(t)) }()
	res := w.answer(1)
	require.Equal(t, 200, res.StatusCode)
	ackBody := ""
	if body == "" {
		ackBody = wireSDP(9)
	}
	w.send("ACK", 1, ackBody)
	require.NoError(t, <-answered)
	// Close would say BYE to a wire that does not answer.
	t.Cleanup(func() { require.NoError(t, p.Vanish()) })
	return w, c, res
}

func TestOptionsIsAnswered(t *testing.T) {
	w := newWire(t, newPhone(t, Config{User: "phone"}))
	w.send("OPTIONS", 1, "")
	res := w.answer(1)
	require.Equal(t, 200, res.StatusCode)
	require.Equal(t, allowed, header(res, "Allow"))
}

func TestRequestsOutsideACall(t *testing.T) {
	w := newWire(t, newPhone(t, Config{User: "phone"}))
	w.toTag = ";tag=nobody"
	for i, tc := range []struct {
		method string
		code   int
	}{{"BYE", 481}, {"INFO", 481}, {"UPDATE", 481}, {"INVITE", 481}, {"CANCEL", 481}, {"MESSAGE", 405}, {"NOTIFY", 200}} {
		w.toTag = ";tag=nobody"
		w.send(tc.method, i+1, "")
		require.Equal(t, tc.code, w.answer(uint32(i+1)).StatusCode, tc.method)
	}
}

func TestUnknownExtensionIsRefused(t *testing.T) {
	w := newWire(t, newPhone(t, Config{User: "phone"}))
	w.send("INVITE", 1, wireSDP(9), "Require: timer, 100rel")
	res := w.answer(1)
	require.Equal(t, 420, res.StatusCode)
	require.Equal(t, "100rel", header(res, "Unsupported"))
}

func TestOfferIsAnsweredInItsTerms(t *testing.T) {
	_, c, res := wireCall(t, wireSDP(9))
	d, err := parseDescription(res.Body())
	require.NoError(t, err)
	require.Equal(t, 96, d.events, "keys under the number of the offer")
	require.Equal(t, ALaw, d.codecs[0])
	require.EqualValues(t, 96, c.media.out.events.Load())
	require.Empty(t, header(res, "Session-Expires"))
}

func TestSessionTimerIsLeftToTheCaller(t *testing.T) {
	w, c, res := wireCall(t, wireSDP(9), "Supported: 100rel, timer", "Session-Expires: 90;refresher=uac")
	require.Equal(t, "90;refresher=uac", header(res, "Session-Expires"))
	require.Equal(t, "timer", header(res, "Require"))
	w.send("UPDATE", 2, "", "Supported: timer", "Session-Expires: 90")
	update := w.answer(2)
	require.Equal(t, 200, update.StatusCode)
	require.Equal(t, "90;refresher=uac", header(update, "Session-Expires"))
	require.Empty(t, update.Body())
	w.send("INVITE", 3, wireSDP(9), "Supported: timer", "Session-Expires: 90;refresher=uac")
	again := w.answer(3)
	require.Equal(t, 200, again.StatusCode)
	require.Equal(t, string(res.Body()), string(again.Body()), "the same SDP")
	w.send("ACK", 3, "")
	w.send("BYE", 4, "", `Reason: Q.850;cause=16`)
	require.Equal(t, 200, w.answer(4).StatusCode)
	require.Equal(t, End{ByRemote: true, Code: 200, Reason: "Q.850;cause=16"}, endOf(t, c))
}

func TestReinviteMovesTheSound(t *testing.T) {
	w, c, _ := wireCall(t, wireSDP(9))
	sound, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 4)})
	require.NoError(t, err)
	defer sound.Close()
	w.send("INVITE", 2, wireSDP(sound.LocalAddr().(*net.UDPAddr).Port))
	require.Equal(t, 200, w.answer(2).StatusCode)
	w.send("ACK", 2, "")
	require.NoError(t, sound.SetReadDeadline(time.Now().Add(patience)))
	n, err := sound.Read(make([]byte, 2000))
	require.NoError(t, err)
	require.Equal(t, 12+frameSize, n)
	w.send("INVITE", 3, "v=0\r\nc=IN IP4 127.0.0.4\r\nm=audio 9 RTP/AVP 18\r\n")
	require.Equal(t, 488, w.answer(3).StatusCode, "no codec in common")
	w.send("ACK", 3, "")
	require.False(t, c.ended.fired(), "the call goes on")
}

func TestInviteWithoutOffer(t *testing.T) {
	_, c, res := wireCall(t, "")
	d, err := parseDescription(res.Body())
	require.NoError(t, err)
	require.Equal(t, []Codec{ALaw, ULaw}, d.codecs)
	require.Equal(t, "127.0.0.4:9", c.media.in.from.Load().String(), "the ACK carried the answer")
}

func TestAnswerIsRepeatedUntilConfirmed(t *testing.T) {
	p := newPhone(t, Config{User: "phone"})
	w := newWire(t, p)
	w.send("INVITE", 1, wireSDP(9))
	c, err := p.NextCall(deadline(t))
	require.NoError(t, err)
	answered := make(chan error, 1)
	go func() { answered <- c.Answer(deadline(t)) }()
	first, second := w.answer(1), w.answer(1)
	require.Equal(t, first.String(), second.String())
	w.send("ACK", 1, "")
	require.NoError(t, <-answered)
	require.NoError(t, p.Vanish())
}

// The wire plays the called side and did not get the first ACK.
func TestAckIsRepeated(t *testing.T) {
	p := newPhone(t, Config{User: "phone"})
	w := newWire(t, p)
	c, err := p.Dial(deadline(t), "sip:wire@"+w.conn.LocalAddr().String(), DialOptions{})
	require.NoError(t, err)
	invite := w.read().(*sip.Request)
	res := sip.NewSDPResponseFromRequest(invite, []byte(wireSDP(9)))
	res.AppendHeader(sip.NewHeader("Contact", "<sip:wire@"+w.conn.LocalAddr().String()+">"))
	for range 2 {
		_, err = w.conn.Write([]byte(res.String()))
		require.NoError(t, err)
		ack := w.read().(*sip.Request)
		require.Equal(t, sip.ACK, ack.Method)
		require.Equal(t, invite.CSeq().SeqNo, ack.CSeq().SeqNo)
		require.NoError(t, c.WaitAnswered(deadline(t)))
	}
	require.NoError(t, p.Vanish())
}

// Before any response a CANCEL must not be sent; after it, at once.
func TestCancelWaitsForTheFirstResponse(t *testing.T) {
	p := newPhone(t, Config{User: "phone"})
	w := newWire(t, p)
	c, err := p.Dial(deadline(t), "sip:wire@"+w.conn.LocalAddr().String(), DialOptions{})
	require.NoError(t, err)
	invite := w.read().(*sip.Request)
	done := make(chan error, 1)
	go func() { done <- c.Hangup(deadline(t)) }()
	<-c.giveUp.done
	require.False(t, c.reached.fired(), "nobody has answered yet")
	w.respond(invite, 100, "Trying")
	cancel := w.read().(*sip.Request)
	require.Equal(t, sip.CANCEL, cancel.Method)
	require.NoError(t, c.wait(deadline(t), c.reached, "a response"))
	require.Equal(t, invite.Via().Value(), cancel.Via().Value())
	require.Equal(t, invite.CSeq().SeqNo, cancel.CSeq().SeqNo)
	w.respond(cancel, 200, "OK")
	w.respond(invite, 487, "Request Terminated")
	require.Equal(t, sip.ACK, w.read().(*sip.Request).Method)
	require.NoError(t, <-done)
	require.Equal(t, End{Code: 487, Reason: "Request Terminated"}, endOf(t, c))
}

func (w *wire) respond(req *sip.Request, code int, reason string) {
	w.t.Helper()
	_, err := w.conn.Write([]byte(sip.NewResponseFromRequest(req, code, reason, nil).String()))
	require.NoError(w.t, err)
}

// An answer that crosses the CANCEL is confirmed and then ended.
func TestAnswerCrossesCancel(t *testing.T) {
	p := newPhone(t, Config{User: "phone"})
	w := newWire(t, p)
	c, err := p.Dial(deadline(t), "sip:wire@"+w.conn.LocalAddr().String(), DialOptions{})
	require.NoError(t, err)
	invite := w.read().(*sip.Request)
	w.respond(invite, 180, "Ringing")
	require.NoError(t, c.WaitRinging(deadline(t)))
	done := make(chan error, 1)
	go func() { done <- c.Hangup(deadline(t)) }()
	cancel := w.read().(*sip.Request)
	require.Equal(t, sip.CANCEL, cancel.Method)
	res := sip.NewSDPResponseFromRequest(invite, []byte(wireSDP(9)))
	res.AppendHeader(sip.NewHeader("Contact", "<sip:wire@"+w.conn.LocalAddr().String()+">"))
	_, err = w.conn.Write([]byte(res.String()))
	require.NoError(t, err)
	w.respond(cancel, 481, "Call/Transaction Does Not Exist")
	require.Equal(t, sip.ACK, w.read().(*sip.Request).Method)
	bye := w.read().(*sip.Request)
	require.Equal(t, sip.BYE, bye.Method)
	require.Greater(t, bye.CSeq().SeqNo, invite.CSeq().SeqNo)
	w.respond(bye, 200, "OK")
	require.NoError(t, <-done)
	require.False(t, c.answered.fired(), "nobody was told that it was answered")
	require.Equal(t, 200, endOf(t, c).Code)
}

func TestEarlyMedia(t *testing.T) {
	p := newPhone(t, Config{User: "phone"})
	w := newWire(t, p)
	sound, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 4)})
	require.NoError(t, err)
	defer sound.Close()
	c, err := p.Dial(deadline(t), "sip:wire@"+w.conn.LocalAddr().String(), DialOptions{})
	require.NoError(t, err)
	invite := w.read().(*sip.Request)
	res := sip.NewSDPResponseFromRequest(invite, []byte(wireSDP(sound.LocalAddr().(*net.UDPAddr).Port)))
	res.StatusCode, res.Reason = 183, "Session Progress"
	_, err = w.conn.Write([]byte(res.String()))
	require.NoError(t, err)
	require.NoError(t, c.WaitProgress(deadline(t)))
	s := newSender(sound)
	s.codec.Store(uint32(ALaw))
	s.setTone(450)
	s.remote.Store(&c.media.addr)
	for range 20 {
		s.frame()
	}
	require.NoError(t, c.WaitTone(deadline(t), 450, heardFor))
	require.NoError(t, p.Vanish())
}
