// Command compare measures hotline against what people would use instead.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"hotline/internal/bench/arena"
	"hotline/internal/parts"
)

func main() {
	which := flag.String("c", "hotline", "")
	seats := flag.Int("seats", 10, "")
	wait := flag.Int("waiting", 0, "")
	sound := flag.Bool("sound", false, "")
	rate := flag.Float64("rate", 5, "")
	flag.Parse()
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	dir, _ := filepath.Abs("bench/out/try")
	os.RemoveAll(dir)
	cache, _ := parts.CacheDir()
	sipp, err := parts.Sipp(ctx, cache, log)
	if err != nil {
		panic(err)
	}
	bin, _ := filepath.Abs("build/hotline")
	a, err := arena.Open(ctx, arena.Options{Binary: bin, Dir: dir + "/a", Seats: *seats, Sipp: sipp, Log: log})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer a.Close()
	for _, c := range []arena.Contender{arena.Dial(), arena.Queue(), arena.AnsweredQueue(), arena.GreetedQueue(), arena.Hotline(), arena.Greeted()} {
		if *which != "all" && c.Name != *which {
			continue
		}
		t := time.Now()
		r, err := a.Run(ctx, c, arena.Load{Part: "try", Seed: 1, Rate: *rate, Talk: time.Second, Callers: int(*rate * 6), Waiting: *wait, Window: 6 * time.Second, Sound: *sound})
		fmt.Printf("%+v %v took %s\n", r, err, time.Since(t))
	}
}
