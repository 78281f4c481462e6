package e2e

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/asterisk"
	"hotline/internal/dialplan"
	"hotline/internal/rig"
	"hotline/internal/softphone"
)

// machine is one of two: an Asterisk, and a link to it in the place of an engine.
type machine struct {
	*scene
	link *asterisk.Link
}

// twoMachines starts the Asterisks of a fleet of two, a and b. They are not shared with
// other tests, and no engine runs.
func twoMachines(t *testing.T) (a, b *machine) {
	t.Helper()
	t.Parallel()
	at, other := freeAddress(t, "127.0.1.1"), freeAddress(t, "127.0.1.2")
	tree := filepath.Join(t.TempDir(), "dialplans")
	require.NoError(t, writeTree(tree, "127.0.0.3:9"))
	text := fmt.Sprintf("machines:\n  a: {address: %s, port: %d}\n  b: {address: %s, port: %d}\n", at.IP, at.Port, other.IP, other.Port)
	require.NoError(t, os.WriteFile(filepath.Join(tree, "machines.yaml"), []byte(text), 0o600))
	a = newMachine(t, tree, "a", dialplan.Secrets{})
	b = newMachine(t, tree, "b", a.rig.Secrets)
	a.sees("b")
	b.sees("a")
	return a, b
}

// freeAddress is a port that nobody has at one of this machine's addresses.
func freeAddress(t *testing.T, host string) *net.UDPAddr {
	t.Helper()
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.ParseIP(host)})
	require.NoError(t, err)
	require.NoError(t, conn.Close())
	return conn.LocalAddr().(*net.UDPAddr)
}

func newMachine(t *testing.T, tree, name string, secrets dialplan.Secrets) *machine {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(cancel)
	s := &scene{T: t, ctx: ctx, data: t.TempDir(), kept: newLogs(), changed: make(chan struct{})}
	var err error
	s.rig, err = rig.New(ctx, rig.Options{
		Dialplans: tree, Data: s.data, Dir: t.TempDir(), Machine: name, Secrets: secrets,
		Log: s.kept.engine().With("machine", name), Asterisk: s.kept.asterisk().With("machine", name), Phones: logger(), Observe: s.observe,
	})
	require.NoError(t, err)
	s.kept.guard(s.rig.Secrets)
	t.Cleanup(func() {
		for _, p := range s.phones {
			_ = p.Close()
		}
		s.rig.Close()
	})
	return &machine{scene: s}
}

// sees waits until the machine has found the other one within reach.
func (m *machine) sees(peer string) {
	m.Helper()
	m.eventually(peer+" is within reach", func() bool {
		said, err := m.rig.Server.CLI(m.ctx, "pjsip show contacts")
		return err == nil && regexp.MustCompile(`peer-`+peer+`/sip\S+\s+\S+\s+Avail`).MatchString(said)
	})
}

// connect takes the place of the machine's engine.
func (m *machine) connect() {
	m.Helper()
	s := m.rig.Server.Site()
	link, err := asterisk.New(asterisk.Config{
		URL: "http://" + s.HTTP.String() + "/ari", User: s.ARI.User, Password: s.ARI.Password, App: "hotline", Log: logger(),
	})
	require.NoError(m, err)
	require.NoError(m, link.Start(m.ctx))
	m.Cleanup(link.Stop)
	<-link.Linked()
	m.link = link
}

// registered makes a telephone that is registered at the machine.
func (m *machine) telephone(number string) *softphone.Phone {
	m.Helper()
	p := m.phoneOf(number)
	require.NoError(m, p.Register(m.ctx))
	return p
}

// rings dials a telephone that is registered at another machine.
func (m *machine) originate(endpoint string, variables map[string]string) (*asterisk.Mailbox, string) {
	m.Helper()
	box, leg := m.link.NewMailbox(), "leg-"+fmt.Sprint(time.Now().UnixNano())
	m.link.Route(box, leg)
	require.NoError(m, m.link.Originate(m.ctx, asterisk.Origination{
		ID: leg, Endpoint: endpoint, CallerID: `"咨询与求助 等待1分20秒" <13800138000>`, Timeout: patience, Variables: variables,
	}))
	return box, leg
}

// await waits for an event of a type, passing others by.
func await[E asterisk.Event](m *machine, box *asterisk.Mailbox) E {
	m.Helper()
	ctx, cancel := context.WithTimeout(m.ctx, patience)
	defer cancel()
	for {
		e, err := box.Next(ctx)
		var want E
		require.NoError(m, err, "%T did not come", want)
		if e, ok := e.(E); ok {
			return e
		}
	}
}

func TestATelephoneAtTheOtherMachineRings(t *testing.T) {
	a, b := twoMachines(t)
	a.connect()
	phone := b.telephone("8001")
	box, leg := a.originate("PJSIP/8001@peer-b", map[string]string{
		"PJSIP_HEADER(add,X-Hotline-Call)":  "c-1",
		"PJSIP_HEADER(add,X-Hotline-Queue)": "%E5%92%A8%E8%AF%A2",
		"PJSIP_HEADER(add,X-Hotline-Wait)":  "80",
		"PJSIP_HEADER(add,X-Other)":         "no",
	})
	c, err := phone.NextCall(a.ctx)
	require.NoError(t, err)
	require.Equal(t, []string{"咨询与求助 等待1分20秒", "13800138000"}, []string{c.From().Display, c.From().User})
	require.Equal(t, []string{"c-1", "咨询", "80", "", ""}, []string{
		c.Header("X-Hotline-Call"), c.HeaderText("X-Hotline-Queue"), c.Header("X-Hotline-Wait"), c.Header("X-Hotline-Name"), c.Header("X-Other"),
	})
	require.Equal(t, asterisk.DialStarted, await[asterisk.Dialling](a, box).Status)
	require.NoError(t, c.Ring())
	require.Equal(t, asterisk.DialRinging, await[asterisk.Dialling](a, box).Status)
	require.NoError(t, c.Answer(a.ctx))
	await[asterisk.ChannelArrived](a, box)

	require.NoError(t, c.SendDTMF(a.ctx, "1", softphone.RFC4733))
	require.Equal(t, byte('1'), await[asterisk.Digit](a, box).Digit)
	require.NoError(t, c.SendDTMF(a.ctx, "#", softphone.INFO))
	require.Equal(t, byte('#'), await[asterisk.Digit](a, box).Digit)
	require.NoError(t, c.Hold(a.ctx))
	require.True(t, await[asterisk.HoldChanged](a, box).Held)
	require.NoError(t, c.Resume(a.ctx))
	require.False(t, await[asterisk.HoldChanged](a, box).Held)
	require.NoError(t, a.link.Hangup(a.ctx, leg, "normal"))
	b.over(c)
}

// How a call at another machine ends without a talk is told as if the telephone were here.
func TestHowATelephoneAtTheOtherMachineRefuses(t *testing.T) {
	a, b := twoMachines(t)
	a.connect()
	phone := b.telephone("8001")
	for name, c := range map[string]struct {
		refuse      func(c *softphone.Call) error
		status      asterisk.DialStatus
		cause, tech int
		forward     string
	}{
		"busy":        {func(c *softphone.Call) error { return c.Reject(486, "Busy Here") }, asterisk.DialBusy, 17, 486, ""},
		"unavailable": {func(c *softphone.Call) error { return c.Reject(480, "Temporarily Unavailable") }, asterisk.DialNoAnswer, 19, 480, ""},
		"declined":    {func(c *softphone.Call) error { return c.Reject(603, "Decline") }, asterisk.DialNoAnswer, 21, 403, ""},
		"not found":   {func(c *softphone.Call) error { return c.Reject(404, "Not Found") }, asterisk.DialNoAnswer, 1, 404, ""},
		"broken":      {func(c *softphone.Call) error { return c.Reject(503, "Service Unavailable") }, asterisk.DialCongestion, 34, 503, ""},
		"sent on":     {func(c *softphone.Call) error { return c.Redirect("sip:045112345@192.0.2.1") }, asterisk.DialCancelled, 0, 0, "045112345"},
	} {
		box, _ := a.originate("PJSIP/8001@peer-b", nil)
		ringing, err := phone.NextCall(a.ctx)
		require.NoError(t, err)
		require.NoError(t, c.refuse(ringing), name)
		seen := a.failed(box)
		if c.forward != "" { // how it ends is said twice, by the 302 and by the end of the relay: either may be first
			require.Equal(t, []any{c.status, c.forward}, []any{seen.dial.Status, seen.dial.Forward}, name)
			continue
		}
		require.Equal(t, []any{c.status, c.forward, c.cause, c.tech},
			[]any{seen.dial.Status, seen.dial.Forward, seen.end.Cause, seen.end.TechCause}, name)
	}
	box, leg := a.originate("PJSIP/8001@peer-b", nil)
	ringing, err := phone.NextCall(a.ctx)
	require.NoError(t, err)
	require.NoError(t, ringing.Ring())
	require.NoError(t, a.link.Hangup(a.ctx, leg, "normal"))
	b.over(ringing)
	await[asterisk.ChannelEnded](a, box)
	box, _ = a.originate("PJSIP/8002@peer-b", nil) // registered nowhere
	require.Equal(t, 1, a.failed(box).end.Cause)
}

// failure is how a leg ended that nobody answered.
type failure struct {
	dial asterisk.Dialling
	end  asterisk.ChannelEnded
}

func (m *machine) failed(box *asterisk.Mailbox) (seen failure) {
	m.Helper()
	ctx, cancel := context.WithTimeout(m.ctx, patience)
	defer cancel()
	for {
		e, err := box.Next(ctx)
		require.NoError(m, err)
		switch e := e.(type) {
		case asterisk.Dialling:
			seen.dial = e
		case asterisk.ChannelEnded:
			seen.end = e
			return seen
		}
	}
}

// The telephone's transfer button is the business of the engine that has the call.
func TestATransferAtTheOtherMachineIsPassedOn(t *testing.T) {
	a, b := twoMachines(t)
	a.connect()
	phone := b.telephone("8001")
	box, leg := a.originate("PJSIP/8001@peer-b", nil)
	c, err := phone.NextCall(a.ctx)
	require.NoError(t, err)
	require.NoError(t, c.Answer(a.ctx))
	await[asterisk.ChannelArrived](a, box)

	_, err = c.Refer(a.ctx, "0085212345678")
	require.NoError(t, err)
	asked := await[asterisk.TransferAsked](a, box)
	require.Equal(t, asterisk.TransferAsked{ID: leg, Blind: true, To: "0085212345678"}, asked)
	require.NoError(t, a.link.TransferProgress(a.ctx, leg, "channel_declined"))
	again, err := phone.NextCall(a.ctx) // it is refused, so the telephone rings again
	require.NoError(t, err)
	require.NoError(t, c.Hangup(a.ctx)) // as telephones do when they have transferred a call
	require.NoError(t, again.Answer(a.ctx))
	require.NoError(t, again.SendDTMF(a.ctx, "5", softphone.RFC4733)) // arrives when the two are joined
	await[asterisk.Digit](a, box)

	_, err = again.Refer(a.ctx, "8002")
	require.NoError(t, err)
	require.Equal(t, "8002", await[asterisk.TransferAsked](a, box).To)
	require.NoError(t, a.link.TransferProgress(a.ctx, leg, "channel_answered"))
	require.NoError(t, a.link.Hangup(a.ctx, leg, "normal"))
	require.NoError(t, again.Hangup(a.ctx))
	await[asterisk.ChannelEnded](a, box)
	b.nothingLeft()
}

// A call that no engine here takes goes to the engine of another machine, and says where
// it came in.
func TestWithoutAnEngineTheOtherMachineTakesTheCall(t *testing.T) {
	a, b := twoMachines(t)
	b.connect()
	caller := a.caller()
	c, err := caller.Dial(a.ctx, "88620002", softphone.DialOptions{Display: "王小明", Headers: map[string]string{"X-Hotline-Hops": "2", "X-Hotline-Age": "75"}})
	require.NoError(t, err)
	arrival := await[asterisk.ChannelArrived](b, b.link.Lobby())
	require.Equal(t, []string{"trunk", "carrier", "88620002", "2", "75"}, arrival.Args)
	require.Equal(t, "13800138000", arrival.Channel.CallerNumber)
	require.Equal(t, "王小明", arrival.Channel.CallerName)
	require.NoError(t, b.link.Answer(b.ctx, arrival.Channel.ID))
	require.NoError(t, c.WaitAnswered(a.ctx))
	require.NoError(t, c.Hangup(a.ctx))
	await[asterisk.ChannelEnded](b, arrival.Box)

	b.link.Stop()
	phone := b.telephone("8001") // no engine anywhere: the fallback's telephones ring, wherever they are
	c, err = caller.Dial(a.ctx, "88620002", softphone.DialOptions{})
	require.NoError(t, err)
	ringing, err := phone.NextCall(b.ctx)
	require.NoError(t, err)
	require.NoError(t, ringing.Answer(b.ctx))
	a.talk(c, ringing)
	require.NoError(t, c.Hangup(a.ctx))
	b.over(ringing)
}

// A code about a talk at another machine is handed on, and names the telephone.
func TestACodeIsHandedOn(t *testing.T) {
	a, b := twoMachines(t)
	a.connect()
	b.connect()
	phone := a.telephone("8000")
	c, err := phone.Dial(a.ctx, "*418001", softphone.DialOptions{})
	require.NoError(t, err)
	here := await[asterisk.ChannelArrived](a, a.link.Lobby())
	for name, value := range map[string]string{"HOTLINE_PEER": "b", "HOTLINE_EXTEN": "*418001"} {
		require.NoError(t, a.link.SetVariable(a.ctx, here.Channel.ID, name, value))
	}
	require.NoError(t, a.link.Continue(a.ctx, here.Channel.ID, "hotline-handon", "s", 1))
	there := await[asterisk.ChannelArrived](b, b.link.Lobby())
	require.Equal(t, []string{"seat", "8000", "*418001"}, there.Args)
	require.NoError(t, b.link.Answer(b.ctx, there.Channel.ID))
	require.NoError(t, c.WaitAnswered(a.ctx))
	require.NoError(t, b.link.Hangup(b.ctx, there.Channel.ID, "normal"))
	a.over(c)
}

// A machine may call the telephones of the house, and nothing else.
func TestNothingElseIsReachedFromAMachine(t *testing.T) {
	a, b := twoMachines(t)
	a.connect()
	b.connect()
	for name, c := range map[string]struct {
		dialled string
		headers map[string]string
	}{
		"a number outside":           {"013800138000", nil},
		"a hotline without a trunk":  {"12385", nil},
		"a trunk that is not there":  {"12385", map[string]string{"X-Hotline-Trunk": "nowhere"}},
		"a code without a telephone": {"*418001", nil},
		"a code of nobody":           {"*418001", map[string]string{"X-Hotline-Account": "7777"}},
		"a number of a telephone":    {"013800138000", map[string]string{"X-Hotline-Account": "8001"}},
		"a name":                     {"hotline", nil},
		"an expression":              {"12385", map[string]string{"X-Hotline-Trunk": `"|1|"`}},
	} {
		variables := map[string]string{}
		for header, value := range c.headers {
			variables["PJSIP_HEADER(add,"+header+")"] = value
		}
		box, _ := a.originate("PJSIP/"+c.dialled+"@peer-b", variables)
		require.Equal(t, 404, a.failed(box).end.TechCause, name)
	}
	for _, e := range b.link.Lobby().Take() {
		_, arrived := e.(asterisk.ChannelArrived)
		require.False(t, arrived, "the engine there heard of %+v", e)
	}
}
