package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"hotline/internal/calendar"
	"hotline/internal/dialplan"
	"hotline/internal/jsonout"
	"hotline/internal/problem"
)

type explainCmd struct {
	At    string `help:"When: 2026-10-10T10:00:00+08:00, or \"2026-10-10 10:00\" by China's clocks; now without it." placeholder:"TIME"`
	From  string `help:"The caller's number as the carrier sends it; withheld without it." placeholder:"NUMBER"`
	To    string `help:"The called number as the carrier sends it." required:"" placeholder:"NUMBER"`
	Trunk string `help:"The trunk it comes in on; the tree's default without it." placeholder:"NAME"`
	Dir   string `help:"Folder of the dialplans tree." default:"dialplans" env:"HOTLINE_DIALPLANS" type:"path"`
	JSON  bool   `help:"Write one JSON object." name:"json"`
}

// Help says what the command is for.
func (explainCmd) Help() string {
	return `Says which trunk rule, area code, tier, centre, hours, holiday and chain link decide
where a call goes: just what the engine does with a call at that moment.

  hotline explain --at 2026-10-10T10:00:00+08:00 --from 13800138000 --to 010-12385`
}

func (c explainCmd) Run(std streams) error {
	tree, err := dialplan.Load(c.Dir)
	if err != nil {
		return err
	}
	q, err := c.query(tree, time.Now())
	if err != nil {
		return err
	}
	e := tree.Explain(q)
	if c.JSON {
		return jsonout.Write(std.out, e)
	}
	return writeExplanation(std.out, e)
}

// query is the call asked about, if there can be such a call.
func (c explainCmd) query(tree *dialplan.Tree, now time.Time) (dialplan.Query, error) {
	at, err := parseMoment(c.At, now)
	if err != nil {
		return dialplan.Query{}, err
	}
	q := dialplan.Query{At: at, Trunk: c.Trunk, Called: c.To, Caller: c.From}
	if q.Trunk == "" {
		q.Trunk = tree.Default
	}
	in, ok := tree.Trunks[q.Trunk]
	switch {
	case q.Trunk == "":
		return q, errors.New("--trunk: the tree has several trunks and names no default; " + trunkNames("", tree))
	case !ok:
		return q, fmt.Errorf("--trunk: there is no trunk %q; %s", q.Trunk, trunkNames(q.Trunk, tree))
	case in.Rules.Called(c.To) == "":
		return q, fmt.Errorf("--to: %q is not a number; write it like 12385 or 010-12385", c.To)
	case in.Rules.Caller(c.From) == "" && !sentWithheld(c.From):
		return q, fmt.Errorf("--from: %q is not a number; leave --from away for a caller who withholds it", c.From)
	}
	q.Trunk = c.Trunk // so that the answer tells that it is the default one
	return q, nil
}

// sentWithheld knows the words that carriers send in place of a number.
func sentWithheld(from string) bool {
	return slices.Contains([]string{"", "anonymous", "unknown", "restricted", "unavailable", "private"}, strings.ToLower(from))
}

func trunkNames(word string, tree *dialplan.Tree) string {
	return problem.DidYouMean(word, slices.Collect(maps.Keys(tree.Trunks)))
}

// parseMoment reads a time with its zone, or one by China's clocks.
func parseMoment(text string, now time.Time) (time.Time, error) {
	const lastYear = 9000 // an answer may lie later, but not after 9999
	china := calendar.China()
	if text == "" {
		return now.In(china), nil
	}
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if at, err := time.ParseInLocation(form, text, china); err == nil && at.Year() <= lastYear {
			return at, nil
		}
	}
	return now, fmt.Errorf("--at: %q is not a time; write it like 2026-10-10T10:00:00+08:00 or \"2026-10-10 10:00\"", text)
}

func writeExplanation(out io.Writer, e dialplan.Explanation) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	row := func(name, value string) {
		if value != "" {
			fmt.Fprintf(table, "%s\t%s\n", name, value)
		}
	}
	row("at", e.At.Format("2006-01-02 15:04:05 Monday"))
	row("trunk", e.Trunk)
	row("called", e.Called)
	row("caller", orWord(e.Caller, "withheld"))
	row("area", e.Area)
	if e.Centre == "" {
		row("centre", "none of this platform")
		row("dial", e.Elsewhere)
	} else {
		writeCentre(row, e)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(out, "\nwhy")
	for i, step := range e.Why {
		if _, err := fmt.Fprintf(out, "%3d. %s\n", i+1, step); err != nil {
			return err
		}
	}
	return nil
}

func writeCentre(row func(name, value string), e dialplan.Explanation) {
	row("centre", strings.TrimSpace(e.Centre+" "+e.Title))
	row("tier", string(e.Tier))
	row("flow", e.Flow)
	row("first says", e.Lead)
	row("language", e.Language)
	state := "closed"
	if e.Open {
		state = "open"
	}
	row(state, strings.TrimSpace(string(e.Hours)+" "+e.Reason))
	if e.NextChange != nil {
		row("changes", e.NextChange.Format("2006-01-02 15:04 Monday"))
	}
	if !e.CalendarKnown {
		row("calendar", "not known: the notice of that year is missing")
	}
	for _, reason := range dialplan.Reasons() {
		if link, ok := e.Chain[reason]; ok {
			row("if "+reason, orWord(link.Centre, link.End)+" ("+strings.Join(link.Why, "; ")+")")
		}
	}
}

func orWord(text, word string) string {
	if text == "" {
		return word
	}
	return text
}
