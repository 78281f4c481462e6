package storm

import (
	"context"
	"embed"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"hotline/internal/chaos/child"
	"hotline/internal/parts"
	"hotline/internal/rig"
)

//go:embed dialplans
var dialplans embed.FS

// machine is an Asterisk, the engine beside it, and the cable between the two.
type machine struct {
	name   string
	dir    string
	rig    *rig.Rig
	engine *engine
	ari    *cable
	sipp   *sipp
	seats  *child.Process // telephones of the load, all in one SIPp
	heard  *crew          // whose talks are listened to
	probe  *crew          // who tell when the hotline is back
	crews  []*crew        // both
}

// newMachine starts one, with its load seats at work.
func newMachine(ctx context.Context, o Options, book *logbook, name string, program parts.Program) (_ *machine, err error) {
	m := &machine{name: name, dir: filepath.Join(o.Dir, name)}
	defer func() {
		if err != nil {
			m.close()
		}
	}()
	if err := os.CopyFS(m.dir, dialplans); err != nil {
		return nil, err
	}
	if m.sipp, err = newSipp(program, m.dir); err != nil {
		return nil, err
	}
	said, err := os.OpenFile(filepath.Join(m.dir, "asterisk.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	m.rig, err = rig.New(ctx, rig.Options{
		Dialplans: filepath.Join(m.dir, "dialplans"), Data: filepath.Join(m.dir, "data"), Dir: m.dir,
		Log: o.Log, Asterisk: slog.New(slog.NewTextHandler(said, nil)),
	})
	if err != nil {
		return nil, err
	}
	if err := m.startEngine(ctx, o.Binary); err != nil {
		return nil, err
	}
	if err := m.registerSeats(ctx); err != nil {
		return nil, err
	}
	if m.heard, err = newCrew(ctx, m, book, "136", "8001", "8002"); err != nil {
		return nil, err
	}
	m.probe, err = newCrew(ctx, m, book, "137", "8099")
	m.crews = []*crew{m.heard, m.probe}
	return m, err
}

func (m *machine) startEngine(ctx context.Context, binary string) (err error) {
	cfg := m.rig.EngineConfig()
	if m.ari, err = newCable(m.rig.Server.Site().HTTP.String()); err != nil {
		return err
	}
	secrets := filepath.Join(m.dir, "secrets.yaml")
	if err := os.WriteFile(secrets, []byte("ari: "+cfg.ARI.Password+"\n"), 0o600); err != nil {
		return err
	}
	m.engine, err = newEngine(binary, filepath.Join(m.dir, "engine.log"),
		"--dialplans", cfg.Dialplans, "--data", cfg.Data, "--sounds", cfg.Sounds,
		"--ari-url", "http://"+m.ari.Addr()+"/ari", "--secrets", secrets, "--drain", "1s")
	if err != nil {
		return err
	}
	if err := m.engine.start(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 60*time.Second)
	defer cancel()
	return m.engine.ready(ctx)
}

// registerSeats makes the load's telephones known, and has them answer at the address
// that they registered from.
func (m *machine) registerSeats(ctx context.Context) error {
	at, err := udpPort("127.0.0.1")
	if err != nil {
		return err
	}
	var lines []string
	for number := range m.rig.Tree.Phones {
		if strings.HasPrefix(number, "81") || strings.HasPrefix(number, "89") {
			lines = append(lines, fmt.Sprintf("%s;[authentication username=%s password=%s]", number, number, m.rig.Secrets.Seats[number]))
		}
	}
	slices.Sort(lines)
	p, err := m.sipp.run(ctx, "register", "register", at, m.rig.SIP(), lines, "-r", "20")
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if err := p.Ended(ctx); err != nil {
		p.Kill()
		return fmt.Errorf("registering telephones: %w", err)
	}
	if !p.State().Success() {
		return fmt.Errorf("registering telephones: %s: see %s", p.State(), m.sipp.trace("register"))
	}
	m.seats, err = m.sipp.run(context.WithoutCancel(ctx), "seat", "seat", at, m.rig.SIP(), nil)
	return err
}

// callers starts the load: a call for every number, so many a second.
func (m *machine) callers(ctx context.Context, numbers []string, target string, rate float64) (*child.Process, error) {
	at, err := udpPort(rig.Carrier)
	if err != nil {
		return nil, err
	}
	lines := make([]string, len(numbers))
	for i, number := range numbers {
		lines[i] = number + ";" + target
	}
	return m.sipp.run(ctx, "caller", "caller", at, m.rig.SIP(), lines,
		"-r", "1", "-rp", fmt.Sprint(int(1000/rate)), "-l", "500")
}

func (m *machine) close() {
	if m.seats != nil {
		m.seats.Kill()
	}
	if m.engine != nil {
		m.engine.stop()
	}
	if m.rig != nil {
		m.rig.Close()
	}
	if m.ari != nil {
		m.ari.close()
	}
}
