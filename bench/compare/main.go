// Command compare measures hotline against what people would use instead: Dial() and
// app_queue on the same Asterisk. See docs/performance.md.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"hotline/internal/bench"
	"hotline/internal/bench/arena"
)

// most is how long a run may take at all.
const most = 6 * time.Hour

func main() { os.Exit(run()) }

// options are where things go, besides the plan.
type options struct {
	plan arena.Plan
	out  string // folder of all runs
	docs string // folder of performance.md; "" = it is not written
}

func parse() (options, error) {
	o := options{plan: arena.Plan{Out: os.Stdout, Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))}}
	binary := flag.String("hotline", "build/hotline", "the binary that is measured")
	only := flag.String("parts", "", "only these, with commas between them: idle, sound, greeted, waiting, growth, rate, huge, memory; no page is written then")
	sizes := flag.String("seats", "", "only with these numbers of seats, with commas between them; no page is written then")
	flag.BoolVar(&o.plan.Quick, "quick", false, "a rough table in under three minutes; no page is written")
	flag.IntVar(&o.plan.Rounds, "rounds", 3, "of everything; quick has one")
	flag.Uint64Var(&o.plan.Seed, "seed", 12385, "of how long callers talk")
	flag.StringVar(&o.out, "out", "bench/out", "folder of the raw data, of latest.json and of the plots")
	flag.StringVar(&o.docs, "docs", "docs", "folder of performance.md and its plots")
	flag.Parse()
	if *only != "" {
		o.plan.Parts = strings.Split(*only, ",")
	}
	for _, n := range strings.FieldsFunc(*sizes, func(r rune) bool { return r == ',' }) {
		size, err := strconv.Atoi(n)
		if err != nil {
			return o, fmt.Errorf("--seats %s: numbers are wanted, such as 10,200", *sizes)
		}
		o.plan.Sizes = append(o.plan.Sizes, size)
	}
	if o.plan.Quick {
		o.plan.Rounds = 1
	}
	if o.plan.Quick || partly(o.plan) {
		o.docs = ""
	}
	var err error
	if o.plan.Binary, err = filepath.Abs(*binary); err != nil {
		return o, err
	}
	if _, err := os.Stat(o.plan.Binary); err != nil {
		return o, fmt.Errorf("%s: there is no such binary: build it with make build", *binary)
	}
	o.out, err = filepath.Abs(o.out)
	return o, err
}

func run() int {
	o, err := parse()
	if err != nil {
		return complain(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	began := time.Now().UTC()
	o.plan.Dir = filepath.Join(o.out, began.Format("20060102-150405"))
	r := &bench.Result{
		Began: began.Format("2006-01-02 15:04 UTC"), Command: command(o.plan), Seed: o.plan.Seed, Quick: o.plan.Quick,
	}
	failed := o.plan.Run(ctx, r)
	r.Compare()
	fmt.Printf("\n%s in %s; raw data in %s\n", r.Command, time.Since(began).Round(time.Second), o.plan.Dir)
	if err := errors.Join(failed, report(o, r, failed == nil)); err != nil {
		return complain(err)
	}
	return 0
}

// partly tells whether a plan leaves something out.
func partly(p arena.Plan) bool { return len(p.Parts) > 0 || len(p.Sizes) > 0 }

// command is how the same is measured again.
func command(p arena.Plan) string {
	words := []string{"make bench"}
	switch {
	case p.Quick:
		words = append(words, "QUICK=1")
	case p.Rounds != 3:
		words = append(words, fmt.Sprintf("ROUNDS=%d", p.Rounds))
	}
	if len(p.Parts) > 0 {
		words = append(words, "PARTS="+strings.Join(p.Parts, ","))
	}
	return strings.Join(words, " ")
}

// report writes the tables to the terminal and everything into files. Only a whole run
// becomes the latest one.
func report(o options, r *bench.Result, whole bool) error {
	for _, t := range r.Tables() {
		if err := t.Text(os.Stdout); err != nil {
			return err
		}
	}
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	text = append(text, '\n')
	err = errors.Join(os.MkdirAll(o.plan.Dir, 0o755), os.WriteFile(filepath.Join(o.plan.Dir, "result.json"), text, 0o600), plots(o.plan.Dir, r))
	if err != nil || !whole || partly(o.plan) {
		return err
	}
	if err := os.WriteFile(filepath.Join(o.out, "latest.json"), text, 0o600); err != nil || o.docs == "" {
		return err
	}
	return errors.Join(into(filepath.Join(o.docs, "performance.md"), r.Page), plots(filepath.Join(o.docs, "performance"), r))
}

// plots draws the pictures of a run into a folder.
func plots(dir string, r *bench.Result) error {
	all := r.Plots()
	if len(all) == 0 {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, p := range all {
		if err := into(filepath.Join(dir, name), p.SVG); err != nil {
			return err
		}
	}
	return nil
}

// into lets a file be written.
func into(path string, fill func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(fill(f), f.Close())
}

func complain(err error) int {
	fmt.Fprintln(os.Stderr, "bench:", err)
	return 1
}
