package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"hotline/internal/jsonout"
	"hotline/internal/recording"
)

type recordingsLogCmd struct {
	recordingsAt
	JSON  bool   `help:"Print a JSON array."`
	Call  string `help:"Only what was done with recordings of this call." placeholder:"ID"`
	Check bool   `help:"Only say whether every line is as it was written. The exit status is 1 if not."`

	newest
}

// Help says what a check is worth.
func (recordingsLogCmd) Help() string {
	return `Shows who played and deleted which recording, when and why. expire is the policy's
doing, erase a caller's wish for confidentiality.

--check finds lines that were changed or removed, since each has the SHA-256 of the one
before it. Note the last one's somewhere else now and then: that the whole log was
written anew shows only there.`
}

func (c recordingsLogCmd) Run(ctx context.Context, std streams) error {
	folder, err := c.folder()
	if err != nil {
		return err
	}
	if c.Check {
		return checkAccess(ctx, folder.Log(), std.out)
	}
	all, err := folder.Log().Entries(ctx)
	if err != nil {
		return err
	}
	list := c.choose(all)
	if c.JSON {
		return jsonout.Write(std.out, list)
	}
	return writeAccess(std.out, list)
}

// choose leaves the lines that were asked for. One that cannot be read is always.
func (c recordingsLogCmd) choose(all []recording.Entry) []recording.Entry {
	list, since := []recording.Entry{}, c.begin()
	for _, e := range all {
		if e.Act == "" || !e.At.Before(since) && (c.Call == "" || e.Call == c.Call) {
			list = append(list, e)
		}
	}
	if c.Last > 0 && len(list) > c.Last {
		list = list[len(list)-c.Last:]
	}
	return list
}

func writeAccess(w io.Writer, list []recording.Entry) error {
	rows := make([][]string, len(list))
	for i, e := range list {
		at, act := e.At.Format(time.DateTime), string(e.Act)
		if act == "" {
			at, act = "", "unreadable"
		}
		rows[i] = []string{at, act, e.By, e.Why, e.File}
	}
	return writeTable(w, "AT ACT BY WHY FILE", rows)
}

func checkAccess(ctx context.Context, log *recording.AccessLog, out io.Writer) error {
	checked, err := log.Check(ctx)
	if err != nil {
		return err
	}
	if len(checked.Problems) > 0 {
		return errors.New("the access log is not as it was written:\n" + strings.Join(checked.Problems, "\n"))
	}
	if checked.Lines == 0 {
		_, err = fmt.Fprintln(out, "The access log is empty.")
		return err
	}
	_, err = fmt.Fprintf(out, "All %d lines of the access log are as they were written; the last one's SHA-256 is\n%s\n", checked.Lines, checked.Hash)
	return err
}
