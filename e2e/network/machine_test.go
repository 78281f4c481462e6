package network

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/internal/compose"
)

// patience bounds every wait of a test; it is no measure of speed.
const patience = 30 * time.Second

// machine is a host on which the services of docker-compose.yml run, as processes. What
// they would find in their containers they find in folders of its own.
type machine struct {
	*host
	programs
	ctx     context.Context
	dir     string
	project compose.Project
	places  *strings.Replacer // paths in containers -> paths here
	ready   map[string]bool   // services that are up
}

// given are folders of the machine that containers see, by name.
type given struct{ dialplans, secrets string }

func newMachine(t *testing.T, p programs, name string, folders given, env ...string) *machine {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(cancel)
	m := &machine{host: newHost(t, name), programs: p, ctx: ctx, ready: map[string]bool{}}
	var err error
	m.dir, err = os.MkdirTemp("", "hotline-net-"+name+"-") // short: a socket's path is
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(m.dir) })
	m.project, err = compose.Load(ctx, p.compose, "../../docker-compose.yml", env)
	require.NoError(t, err)
	m.furnish(folders)
	m.install()
	return m
}

// furnish makes a folder for everything that is somewhere in a container.
func (m *machine) furnish(folders given) {
	m.Helper()
	places := map[string]string{ // what the images have, see their Containerfiles
		"/usr/lib/hotline-modules": m.asterisk.Modules,
		"/usr/share/asterisk":      m.asterisk.Data,
		"/run/hotline":             m.dir + "/run",
	}
	for name, s := range m.project.Services {
		for _, at := range s.Tmpfs {
			places[at] = filepath.Join(m.dir, "tmpfs", name)
		}
		for _, v := range s.Volumes {
			switch filepath.Base(v.Source) {
			case "dialplans":
				places[v.Target] = folders.dialplans
			case "secrets":
				places[v.Target] = folders.secrets
			default:
				places[v.Target] = filepath.Join(m.dir, v.Source)
			}
		}
	}
	state := places["/var/lib/hotline"]
	for _, dir := range append(slices.Collect(maps.Values(places)), state+"/state", state+"/log", state+"/spool/recording") {
		require.NoError(m, os.MkdirAll(dir, 0o700))
	}
	for name, secret := range m.project.Secrets {
		places["/run/secrets/"+name] = filepath.Join(folders.secrets, filepath.Base(secret.File))
	}
	require.NoError(m, os.MkdirAll(m.workdir(), 0o700))
	require.NoError(m, os.Symlink(folders.dialplans, filepath.Join(m.workdir(), "dialplans")))
	var pairs []string
	longestFirst := func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) }
	for _, place := range slices.SortedFunc(maps.Keys(places), longestFirst) {
		pairs = append(pairs, place, places[place])
	}
	m.places = strings.NewReplacer(pairs...)
}

// workdir is in the place of /srv/hotline, where commands of the engine's image run.
func (m *machine) workdir() string { return filepath.Join(m.dir, "srv") }

// install puts the programs where commands find them by the names that they have in
// containers.
func (m *machine) install() {
	m.Helper()
	self, err := os.Executable()
	require.NoError(m, err)
	for name, script := range map[string]string{
		"hotline":      `exec ` + m.hotline + ` "$@"`,
		"asterisk":     `exec ` + m.asterisk.Path + ` -C ` + m.places.Replace("/etc/asterisk/asterisk.conf") + ` "$@"`,
		"redis-server": `exec ` + m.redis.Path + ` "$@"`,
		"curl":         `for url; do :; done; exec ` + self + ` get "$url"`,
		"redis-cli":    m.redisClient(),
	} {
		file := filepath.Join(m.dir, "bin", name)
		require.NoError(m, os.MkdirAll(filepath.Dir(file), 0o700))
		require.NoError(m, os.WriteFile(file, []byte("#!/bin/sh\n"+script+"\n"), 0o700)) //nolint:gosec // it is to be run
	}
}

// redisClient starts what came along with the server in the way the server is started.
func (m *machine) redisClient() string {
	m.Helper()
	if m.redis.Root == "" {
		return `exec ` + filepath.Join(filepath.Dir(m.redis.Path), "redis-cli") + ` "$@"`
	}
	text, err := os.ReadFile(m.redis.Path)
	require.NoError(m, err)
	return strings.NewReplacer(`"$0"`, `"`+m.redis.Path+`"`, "usr/bin/redis-server", "usr/bin/redis-cli").Replace(string(text))
}

// up starts services one after the other and waits for each: until it has ended if it
// is not watched, else until it is healthy. What it depends on has to be up, unless a
// name with a dash says that it runs elsewhere (--no-deps).
func (m *machine) up(names ...string) {
	m.Helper()
	for _, name := range names {
		s := m.project.Services[name]
		for on := range s.DependsOn {
			require.True(m, m.ready[on] || slices.Contains(names, "-"+on), "%s depends on %s", name, on)
		}
		if strings.HasPrefix(name, "-") {
			continue
		}
		ended := m.run(name, s)
		if s.Healthcheck == nil {
			require.NoError(m, <-ended, "%s failed", name)
		} else {
			m.waitHealthy(name, s, ended)
		}
		m.ready[name] = true
	}
}

func (m *machine) waitHealthy(name string, s compose.Service, ended <-chan error) {
	m.Helper()
	m.eventually(name+" is healthy", func() bool {
		select {
		case err := <-ended:
			require.FailNow(m, name+" ended", err)
		default:
		}
		return m.service(s, s.Healthcheck.Test...).Run() == nil
	})
}

// run starts a service. It gets how it ended; by itself, or by SIGTERM after the test.
func (m *machine) run(name string, s compose.Service) <-chan error {
	m.Helper()
	words := append(slices.Clone(s.Entrypoint), s.Command...)
	switch {
	case s.Build == nil: // redis: the image only starts it
	case name == "asterisk":
		words = []string{"asterisk", "-f"}
	case len(words) == 0:
		words = []string{"hotline", "serve"}
	default:
		words = append([]string{"hotline"}, words...)
	}
	cmd := m.service(s, append([]string{"CMD"}, words...)...)
	said := &output{}
	cmd.Stdout, cmd.Stderr = said, said
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	require.NoError(m, cmd.Start())
	ended, gone := make(chan error, 1), make(chan struct{})
	go func() {
		defer close(gone)
		ended <- cmd.Wait()
	}()
	m.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM) // an error means that it has ended
		<-gone
		if m.Failed() {
			m.Logf("%s at %s said:\n%s", name, m.name, said)
		}
	})
	return ended
}

// service prepares CMD with words, or CMD-SHELL with a line, as in the service's container.
func (m *machine) service(s compose.Service, test ...string) *exec.Cmd {
	words := test[1:]
	if test[0] == "CMD-SHELL" {
		words = []string{"sh", "-c", test[1]}
	}
	for i, word := range words {
		words[i] = m.places.Replace(strings.ReplaceAll(word, "$$", "$"))
	}
	path := "PATH=" + filepath.Join(m.dir, "bin") + ":" + os.Getenv("PATH")
	cmd := m.command(m.ctx, "env", append([]string{path}, words...)...)
	cmd.Dir, cmd.Env = m.workdir(), os.Environ()
	for name, value := range s.Environment {
		if value != nil {
			cmd.Env = append(cmd.Env, name+"="+m.places.Replace(*value))
		}
	}
	return cmd
}

// metrics are the values of the engine's metric, by their labels: {log="house"}.
func (m *machine) metrics(name string) map[string]float64 {
	m.Helper()
	self, err := os.Executable()
	require.NoError(m, err)
	text, err := m.command(m.ctx, self, "get", "http://127.0.0.1:9385/metrics").Output()
	require.NoError(m, err)
	values := map[string]float64{}
	for line := range strings.Lines(string(text)) {
		labels, ok := strings.CutPrefix(line, name)
		if i := strings.LastIndex(labels, " "); ok && i >= 0 && (i == 0 || labels[0] == '{') {
			values[labels[:i]], err = strconv.ParseFloat(strings.TrimSpace(labels[i:]), 64)
			require.NoError(m, err)
		}
	}
	return values
}

// each says that the engine has a metric, and that all its values are this one.
func (m *machine) each(name string, want float64) bool {
	m.Helper()
	values := slices.Collect(maps.Values(m.metrics(name)))
	return len(values) > 0 && !slices.ContainsFunc(values, func(v float64) bool { return v != want })
}

// eventually is for states that nothing announces.
func (m *machine) eventually(what string, holds func() bool) {
	m.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-deadline:
			require.FailNow(m, "did not come true: "+what)
		}
	}
}

// output is what a service says.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}
