package network

import (
	"bufio"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"net/netip"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// host is a network namespace, where processes see no network but its own. It lasts as
// long as the one that holds it, which does nothing.
type host struct {
	*testing.T
	name   string
	holder int
}

func newHost(t *testing.T, name string) *host {
	t.Helper()
	cmd := exec.Command("cat")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	stdin, err := cmd.StdinPipe() // it ends with this
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = stdin.Close()
		_ = cmd.Wait()
	})
	return &host{t, name, cmd.Process.Pid}
}

// command prepares a program that runs there.
func (h *host) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	args = append([]string{"--net=" + fmt.Sprintf("/proc/%d/ns/net", h.holder), "--", name}, args...)
	return exec.CommandContext(ctx, "nsenter", args...)
}

// ip gives commands of iproute2, one a line, to a host, or to the namespace of the tests.
func (p programs) laid(t *testing.T, at *host, lines string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, p.ip.Path, "-batch", "-")
	if at != nil {
		cmd = at.command(ctx, p.ip.Path, "-batch", "-")
	}
	cmd.Stdin = strings.NewReader(lines)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s\n%s", lines, out)
}

// The addresses: what the machines have to say to each other is on a network of its own.
const (
	carrier    = "198.51.100.1" // outside
	telephones = "198.51.100.2"
	outsideA   = "192.0.2.1" // where those outside reach the machines
	outsideB   = "192.0.2.2"
	betweenA   = "10.0.0.1" // where they reach each other
	betweenB   = "10.0.0.2"
)

// lay connects two hosts with each other, and each with the namespace of the tests.
func (p programs) lay(t *testing.T, a, b *host) {
	t.Helper()
	p.laid(t, nil, fmt.Sprintf(`
		link set dev lo up
		addr replace %[1]s/32 dev lo
		link add name a type veth peer name outside netns %[2]d
		link add name b type veth peer name outside netns %[3]d
		addr add %[4]s peer %[5]s dev a
		addr add %[4]s peer %[6]s dev b
		link set dev a up
		link set dev b up
	`, telephones, a.holder, b.holder, carrier, outsideA, outsideB))
	t.Cleanup(func() { p.laid(t, nil, "link del dev a\nlink del dev b\n") })
	p.laid(t, a, fmt.Sprintf("link add name b type veth peer name a netns %d\n", b.holder))
	for at, of := range map[*host][3]string{a: {"b", outsideA, betweenA + " peer " + betweenB}, b: {"a", outsideB, betweenB + " peer " + betweenA}} {
		p.laid(t, at, fmt.Sprintf(`
			link set dev lo up
			addr add %[2]s peer 198.51.100.0/24 dev outside
			addr add %[3]s dev %[1]s
			link set dev outside up
			link set dev %[1]s up
		`, of[0], of[1], of[2]))
	}
}

// cut takes the line between the hosts away, as if the cable were pulled at a's end: b
// sees silence, and no error.
func (p programs) cut(t *testing.T, a *host) { p.laid(t, a, "link set dev b down\n") }

func (p programs) restore(t *testing.T, a *host) { p.laid(t, a, "link set dev b up\n") }

// listeners are where TCP connections are taken at the host, from the kernel's own table.
func (h *host) listeners() (all []netip.AddrPort) {
	h.Helper()
	for _, table := range []string{"tcp", "tcp6"} {
		f, err := os.Open(fmt.Sprintf("/proc/%d/net/%s", h.holder, table))
		require.NoError(h, err)
		all = append(all, listening(h.T, f)...)
		_ = f.Close()
	}
	return all
}

// listening reads lines such as "0: 0100007F:1F98 00000000:0000 0A …": place, our
// address, theirs, the state.
func listening(t *testing.T, table io.Reader) (all []netip.AddrPort) {
	t.Helper()
	const listens = "0A"
	for lines := bufio.NewScanner(table); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 4 || fields[3] != listens {
			continue
		}
		address, port, _ := strings.Cut(fields[1], ":")
		bytes, err := hex.DecodeString(address)
		require.NoError(t, err)
		for word := range slices.Chunk(bytes, 4) { // each word is the other way round
			slices.Reverse(word)
		}
		addr, ok := netip.AddrFromSlice(bytes)
		require.True(t, ok, address)
		n, err := strconv.ParseUint(port, 16, 16)
		require.NoError(t, err)
		all = append(all, netip.AddrPortFrom(addr, uint16(n)))
	}
	return all
}
