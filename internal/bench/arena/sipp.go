package arena

import (
	"context"
	"embed"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"hotline/internal/bench"
	"hotline/internal/chaos/child"
	"hotline/internal/parts"
)

//go:embed sipp/*.xml
var scenarios embed.FS

// sipp is one run of SIPp in a folder of its own, where it leaves its trace.
type sipp struct {
	name string
	dir  string
	proc *child.Process
}

// startSipp runs a scenario at our address host:port against server. The trace, name.trace,
// has every message with its moment.
func startSipp(ctx context.Context, program parts.Program, dir, name, at, server, scenario string, more ...string) (*sipp, error) {
	host, port, err := net.SplitHostPort(at)
	if err != nil {
		return nil, err
	}
	media, err := udpPort(host)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, name+".xml")
	if err := os.WriteFile(file, []byte(scenario), 0o600); err != nil {
		return nil, err
	}
	args := []string{
		server, "-sf", name + ".xml", "-i", host, "-p", port, "-mi", host, "-mp", media,
		"-nostdin", "-aa", "-rfc3339", "-cid_str", name + "%u-%p@%s",
		"-trace_shortmsg", "-shortmessage_file", name + ".trace",
		"-trace_logs", "-log_file", name + ".names",
		"-trace_err", "-error_file", name + ".errors",
		"-buff_size", "1048576",
	}
	cmd := program.Cmd(ctx, append(args, more...)...)
	cmd.Dir = dir
	proc, err := child.Start(cmd, filepath.Join(dir, name+".log"))
	if err != nil {
		return nil, err
	}
	return &sipp{name: name, dir: dir, proc: proc}, nil
}

// ended waits for its end, and ends it if that does not come.
func (s *sipp) ended(ctx context.Context, patience time.Duration) bool {
	soon, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := s.proc.Ended(soon)
	s.proc.Kill()
	return err == nil
}

// spent is the processor time that it has used, also when it has ended.
func (s *sipp) spent() (time.Duration, error) {
	select {
	case <-s.proc.Done():
		state := s.proc.State()
		return state.UserTime() + state.SystemTime(), nil
	default:
		return spent(s.proc.PID())
	}
}

// trace reads what it saw; it must have ended.
func (s *sipp) trace() (bench.Trace, error) {
	f, err := os.Open(filepath.Join(s.dir, s.name+".trace"))
	if err != nil {
		return bench.Trace{}, err
	}
	defer f.Close()
	t, err := bench.ReadTrace(f)
	if err != nil {
		return t, fmt.Errorf("%s: %w", f.Name(), err)
	}
	return t, nil
}

// names reads who was whose caller.
func (s *sipp) names() (map[string]string, error) {
	f, err := os.Open(filepath.Join(s.dir, s.name+".names"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return bench.ReadNames(f)
}

// scenario is one of the shipped ones.
func scenario(name string) string {
	text, err := scenarios.ReadFile("sipp/" + name + ".xml")
	if err != nil {
		panic(err) // it is embedded
	}
	return string(text)
}

// table writes a file for SIPp to take its fields from.
func table(file string, rows [][]string) error {
	var b strings.Builder
	b.WriteString("SEQUENTIAL\n")
	for _, row := range rows {
		b.WriteString(strings.Join(row, ";") + "\n")
	}
	return os.WriteFile(file, []byte(b.String()), 0o600)
}

// callNumber is the place of a call in its SIPp, from 0, by its Call-ID.
func callNumber(name, id string) (int, bool) {
	rest, ok := strings.CutPrefix(id, name)
	if !ok {
		return 0, false
	}
	digits, _, _ := strings.Cut(rest, "-")
	n, err := strconv.Atoi(digits)
	return n - 1, err == nil && n > 0
}

// udpPort is a free port of a host.
func udpPort(host string) (string, error) {
	conn, err := net.ListenPacket("udp", host+":0")
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close() }()
	_, port, err := net.SplitHostPort(conn.LocalAddr().String())
	return port, err
}

// udpAddr is a free port, as host:port.
func udpAddr(host string) (string, error) {
	port, err := udpPort(host)
	return net.JoinHostPort(host, port), err
}
