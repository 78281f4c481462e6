package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	safe "hotline/internal/plain"
	"hotline/internal/record"
	"hotline/internal/recording"
)

type recordingsCmd struct {
	List   recordingsListCmd   `cmd:"" help:"List the recorded talks and messages."`
	Play   recordingsPlayCmd   `cmd:"" help:"Decrypt one recording, for somebody and a reason that go on record."`
	Log    recordingsLogCmd    `cmd:"" help:"Show who played and deleted what, or check that log."`
	Delete recordingsDeleteCmd `cmd:"" help:"Delete one recording."`
	Sweep  recordingsSweepCmd  `cmd:"" help:"Delete now what is older than the policy allows."`
}

// recordingsAt is where recordings are.
type recordingsAt struct {
	Data string `help:"Folder of the journal; an engine may be running on it." default:"data" env:"HOTLINE_DATA" type:"path"`
}

func (a recordingsAt) folder() (*recording.Folder, error) {
	return recording.Visit(filepath.Join(a.Data, "recordings"), time.Now)
}

// accessFlags say who wants something, and why.
type accessFlags struct {
	As  string `required:"" help:"Who does it: a person's name. It goes on record." placeholder:"NAME"`
	Why string `required:"" help:"Why. It goes on record: name the case, no caller's number." placeholder:"TEXT"`
}

func (a accessFlags) access() recording.Access { return recording.Access{By: a.As, Why: a.Why} }

// Validate refuses what would tell nobody anything.
func (a accessFlags) Validate() error {
	if strings.TrimSpace(a.As) == "" || strings.TrimSpace(a.Why) == "" {
		return errors.New("say who does it with --as NAME, and why with --why TEXT: both go on record")
	}
	return a.access().Check()
}

// oneRecording is a recording that is named.
type oneRecording struct {
	Recording string `arg:"" help:"Name of its file, as hotline recordings list has it."`

	recordingsAt
	accessFlags
}

// Validate is that of what is embedded.
func (o oneRecording) Validate() error { return o.accessFlags.Validate() }

// find finds the file, and whether its call is confidential.
func (o oneRecording) find(ctx context.Context) (folder *recording.Folder, file recording.File, confidential bool, err error) {
	if folder, err = o.folder(); err != nil {
		return nil, file, false, err
	}
	if file, err = folder.Find(o.Recording); err != nil {
		return nil, file, false, err
	}
	told, calls, err := record.ListRecordings(ctx, o.Data, record.RecordingFilter{File: file.Name})
	if err != nil {
		return nil, file, false, err
	}
	return folder, file, calls[file.Call] || len(told) > 0 && told[0].Confidential, nil
}

// writeTable writes rows for people, fit for a terminal.
func writeTable(w io.Writer, head string, rows [][]string) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, strings.ReplaceAll(head, " ", "\t"))
	for _, cells := range rows {
		for i, cell := range cells {
			cells[i] = safe.Cell(cell)
		}
		fmt.Fprintln(table, strings.Join(cells, "\t"))
	}
	return table.Flush() // it also tells of what failed before
}
