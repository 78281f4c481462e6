package parts

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	asteriskconfig "hotline/asterisk-config"
)

// fetchTime bounds a fetch: some 100 MB, on a slow line too.
const fetchTime = 30 * time.Minute

// fetch runs the script into dir. What it says is logged line by line; when it
// fails, its last line is the error.
func (p part) fetch(ctx context.Context, dir string, log *slog.Logger) error {
	ctx, cancel := context.WithTimeoutCause(ctx, fetchTime,
		fmt.Errorf("not done after %s", fetchTime))
	defer cancel()
	said := &lineLog{log: log, program: p.name}
	err := runScript(ctx, said, p.name, dir)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("fetching %s: %w", p.name, context.Cause(ctx))
	case errors.Is(err, exec.ErrNotFound):
		return fmt.Errorf("fetching %s: bash is needed: install it", p.name)
	case said.last != "":
		return fmt.Errorf("fetching %s: %s", p.name, said.last)
	}
	return fmt.Errorf("fetching %s: %w", p.name, err)
}

// runScript runs the script in a process group of its own, so that an end of
// ctx reaches apt as well. SIGTERM lets the script take away what it began.
func runScript(ctx context.Context, out io.Writer, args ...string) error {
	cmd := exec.CommandContext(ctx, "bash", append([]string{"-c", asteriskconfig.Fetch, "fetch"}, args...)...)
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	return cmd.Run()
}

// lineLog logs each line written to it and keeps the last one. Lines come whole
// or in pieces.
type lineLog struct {
	log     *slog.Logger
	program string
	partial string
	last    string
}

func (l *lineLog) Write(b []byte) (int, error) {
	l.partial += string(b)
	for {
		line, rest, ok := strings.Cut(l.partial, "\n")
		if !ok {
			return len(b), nil
		}
		l.partial = rest
		l.last = strings.TrimPrefix(line, "fetch: ")
		l.log.Info(l.last, "program", l.program)
	}
}
