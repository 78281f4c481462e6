// Package pbx runs a private Asterisk for the demo and for tests: its own
// folder, its own ports, its own process, nothing of the machine's.
//
// The Site that it was started with is authoritative; the files in its folder
// are rendered from it on every start and reload. In order: ports are leased,
// the files are written, the process is started in a process group of its own,
// and Start returns when Asterisk has said that it is ready. A start that fails
// leaves neither a process nor a lease behind. When this program ends, however
// it ends, the kernel ends Asterisk with it (on Linux).
package pbx

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"hotline/internal/astconf"
	"hotline/internal/parts"
)

// Limits of what Asterisk may take; a context may set tighter ones.
const (
	startTime = 60 * time.Second // to be ready; usually under a second
	stopTime  = 10 * time.Second // to end by itself
	cliTime   = 20 * time.Second // to answer a command
)

// Options say what to run and where.
type Options struct {
	Program parts.Program // from parts.Asterisk
	Dir     string        // a folder of its own, created if need be; it is left when Asterisk stops
	Site    astconf.Site  // Dirs are filled in; addresses, ports and a login that are missing are chosen
	Log     *slog.Logger  // gets what Asterisk says on its console
}

// Server is a running Asterisk. Its methods may be called from any goroutine.
type Server struct {
	program parts.Program
	log     *slog.Logger
	lease   *lease
	tidy    func() // takes away what is outside the folder

	mu      sync.Mutex // held during a start, stop or reload
	site    astconf.Site
	proc    *process
	stopped bool
}

// Start runs an Asterisk and returns when it takes calls.
func Start(ctx context.Context, o Options) (*Server, error) {
	if o.Program.Path == "" || o.Program.Modules == "" || o.Program.Data == "" {
		return nil, errors.New("no Asterisk to start: find one with parts.Asterisk")
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("folder for Asterisk: %w", err)
	}
	s := &Server{program: o.Program, log: o.Log, site: o.Site}
	if s.site.ARI == (astconf.Login{}) {
		s.site.ARI = astconf.Login{User: "hotline", Password: rand.Text()}
	}
	if s.lease, err = leasePorts(&s.site); err != nil {
		return nil, err
	}
	if s.site.Dirs, s.tidy, err = makeDirs(dir, o.Program); err != nil {
		s.lease.release()
		return nil, err
	}
	if err := s.launch(ctx); err != nil {
		s.release()
		return nil, err
	}
	return s, nil
}

// launch writes the files and starts the process.
func (s *Server) launch(ctx context.Context) error {
	if err := writeSite(s.site); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, startTime, fmt.Errorf("not ready after %s", startTime))
	defer cancel()
	proc, err := launch(s.program, confFile(s.site), s.log)
	if err != nil {
		return err
	}
	if err := proc.waitReady(ctx); err != nil {
		proc.kill()
		return fmt.Errorf("starting Asterisk: %w", err)
	}
	s.proc = proc
	return nil
}

// Site is the configuration in force, with the folders and ports chosen.
func (s *Server) Site() astconf.Site {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.site
}

// Done is closed when the process that runs now has ended.
func (s *Server) Done() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.proc.done
}

// PID is the process that runs now.
func (s *Server) PID() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.proc.cmd.Process.Pid
}

// CLI runs one command of Asterisk's console and gives what it printed.
func (s *Server) CLI(ctx context.Context, command string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, cliTime)
	defer cancel()
	said, err := s.program.Cmd(ctx, "-C", confFile(s.Site()), "-rx", command).CombinedOutput()
	text := strings.TrimSpace(string(said))
	if err != nil {
		return "", fmt.Errorf("asterisk -rx %q: %w: %s", command, err, firstLine(text))
	}
	if strings.HasPrefix(text, "No such command") {
		return "", fmt.Errorf("asterisk -rx %q: %s", command, firstLine(text))
	}
	return text, nil
}

// Reload puts the trunks, telephones, fallback and sounds of site in force; running
// calls are not touched. Addresses, ports, folders and the ARI login stay as
// they are. When site is refused, nothing changes.
func (s *Server) Reload(ctx context.Context, site astconf.Site) error {
	s.mu.Lock()
	next := s.site
	next.Trunks, next.Phones, next.Fallback = site.Trunks, site.Phones, site.Fallback
	next.Apology, next.Sorry, next.Music = site.Apology, site.Sorry, site.Music
	err := writeSite(next)
	if err == nil {
		s.site = next
	}
	s.mu.Unlock()
	if err != nil {
		return err
	}
	for _, module := range []string{"res_pjsip.so", "pbx_config.so", "res_musiconhold.so"} {
		if err := s.reloadModule(ctx, module); err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) reloadModule(ctx context.Context, module string) error {
	said, err := s.CLI(ctx, "module reload "+module)
	if err != nil {
		return err
	}
	if !strings.Contains(said, "reloaded successfully") {
		return fmt.Errorf("reloading %s: %s", module, firstLine(said))
	}
	return nil
}

// Stop ends Asterisk and its calls, by force when it does not end in time. It
// may be called twice; afterwards the server cannot be started again.
func (s *Server) Stop(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return nil
	}
	s.stopped = true
	defer s.release()
	return s.end(ctx)
}

// end asks the process to end and then makes it end.
func (s *Server) end(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, stopTime, fmt.Errorf("it did not end in %s", stopTime))
	defer cancel()
	if err := s.proc.stop(ctx); err != nil {
		return fmt.Errorf("stopping Asterisk: killed, because %w", err)
	}
	return nil
}

func (s *Server) release() {
	s.tidy()
	s.lease.release()
}

// Kill ends Asterisk at once, as a power cut would, and returns when it is
// gone. Ports and folder are kept for a Restart.
func (s *Server) Kill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.proc.kill()
}

// Restart ends Asterisk if it runs and starts it again, same ports, same folder.
func (s *Server) Restart(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return errors.New("restarting Asterisk: it was stopped for good")
	}
	if err := s.end(ctx); err != nil {
		s.log.Warn("restarting", "error", err)
	}
	return s.launch(ctx)
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}
