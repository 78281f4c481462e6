package parts

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// probeTime is how long a program may take to tell its version.
const probeTime = 10 * time.Second

// part is what tells the programs apart.
type part struct {
	name    string                               // as the fetch script calls it
	flag    string                               // makes it print its version
	minimum version                              // the oldest that will do
	status  int                                  // that it ends with when it has printed its version
	folders func(binary string) (Program, error) // completes a program; nil: nothing to do
}

func asteriskPart() part {
	return part{name: "asterisk", flag: "-V", minimum: version{22, 10}, folders: asteriskFolders}
}

func espeakPart() part {
	return part{name: "espeak-ng", flag: "--version", minimum: version{1, 52}}
}

func sippPart() part {
	return part{name: "sipp", flag: "-v", status: 99, minimum: version{3, 6}}
}

func redisPart() part {
	return part{name: "redis-server", flag: "--version", minimum: version{7, 0}}
}

func valkeyPart() part {
	return part{name: "valkey-server", flag: "--version", minimum: version{7, 2}}
}

func kamailioPart() part {
	return part{name: "kamailio", flag: "-v", minimum: version{5, 8}}
}

func baresipPart() part {
	return part{name: "baresip", flag: "-h", minimum: version{1, 0}, status: 254}
}

// sipviciousPart's version is that of the Python that comes with it.
func sipviciousPart() part {
	return part{name: "sipvicious", flag: "--version", minimum: version{3, 11}}
}

func composePart() part {
	return part{name: "docker-compose", flag: "version", minimum: version{2, 20}}
}

func promtoolPart() part {
	return part{name: "promtool", flag: "--version", minimum: version{2, 50}}
}

// ipPart is iproute2's.
func ipPart() part {
	return part{name: "ip", flag: "-V", minimum: version{5, 0}}
}

// CacheDir is where fetched programs are kept unless told otherwise: the folder
// hotline in the user's own cache.
func CacheDir() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("no cache folder for this user: set HOME or XDG_CACHE_HOME: %w", err)
	}
	return filepath.Join(dir, "hotline"), nil
}

// Asterisk finds an Asterisk with every module that modules.conf names, or
// fetches one into cacheDir. Progress goes to log.
func Asterisk(ctx context.Context, cacheDir string, log *slog.Logger) (Program, error) {
	return asteriskPart().get(ctx, systemFolders(), cacheDir, log)
}

// Espeak finds an espeak-ng that reads Mandarin rightly, or fetches one into
// cacheDir. Progress goes to log.
func Espeak(ctx context.Context, cacheDir string, log *slog.Logger) (Program, error) {
	return espeakPart().get(ctx, systemFolders(), cacheDir, log)
}

// Sipp finds a SIPp, which loads a system with calls, or fetches one into cacheDir.
// Progress goes to log.
func Sipp(ctx context.Context, cacheDir string, log *slog.Logger) (Program, error) {
	return sippPart().get(ctx, systemFolders(), cacheDir, log)
}

// Redis finds a redis-server, or fetches one into cacheDir: for trials and tests; where a
// fleet is at work, Redis is a service of its own. Progress goes to log.
func Redis(ctx context.Context, cacheDir string, log *slog.Logger) (Program, error) {
	return redisPart().get(ctx, systemFolders(), cacheDir, log)
}

// Valkey finds a valkey-server, which does the same, or fetches one into cacheDir. Progress
// goes to log.
func Valkey(ctx context.Context, cacheDir string, log *slog.Logger) (Program, error) {
	return valkeyPart().get(ctx, systemFolders(), cacheDir, log)
}

// Kamailio finds a Kamailio, or fetches one into cacheDir: for trials and tests of what
// asterisk-config/kamailio.cfg says. Progress goes to log.
func Kamailio(ctx context.Context, cacheDir string, log *slog.Logger) (Program, error) {
	return kamailioPart().get(ctx, systemFolders(), cacheDir, log)
}

// Baresip fetches a telephone that speaks TLS and SRTP into cacheDir. Its modules are in
// usr/lib/baresip/modules below Root. Progress goes to log.
func Baresip(ctx context.Context, cacheDir string, log *slog.Logger) (Program, error) {
	return baresipPart().get(ctx, nil, cacheDir, log)
}

// SIPVicious fetches the scanner into cacheDir. Its program is a Python: give it one of
// the scripts in usr/share/sipvicious/sipvicious below Root, svmap.py, svwar.py or
// svcrack.py. Progress goes to log.
func SIPVicious(ctx context.Context, cacheDir string, log *slog.Logger) (Program, error) {
	return sipviciousPart().get(ctx, nil, cacheDir, log)
}

// Compose finds a Docker Compose, or fetches one into cacheDir: it reads docker-compose.yml
// where no container engine runs, too. Progress goes to log.
func Compose(ctx context.Context, cacheDir string, log *slog.Logger) (Program, error) {
	return composePart().get(ctx, systemFolders(), cacheDir, log)
}

// Promtool finds the program that checks Prometheus' configuration and rules, or fetches
// one into cacheDir. Progress goes to log.
func Promtool(ctx context.Context, cacheDir string, log *slog.Logger) (Program, error) {
	return promtoolPart().get(ctx, systemFolders(), cacheDir, log)
}

// IP finds iproute2's ip, which lays networks between namespaces, or fetches one into
// cacheDir. Progress goes to log.
func IP(ctx context.Context, cacheDir string, log *slog.Logger) (Program, error) {
	return ipPart().get(ctx, systemFolders(), cacheDir, log)
}

// get looks in the given folders, then in the cache, then fetches.
func (p part) get(ctx context.Context, folders []string, cacheDir string, log *slog.Logger) (Program, error) {
	if prog, ok := p.onSystem(ctx, folders, log); ok {
		return prog, nil
	}
	dir := filepath.Join(cacheDir, p.name)
	prog, err := p.cached(ctx, dir)
	if err == nil {
		return prog, nil
	}
	if ctx.Err() != nil {
		return Program{}, fmt.Errorf("looking for %s: %w", p.name, context.Cause(ctx))
	}
	log.Info("fetching a program", "program", p.name, "because", err)
	if err := p.fetch(ctx, dir, log); err != nil {
		return Program{}, err
	}
	prog, err = p.cached(ctx, dir)
	if err != nil {
		return Program{}, fmt.Errorf("%s as fetched is unusable: %w", p.name, err)
	}
	return prog, nil
}

// probe runs the program at path for its version and refuses one that is too old.
func (p part) probe(ctx context.Context, path string) (version, error) {
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	said, err := Program{Path: path}.Cmd(ctx, p.flag).CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != p.status) {
		return nil, fmt.Errorf("%s %s: %w", path, p.flag, err)
	}
	v, err := parseVersion(string(said))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if !v.atLeast(p.minimum) {
		return nil, fmt.Errorf("%s is version %s, needed is %s or newer", path, v, p.minimum)
	}
	return v, nil
}

// complete fills in what a program of the given binary consists of.
func (p part) complete(path, binary string, v version) (Program, error) {
	prog := Program{}
	if p.folders != nil {
		var err error
		if prog, err = p.folders(binary); err != nil {
			return Program{}, err
		}
	}
	prog.Path, prog.Version = path, v.String()
	return prog, nil
}
