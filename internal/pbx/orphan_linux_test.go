package pbx_test

import (
	"bufio"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"hotline/internal/pbx"
	"hotline/internal/pbx/pbxtest"
)

// asParent makes this test binary be TestEndsWithItsParent's other program,
// which starts an Asterisk and waits to be killed.
const asParent = "HOTLINE_PBX_TEST_PARENT"

func TestEndsWithItsParent(t *testing.T) {
	if os.Getenv(asParent) != "" {
		beParent(t)
		return
	}
	parent := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestEndsWithItsParent$")
	parent.Env = append(os.Environ(), asParent+"="+t.TempDir(), "TMPDIR="+t.TempDir())
	parent.Stderr = t.Output()
	stdin, err := parent.StdinPipe()
	require.NoError(t, err)
	defer stdin.Close()
	stdout, err := parent.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, parent.Start())

	line, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err)
	pid, err := strconv.Atoi(strings.TrimPrefix(strings.TrimSpace(line), "asterisk "))
	require.NoError(t, err)
	handle, err := unix.PidfdOpen(pid, 0)
	require.NoError(t, err)
	defer unix.Close(handle)

	require.NoError(t, parent.Process.Kill())
	require.Error(t, parent.Wait())
	require.Equal(t, 1, waitEnd(t, handle), "Asterisk outlives its parent")
}

// waitEnd waits for the end of a process that is not a child; 1 means it ended.
func waitEnd(t *testing.T, handle int) int {
	t.Helper()
	for {
		n, err := unix.Poll([]unix.PollFd{{Fd: int32(handle), Events: unix.POLLIN}}, int(time.Minute.Milliseconds()))
		if err == unix.EINTR {
			continue
		}
		require.NoError(t, err)
		return n
	}
}

// beParent starts an Asterisk, tells its pid and waits for the end.
func beParent(t *testing.T) {
	s, err := pbx.Start(t.Context(), pbx.Options{
		Program: pbxtest.Program(t), Dir: os.Getenv(asParent), Site: site(t), Log: slog.New(slog.DiscardHandler),
	})
	require.NoError(t, err)
	pid, err := os.ReadFile(filepath.Join(s.Site().Dirs.Run, "asterisk.pid"))
	require.NoError(t, err)
	_, _ = os.Stdout.WriteString("asterisk " + strings.TrimSpace(string(pid)) + "\n")
	_, _ = bufio.NewReader(os.Stdin).ReadString('\n') // until it is killed
}
