package pbx

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os/exec"
	"runtime"
	"syscall"

	"hotline/internal/parts"
)

// process is one run of Asterisk.
type process struct {
	cmd     *exec.Cmd
	console *console
	done    chan struct{} // closed when it has ended and its output is read
}

// launch starts the program. The goroutine that starts it stays on its thread
// until the process has ended, because the kernel counts the end of that thread
// as the parent's end.
func launch(prog parts.Program, conf string, log *slog.Logger) (*process, error) {
	p := &process{
		cmd:     exec.Command(prog.Path, "-f", "-C", conf),
		console: newConsole(log),
		done:    make(chan struct{}),
	}
	p.cmd.Stdout, p.cmd.Stderr = p.console, p.console
	p.cmd.SysProcAttr = processGroup()
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := p.cmd.Start()
		started <- err
		if err != nil {
			return
		}
		defer close(p.done)
		_ = p.cmd.Wait() // how it ended is in the console's lines
	}()
	err := <-started
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("starting Asterisk: there is no program %s", prog.Path)
	}
	if err != nil {
		return nil, fmt.Errorf("starting Asterisk: %w", err)
	}
	return p, nil
}

// waitReady returns when Asterisk takes calls on all its ports.
func (p *process) waitReady(ctx context.Context) error {
	select {
	case <-p.console.ready:
		if trouble := p.console.bindTrouble(); trouble != "" {
			return errors.New(trouble)
		}
		return nil
	case <-p.done:
		return fmt.Errorf("it ended by itself: %s", p.console.lastWords())
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// stop asks the process to end and waits; when ctx ends first it is killed and
// the reason returned.
func (p *process) stop(ctx context.Context) error {
	_ = syscall.Kill(p.cmd.Process.Pid, syscall.SIGTERM) // an error means that it has ended
	select {
	case <-p.done:
		return nil
	case <-ctx.Done():
		p.kill()
		return context.Cause(ctx)
	}
}

// kill ends the whole process group and waits until it is gone.
func (p *process) kill() {
	select {
	case <-p.done:
		return
	default:
	}
	_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL) // an error means that it has ended
	<-p.done
}
