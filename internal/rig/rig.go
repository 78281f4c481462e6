// Package rig sets up a whole hotline on this machine: a private Asterisk, the
// engine beside it, and softphones as carrier and seats. The demo, the
// end-to-end tests and the benchmarks stand on it. Everything listens on the
// loopback, on ports that the kernel chose.
package rig

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"time"

	"gopkg.in/yaml.v3"

	"hotline/internal/astconf"
	"hotline/internal/dialplan"
	"hotline/internal/engine"
	"hotline/internal/journal/fleet"
	"hotline/internal/parts"
	"hotline/internal/pbx"
	"hotline/internal/prompt"
	"hotline/internal/site"
	"hotline/internal/softphone"
	"hotline/internal/switchboard"
)

// Carrier is the address that the shipped tree's trunk expects calls from.
const Carrier = "127.0.0.2"

// Options of a rig. Dialplans, Data and Dir are needed.
type Options struct {
	Dialplans string        // the tree
	Data      string        // the engine's journal
	Dir       string        // Asterisk's files and all sounds
	Bind      netip.Addr    // where SIP listens; the zero value is 127.0.0.1
	RTP       astconf.Ports // for sound; the zero value: enough for some 240 call legs
	Guests    []astconf.Guest
	Machine   string                 // which of the tree's machines, if it has any: that says where SIP listens
	Secrets   dialplan.Secrets       // what is missing is made; machines of one fleet have the same
	Redis     *fleet.Redis           // where the machines meet; nil = the engine is alone
	Offset    time.Duration          // of the engine's clock
	Log       *slog.Logger           // the engine's, and of setting up
	Asterisk  *slog.Logger           // what Asterisk says; nil = nowhere
	Phones    *slog.Logger           // what softphones say, numbers in full; nil = Log
	Observe   func(switchboard.Seen) // facts as they happen
}

// Rig is a running Asterisk with what belongs to it. The engine is separate: it
// can be started, stopped and killed while Asterisk runs.
type Rig struct {
	Options
	Tree    *dialplan.Tree
	Server  *pbx.Server
	Engine  *engine.Engine // nil when none runs
	Library *prompt.Library

	voice    prompt.Command
	cleanups []func()
}

// New starts Asterisk with the tree's trunks and seats, and no engine yet.
func New(ctx context.Context, o Options) (_ *Rig, err error) {
	if o.Asterisk == nil {
		o.Asterisk = slog.New(slog.DiscardHandler)
	}
	if o.Phones == nil {
		o.Phones = o.Log
	}
	r := &Rig{Options: o}
	defer func() {
		if err != nil {
			r.Close()
		}
	}()
	if r.Tree, err = dialplan.Load(o.Dialplans); err != nil {
		return nil, err
	}
	site.Complete(&r.Secrets, r.Tree)
	if err := r.writePINs(); err != nil {
		return nil, err
	}
	program, err := r.findParts(ctx)
	if err != nil {
		return nil, err
	}
	s, err := r.site(ctx)
	if err != nil {
		return nil, err
	}
	r.Server, err = pbx.Start(ctx, pbx.Options{Program: program, Dir: filepath.Join(o.Dir, "asterisk"), Site: s, Log: o.Asterisk})
	if err != nil {
		return nil, err
	}
	r.later(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
		defer cancel()
		if err := r.Server.Stop(ctx); err != nil {
			o.Log.Warn("Asterisk", "err", err)
		}
	})
	return r, nil
}

// findParts looks for, or fetches, Asterisk and espeak-ng.
func (r *Rig) findParts(ctx context.Context) (parts.Program, error) {
	cache, err := parts.CacheDir()
	if err != nil {
		return parts.Program{}, err
	}
	espeak, err := parts.Espeak(ctx, cache, r.Log)
	if err != nil {
		return parts.Program{}, err
	}
	r.voice = espeak.Cmd
	return parts.Asterisk(ctx, cache, r.Log)
}

func (r *Rig) site(ctx context.Context) (astconf.Site, error) {
	bind := r.Bind
	if !bind.IsValid() {
		bind = netip.MustParseAddr("127.0.0.1")
	}
	at := netip.AddrPortFrom(bind, 0)
	if m, ok := r.Tree.Machines[r.Machine]; ok {
		at = m.SIP
	}
	s := astconf.Site{
		SIP: at,
		ARI: astconf.Login{User: "hotline", Password: r.Secrets.ARI}, Guests: r.Guests, RTP: r.RTP,
	}
	if err := site.Declare(&s, r.Tree, r.Secrets); err != nil {
		return s, err
	}
	var err error
	if s.TLS, err = site.Certificate(filepath.Join(r.Dir, "tls"), at.Addr()); err != nil {
		return s, err
	}
	if err := site.Peers(&s, r.Tree, r.Machine, r.Secrets); err != nil {
		return s, err
	}
	speaker, err := prompt.NewEspeak(ctx, r.voice)
	if err != nil {
		return s, err
	}
	r.Library, err = prompt.Open(prompt.Config{Dir: r.soundsDir(), Manifest: r.Tree.Manifest, Speaker: speaker, Log: r.Log})
	if err != nil {
		return s, err
	}
	return s, site.Sounds(ctx, &s, r.Library, filepath.Join(r.Dir, "fallback"))
}

// writePINs writes the file from which the engine reads them.
func (r *Rig) writePINs() error {
	text, err := yaml.Marshal(map[string]any{"pins": r.Secrets.PINs})
	if err != nil {
		return err
	}
	return errors.Join(os.MkdirAll(r.Dir, 0o700), os.WriteFile(r.pinsFile(), text, 0o600))
}

func (r *Rig) pinsFile() string { return filepath.Join(r.Dir, "pins.yaml") }

func (r *Rig) soundsDir() string { return filepath.Join(r.Dir, "sounds") }

// EngineConfig is how the rig's engine is started.
func (r *Rig) EngineConfig() engine.Config {
	s := r.Server.Site()
	return engine.Config{
		Dialplans: r.Dialplans, Data: r.Data, Sounds: r.soundsDir(), Listen: "127.0.0.1:0",
		ARI:   engine.ARI{URL: "http://" + s.HTTP.String() + "/ari", User: s.ARI.User, Password: s.ARI.Password, App: "hotline"},
		Voice: func(context.Context) (prompt.Command, error) { return r.voice, nil },
		Redis: r.Redis, Machine: r.Machine,
		Secrets: r.pinsFile(), Offset: r.Offset, Drain: time.Minute, Log: r.Log, Observe: r.Observe,
	}
}

// StartEngine runs an engine in this process, and waits for its link to Asterisk.
func (r *Rig) StartEngine(ctx context.Context) error {
	if r.Engine != nil {
		return errors.New("rig: an engine runs already")
	}
	e, err := engine.New(ctx, r.EngineConfig())
	if err != nil {
		return err
	}
	if err := e.Start(ctx); err != nil {
		e.Stop()
		return err
	}
	r.Engine = e
	select {
	case <-e.Linked():
		return nil
	case <-ctx.Done():
		return fmt.Errorf("no link to Asterisk: %w", ctx.Err())
	}
}

// StopEngine ends the engine; calls stay in Asterisk.
func (r *Rig) StopEngine() {
	if r.Engine != nil {
		r.Engine.Stop()
		r.Engine = nil
	}
}

// Close ends everything that the rig started.
func (r *Rig) Close() {
	r.StopEngine()
	for _, f := range slices.Backward(r.cleanups) {
		f()
	}
	r.cleanups = nil
}

func (r *Rig) later(f func()) { r.cleanups = append(r.cleanups, f) }

// SIP is where Asterisk listens, host:port, as a phone on this machine reaches it.
func (r *Rig) SIP() string { return r.Server.Site().SIP.String() }

// SeatPhone makes a telephone of the house, a seat's or nobody's, not registered yet.
func (r *Rig) SeatPhone(ctx context.Context, number string) (*softphone.Phone, error) {
	return r.phone(ctx, softphone.Config{
		User: number, Password: r.Secrets.Seats[number], Display: r.Tree.Phones[number].Name,
		Server: r.SIP(), LocalAddr: "127.0.0.1:0", Log: r.Phones.With("phone", number),
	})
}

// CarrierPhone makes a telephone behind the carrier: its calls come in on the
// trunk.
func (r *Rig) CarrierPhone(ctx context.Context, number string) (*softphone.Phone, error) {
	return r.phone(ctx, softphone.Config{
		User: number, Server: r.SIP(), LocalAddr: Carrier + ":0", Log: r.Phones.With("phone", "caller"),
	})
}

func (r *Rig) phone(ctx context.Context, cfg softphone.Config) (*softphone.Phone, error) {
	p, err := softphone.New(cfg)
	if err != nil {
		return nil, err
	}
	if err := p.Start(ctx); err != nil {
		return nil, fmt.Errorf("a softphone: %w", err)
	}
	r.later(func() { _ = p.Close() })
	return p, nil
}
