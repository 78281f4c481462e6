package storm

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"hotline/internal/chaos/child"
	"hotline/internal/rig"
)

// machine is an Asterisk, the engine beside it, and the cables between them and Redis.
type machine struct {
	name   string
	dir    string
	rig    *rig.Rig
	engine *engine
	ari    *cable
	redis  *cable // nil: it is alone
	sipp   *sipp
	seats  *child.Process // telephones of the load, all in one SIPp
	heard  *crew          // whose talks are listened to
	probe  *crew          // who tell when the hotline is back
	crews  []*crew        // both
}

// newMachine starts the Asterisk of a site's place.
func newMachine(ctx context.Context, o Options, s *site, i int) (_ *machine, err error) {
	m := &machine{name: s.names[i], dir: filepath.Join(o.Dir, s.names[i])}
	defer func() {
		if err != nil {
			m.close()
		}
	}()
	if err := s.writeTree(m.dir); err != nil {
		return nil, err
	}
	if m.sipp, err = newSipp(s.sipp, m.dir); err != nil {
		return nil, err
	}
	said, err := os.OpenFile(filepath.Join(m.dir, "asterisk.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	m.rig, err = rig.New(ctx, rig.Options{
		Dialplans: filepath.Join(m.dir, "dialplans"), Data: filepath.Join(m.dir, "data"), Dir: m.dir,
		Machine: s.machine(i), Secrets: s.secrets,
		Log: o.Log, Asterisk: slog.New(slog.NewTextHandler(said, nil)),
	})
	if err != nil {
		return nil, err
	}
	s.secrets = m.rig.Secrets
	return m, nil
}

// startEngine starts the engine, with a cable to Asterisk, and one to Redis if there is one.
func (m *machine) startEngine(binary, redis string) (err error) {
	cfg := m.rig.EngineConfig()
	if m.ari, err = newCable(m.rig.Server.Site().HTTP.String()); err != nil {
		return err
	}
	secrets := filepath.Join(m.dir, "secrets.yaml")
	if err := os.WriteFile(secrets, []byte("ari: "+cfg.ARI.Password+"\n"), 0o600); err != nil {
		return err
	}
	args := []string{
		"--dialplans", cfg.Dialplans, "--data", cfg.Data, "--sounds", cfg.Sounds,
		"--ari-url", "http://" + m.ari.Addr() + "/ari", "--secrets", secrets, "--drain", "1s",
	}
	if redis != "" {
		if m.redis, err = newCable(redis); err != nil {
			return err
		}
		args = append(args, "--machine", m.name, "--redis", m.redis.Addr())
	}
	if m.engine, err = newEngine(binary, filepath.Join(m.dir, "engine.log"), args...); err != nil {
		return err
	}
	return m.engine.start()
}

// man puts the machine's seats to work: those of the load, whose talks are listened to,
// and who answer the probe.
func (m *machine) man(ctx context.Context, s *site, i int, book *logbook) (err error) {
	ready, cancel := context.WithTimeout(ctx, 60*time.Second)
	defer cancel()
	if err := m.engine.ready(ready); err != nil {
		return err
	}
	if err := m.registerSeats(ctx, s.load(i)); err != nil {
		return err
	}
	if m.heard, err = newCrew(ctx, m, book, fmt.Sprintf("136%d", i), s.share(i, heardSeats())...); err != nil {
		return err
	}
	m.probe, err = newCrew(ctx, m, book, fmt.Sprintf("137%d", i), s.share(i, probeSeats())...)
	m.crews = []*crew{m.heard, m.probe}
	return err
}

// registerSeats makes the load's telephones known, and has them answer at the address
// that they registered from.
func (m *machine) registerSeats(ctx context.Context, numbers []string) error {
	at, err := udpPort("127.0.0.1")
	if err != nil {
		return err
	}
	lines := make([]string, len(numbers))
	for i, number := range numbers {
		lines[i] = fmt.Sprintf("%s;[authentication username=%s password=%s]", number, number, m.rig.Secrets.Seats[number])
	}
	p, err := m.sipp.run(ctx, "register", "register", at, m.rig.SIP(), lines, "-r", "20")
	if err != nil {
		return err
	}
	soon, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if err := p.Ended(soon); err != nil {
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
		"-r", "1", "-rp", strconv.Itoa(int(1000/rate)), "-l", "500")
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
	for _, c := range []*cable{m.ari, m.redis} {
		if c != nil {
			c.close()
		}
	}
}
