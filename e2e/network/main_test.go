// Package network runs what docker-compose.yml says without any container engine: each
// service as a plain process, each machine in a network namespace of its own. The tests
// themselves are what is outside: they run in a namespace where nothing else is.
//
// TestMain fetches and builds what is needed, and then runs the tests anew in there. That
// takes root, or a kernel on which a user may make namespaces; without either it fails
// and says so.
package network

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hotline/internal/parts"
)

// within holds the folder of what was made ready, in the tests' own namespace.
const within = "HOTLINE_TEST_NETWORK"

// programs are what machines consist of.
type programs struct {
	hotline                             string
	asterisk, redis, compose, ip, voice parts.Program
}

func TestMain(m *testing.M) { os.Exit(runAll(m)) }

func runAll(m *testing.M) int {
	if len(os.Args) == 3 && (os.Args[1] == "get" || os.Args[1] == "reach") {
		return ask(os.Args[1], os.Args[2])
	}
	if os.Getenv(within) != "" {
		status := m.Run()
		// The telephones outside end their transactions in their own time.
		if err := goleak.Find(goleak.IgnoreAnyFunction("github.com/emiago/sipgo/sip.(*ServerTx).ackSend")); err != nil && status == 0 {
			fmt.Fprintln(os.Stderr, "something still runs:", err)
			return 1
		}
		return status
	}
	dir, err := os.MkdirTemp("", "hotline-net-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	p, err := prepare(dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return again(dir, p)
}

// prepare does what needs the world outside: it builds hotline, and fetches the rest.
func prepare(dir string) (programs, error) {
	if out, err := exec.Command("go", "build", "-o", filepath.Join(dir, "hotline"), "../../cmd/hotline").CombinedOutput(); err != nil {
		return programs{}, fmt.Errorf("building hotline: %w\n%s", err, out)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	return find(ctx, dir)
}

// find finds the programs, where they are or were fetched to.
func find(ctx context.Context, dir string) (p programs, err error) {
	cache, err := parts.CacheDir()
	if err != nil {
		return p, err
	}
	p.hotline = filepath.Join(dir, "hotline")
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	for _, part := range []struct {
		to   *parts.Program
		find func(context.Context, string, *slog.Logger) (parts.Program, error)
	}{
		{&p.asterisk, parts.Asterisk},
		{&p.redis, parts.Redis},
		{&p.compose, parts.Compose},
		{&p.ip, parts.IP},
		{&p.voice, parts.Espeak},
	} {
		if *part.to, err = part.find(ctx, cache, log); err != nil {
			return p, err
		}
	}
	return p, nil
}

// again runs the tests in a network namespace of their own, and gives how they ended.
// They end with this process.
func again(dir string, p programs) int {
	runtime.LockOSThread() // the kernel counts the end of this thread as the parent's
	defer runtime.UnlockOSThread()
	way, err := wayIn(p)
	if err != nil {
		fmt.Fprintln(os.Stderr, "the machines of these tests are network namespaces, and nobody may make any here: "+
			"run the tests as root (in a container with CAP_SYS_ADMIN and CAP_NET_ADMIN), or allow user namespaces:", err)
		return 1
	}
	way.Pdeathsig = syscall.SIGKILL
	cmd := exec.Command(os.Args[0], os.Args[1:]...)
	cmd.Env = append(os.Environ(), within+"="+dir)
	cmd.Stdout, cmd.Stderr, cmd.SysProcAttr = os.Stdout, os.Stderr, way
	if err := cmd.Run(); err != nil {
		if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) {
			fmt.Fprintln(os.Stderr, err)
		}
		return 1
	}
	return 0
}

// wayIn is how to make a network namespace and lines in it: as root, or as one who is
// root within a user namespace.
func wayIn(p programs) (*syscall.SysProcAttr, error) {
	asRoot := func() *syscall.SysProcAttr { return &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET} }
	asUser := func() *syscall.SysProcAttr {
		return &syscall.SysProcAttr{
			Cloneflags:  syscall.CLONE_NEWNET | syscall.CLONE_NEWUSER,
			UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
			GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
		}
	}
	var failed []error
	for _, way := range []func() *syscall.SysProcAttr{asRoot, asUser} {
		cmd := exec.Command(p.ip.Path, "link", "add", "name", "one", "type", "veth", "peer", "name", "other")
		cmd.SysProcAttr = way()
		out, err := cmd.CombinedOutput()
		if err == nil {
			return way(), nil
		}
		failed = append(failed, fmt.Errorf("%w %s", err, bytes.TrimSpace(out)))
	}
	return nil, errors.Join(failed...)
}
