package engine

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"hotline/internal/asterisk"
	"hotline/internal/dialplan"
	"hotline/internal/journal"
	"hotline/internal/prompt"
	"hotline/internal/switchboard"
)

// Engine is one running hotline.
type Engine struct {
	cfg      Config
	registry *prometheus.Registry
	speaker  prompt.Speaker
	sounds   sounds
	link     *asterisk.Link
	board    *switchboard.Switchboard
	listener net.Listener
	server   *http.Server
	served   chan struct{}
	loaded   prometheus.Gauge

	cleanups []func() // run last to first
	stop     sync.Once
}

// New prepares an engine. What it opened is closed again when it fails.
func New(ctx context.Context, cfg Config) (_ *Engine, err error) {
	e := &Engine{cfg: cfg, registry: prometheus.NewRegistry(), served: make(chan struct{})}
	defer func() {
		if err != nil {
			e.cleanUp()
		}
	}()
	e.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	e.loaded = prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: "hotline", Name: "dialplans_loaded_timestamp_seconds",
		Help: "When the dialplans tree in force was loaded, Unix time.",
	})
	e.registry.MustRegister(e.loaded)

	tree, err := e.loadTree()
	if err != nil {
		return nil, err
	}
	if err := e.listen(ctx); err != nil {
		return nil, err
	}
	if err := e.openLink(ctx); err != nil {
		return nil, err
	}
	if err := e.findVoice(ctx); err != nil {
		return nil, err
	}
	records, err := journal.OpenSQLite(ctx, cfg.Data, journal.Options{Log: cfg.Log, Registerer: e.registry})
	if err != nil {
		return nil, err
	}
	e.later(func() { _ = records.Close() })
	if err := e.openLibrary(ctx, tree); err != nil {
		return nil, err
	}
	e.board, err = switchboard.New(ctx, switchboard.Config{
		Telephone: e.link, Journal: records, Tree: tree, Sounds: &e.sounds, Clock: switchboard.WallClock{},
		Rand: rand.Reader, Log: cfg.Log, Metrics: e.registry, Observe: cfg.Observe,
	})
	if err != nil {
		return nil, err
	}
	e.loaded.SetToCurrentTime()
	return e, nil
}

// loadTree loads the dialplans and looks whether the recordings are there.
func (e *Engine) loadTree() (*dialplan.Tree, error) {
	tree, err := dialplan.Load(e.cfg.Dialplans)
	if err != nil {
		return nil, err
	}
	if tree.Manifest != "" {
		if _, err := prompt.LoadManifest(tree.Manifest); err != nil {
			return nil, err
		}
	}
	for _, w := range tree.Warnings {
		e.cfg.Log.Warn("the dialplans", "problem", w.String())
	}
	return tree, nil
}

func (e *Engine) findVoice(ctx context.Context) error {
	run, err := e.cfg.Voice(ctx)
	if err != nil {
		return fmt.Errorf("no voice for the prompts: %w", err)
	}
	e.speaker, err = prompt.NewEspeak(ctx, run, nil)
	return err
}

// openLibrary speaks every text of the tree ahead of the first call.
func (e *Engine) openLibrary(ctx context.Context, tree *dialplan.Tree) error {
	library, err := prompt.Open(prompt.Config{
		Dir: e.cfg.soundsDir(), Manifest: tree.Manifest, Speaker: e.speaker, Log: e.cfg.Log,
	})
	if err != nil {
		return fmt.Errorf("%w (--sounds)", err) // the manifest was looked at before
	}
	var texts []prompt.Text
	for _, t := range tree.Program.Texts() {
		texts = append(texts, prompt.Text{Text: t})
	}
	if err := library.Prepare(ctx, texts); err != nil {
		return fmt.Errorf("prompts: %w", err)
	}
	e.sounds.Store(library)
	return nil
}

func (e *Engine) listen(ctx context.Context) (err error) {
	e.listener, err = (&net.ListenConfig{}).Listen(ctx, "tcp", e.cfg.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s for metrics and health checks: %w; choose another address with --listen",
			e.cfg.Listen, errors.Unwrap(err))
	}
	e.later(func() { _ = e.listener.Close() })
	return nil
}

func (e *Engine) openLink(ctx context.Context) (err error) {
	e.link, err = asterisk.New(asterisk.Config{
		URL: e.cfg.ARI.URL, User: e.cfg.ARI.User, Password: e.cfg.ARI.Password, App: e.cfg.ARI.App,
		Log: e.cfg.Log, Metrics: e.registry,
	})
	if err != nil {
		return err
	}
	e.later(e.link.Stop)
	return noAsterisk(e.link.Check(ctx))
}

// noAsterisk says which setting may be wrong.
func noAsterisk(err error) error {
	var failed *asterisk.Error
	if !errors.As(err, &failed) {
		return err
	}
	settings := "--ari-url"
	if failed.Kind == asterisk.Refused {
		settings = "--ari-user, --secrets or --ari-password"
	}
	return fmt.Errorf("no Asterisk: %s (%s)", failed.Message, settings)
}

// Start takes calls from now on. It returns at once.
func (e *Engine) Start(ctx context.Context) error {
	if err := e.board.Start(ctx); err != nil {
		return err
	}
	e.later(e.board.Stop)
	e.server = &http.Server{Handler: e.handler(), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		defer close(e.served)
		if err := e.server.Serve(e.listener); !errors.Is(err, http.ErrServerClosed) {
			e.cfg.Log.Error("metrics and health checks are gone", "err", err)
		}
	}()
	e.later(func() {
		_ = e.server.Close()
		<-e.served
	})
	return e.link.Start(ctx)
}

// Addr is where metrics and health checks are served.
func (e *Engine) Addr() string { return e.listener.Addr().String() }

// Linked is closed once Asterisk was reached: from then on calls come to us.
func (e *Engine) Linked() <-chan struct{} { return e.link.Linked() }

// Ready tells why no call can be taken right now, or nil.
func (e *Engine) Ready() error { return e.board.Ready() }

// Reload lets new calls run by the dialplans as they are on disk now. A tree
// with mistakes changes nothing.
func (e *Engine) Reload(ctx context.Context) error {
	tree, err := e.loadTree()
	if err != nil {
		return err
	}
	if err := e.openLibrary(ctx, tree); err != nil {
		return err
	}
	e.board.Reload(tree)
	e.loaded.SetToCurrentTime()
	return nil
}

// Drain takes no new calls and waits for the running ones, at most as long as
// configured and until ctx ends. It returns how many are left.
func (e *Engine) Drain(ctx context.Context) int {
	ctx, cancel := context.WithTimeout(ctx, e.cfg.Drain)
	defer cancel()
	return e.board.Drain(ctx)
}

// Stop ends everything. Calls still running stay in Asterisk; an engine started
// later takes them up.
func (e *Engine) Stop() { e.stop.Do(e.cleanUp) }

func (e *Engine) later(f func()) { e.cleanups = append(e.cleanups, f) }

func (e *Engine) cleanUp() {
	for _, f := range slices.Backward(e.cleanups) {
		f()
	}
	e.cleanups = nil
}
