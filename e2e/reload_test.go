package e2e

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
)

// ownTree gives the scene a copy of the tree that it may change.
func (s *scene) ownTree() {
	s.Helper()
	dir := filepath.Join(s.TempDir(), "dialplans")
	require.NoError(s, os.CopyFS(dir, os.DirFS(s.rig.Dialplans)))
	s.rig.Dialplans = dir
}

// edit replaces words of a file of the tree.
func (s *scene) edit(file, before, after string) {
	s.Helper()
	path := filepath.Join(s.rig.Dialplans, file)
	text, err := os.ReadFile(path)
	require.NoError(s, err)
	require.Contains(s, string(text), before)
	require.NoError(s, os.WriteFile(path, []byte(strings.ReplaceAll(string(text), before, after)), 0o600))
}

// reload runs `hotline reload` against the engine, and returns its exit status and
// what it says.
func (s *scene) reload(v *serve) (status int, said string) {
	s.Helper()
	var both bytes.Buffer
	cmd := exec.CommandContext(s.ctx, shared.binary, "reload", "--url", "http://"+v.http)
	cmd.Stdout, cmd.Stderr = &both, &both
	err := cmd.Run()
	require.NotNil(s, cmd.ProcessState, "hotline reload: %v", err)
	return cmd.ProcessState.ExitCode(), both.String()
}

// metric is the line of a metric, without its name.
func (v *serve) metric(name string) string {
	return regexp.MustCompile(`(?m)^` + name + `(.*)$`).FindString(v.get("/metrics"))
}

const (
	loaded    = "hotline_dialplan_info"
	loadedAt  = "hotline_dialplan_last_good_load_timestamp_seconds"
	badLoads  = `hotline_dialplan_loads_total{result="bad"}`
	goodLoads = `hotline_dialplan_loads_total{result="good"}`
)

func TestATreeIsReloadedDuringATalk(t *testing.T) {
	s := newScene(t)
	s.ownTree()
	engine := s.serve()
	seat := s.phoneOf("8001")
	require.NoError(t, seat.Register(s.ctx))
	caller := s.dial(served)
	ringing := s.answers(seat, caller)
	version, since := engine.metric(loaded), engine.metric(loadedAt)
	require.NotEmpty(t, version)
	require.NotEmpty(t, since)

	s.edit("flows/served.yaml", "then: rate", "then: rat")
	status, said := s.reload(engine)
	require.Equal(t, 1, status)
	require.Regexp(t, `flows/served\.yaml:\d+:\d+: `, said)
	require.Contains(t, said, "then: rat")
	require.Equal(t, version, engine.metric(loaded))
	require.Equal(t, since, engine.metric(loadedAt))
	s.talk(caller, ringing)

	s.edit("flows/served.yaml", "then: rat", "then: rate")
	s.edit("flows/served.yaml", grading, newGrading)
	s.edit("flows/direct.yaml", "start: wait\nsteps:", "start: told\nsteps:\n  told: {say: "+newWords+", then: wait}")
	status, said = s.reload(engine)
	require.Zero(t, status, said)
	require.Contains(t, said, " is in force")
	require.NotEqual(t, version, engine.metric(loaded))
	require.NotEqual(t, since, engine.metric(loadedAt))
	require.Equal(t, badLoads+" 1", engine.metric(regexp.QuoteMeta(badLoads)))
	require.Equal(t, goodLoads+" 2", engine.metric(regexp.QuoteMeta(goodLoads)))
	s.talk(caller, ringing)

	fresh := s.dial(direct)
	s.hears(fresh, newWords)
	require.NoError(t, ringing.Hangup(s.ctx))
	s.hears(caller, grading)
	require.NoError(t, caller.Hangup(s.ctx))
	s.answers(seat, fresh)
	require.NoError(t, fresh.Hangup(s.ctx))
	s.endedOutcome(engine, call.Answered, "2")
}

const (
	newGrading = "请给我们打分。"
	newWords   = "这里是新的流程。"
)
