package engine

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"filippo.io/age"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"hotline/internal/asterisk"
	"hotline/internal/dialplan"
	"hotline/internal/dip"
	"hotline/internal/figures"
	"hotline/internal/journal"
	"hotline/internal/prompt"
	"hotline/internal/recording"
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
	clock    switchboard.Clock
	loads    *loads
	pins     atomic.Pointer[map[string]string] // by seat
	figures  *figures.Live
	loading  sync.Mutex // one reload at a time
	ended    bool       // no reload any more

	readers    []age.Recipient // of recordings; nil: who has the engine's own key
	keeper     *keeper
	recordings *recording.Folder
	sweeper    *recording.Sweeper

	handover *handover // to the engine that takes over from this one
	cleanups []func()  // run last to first
	stop     sync.Once
}

// New prepares an engine. What it opened is closed again when it fails.
func New(ctx context.Context, cfg Config) (_ *Engine, err error) {
	e := newEngine(cfg)
	defer func() {
		if err != nil {
			e.cleanUp()
		}
	}()
	e.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if cfg.Offset != 0 {
		cfg.Log.Warn("the clock is wrong by intention: hours, calls and their records have its time", "offset", cfg.Offset, "now", e.clock.Now())
	}
	tree, err := e.loadTree()
	if err != nil {
		return nil, err
	}
	pins, err := e.loadPINs()
	if err != nil {
		return nil, err
	}
	e.pins.Store(&pins)
	if err := e.findReaders(); err != nil {
		return nil, fmt.Errorf("%w (--recording-recipients)", err)
	}
	taken := e.listen(ctx)
	if taken != nil && !cfg.TakeOver {
		return nil, taken
	}
	if err := e.openLink(ctx); err != nil {
		return nil, err
	}
	if err := e.findVoice(ctx); err != nil {
		return nil, err
	}
	if cfg.TakeOver {
		if err := e.succeed(ctx, tree, taken); err != nil {
			return nil, err
		}
	}
	if err := e.openBoard(ctx, tree); err != nil {
		return nil, err
	}
	e.inForce(tree)
	return e, nil
}

func newEngine(cfg Config) *Engine {
	e := &Engine{
		cfg: cfg, registry: prometheus.NewRegistry(), served: make(chan struct{}),
		clock: switchboard.WallClock{Offset: cfg.Offset},
	}
	e.loads = newLoads(e.registry, e.clock)
	e.pins.Store(&map[string]string{})
	return e
}

// openBoard opens what the calls need besides the link, and the switchboard on it.
func (e *Engine) openBoard(ctx context.Context, tree *dialplan.Tree) error {
	cfg := e.cfg
	records, err := journal.OpenSQLite(ctx, cfg.Data, journal.Options{Log: cfg.Log, Registerer: e.registry, Sync: cfg.Sync})
	if err != nil {
		return err
	}
	e.later(func() { e.closeJournal(records) })
	if e.handover, err = awaitHeir(ctx, cfg.Data, e.Addr()); err != nil {
		return err
	}
	e.later(e.handover.close)
	e.keeper = newKeeper(records, e.clock, cfg.Keep, cfg.Log)
	e.later(e.keeper.stop)
	if err := e.showFigures(ctx, records); err != nil {
		return err
	}
	e.keeper.records = e.figures.Forget
	if err := e.openRecordings(); err != nil {
		return err
	}
	if err := writeBeep(cfg.soundsDir()); err != nil {
		return err
	}
	fetcher := dip.New()
	e.later(fetcher.Close)
	if e.sounds.Load() == nil {
		if err := e.openLibrary(ctx, tree); err != nil {
			return err
		}
	}
	others, err := e.joinFleet(ctx, tree, records)
	if err != nil {
		return err
	}
	e.board, err = switchboard.New(ctx, switchboard.Config{
		Telephone: e.link, Journal: records, Tree: tree, Sounds: &e.sounds, Clock: e.clock,
		Recordings: e.recordings, Fetcher: fetcher, Rand: rand.Reader, Log: cfg.Log, Metrics: e.registry, Observe: e.keeper.observing(cfg.Observe),
		PINs: e.pin, Figures: e.seatDay, Callers: e.figures.LastCall, Fleet: others, Machine: cfg.Machine,
	})
	return err
}

// succeed takes over from the engine that runs, when nothing is left that could be
// wrong with this one: its words are spoken, its address is free or the other's.
func (e *Engine) succeed(ctx context.Context, tree *dialplan.Tree, taken error) error {
	if _, err := os.Stat(e.cfg.Data); err == nil {
		if err := e.openLibrary(ctx, tree); err != nil {
			return err
		}
	}
	start := time.Now()
	found, err := takeOver(ctx, e.cfg.Data, e.cfg.Listen, taken)
	if err != nil {
		return err
	}
	if found {
		e.cfg.Log.Info("the engine before has let go", "took", time.Since(start))
	}
	if taken == nil {
		return nil
	}
	return e.listen(ctx)
}

// showFigures makes the figures of the last 24 hours metrics. They are computed when they
// are asked for.
func (e *Engine) showFigures(ctx context.Context, records *journal.SQLite) error {
	live, err := figures.Open(ctx, e.cfg.Data, records)
	if err != nil {
		return err
	}
	e.figures = live
	e.later(func() { _ = live.Close() })
	e.registry.MustRegister(figures.NewCollector(live, e.clock.Now))
	return nil
}

func (e *Engine) findVoice(ctx context.Context) error {
	run, err := e.cfg.Voice(ctx)
	if err != nil {
		return fmt.Errorf("no voice for the prompts: %w", err)
	}
	e.speaker, err = prompt.NewEspeak(ctx, run)
	return err
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
	beep, err := beepMedium(e.cfg.soundsDir())
	if err != nil {
		return err
	}
	e.link, err = asterisk.New(asterisk.Config{
		URL: e.cfg.ARI.URL, User: e.cfg.ARI.User, Password: e.cfg.ARI.Password, App: e.cfg.ARI.App,
		Beep: beep, Log: e.cfg.Log, Metrics: e.registry,
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
	e.keeper.start(ctx)
	e.sweep(ctx)
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
		e.loading.Lock() // a reload that somebody asked for may be under way
		defer e.loading.Unlock()
		e.ended = true
	})
	return e.link.Start(ctx)
}

// Addr is where metrics and health checks are served.
func (e *Engine) Addr() string { return e.listener.Addr().String() }

// Linked is closed once Asterisk was reached: from then on calls come to us.
func (e *Engine) Linked() <-chan struct{} { return e.link.Linked() }

// Ready tells why no call can be taken right now, or nil.
func (e *Engine) Ready() error { return e.board.Ready() }

// Drain takes no new calls and waits for the running ones, at most as long as
// configured and until ctx ends. It returns how many are left.
func (e *Engine) Drain(ctx context.Context) int {
	e.link.TakeNoCalls()
	ctx, cancel := context.WithTimeout(ctx, e.cfg.Drain)
	defer cancel()
	return e.board.Drain(ctx)
}

// Leaving is closed when another engine takes over: it waits for Stop.
func (e *Engine) Leaving() <-chan struct{} { return e.handover.asked }

// Stop ends everything. Calls still running stay in Asterisk; an engine started
// later takes them up.
func (e *Engine) Stop() {
	e.stop.Do(func() {
		e.cleanUp()
		if e.handover != nil {
			e.handover.letGo()
		}
	})
}

func (e *Engine) later(f func()) { e.cleanups = append(e.cleanups, f) }

func (e *Engine) cleanUp() {
	for _, f := range slices.Backward(e.cleanups) {
		f()
	}
	e.cleanups = nil
}
