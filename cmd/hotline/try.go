package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"hotline/internal/calendar"
	"hotline/internal/dialplan"
	"hotline/internal/problem"
	"hotline/internal/rehearsal"
	"hotline/internal/rehearsal/calltest"
	"hotline/internal/rehearsal/trial"
)

type tryCmd struct {
	Dir   string `help:"Folder of the dialplans tree." default:"dialplans" env:"HOTLINE_DIALPLANS" type:"path"`
	Trunk string `help:"The trunk on which the call comes. Default: the tree's default one." placeholder:"NAME"`
	From  string `help:"The caller's number, as a carrier gives it, or: withheld." default:"13800138000"`
	To    string `help:"The number that is dialled. Without it, everything is asked for." placeholder:"NUMBER"`
	At    string `help:"When the call comes, in China, such as \"2026-10-01 10:00\". Default: now." placeholder:"TIME"`
}

func (tryCmd) Help() string {
	return `Place a call without a telephone: you read what is said, type keys, and time
passes only when you let it. An empty line lets time pass until something happens;
"help" lists what else you can type. All seats are at work and answer after two
seconds. Nothing is stored, and nobody is really called.`
}

const (
	tryTime  = "2006-01-02 15:04:05"
	withheld = "withheld"
)

func (t tryCmd) Run(ctx context.Context, std streams) error {
	tree, err := dialplan.Load(t.Dir)
	if err != nil {
		return err
	}
	if t.Trunk == "" {
		t.Trunk = tree.Default
	}
	if t.At == "" {
		t.At = time.Now().In(calendar.China()).Format(tryTime)
	}
	lines, terminal := bufio.NewScanner(os.Stdin), isTerminal(os.Stdin)
	if t.To == "" && !trial.Ask(lines, std.out, terminal, t.questions(tree)) {
		return errors.New("no number to call: answer the questions, or give --to")
	}
	if err := errors.Join(knownTrunk(tree, t.Trunk), goodTime(t.At), goodNumber(t.To)); err != nil {
		return err
	}
	at, _ := calltest.ParseTime(t.At)
	c := rehearsal.Call{Trunk: t.Trunk, To: strings.ReplaceAll(t.To, " ", ""), From: strings.ReplaceAll(t.From, " ", "")}
	if t.From == withheld {
		c.From = ""
	}
	return trial.Run(ctx, trial.Config{
		In: lines, Out: std.out, Terminal: terminal, Tree: tree, Call: c, At: at,
	})
}

// questions ask for what the flags would say.
func (t *tryCmd) questions(tree *dialplan.Tree) []trial.Question {
	return []trial.Question{
		{What: "trunk", Into: &t.Trunk, Check: func(name string) error { return knownTrunk(tree, name) }},
		{What: "caller's number, or withheld", Into: &t.From},
		{What: "called number", Into: &t.To, Check: goodNumber},
		{What: "time in China", Into: &t.At, Check: goodTime},
	}
}

func knownTrunk(tree *dialplan.Tree, name string) error {
	if _, ok := tree.Trunks[name]; ok {
		return nil
	}
	hint := problem.DidYouMean(name, slices.Collect(maps.Keys(tree.Trunks)))
	return errors.New(strings.TrimSuffix(fmt.Sprintf("there is no trunk %q; %s", name, hint), "; "))
}

func goodTime(text string) error {
	if _, err := calltest.ParseTime(text); err != nil {
		return fmt.Errorf("%q is not a time: write it like 2026-10-01 10:00", text)
	}
	return nil
}

func goodNumber(text string) error {
	if rehearsal.Digits(text) == "" {
		return fmt.Errorf("%q is not a number: write it like 12385 or 010-12385", text)
	}
	return nil
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
