package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"hotline/internal/dialplan"
	"hotline/internal/engine"
	"hotline/internal/journal"
	"hotline/internal/journal/fleet"
	"hotline/internal/parts"
	"hotline/internal/prompt"
)

type serveCmd struct {
	Config configFlag `help:"YAML file with any of these flags, by name (ari-url: …)." placeholder:"FILE" env:"HOTLINE_CONFIG"`

	Dialplans string        `help:"Folder of the dialplans tree: trunks, centres, seats, flows, prompts." default:"dialplans" env:"HOTLINE_DIALPLANS" type:"path"`
	Data      string        `help:"Folder of the journal. Only one engine may use it." default:"data" env:"HOTLINE_DATA" type:"path"`
	Sync      string        `name:"journal-sync" help:"When the journal is safe from a loss of power: once a second (second), or before anything happens by it (always). A killed process loses nothing either way." default:"second" enum:"second,always" env:"HOTLINE_JOURNAL_SYNC"`
	Keep      keepSpan      `name:"journal-keep" help:"How long the journal keeps what is over: 400d, or forever." default:"forever" env:"HOTLINE_JOURNAL_KEEP"`
	Sounds    string        `help:"Folder for sounds made from texts; Asterisk must be able to read it. Default: sounds in the data folder." placeholder:"DIR" env:"HOTLINE_SOUNDS" type:"path"`
	Listen    string        `help:"Address of /metrics, /healthz and /readyz, and for hotline reload." default:"127.0.0.1:9385" env:"HOTLINE_LISTEN"`
	ARIURL    string        `name:"ari-url" help:"Root of Asterisk's ARI." default:"http://127.0.0.1:8088/ari" env:"HOTLINE_ARI_URL"`
	ARIUser   string        `name:"ari-user" help:"User in ari.conf." default:"hotline" env:"HOTLINE_ARI_USER"`
	ARIApp    string        `name:"ari-app" help:"Stasis application that the dialplan names." default:"hotline" env:"HOTLINE_ARI_APP"`
	Password  string        `name:"ari-password" help:"Password in ari.conf. Better: --secrets." placeholder:"PASSWORD" env:"HOTLINE_ARI_PASSWORD"`
	Secrets   string        `help:"YAML file of secrets: ari: … (read instead of --ari-password), and the PINs of seats." placeholder:"FILE" env:"HOTLINE_SECRETS" type:"path"`
	Readers   string        `name:"recording-recipients" help:"File of age public keys, one a line: who can play recordings. Default: a key of the engine's own in the data folder, beside what it is to protect." placeholder:"FILE" env:"HOTLINE_RECORDING_RECIPIENTS" type:"path"`
	Redis     string        `help:"Where the machines of a fleet meet: host:port, redis:// or rediss:// URL. Without it this engine is alone." placeholder:"ADDRESS" env:"HOTLINE_REDIS"`
	RedisCA   string        `name:"redis-ca" help:"PEM file of the certificates that Redis' own stands on, with rediss://. Default: those that this machine trusts." placeholder:"FILE" env:"HOTLINE_REDIS_CA" type:"path"`
	RedisPass string        `name:"redis-password" help:"Password of Redis. Better: --secrets (a line redis: …)." placeholder:"PASSWORD" env:"HOTLINE_REDIS_PASSWORD"`
	Machine   string        `help:"Name of this machine in the fleet, as machines.yaml has it; it must stay the same. Default: the host's name." placeholder:"NAME" env:"HOTLINE_MACHINE"`
	Espeak    string        `help:"The espeak-ng (1.52 or newer) that speaks the prompts. Default: the machine's own, or Debian's package unpacked into your cache." placeholder:"FILE" env:"HOTLINE_ESPEAK" type:"path"`
	TakeOver  bool          `help:"Take over from the hotline that runs on the same data folder: it lets go when everything here is well, and no call is lost. Without it a data folder in use is an error." env:"HOTLINE_TAKE_OVER"`
	Drain     time.Duration `help:"On SIGTERM: how long running calls may take to finish. A second signal ends at once." default:"10m" env:"HOTLINE_DRAIN"`
	Clock     clockOffset   `name:"clock-offset" help:"For tests and drills: how far the engine's clock is from the machine's (36h, -30m), or the moment it starts at (2026-10-01T08:29:00+08:00)." placeholder:"OFFSET" env:"HOTLINE_CLOCK_OFFSET"`
	LogLevel  string        `help:"debug, info, warn or error." default:"info" enum:"debug,info,warn,error" env:"HOTLINE_LOG_LEVEL"`
	LogFormat string        `help:"text or json." default:"text" enum:"text,json" env:"HOTLINE_LOG_FORMAT"`
}

func (serveCmd) Help() string {
	return `The engine reads the dialplans tree, rebuilds what it knew from the journal,
connects to Asterisk and takes calls.

Signals:
  SIGTERM, SIGINT  take no new calls (another machine's engine has them, or the
                   fallback group), let running ones finish, end. A second one
                   ends at once: talks go on in Asterisk and the next engine
                   takes them up.
                   So does serve --take-over on the same data folder, without
                   waiting for any call.
  SIGHUP           read the dialplans tree and the PINs again, as hotline reload
                   asks for. Mistakes change nothing.

Numbers are masked in the log. Nothing secret belongs into YAML under version
control: use --secrets or the environment.`
}

// Validate refuses a drain that ends before it begins.
func (s serveCmd) Validate() error {
	if s.Drain < 0 {
		return errors.New("--drain is how long calls may take to finish: give a positive value, or 0s")
	}
	return nil
}

func (s serveCmd) Run(ctx context.Context, std streams) error {
	shareProcessors()
	log, err := newLogger(std.err, s.LogLevel, s.LogFormat)
	if err != nil {
		return err
	}
	password, err := s.password()
	if err != nil {
		return err
	}
	redis, machine, err := s.fleet()
	if err != nil {
		return err
	}
	e, err := engine.New(ctx, engine.Config{
		Redis: redis, Machine: machine,
		Dialplans: s.Dialplans, Data: s.Data, Sounds: s.Sounds, Listen: s.Listen, Drain: s.Drain, Log: log,
		Readers: s.Readers, Secrets: s.Secrets, TakeOver: s.TakeOver, Offset: s.Clock.from(time.Now()),
		Sync: s.sync(), Keep: time.Duration(s.Keep),
		ARI:   engine.ARI{URL: s.ARIURL, User: s.ARIUser, Password: password, App: s.ARIApp},
		Voice: voice(s.Espeak, log),
	})
	if err != nil {
		return err
	}
	defer e.Stop()
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	defer signal.Stop(signals)
	if err := e.Start(ctx); err != nil {
		return err
	}
	log.Info("hotline serves", "version", version, "http", e.Addr(), "ari", s.ARIURL, "data", s.Data)
	return attend(ctx, e, signals, log)
}

// shareProcessors leaves half of the machine's processors to the Asterisk beside us. A call
// needs some milliseconds of ours, in many small steps: spread over processors that sleep
// in between, each step costs waking one up. GOMAXPROCS in the environment is stronger.
func shareProcessors() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(max(1, runtime.NumCPU()/2))
	}
}

func (s serveCmd) sync() journal.Sync {
	if s.Sync == "always" {
		return journal.SyncAlways
	}
	return journal.SyncSecond
}

// attend lives by signals.
func attend(ctx context.Context, e *engine.Engine, signals <-chan os.Signal, log *slog.Logger) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-e.Leaving():
			log.Info("another hotline takes over: this one ends")
			return nil
		case got := <-signals:
			if got == syscall.SIGHUP {
				_ = e.Reload(ctx) // it has logged what came of it
				continue
			}
			log.Info("draining: no new calls", "signal", got.String())
			drain(ctx, e, signals, log)
			return nil
		}
	}
}

// drain waits for the calls, until a second signal.
func drain(ctx context.Context, e *engine.Engine, signals <-chan os.Signal, log *slog.Logger) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		for {
			select {
			case got := <-signals:
				if got != syscall.SIGHUP {
					cancel()
				}
			case <-e.Leaving():
				cancel()
				return
			case <-ctx.Done():
				return
			}
		}
	}()
	left := e.Drain(ctx)
	cancel()
	<-finished
	log.Info("hotline ends", "calls_left_in_asterisk", left)
}

// password is that of ARI. What is odd about the secrets the engine logs.
func (s serveCmd) password() (string, error) {
	if s.Secrets == "" {
		if s.Password == "" {
			return "", errors.New("no password for ARI: give --secrets FILE (with a line ari: …) or set HOTLINE_ARI_PASSWORD")
		}
		return s.Password, nil
	}
	secrets, err := dialplan.LoadSecrets(s.Secrets)
	if err != nil {
		return "", err
	}
	if secrets.ARI == "" {
		return "", fmt.Errorf("%s has no password for ARI: add a line ari: …", s.Secrets)
	}
	return secrets.ARI, nil
}

// fleet says where the machines meet, and which one this is; nil = this one is alone.
func (s serveCmd) fleet() (*fleet.Redis, string, error) {
	if s.Redis == "" {
		return nil, "", nil
	}
	redis, err := fleet.ReadRedis(s.Redis)
	if err != nil {
		return nil, "", fmt.Errorf("--redis: %w", err)
	}
	if s.RedisCA != "" {
		if err := redis.Trust(s.RedisCA); err != nil {
			return nil, "", fmt.Errorf("--redis-ca: %w", err)
		}
	}
	if s.RedisPass != "" {
		redis.Password = s.RedisPass
	}
	if s.Secrets != "" {
		secrets, err := dialplan.LoadSecrets(s.Secrets)
		if err != nil {
			return nil, "", err
		}
		redis.Password = cmp.Or(secrets.Redis, redis.Password)
	}
	if s.Machine != "" {
		return &redis, s.Machine, nil
	}
	name, err := os.Hostname()
	if err != nil {
		return nil, "", fmt.Errorf("the host has no name: give the machine one with --machine: %w", err)
	}
	return &redis, name, nil
}

// voice finds the program that speaks.
func voice(path string, log *slog.Logger) func(context.Context) (prompt.Command, error) {
	return func(ctx context.Context) (prompt.Command, error) {
		if path != "" {
			return parts.Program{Path: path}.Cmd, nil
		}
		cache, err := parts.CacheDir()
		if err != nil {
			return nil, err
		}
		program, err := parts.Espeak(ctx, cache, log)
		if err != nil {
			return nil, err
		}
		return program.Cmd, nil
	}
}
