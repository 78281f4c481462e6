package e2e

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
	"hotline/internal/site"
	"hotline/internal/softphone"
)

func TestWithoutAnEngineTheFallbackGroupAnswers(t *testing.T) {
	s := newScene(t)
	first, second := s.phoneOf("8001"), s.phoneOf("8002")
	require.NoError(t, first.Register(s.ctx))
	require.NoError(t, second.Register(s.ctx))
	caller := s.dial(greeted)
	s.hears(caller, site.ApologyText)
	ringing, also := s.rings(first), s.rings(second)
	require.NoError(t, ringing.Answer(s.ctx))
	s.over(also)
	s.talk(caller, ringing)
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(ringing)
}

func TestAnEngineThatDrainsLeavesNewCallersToTheFallbackGroup(t *testing.T) {
	s := open(t)
	seat := s.seat("8001")
	first := s.dial(direct)
	talking := s.rings(seat)
	require.NoError(t, talking.Answer(s.ctx))
	s.talk(first, talking)
	drained := make(chan int)
	go func() { drained <- s.rig.Engine.Drain(s.ctx) }()
	s.eventually("the engine takes no more calls", func() bool { return s.rig.Engine.Ready() != nil })

	second := s.phoneOf("8002")
	require.NoError(t, second.Register(s.ctx))
	late := s.dial(direct)
	helped := s.rings(second)
	require.NoError(t, helped.Answer(s.ctx))
	s.talk(late, helped)
	require.NoError(t, late.Hangup(s.ctx))
	require.NoError(t, first.Hangup(s.ctx))
	require.Zero(t, <-drained, "nothing is left")
	outcomes := map[call.Outcome]int{}
	for _, r := range s.records() {
		outcomes[r.Outcome]++
	}
	require.Equal(t, map[call.Outcome]int{call.Answered: 1, call.Handed: 1}, outcomes)
}

func TestAsteriskRestarts(t *testing.T) {
	s := open(t)
	seat := s.seat("8001")
	caller := s.dial(direct)
	ringing := s.rings(seat)
	require.NoError(t, ringing.Answer(s.ctx))
	s.talk(caller, ringing)
	s.rig.Server.Kill()
	require.NoError(t, s.rig.Server.Restart(s.ctx))
	r := s.ended(1)
	require.Equal(t, call.Answered, r.Outcome, "it was a talk until it was cut off")
	require.Equal(t, "system", r.By)
	s.eventually("the engine is back by itself", func() bool { return s.rig.Engine.Ready() == nil })

	fresh := s.phoneOf("8002")
	require.NoError(t, fresh.Register(s.ctx))
	again := s.dial(direct)
	taken := s.rings(fresh)
	require.NoError(t, taken.Answer(s.ctx))
	s.talk(again, taken)
	require.NoError(t, again.Hangup(s.ctx))
	require.Equal(t, call.Answered, s.ended(2).Outcome)
}

// serve runs the real binary, so that it can be killed.
type serve struct {
	cmd  *exec.Cmd
	http string
	log  *strings.Builder // complete when read is closed
	read chan struct{}
}

func (s *scene) serve() *serve {
	s.Helper()
	cfg := s.rig.EngineConfig()
	secrets := s.TempDir() + "/secrets.yaml"
	require.NoError(s, os.WriteFile(secrets, []byte("ari: "+cfg.ARI.Password+"\n"), 0o600))
	cmd := exec.Command(shared.binary, "serve", "--dialplans", cfg.Dialplans, "--data", cfg.Data,
		"--sounds", cfg.Sounds, "--listen", "127.0.0.1:0", "--ari-url", cfg.ARI.URL, "--secrets", secrets, "--drain", "10s")
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := cmd.StderrPipe()
	require.NoError(s, err)
	require.NoError(s, cmd.Start())
	v := &serve{cmd: cmd, log: &strings.Builder{}, read: make(chan struct{})}
	addr := make(chan string, 1)
	go func() {
		defer close(v.read)
		for scan := bufio.NewScanner(out); scan.Scan(); {
			v.log.WriteString(scan.Text() + "\n")
			if _, after, ok := strings.Cut(scan.Text(), " http="); ok {
				addr <- strings.Fields(after)[0]
			}
		}
	}()
	s.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-v.read
		_ = cmd.Wait()
		if s.Failed() {
			s.Log(v.log.String())
		}
	})
	select {
	case v.http = <-addr:
	case <-time.After(patience):
		s.Fatal("hotline serve did not start")
	}
	s.eventually("hotline serve is ready", func() bool { return v.get("/readyz") == "ready\n" })
	return v
}

func (v *serve) get(path string) string {
	resp, err := http.Get("http://" + v.http + path)
	if err != nil {
		return ""
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	return string(body)
}

// kill ends the engine as a crash would.
func (v *serve) kill(s *scene) {
	require.NoError(s, v.cmd.Process.Kill())
	_, _ = v.cmd.Process.Wait()
}

func (s *scene) endedOutcome(v *serve, outcome call.Outcome, n string) {
	s.Helper()
	s.eventually("a call ended as "+string(outcome), func() bool {
		return strings.Contains(v.get("/metrics"), `hotline_calls_ended_total{outcome="`+string(outcome)+`"} `+n+"\n")
	})
}

func TestTheEngineIsKilledDuringATalkAndTheTalkGoesOn(t *testing.T) {
	s := newScene(t)
	engine := s.serve()
	seat := s.phoneOf("8001")
	require.NoError(t, seat.Register(s.ctx))
	caller := s.dial(direct)
	ringing := s.rings(seat)
	require.NoError(t, ringing.Answer(s.ctx))
	s.talk(caller, ringing)
	engine.kill(s)
	s.talk(caller, ringing)

	next := s.serve()
	s.talk(caller, ringing)
	require.NoError(t, caller.Hangup(s.ctx))
	s.over(ringing)
	s.endedOutcome(next, call.Answered, "1")
	r := s.onlyRecord()
	require.Equal(t, call.Answered, r.Outcome)
	require.Equal(t, "8001", r.Seat)

	again := s.dial(direct)
	taken := s.rings(seat)
	require.NoError(t, taken.Answer(s.ctx), "the seat is not stuck")
	s.talk(again, taken)
	require.NoError(t, again.Hangup(s.ctx))
	s.endedOutcome(next, call.Answered, "2")
}

func TestTheEngineIsKilledWhileACallerWaits(t *testing.T) {
	s := newScene(t)
	engine := s.serve()
	caller := s.dialFrom(s.caller(), direct, softphone.DialOptions{From: "13900000001"})
	require.NoError(t, caller.WaitSound(s.ctx))
	engine.kill(s)
	next := s.serve()
	later := s.dialFrom(s.caller(), direct, softphone.DialOptions{From: "13900000002"})
	seat := s.phoneOf("8001")
	require.NoError(t, seat.Register(s.ctx))
	ringing := s.rings(seat)
	require.Equal(t, "13900000001", ringing.From().User, "he kept his place")
	require.NoError(t, ringing.Answer(s.ctx))
	s.talk(caller, ringing)
	require.NoError(t, later.Hangup(s.ctx))
	s.endedOutcome(next, call.AbandonedInQueue, "1")
	require.NoError(t, caller.Hangup(s.ctx))
	s.endedOutcome(next, call.Answered, "1")
}

func TestTheEngineIsKilledAndACallerLeavesMeanwhile(t *testing.T) {
	s := newScene(t)
	engine := s.serve()
	caller := s.dial(direct)
	require.NoError(t, caller.WaitSound(s.ctx))
	engine.kill(s)
	require.NoError(t, caller.Hangup(s.ctx))
	next := s.serve()
	s.eventually("the call is off the books", func() bool {
		return strings.Contains(next.get("/metrics"), "hotline_calls_active 0\n")
	})
	require.Equal(t, call.Failed, s.onlyRecord().Outcome, "nobody saw how it ended")
}

func TestTheEngineIsKilledAndAMenuIsHeardAgain(t *testing.T) {
	s := newScene(t)
	engine := s.serve()
	caller := s.dial(menu)
	s.hears(caller, question)
	engine.kill(s)
	next := s.serve()
	caller.SkipToNow()
	s.hears(caller, question)
	require.NoError(t, caller.Hangup(s.ctx))
	s.endedOutcome(next, call.AbandonedInMenu, "1")
	require.Equal(t, call.AbandonedInMenu, s.onlyRecord().Outcome)
}

func TestServeEndsOnSIGTERMAfterItsCalls(t *testing.T) {
	s := newScene(t)
	engine := s.serve()
	seat := s.phoneOf("8001")
	require.NoError(t, seat.Register(s.ctx))
	caller := s.dial(direct)
	ringing := s.rings(seat)
	require.NoError(t, ringing.Answer(s.ctx))
	s.talk(caller, ringing)
	require.NoError(t, engine.cmd.Process.Signal(syscall.SIGTERM))
	s.eventually("it drains", func() bool { return strings.HasPrefix(engine.get("/readyz"), "draining") })
	s.talk(caller, ringing)
	require.NoError(t, ringing.Hangup(s.ctx))
	s.over(caller)
	<-engine.read
	state, err := engine.cmd.Process.Wait()
	require.NoError(t, err)
	require.True(t, state.Success(), "%s", state)
	require.Equal(t, call.Answered, s.onlyRecord().Outcome)
	require.NotContains(t, engine.log.String(), "13800138000", "numbers are masked")
}
