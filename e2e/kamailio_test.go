package e2e

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/asterisk"
	"hotline/internal/parts"
	"hotline/internal/softphone"
)

// proxy is a Kamailio before both machines, as asterisk-config/kamailio.cfg has it.
type proxy struct{ phones, trunk string }

// behind is a carrier's address whose calls the proxy takes.
const behind = "127.0.0.4"

func startProxy(a, b *machine) proxy {
	a.Helper()
	cache, err := parts.CacheDir()
	require.NoError(a, err)
	program, err := parts.Kamailio(a.ctx, cache, logger())
	require.NoError(a, err)
	p := proxy{freeAddress(a.T, "127.0.0.20").String(), freeAddress(a.T, "127.0.0.2").String()}
	dir := a.TempDir()
	text, err := os.ReadFile("../asterisk-config/kamailio.cfg")
	require.NoError(a, err)
	addressed := strings.NewReplacer("10.0.0.10:5060", p.phones, "10.0.0.11:5060", p.trunk, "10.0.0.10", "127.0.0.20", "10.0.0.11", "127.0.0.2",
		"192.0.2.1", behind, "/etc/kamailio", dir).Replace(string(text))
	list := strings.NewReplacer("10.0.0.1:5060", a.rig.SIP(), "10.0.0.2:5060", b.rig.SIP())
	machines, err := os.ReadFile("../asterisk-config/dispatcher.list")
	require.NoError(a, err)
	require.NoError(a, os.WriteFile(filepath.Join(dir, "kamailio.cfg"), []byte(addressed), 0o600))
	require.NoError(a, os.WriteFile(filepath.Join(dir, "dispatcher.list"), []byte(list.Replace(string(machines))), 0o600))

	modules, err := filepath.Glob(filepath.Join(program.Root, "usr/lib/*/kamailio/modules"))
	require.NoError(a, err)
	ctx, cancel := context.WithCancel(a.ctx)
	cmd := program.Cmd(ctx, "-DD", "-E", "-m", "32", "-M", "8", "-w", dir, "-Y", dir, "-f", filepath.Join(dir, "kamailio.cfg"), "-L", strings.Join(modules, ":"))
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) } // it ends its own children
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	require.NoError(a, cmd.Start())
	a.Cleanup(func() {
		cancel()
		_ = cmd.Wait()
		if a.Failed() {
			a.Log(said.String())
		}
	})
	return p
}

// phone is a telephone of ours that knows the proxy alone.
func (p proxy) phone(m *machine, number string) *softphone.Phone {
	return m.phoneAt(softphone.Config{User: number, Password: m.rig.Secrets.Seats[number], Server: p.phones, LocalAddr: "127.0.0.1:0"})
}

func (m *machine) phoneAt(cfg softphone.Config) *softphone.Phone {
	m.Helper()
	cfg.Log = logger()
	p, err := softphone.New(cfg)
	require.NoError(m, err)
	require.NoError(m, p.Start(m.ctx))
	m.phones = append(m.phones, p)
	return p
}

func TestTelephonesAndCarriersThroughKamailio(t *testing.T) {
	a, b := twoMachines(t)
	a.connect()
	b.connect()
	p := startProxy(a, b)
	phone := p.phone(a, "8001")
	a.eventually("the proxy is there", func() bool { return phone.Register(a.ctx) == nil })

	// It is registered at one machine, and called through the proxy from both.
	at, other, name := a, b, "a"
	if b.registered("8001") {
		at, other, name = b, a, "b"
	}
	require.False(t, other.registered("8001"))
	for _, from := range []struct {
		m        *machine
		endpoint string
	}{{at, "PJSIP/8001"}, {other, "PJSIP/8001@peer-" + name}} {
		box, leg := from.m.originate(from.endpoint, nil)
		c, err := phone.NextCall(a.ctx)
		require.NoError(t, err)
		require.NoError(t, c.Answer(a.ctx))
		await[asterisk.ChannelArrived](from.m, box)
		// What a telephone says in the first milliseconds after the answer can be lost at the
		// machine between: its two legs are joined one after the other.
		require.NoError(t, c.SendDTMF(a.ctx, "1", softphone.RFC4733))
		await[asterisk.Digit](from.m, box)
		require.NoError(t, c.Hold(a.ctx))
		require.True(t, await[asterisk.HoldChanged](from.m, box).Held)
		require.NoError(t, from.m.link.Hangup(a.ctx, leg, "normal"))
		a.over(c)
	}

	// What it dials comes in where it is registered.
	c, err := phone.Dial(a.ctx, "*11", softphone.DialOptions{})
	require.NoError(t, err)
	require.Equal(t, []string{"seat", "8001", "*11"}, await[asterisk.ChannelArrived](at, at.link.Lobby()).Args)
	require.NoError(t, c.Hangup(a.ctx))

	// The carrier's calls go to the machines in turn. Nobody is believed to be a machine, or
	// has anybody's place in a talk: Asterisk would refuse this one.
	carrier := a.phoneAt(softphone.Config{User: "13800138000", Server: p.trunk, LocalAddr: behind + ":0"})
	calls := func(n int) map[*machine]int {
		took := map[*machine]int{}
		for range n {
			c, err := carrier.Dial(a.ctx, "12385", softphone.DialOptions{Headers: map[string]string{"X-Hotline-Trunk": "exchange", "Replaces": "nobody;to-tag=1;from-tag=2"}})
			require.NoError(t, err)
			m, arrival := nextArrival(at, other)
			took[m]++
			require.Equal(t, []string{"trunk", "carrier", "12385", "", ""}, arrival.Args)
			require.NoError(t, m.link.Answer(a.ctx, arrival.Channel.ID))
			require.NoError(t, c.WaitAnswered(a.ctx))
			require.NoError(t, c.Hangup(a.ctx))
			await[asterisk.ChannelEnded](m, arrival.Box)
		}
		return took
	}
	require.Equal(t, map[*machine]int{a: 2, b: 2}, calls(4))

	// A machine that is gone is passed by.
	other.rig.Server.Kill()
	require.Equal(t, map[*machine]int{at: 3}, calls(3))
	again := p.phone(a, "8002")
	require.NoError(t, again.Register(a.ctx))
	require.True(t, at.registered("8002"))
}

// nextArrival is the next call at either machine.
func nextArrival(a, b *machine) (*machine, asterisk.ChannelArrived) {
	a.Helper()
	ctx, cancel := context.WithTimeout(a.ctx, patience)
	defer cancel()
	for {
		select {
		case <-a.link.Lobby().Ready():
		case <-b.link.Lobby().Ready():
		case <-ctx.Done():
			require.FailNow(a, "the call arrived nowhere")
		}
		for _, m := range []*machine{a, b} {
			for _, e := range m.link.Lobby().Take() {
				if e, ok := e.(asterisk.ChannelArrived); ok {
					return m, e
				}
			}
		}
	}
}

// Strangers get nowhere through the proxy either.
func TestKamailioIsNoOpenRelay(t *testing.T) {
	a, b := twoMachines(t)
	a.connect()
	b.connect()
	p := startProxy(a, b)
	phone := p.phone(a, "8001")
	a.eventually("the proxy is there", func() bool { return phone.Register(a.ctx) == nil })
	for server, code := range map[string]int{p.phones: 401, p.trunk: 403} {
		for _, number := range []string{"12385", "8001", "013800138000"} {
			c, err := a.phoneAt(softphone.Config{User: "8001", Server: server, LocalAddr: stranger + ":0"}).Dial(a.ctx, number, softphone.DialOptions{
				Headers: map[string]string{"Route": fmt.Sprintf("<sip:%s;lr>", phone.Addr())},
			})
			require.NoError(t, err)
			end, err := c.WaitEnded(a.ctx)
			require.NoError(t, err)
			require.Equal(t, code, end.Code, "%s at %s", number, server)
		}
	}
	require.Empty(t, phone.Incoming())
	for _, m := range []*machine{a, b} {
		for _, e := range m.link.Lobby().Take() {
			_, arrived := e.(asterisk.ChannelArrived)
			require.False(t, arrived, "an engine heard of %+v", e)
		}
	}
}
