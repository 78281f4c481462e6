package main

import (
	"context"
	"fmt"
	"time"

	"hotline/internal/dialplan"
	"hotline/internal/recording"
)

type recordingsDeleteCmd struct {
	oneRecording
}

func (c recordingsDeleteCmd) Run(ctx context.Context, std streams) error {
	folder, file, _, err := c.find(ctx)
	if err != nil {
		return err
	}
	if err := folder.Delete(ctx, file, c.access()); err != nil {
		return err
	}
	_, err = fmt.Fprintln(std.out, "deleted", file.Name)
	return err
}

type recordingsSweepCmd struct {
	recordingsAt
	Dialplans string `help:"Folder of the dialplans tree, whose recordings.yaml says how long they are kept." default:"dialplans" env:"HOTLINE_DIALPLANS" type:"path"`
	As        string `help:"Who does it. It goes on record." default:"hotline recordings sweep" placeholder:"NAME"`
}

// Help says when it is needed.
func (recordingsSweepCmd) Help() string {
	return `A running engine deletes recordings by itself when their time is over. This does it
without one. Messages are recordings, too.`
}

// Validate refuses what would tell nobody anything.
func (c recordingsSweepCmd) Validate() error {
	return recording.Access{By: c.As, Why: "time is over"}.Check()
}

func (c recordingsSweepCmd) Run(ctx context.Context, std streams) error {
	tree, err := dialplan.Load(c.Dialplans)
	if err != nil {
		return err
	}
	folder, err := c.folder()
	if err != nil {
		return err
	}
	keep := tree.Recordings.Keep
	swept, err := folder.Sweep(ctx, keep, c.As)
	if err != nil {
		return fmt.Errorf("%d recordings are deleted, %d more should be: %w", swept.Expired+swept.Erased, swept.Overdue, err)
	}
	fmt.Fprintf(std.out, "%d recordings deleted that were kept long enough, %d of confidential calls\n", swept.Expired, swept.Erased)
	switch {
	case keep == 0:
		_, err = fmt.Fprintln(std.out, "the tree has no recordings.yaml: recordings are kept for ever")
	case swept.Next.IsZero():
		_, err = fmt.Fprintf(std.out, "none is left; they are kept for %s\n", recording.Days(keep))
	default:
		_, err = fmt.Fprintf(std.out, "they are kept for %s; the next one is due at %s\n", recording.Days(keep), swept.Next.Format(time.DateTime))
	}
	return err
}
