// Command soak carries a country's busiest hour through one engine's fleet log, and fails
// when memory grows or a call is lost. See docs/chaos.md.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"hotline/internal/chaos/soak"
)

func main() { os.Exit(run()) }

func run() int {
	o := soak.Options{Out: os.Stdout, Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))}
	flag.DurationVar(&o.Duration, "duration", time.Hour, "how long calls are made")
	flag.IntVar(&o.Hourly, "calls", 72_000, "an hour")
	flag.DurationVar(&o.Every, "every", time.Minute, "between two looks at the memory")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	dir, err := os.MkdirTemp("", "hotline-soak-")
	if err != nil {
		return complain(err)
	}
	o.Dir = dir
	if err := soak.Run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "journal and logs are in", dir)
		return complain(err)
	}
	_ = os.RemoveAll(dir)
	fmt.Println("soaked: memory is flat, and every call came to its end")
	return 0
}

func complain(err error) int {
	fmt.Fprintln(os.Stderr, "soak:", err)
	return 1
}
