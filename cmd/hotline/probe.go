package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os/signal"
	"reflect"
	"strings"
	"syscall"
	"time"

	"hotline/internal/probe"
)

type probeCmd struct {
	Probes string `help:"YAML file of test calls, instead of the flags of one." type:"path" placeholder:"FILE"`

	Server       string        `help:"Where SIP is spoken over UDP: Asterisk, or the carrier." placeholder:"HOST:PORT"`
	Number       string        `help:"The number to call." placeholder:"NUMBER"`
	From         string        `help:"The number to show as the caller's." placeholder:"NUMBER"`
	Name         string        `help:"What the test call is called in lines and metrics; the number without it." placeholder:"NAME"`
	Credentials  string        `help:"YAML file with user, password and realm, for a server that asks." type:"path" placeholder:"FILE"`
	AnswerWithin time.Duration `help:"How long it may ring; 10s without it." placeholder:"DURATION"`

	Hears       string        `help:"What has to be heard after the answer, in Mandarin. Without it any sound will do." placeholder:"TEXT"`
	HearsFile   string        `help:"The same as a WAV file of 8 kHz, 16 bit, mono." type:"path" placeholder:"FILE"`
	HearsWithin time.Duration `help:"How long after the answer it may begin; 15s without it." placeholder:"DURATION"`

	Key           string        `help:"What to press then." placeholder:"KEYS"`
	ThenHears     string        `help:"What the key has to bring, in Mandarin." placeholder:"TEXT"`
	ThenHearsFile string        `help:"The same as a WAV file." type:"path" placeholder:"FILE"`
	ThenWithin    time.Duration `help:"How long after the key it may begin; 15s without it." placeholder:"DURATION"`

	Once   bool          `help:"Make each call once and end: status 1 if one did not pass. This is usual."`
	Every  time.Duration `help:"Instead of --once: make the calls again and again at this distance." placeholder:"DURATION"`
	Listen string        `help:"With --every: address of /metrics." placeholder:"HOST:PORT"`

	Dialplans string `help:"Folder of the dialplans tree, for the recordings and voices of its prompts." default:"dialplans" env:"HOTLINE_DIALPLANS" type:"path"`
	Sounds    string `help:"Folder for sounds made from texts. Default: one in your cache." placeholder:"DIR" type:"path"`
	Espeak    string `help:"The espeak-ng that speaks them. Default: the machine's own, or one unpacked into your cache." placeholder:"FILE" env:"HOTLINE_ESPEAK" type:"path"`
	LogLevel  string `help:"debug, info, warn or error." default:"info" enum:"debug,info,warn,error" env:"HOTLINE_LOG_LEVEL"`
	LogFormat string `help:"text or json." default:"text" enum:"text,json" env:"HOTLINE_LOG_FORMAT"`
}

// Help says what the command is for.
func (probeCmd) Help() string {
	return `Calls the hotline as a citizen does, and tells whether it was answered in time,
whether the right words were heard and whether a key works: one line a step.

  hotline probe --server 10.0.0.5:5060 --from 01065000000 --number 12385 \
    --hears 您好，这里是12385残疾人服务热线。 --key 1 --then-hears 请稍候。
  hotline probe --probes probes.yaml --every 5m --listen 127.0.0.1:9386

A text sounds as the engine says it: the tree's recording of it, or the same
voice. Calls are made one after the other, never two at a time; what is due while
one is under way is skipped. SIGTERM hangs up and ends at once.`
}

// leastEvery keeps test calls from becoming a load.
const leastEvery = 10 * time.Second

// Validate refuses what cannot be called, and flags that would change nothing.
func (c probeCmd) Validate() error {
	switch {
	case c.Once && c.Every != 0:
		return errors.New("--once and --every: leave one of them out")
	case c.Every != 0 && c.Every < leastEvery:
		return fmt.Errorf("--every is %s or more", leastEvery)
	case c.Every == 0 && c.Listen != "":
		return errors.New("--listen is for --every: give both, or neither")
	case c.Probes != "" && c.described():
		return errors.New("with --probes the file tells whom to call and what to hear: leave the flags of a single call out")
	case c.Probes == "" && !c.described():
		return errors.New("say whom to call: --server, --number and --from of one call, or --probes FILE")
	case c.Probes == "":
		return c.complete()
	}
	return nil
}

// complete finds the first mistake of the one call.
func (c probeCmd) complete() error {
	if c.Server == "" || c.Number == "" || c.From == "" {
		return errors.New("a call needs --server, --number and --from: give all three")
	}
	if wrong := c.one().Check(); len(wrong) > 0 {
		return errors.New("--" + wrong[0].String())
	}
	return nil
}

// single is the call of the flags, as far as they say anything.
func (c probeCmd) single() probe.Probe {
	return probe.Probe{
		Name: c.Name, Server: c.Server, Number: c.Number, From: c.From, AnswerWithin: c.AnswerWithin,
		Hears: probe.Expect{Text: c.Hears, File: c.HearsFile, Within: c.HearsWithin}, Key: c.Key,
		Then: probe.Expect{Text: c.ThenHears, File: c.ThenHearsFile, Within: c.ThenWithin},
	}
}

// described reports whether the flags say anything about one call.
func (c probeCmd) described() bool {
	return c.Credentials != "" || !reflect.ValueOf(c.single()).IsZero()
}

func (c probeCmd) one() probe.Probe {
	p := c.single()
	if p.Name == "" {
		p.Name = strings.TrimPrefix(p.Number, "+")
	}
	return p
}

func (c probeCmd) Run(ctx context.Context, std streams) error {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	log, err := newLogger(std.err, c.LogLevel, c.LogFormat)
	if err != nil {
		return err
	}
	probes, err := c.load(std)
	if err != nil {
		return err
	}
	say := voiceOfProbes{cmd: c, log: log}
	for i := range probes {
		if err := probes[i].Prepare(ctx, say.speak); err != nil {
			return err
		}
	}
	caller := probe.Caller{Now: time.Now, Log: log}
	if c.Every != 0 {
		return c.watch(ctx, caller, probes, log)
	}
	return once(ctx, caller, probes, std)
}

// load gets the calls from the file or the flags.
func (c probeCmd) load(std streams) ([]probe.Probe, error) {
	if c.Probes != "" {
		probes, warnings, err := probe.Load(c.Probes)
		if err != nil {
			return nil, err
		}
		warn(std.err, warnings)
		return probes, nil
	}
	p := c.one()
	if c.Credentials == "" {
		return []probe.Probe{p}, nil
	}
	credentials, warnings, err := probe.LoadCredentials(c.Credentials)
	if err != nil {
		return nil, err
	}
	warn(std.err, warnings)
	p.Credentials = credentials
	return []probe.Probe{p}, nil
}

// once makes the calls and prints their steps.
func once(ctx context.Context, with probe.Prober, probes []probe.Probe, std streams) error {
	failed := probe.Round(ctx, with, probes, func(r probe.Result) {
		for _, line := range r.Lines() {
			fmt.Fprintln(std.out, line)
		}
	})
	switch {
	case ctx.Err() != nil:
		return errors.New("told to end before all test calls were made")
	case len(failed) > 0:
		return fmt.Errorf("%d of %d test calls did not pass", len(failed), len(probes))
	}
	return nil
}

// watch makes the calls on schedule until told to end.
func (c probeCmd) watch(ctx context.Context, with probe.Prober, probes []probe.Probe, log *slog.Logger) error {
	metrics, serve, err := c.metrics(ctx, probes, log)
	if err != nil {
		return err
	}
	defer serve.stop()
	log.Info("test calls begin", "every", c.Every, "probes", len(probes), "http", serve.addr())
	schedule := probe.Schedule{
		Every: c.Every, Clock: probe.Clock{Now: time.Now, After: time.After},
		Skipped: func(rounds int) {
			metrics.Skip(rounds)
			log.Warn("test calls take longer than the distance between them", "skipped", rounds, "every", c.Every)
		},
	}
	schedule.Run(ctx, func(ctx context.Context) {
		probe.Round(ctx, with, probes, func(r probe.Result) {
			metrics.Record(r)
			report(log, r)
		})
	})
	log.Info("no more test calls")
	return nil
}

func report(log *slog.Logger, r probe.Result) {
	attrs := []any{"probe", r.Probe, "took", r.Took.Round(time.Millisecond)}
	for _, s := range r.Steps {
		attrs = append(attrs, string(s.Phase), s.Took.Round(time.Millisecond))
	}
	switch r.Cause {
	case probe.Passed:
		log.Info("the test call passed", attrs...)
	case probe.Interrupted:
		log.Info("the test call was cut short", attrs...)
	default:
		log.Warn("the test call did not pass", append(attrs, "result", string(r.Cause), "detail", r.Detail)...)
	}
}
