// Command chaos breaks a running hotline on purpose for a while, accounts for every
// call, and fails when anything was lost. See docs/chaos.md.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/signal"
	"syscall"
	"time"

	"hotline/internal/chaos/storm"
)

func main() { os.Exit(run()) }

func run() int {
	o := storm.Options{Out: os.Stdout, Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))}
	flag.StringVar(&o.Binary, "hotline", "build/hotline", "the binary that is tried")
	flag.DurationVar(&o.Duration, "duration", 10*time.Minute, "how long calls are made and parts broken")
	flag.Uint64Var(&o.Seed, "seed", 0, "of the faults; 0 = any")
	flag.IntVar(&o.Machines, "machines", 2, "1: one machine alone; 2: a fleet, with Redis")
	flag.IntVar(&o.Calls, "calls", 0, "of the load, at least; 0 = 1,000 in ten minutes, and at least 200")
	flag.IntVar(&o.Faults, "faults", 0, "to inject; 0 = 40 in ten minutes, and at least 10")
	flag.StringVar(&o.Dir, "dir", "", "folder for all that is written; empty = a temporary one, kept when anything is lost")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return breakThings(ctx, storm.Usual(o))
}

func breakThings(ctx context.Context, o storm.Options) int {
	keep := o.Dir != ""
	if !keep {
		dir, err := os.MkdirTemp("", "hotline-chaos-")
		if err != nil {
			return complain(err)
		}
		o.Dir = dir
	}
	if o.Seed == 0 {
		o.Seed = rand.Uint64()
	}
	fmt.Printf("seed %d: %d faults over at least %d calls in %s\n", o.Seed, o.Faults, o.Calls, o.Duration)
	report, err := storm.Run(ctx, o)
	if err != nil {
		fmt.Fprintln(os.Stderr, "logs, journals and SIP traces are in", o.Dir)
		return complain(err)
	}
	if keep || !report.OK() {
		fmt.Println("logs, journals and SIP traces are in", o.Dir)
	} else {
		defer os.RemoveAll(o.Dir)
	}
	if err := report.Write(os.Stdout); err != nil {
		return complain(err)
	}
	if !report.OK() {
		return 1
	}
	return 0
}

func complain(err error) int {
	fmt.Fprintln(os.Stderr, "chaos:", err)
	return 1
}
