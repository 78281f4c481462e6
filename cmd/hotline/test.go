package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	"hotline/internal/dialplan"
	"hotline/internal/rehearsal/calltest"
)

type testCmd struct {
	Dir      string `arg:"" optional:"" help:"Folder of the dialplans tree; its tests are in tests/." default:"dialplans" env:"HOTLINE_DIALPLANS" type:"path"`
	Only     string `name:"run" help:"Only tests whose names match this regular expression. Then there is no coverage." placeholder:"REGEXP"`
	JSON     bool   `help:"Print a JSON object. Times are in seconds."`
	Verbose  bool   `short:"v" help:"Tell the story of every call, not only of those that fail."`
	CoverAll bool   `help:"Fail also when there is a step, or a way out of one, that no test takes."`
}

func (testCmd) Help() string {
	return `Call tests say what happens to a caller: who dials what and when, what he hears
and presses, where the call comes to. They run in virtual time, by the same code
that takes real calls. docs/call-tests.md shows how they are written.`
}

// Validate refuses what is no regular expression, and to ask for all and for a part.
func (t testCmd) Validate() error {
	if _, err := regexp.Compile(t.Only); err != nil {
		return fmt.Errorf("--run: %w", err)
	}
	if t.Only != "" && t.CoverAll {
		return errors.New("--run leaves tests away, so --cover-all cannot be told: give one of them")
	}
	return nil
}

// Run prints how the tests came out. Tests that fail are an error.
func (t testCmd) Run(ctx context.Context, std streams) error {
	tree, err := dialplan.Load(t.Dir)
	if err != nil {
		return err
	}
	files, err := calltest.Load(t.Dir, tree)
	if err != nil {
		return err
	}
	var only *regexp.Regexp
	if t.Only != "" {
		only = regexp.MustCompile(t.Only)
	}
	report, err := calltest.RunAll(ctx, tree, files, only)
	if err != nil {
		return err
	}
	write := report.WriteText
	if t.JSON {
		write = report.WriteJSON
	}
	if err := write(std.out, t.Verbose); err != nil {
		return err
	}
	return t.verdict(report)
}

func (t testCmd) verdict(report calltest.Report) error {
	run, failed := report.Count()
	switch {
	case failed > 0:
		return fmt.Errorf("%d of %d call tests failed", failed, run)
	case run == 0:
		return fmt.Errorf("no call test has a name like %q", t.Only)
	case t.CoverAll && len(report.Coverage.Missing) > 0:
		return errors.New("the call tests do not cover everything")
	}
	return nil
}
