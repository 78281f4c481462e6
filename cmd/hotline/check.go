package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"hotline/internal/dialplan"
	"hotline/internal/jsonout"
	"hotline/internal/problem"
	"hotline/internal/prompt"
	"hotline/internal/yamlfile"
	"hotline/ivr"
)

type checkCmd struct {
	Dir    string        `arg:"" optional:"" help:"Folder of the dialplans tree." default:"dialplans" env:"HOTLINE_DIALPLANS" type:"path"`
	Strict bool          `help:"Take warnings for errors."`
	JSON   bool          `help:"Write one JSON object, for editors and CI."`
	Keys   int           `help:"The most keys to a person, instead of the tree's own limit (usually 2)." default:"-1"`
	Within time.Duration `help:"The longest listening on the way to a person, instead of the tree's own limit (usually 30s)." default:"-1s"`
}

// verdict is what check found, as --json writes it.
type verdict struct {
	OK       bool             `json:"ok"`
	Version  string           `json:"version,omitempty"`
	Problems problem.Problems `json:"problems"`
	Flows    []farthest       `json:"flows,omitempty"`
}

// farthest is the worst case of a flow.
type farthest struct {
	Flow     string   `json:"flow"`
	Centre   string   `json:"centre"`
	Closed   []string `json:"closed,omitempty"`
	Step     string   `json:"step"`
	Keys     int      `json:"keys"`
	Seconds  float64  `json:"seconds"`
	Silent   float64  `json:"silent_seconds"` // -1: never
	listened time.Duration
	silent   time.Duration
}

func (c checkCmd) Run(std streams) error {
	tree, v := c.check()
	v.OK = v.Problems.Err() == nil && (!c.Strict || len(v.Problems) == 0)
	if c.JSON {
		if err := jsonout.Write(std.out, v); err != nil {
			return err
		}
	} else if err := v.write(std, c.Dir, tree); err != nil {
		return err
	}
	if !v.OK {
		return fmt.Errorf("%s is not well: %s, %s", c.Dir, several(len(v.Problems.Errors()), "error"), several(len(v.Problems.Warnings()), "warning"))
	}
	return nil
}

// check collects every problem of the tree.
func (c checkCmd) check() (*dialplan.Tree, verdict) {
	v := verdict{Problems: problem.Problems{}}
	tree, err := dialplan.Load(c.Dir)
	if err != nil {
		v.Problems = asProblems(c.Dir, err)
		return nil, v
	}
	v.Version = tree.Version
	v.Problems.Add(tree.Warnings...)
	v.Problems.Add(tree.CalendarWarnings(time.Now())...)
	if tree.Manifest != "" {
		if _, err := prompt.LoadManifest(tree.Manifest); err != nil {
			v.Problems.Add(asProblems(tree.Manifest, err)...)
		}
	}
	proofs := slices.Clone(tree.Proofs)
	if limits := c.limits(tree.Limits); limits != tree.Limits {
		var found problem.Problems
		proofs, found = tree.Prove(limits)
		v.Problems.Add(found.Errors()...) // its warnings are the tree's already
	}
	v.Problems.Sort()
	ivr.SortProofs(proofs)
	for _, p := range proofs {
		v.Flows = append(v.Flows, farthestOf(p))
	}
	return tree, v
}

func (c checkCmd) limits(own ivr.Limits) ivr.Limits {
	if c.Keys >= 0 {
		own.Keys = c.Keys
	}
	if c.Within >= 0 {
		own.Time = c.Within
	}
	return own
}

func farthestOf(p ivr.Proof) farthest {
	f := farthest{
		Flow: p.Flow, Centre: p.Centre, Closed: p.Closed, Step: p.Step, Keys: p.Keys, Seconds: p.Time.Seconds(),
		Silent: -1, listened: p.Time, silent: p.Silent,
	}
	if p.Silent != ivr.Never {
		f.Silent = p.Silent.Seconds()
	}
	return f
}

// asProblems is an error of a whole file as one of the problems.
func asProblems(file string, err error) problem.Problems {
	if found, ok := err.(problem.Problems); ok { //nolint:errorlint // Load returns them bare
		return found
	}
	return problem.Problems{problem.Place{File: file}.Error("", "%v", err)}
}

func (v verdict) write(std streams, dir string, tree *dialplan.Tree) error {
	for _, p := range v.Problems {
		if _, err := fmt.Fprintln(std.err, p); err != nil {
			return err
		}
	}
	if tree == nil || !v.OK {
		return nil
	}
	if _, err := fmt.Fprintf(std.out, "%s is well: %d trunks, %d centres, %d seats, %d flows (version %.12s)\n\n",
		dir, len(tree.Trunks), len(tree.Centres), len(tree.Seats), len(tree.Program.Names()), tree.Version); err != nil {
		return err
	}
	return v.writeFlows(std.out)
}

// writeFlows is the worst case of each flow: of all centres that use it, the one
// from which a person is farthest.
func (v verdict) writeFlows(out io.Writer) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "FLOW\tA PERSON IS AT MOST\tFROM STEP\tOF\tWITHOUT ANY KEY")
	seen := map[string]bool{}
	for _, f := range v.Flows {
		if seen[f.Flow] {
			continue
		}
		seen[f.Flow] = true
		_, _ = fmt.Fprintf(table, "%s\t%s, %s\t%s\t%s\t%s\n", f.Flow, several(f.Keys, "key"), round(f.listened), f.Step, f.where(), round(f.silent))
	}
	return table.Flush()
}

func (f farthest) where() string {
	if len(f.Closed) == 0 {
		return f.Centre
	}
	return f.Centre + " (closed: " + strings.Join(f.Closed, ", ") + ")"
}

func round(d time.Duration) string {
	if d == ivr.Never {
		return "never"
	}
	return yamlfile.Short(d.Round(time.Second))
}

// several counts things.
func several(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
