package network

import (
	"context"
	"maps"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
	"hotline/internal/dialplan"
	"hotline/internal/record"
	"hotline/internal/softphone"
)

func ready(t *testing.T) programs {
	t.Helper()
	p, err := find(t.Context(), os.Getenv(within))
	require.NoError(t, err)
	return p
}

// What is shipped starts as it is, on one machine, and is healthy.
func TestOneMachine(t *testing.T) {
	tree, err := filepath.Abs("../../dialplans")
	require.NoError(t, err)
	p := ready(t)
	m := newMachine(t, p, "one", given{tree, t.TempDir()})
	p.laid(t, m.host, "link set dev lo up\n")
	m.up("configure", "asterisk", "redis", "hotline")
	m.eventually("it decides", func() bool { return m.each("hotline_fleet_leading", 1) })
}

// outside is a telephone out there: a seat's if there is a password for it, else a caller's.
func (m *machine) outside(secrets dialplan.Secrets, at, user string) *softphone.Phone {
	m.Helper()
	cfg := softphone.Config{User: user, Password: secrets.Seats[user], Server: at + ":5060", LocalAddr: carrier + ":0"}
	if cfg.Password != "" {
		cfg.LocalAddr = telephones + ":0"
	}
	p, err := softphone.New(cfg)
	require.NoError(m, err)
	require.NoError(m, p.Start(m.ctx))
	m.Cleanup(func() { _ = p.Close() })
	if cfg.Password != "" {
		require.NoError(m, p.Register(m.ctx))
	}
	return p
}

// calls lets somebody outside call the hotline at a machine, which takes the call.
func (m *machine) calls(at, number string) *softphone.Call {
	m.Helper()
	c, err := m.outside(dialplan.Secrets{}, at, number).Dial(m.ctx, "12385", softphone.DialOptions{})
	require.NoError(m, err)
	require.NoError(m, c.WaitAnswered(m.ctx))
	return c
}

// answers waits for a caller at a seat's telephone, and talks with him.
func (m *machine) answers(seat *softphone.Phone, number string, caller *softphone.Call) *softphone.Call {
	m.Helper()
	c, err := seat.NextCall(m.ctx)
	require.NoError(m, err)
	require.Equal(m, number, c.From().User)
	require.NoError(m, c.Answer(m.ctx))
	m.talk(caller, c)
	return c
}

// talk checks that both hear each other, by tones of their own.
func (m *machine) talk(caller, seat *softphone.Call) {
	m.Helper()
	caller.SkipToNow()
	seat.SkipToNow()
	caller.StartTone(660)
	seat.StartTone(440)
	const long = 300_000_000 // ns
	require.NoError(m, seat.WaitTone(m.ctx, 660, long), "the seat does not hear the caller")
	require.NoError(m, caller.WaitTone(m.ctx, 440, long), "the caller does not hear the seat")
	caller.StopTone()
	seat.StopTone()
}

func (m *machine) hangUp(one, other *softphone.Call) {
	m.Helper()
	require.NoError(m, one.Hangup(m.ctx))
	_, err := other.WaitEnded(m.ctx)
	require.NoError(m, err)
}

// twoMachines brings up what docker-compose.yml says of two hosts. The engine of b is
// there first, and so it decides.
func twoMachines(t *testing.T) (a, b *machine, secrets dialplan.Secrets) {
	t.Helper()
	tree, err := filepath.Abs("testdata/dialplans")
	require.NoError(t, err)
	folders, p := given{tree, t.TempDir()}, ready(t)
	a = newMachine(t, p, "a", folders, "HOTLINE_MACHINE=a", "HOTLINE_REDIS_BIND="+betweenA)
	b = newMachine(t, p, "b", folders, "HOTLINE_MACHINE=b", "HOTLINE_REDIS=redis://"+betweenA+":6379")
	p.lay(t, a.host, b.host)
	a.up("configure", "asterisk", "redis")
	b.up("configure", "asterisk", "-redis", "hotline")
	b.eventually("b decides", func() bool { return b.each("hotline_fleet_leading", 1) })
	a.up("hotline")
	secrets, err = dialplan.LoadSecrets(filepath.Join(folders.secrets, "secrets.yaml"))
	require.NoError(t, err)
	return a, b, secrets
}

// The numbers of who calls.
const (
	ann = "13900000001"
	bob = "13900000002"
	cat = "13900000003"
	dan = "13900000004"
)

// Two machines serve one floor. The line between them is cut, and mended: nobody loses a
// talk or a place, the side without Redis offers nobody a call, the other one goes on.
func TestTheLineBetweenTwoMachinesIsCut(t *testing.T) {
	a, b, secrets := twoMachines(t)
	require.True(t, a.each("hotline_fleet_leading", 0))
	first := b.outside(secrets, outsideB, "8001")
	annCalls := a.calls(outsideA, ann)
	annTalks := a.answers(first, ann, annCalls) // a caller at one machine, a seat at the other
	bobCalls := b.calls(outsideB, bob)
	require.NoError(t, bobCalls.WaitSound(b.ctx))
	b.eventually("he is in line", func() bool { return sum(a.metrics("hotline_queue_calls_waiting")) == 1 })

	a.cut(t, a.host)
	b.eventually("b has stopped", func() bool { return b.each("hotline_fleet_away", 1) && b.each("hotline_fleet_leading", 0) })
	a.eventually("a decides", func() bool { return a.each("hotline_fleet_leading", 1) && a.each("hotline_fleet_away", 0) })
	third := b.outside(secrets, outsideB, "8003")
	danCalls := b.calls(outsideB, dan)
	require.NoError(t, danCalls.WaitSound(b.ctx), "he is taken, and waits")
	require.NoError(t, danCalls.Hangup(b.ctx))
	second := a.outside(secrets, outsideA, "8002")
	catCalls := a.calls(outsideA, cat)
	a.hangUp(catCalls, a.answers(second, cat, catCalls))
	require.NoError(t, second.Unregister(a.ctx))
	require.Empty(t, third.Incoming(), "nobody decides there")

	a.restore(t, a.host)
	bobTalks := b.answers(third, bob, bobCalls)
	a.talk(annCalls, annTalks)
	a.hangUp(annCalls, annTalks)
	b.hangUp(bobCalls, bobTalks)
	for _, m := range []*machine{a, b} {
		m.eventually("all is over", func() bool {
			return m.each("hotline_calls_active", 0) && m.each("hotline_fleet_away", 0) && m.each("hotline_fleet_pending_inputs", 0)
		})
		for _, name := range []string{"groups_aside_total", "failures_total", "gaps_total"} {
			require.True(t, m.each("hotline_fleet_"+name, 0), name)
		}
	}
	a.eventually("both have the same", func() bool {
		here, there := a.metrics("hotline_fleet_place"), b.metrics("hotline_fleet_place")
		return len(here) > 0 && maps.Equal(here, there)
	})
	require.Equal(t, map[string]call.Outcome{ann: call.Answered, cat: call.Answered}, a.outcomes())
	require.Equal(t, map[string]call.Outcome{bob: call.Answered, dan: call.AbandonedInQueue}, b.outcomes())
}

func sum(values map[string]float64) (all float64) {
	for _, v := range values {
		all += v
	}
	return all
}

// outcomes are how the calls of a machine ended, by who called.
func (m *machine) outcomes() map[string]call.Outcome {
	m.Helper()
	records, err := record.List(m.ctx, m.places.Replace("/srv/hotline/data"), record.Filter{})
	require.NoError(m, err)
	outcomes := map[string]call.Outcome{}
	for _, r := range records {
		outcomes[r.From] = r.Outcome
	}
	require.Len(m, outcomes, len(records))
	return outcomes
}

// Whatever is not SIP is reached from the machine itself alone; Redis from the other
// machine, too.
func TestWhatIsReachedFromOutside(t *testing.T) {
	a, b, secrets := twoMachines(t)
	self, err := os.Executable()
	require.NoError(t, err)
	from := func(m *machine, address string) error { return m.command(m.ctx, self, "reach", address).Run() }
	const ari, metrics, redis, sip = "8088", "9385", "6379", "5060"
	for _, port := range []string{ari, metrics, redis} {
		require.NoError(t, from(a, "127.0.0.1:"+port), "it is there")
		require.Error(t, outsider(a.ctx, outsideA, port), "from outside, port %s", port)
	}
	for _, port := range []string{ari, metrics} {
		require.Error(t, from(b, net.JoinHostPort(betweenA, port)), "from the other machine, port %s", port)
	}
	require.NoError(t, from(b, net.JoinHostPort(betweenA, redis)))
	require.NoError(t, from(b, net.JoinHostPort(betweenA, sip)))
	require.NoError(t, outsider(a.ctx, outsideA, sip))
	a.outside(secrets, outsideA, "8001") // registers over UDP

	for _, at := range a.listeners() {
		open := at.Addr().IsLoopback() || at.Port() == 5060 || at == netip.MustParseAddrPort(betweenA+":"+redis)
		require.True(t, open, "something else listens at %s", at)
	}
}

// outsider tries to connect from where the tests are.
func outsider(ctx context.Context, host, port string) error {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	return reach(ctx, net.JoinHostPort(host, port))
}
