package e2e

import (
	"context"
	"net"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal/fleet"
	"hotline/internal/parts"
)

// redisServer is a Redis of its own process.
type redisServer struct {
	*testing.T
	program parts.Program
	dir     string
	port    string
	cmd     *exec.Cmd
}

func newRedis(t *testing.T) *redisServer {
	t.Helper()
	cache, err := parts.CacheDir()
	require.NoError(t, err)
	program, err := parts.Redis(t.Context(), cache, logger())
	require.NoError(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	_, port, err := net.SplitHostPort(l.Addr().String())
	require.NoError(t, err)
	require.NoError(t, l.Close())
	r := &redisServer{T: t, program: program, port: port}
	t.Cleanup(r.kill)
	r.startEmpty()
	return r
}

// startEmpty starts it with nothing in it.
func (r *redisServer) startEmpty() {
	r.Helper()
	r.dir = r.TempDir()
	r.cmd = r.program.Cmd(context.Background(), "--port", r.port, "--bind", "127.0.0.1", "--dir", r.dir, "--save", "", "--appendonly", "no",
		"--logfile", filepath.Join(r.dir, "log"))
	require.NoError(r, r.cmd.Start())
	require.True(r, eventually(func() bool {
		conn, err := net.Dial("tcp", r.address())
		if err != nil {
			return false
		}
		return conn.Close() == nil
	}), "Redis did not start")
}

func (r *redisServer) kill() {
	if r.cmd != nil {
		_ = r.cmd.Process.Kill()
		_ = r.cmd.Wait()
		r.cmd = nil
	}
}

func (r *redisServer) address() string { return net.JoinHostPort("127.0.0.1", r.port) }

// fleetOfTwo runs an engine on each of two machines.
func fleetOfTwo(t *testing.T) (redis *redisServer, a, b *machine) {
	t.Helper()
	a, b = twoMachines(t)
	redis = newRedis(t)
	for _, m := range []*machine{a, b} {
		m.rig.Redis = &fleet.Redis{Addr: redis.address()}
		m.startEngine()
	}
	return redis, a, b
}

// A caller at one machine reaches a seat at the other. Engines and Redis go and come
// back: talks go on, callers are answered, wait, and are served.
func TestFleet(t *testing.T) {
	redis, a, b := fleetOfTwo(t)
	first := b.seat("8001")

	// From one machine to the other.
	ann := a.dial(served)
	talk := a.answers(first, ann)
	require.NoError(t, ann.Hangup(a.ctx))
	a.over(talk)
	r := a.ended(1)
	require.Equal(t, call.Answered, r.Outcome)
	require.Equal(t, "8001", r.Seat)
	require.Empty(t, b.records(), "a call is the machine's that took it")

	// The engine that leads goes, whichever it is; the other one decides.
	a.rig.StopEngine()
	until(b.scene, 1, func(f *acd.MachineWentAway) bool { return f.Machine == "a" })
	bob := b.dial(served)
	talk = b.answers(first, bob)
	a.startEngine()
	b.rig.StopEngine()
	b.talk(bob, talk)
	cat := a.dial(served)
	until(a.scene, 2, any1[*acd.CallQueued])
	b.startEngine()
	require.NoError(t, bob.Hangup(b.ctx))
	b.over(talk)
	talk = a.answers(first, cat)

	// Redis goes, and comes back with nothing in it.
	redis.kill()
	gone := time.Now()
	dan := b.dial(served)
	second := a.phoneOf("8002")
	require.NoError(t, second.Register(a.ctx))
	for time.Since(gone) < 12*time.Second {
		a.talk(cat, talk)
	}
	redis.startEmpty()
	b.answers(second, dan)
	require.NoError(t, dan.Hangup(b.ctx))
	require.NoError(t, cat.Hangup(a.ctx))
	a.over(talk)
	for _, m := range []*machine{a, b} {
		until(m.scene, 4, any1[*acd.Answered])
		m.eventually("no call is left", func() bool { return len(m.records()) == 2 })
	}
}
