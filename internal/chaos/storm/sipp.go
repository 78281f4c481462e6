package storm

import (
	"context"
	"embed"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"hotline/internal/chaos/child"
	"hotline/internal/parts"
)

//go:embed sipp/*.xml
var scenarios embed.FS

// sipp runs scenarios of SIPp in a folder, where it leaves a trace of every message.
type sipp struct {
	program parts.Program
	dir     string
}

func newSipp(program parts.Program, dir string) (*sipp, error) {
	if err := os.CopyFS(dir, scenarios); err != nil {
		return nil, err
	}
	return &sipp{program: program, dir: filepath.Join(dir, "sipp")}, nil
}

// run starts a scenario at an address of ours, host:port, against a server. Its trace is
// in name.trace. lines are the fields of its calls, one line each; none = it waits for
// calls.
func (s *sipp) run(ctx context.Context, scenario, name, at, server string, lines []string, more ...string) (*child.Process, error) {
	host, port, err := net.SplitHostPort(at)
	if err != nil {
		return nil, err
	}
	media, err := mediaPort(host)
	if err != nil {
		return nil, err
	}
	args := []string{
		server, "-sf", scenario + ".xml", "-i", host, "-p", port, "-mi", host, "-mp", media, "-nostdin", "-aa",
		"-cid_str", name + "-%u-%p@%s",
		"-trace_msg", "-message_file", name + ".trace", "-trace_err", "-error_file", name + ".errors",
	}
	if lines != nil {
		file := filepath.Join(s.dir, name+".csv")
		if err := os.WriteFile(file, []byte("SEQUENTIAL\n"+strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
			return nil, err
		}
		args = append(args, "-inf", name+".csv", "-m", strconv.Itoa(len(lines)))
	}
	cmd := s.program.Cmd(ctx, append(args, more...)...)
	cmd.Dir = s.dir
	return child.Start(cmd, filepath.Join(s.dir, name+".log"))
}

func (s *sipp) trace(name string) string { return filepath.Join(s.dir, name+".trace") }

// mediaPort is where SIPp may look for a place for sound, which nobody sends here.
func mediaPort(host string) (string, error) {
	conn, err := net.ListenPacket("udp", host+":0")
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close() }()
	_, port, err := net.SplitHostPort(conn.LocalAddr().String())
	return port, err
}

// udpPort is a free port for SIP, as host:port.
func udpPort(host string) (string, error) {
	port, err := mediaPort(host)
	return net.JoinHostPort(host, port), err
}
