package main

import (
	"context"
	"net/netip"
	"os"
	"os/signal"
	"syscall"

	"hotline/internal/demo"
)

type demoCmd struct {
	Dialplans string     `help:"Folder of the dialplans tree." default:"dialplans" env:"HOTLINE_DIALPLANS" type:"path"`
	Once      bool       `help:"End after the story; status 0 only if the call was answered and sound went both ways."`
	Data      string     `help:"Folder for the journal. Default: a temporary one." placeholder:"DIR" type:"path"`
	Bind      netip.Addr `help:"Address on which SIP listens." default:"127.0.0.1"`
	LogLevel  string     `help:"debug, info, warn or error." default:"warn" enum:"debug,info,warn,error"`
}

func (demoCmd) Help() string {
	return `Starts a private Asterisk on free ports (fetched into your cache if this machine
has none that will do), the engine, one softphone as a seat and one as a caller
behind a carrier's trunk. The caller dials 12385, hears the greeting, is put
through to the seat, and both listen for each other. Nothing of the machine is
touched, and everything ends with the demo.`
}

func (d demoCmd) Run(ctx context.Context, std streams) error {
	log, err := newLogger(std.err, d.LogLevel, "text")
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP) // SIGHUP: the terminal was closed
	defer stop()
	return demo.Run(ctx, demo.Options{
		Dialplans: d.Dialplans, Data: d.Data, Bind: d.Bind, Once: d.Once, In: os.Stdin, Out: std.out, Log: log,
	})
}
