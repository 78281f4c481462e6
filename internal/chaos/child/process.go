// Package child runs programs that a trial starts, freezes and kills. The kernel ends them
// with their parent, whatever ends that.
package child

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// Process is a program that was started here. The kernel ends it with us; what it says
// goes to a file.
type Process struct {
	cmd  *exec.Cmd
	done chan struct{} // closed when it has ended
}

// Start runs cmd. The goroutine that starts it keeps its thread, whose end the kernel
// would take for ours.
func Start(cmd *exec.Cmd, logFile string) (*Process, error) {
	out, err := os.OpenFile(logFile, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	p := &Process{cmd: cmd, done: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(p.done)
		defer out.Close()
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait()
		}
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("starting %s: %w", cmd.Path, err)
	}
	return p, nil
}

// PID is the process id that its start gave.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Signal sends a signal, unless the process has ended.
func (p *Process) Signal(s syscall.Signal) {
	select {
	case <-p.done:
	default:
		_ = syscall.Kill(p.cmd.Process.Pid, s)
	}
}

// Kill ends it as a crash would, and returns when it is gone.
func (p *Process) Kill() {
	p.Signal(syscall.SIGKILL)
	<-p.done
}

// Stop asks it to end, and makes it end when it does not.
func (p *Process) Stop(sig syscall.Signal, patience time.Duration) {
	p.Signal(syscall.SIGCONT)
	p.Signal(sig)
	t := time.NewTimer(patience)
	defer t.Stop()
	select {
	case <-t.C:
	case <-p.done:
	}
	p.Kill()
}

// Ended waits for its end.
func (p *Process) Ended(ctx context.Context) error {
	select {
	case <-p.done:
		return nil
	case <-ctx.Done():
		return errors.New("it does not end")
	}
}

// Done is closed when the process has ended.
func (p *Process) Done() <-chan struct{} { return p.done }

// State says how it ended; it is there once Done is closed.
func (p *Process) State() *os.ProcessState { return p.cmd.ProcessState }
