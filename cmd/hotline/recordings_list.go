package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"hotline/internal/calendar"
	"hotline/internal/jsonout"
	"hotline/internal/numbering"
	"hotline/internal/record"
	"hotline/internal/recording"
)

type recordingsListCmd struct {
	recordingsAt
	JSON bool   `help:"Print a JSON array. The length is in seconds."`
	Day  string `help:"Only those of this day, by China's clocks: 2026-10-10." placeholder:"DATE"`
	Seat string `help:"Only talks with this seat." placeholder:"NUMBER"`
	Call string `help:"Only those of this call." placeholder:"ID"`
	All  bool   `help:"Also those that are deleted."`

	between
}

// Help says what is shown.
func (recordingsListCmd) Help() string {
	return `Lists what the folder of recordings has, with what the journal tells of it. Callers'
numbers are masked; of confidential calls none is shown.

  hotline recordings list --day 2026-10-10 --seat 8001`
}

// Validate refuses what is no span.
func (c recordingsListCmd) Validate() error {
	if c.Day == "" {
		return c.between.Validate()
	}
	if c.Last != nil || c.Since != "" || c.Until != "" {
		return errors.New("--day is a span of its own: leave out --last, --since and --until")
	}
	_, _, err := c.when(time.Now())
	return err
}

// when is the span asked for; zero times are open ends.
func (c recordingsListCmd) when(now time.Time) (since, until time.Time, err error) {
	if c.Day != "" {
		since, err = time.ParseInLocation(time.DateOnly, c.Day, calendar.China())
		if err != nil {
			return since, until, fmt.Errorf("--day: %q is not a day; write it like 2026-10-10", c.Day)
		}
		return since, since.AddDate(0, 0, 1), nil
	}
	since, until, err = c.span(now, 0)
	if c.Until == "" {
		until = time.Time{}
	}
	return since, until, err
}

func (c recordingsListCmd) Run(ctx context.Context, std streams) error {
	since, until, err := c.when(time.Now())
	if err != nil {
		return err
	}
	told, confidential, err := record.ListRecordings(ctx, c.Data, record.RecordingFilter{Call: c.Call, Seat: c.Seat, Since: since, Until: until})
	if err != nil {
		return err
	}
	files, err := c.files()
	if err != nil {
		return err
	}
	list := c.join(told, files)
	if c.Seat == "" {
		untold, err := c.untold(ctx, files, confidential, since, until)
		if err != nil {
			return err
		}
		list = append(list, untold...)
	}
	slices.SortStableFunc(list, func(a, b listedRecording) int { return cmp.Or(a.Kept.Compare(b.Kept), strings.Compare(a.File, b.File)) })
	if c.JSON {
		return writeRecordingsJSON(std.out, list)
	}
	return writeRecordings(std.out, list)
}

// listedRecording is what journal and folder say together.
type listedRecording struct {
	record.Recording
	there     bool
	encrypted bool
}

// files are those in the folder, if there is one.
func (c recordingsListCmd) files() (map[string]recording.File, error) {
	folder, err := c.folder()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil // nothing has been recorded
	}
	if err != nil {
		return nil, err
	}
	list, err := folder.Files()
	files := map[string]recording.File{}
	for _, f := range list {
		files[f.Name] = f
	}
	return files, err
}

// join adds to what the journal tells what the folder has.
func (c recordingsListCmd) join(told []record.Recording, files map[string]recording.File) []listedRecording {
	var list []listedRecording
	for i := range told {
		file, there := files[told[i].File]
		if there || c.All {
			list = append(list, listedRecording{told[i], there, file.Encrypted})
		}
	}
	return list
}

// untold are files of which the journal tells nothing: it is another one, or a crash
// came between.
func (c recordingsListCmd) untold(ctx context.Context, files map[string]recording.File, confidential map[string]bool, since, until time.Time) ([]listedRecording, error) {
	told, _, err := record.ListRecordings(ctx, c.Data, record.RecordingFilter{})
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for i := range told {
		known[told[i].File] = true
	}
	var list []listedRecording
	for _, f := range files {
		if known[f.Name] || c.Call != "" && f.Call != c.Call || f.Began.Before(since) || !until.IsZero() && !f.Began.Before(until) {
			continue
		}
		list = append(list, listedRecording{
			record.Recording{File: f.Name, Call: f.Call, Kind: "unknown", Kept: f.Began, Confidential: confidential[f.Call]}, true, f.Encrypted,
		})
	}
	return list, nil
}

// from is the caller's number as it may be shown.
func (r *listedRecording) from() string {
	switch {
	case r.Confidential:
		return "confidential"
	case r.Kind == "unknown":
		return ""
	default:
		return numbering.Number(r.From).Mask()
	}
}

func (r *listedRecording) with() string {
	if r.Outside != "" {
		return numbering.Number(r.Outside).Mask()
	}
	return r.Seat
}

func (r *listedRecording) state() string {
	switch {
	case !r.there:
		return "deleted"
	case r.encrypted:
		return "encrypted"
	default:
		return "unencrypted"
	}
}

func writeRecordings(w io.Writer, list []listedRecording) error {
	rows := make([][]string, len(list))
	for i := range list {
		r := &list[i]
		rows[i] = []string{
			r.Kept.Format(time.DateTime), r.Call, r.from(), r.Centre, r.with(), r.Kind,
			fmt.Sprintf("%.1fs", r.Length.Seconds()), r.state(), r.File,
		}
	}
	return writeTable(w, "KEPT CALL FROM CENTRE WITH KIND LENGTH STATE FILE", rows)
}

// jsonRecording is a recording as programs read it.
type jsonRecording struct {
	File         string  `json:"file"`
	Call         string  `json:"call"`
	Kind         string  `json:"kind"`
	Kept         string  `json:"kept"`
	Length       float64 `json:"length"`
	From         string  `json:"from"`
	Centre       string  `json:"centre"`
	Seat         string  `json:"seat"`
	Outside      string  `json:"outside,omitempty"`
	Confidential bool    `json:"confidential"`
	State        string  `json:"state"`
}

func writeRecordingsJSON(w io.Writer, list []listedRecording) error {
	all := make([]jsonRecording, len(list))
	for i := range list {
		r := &list[i]
		all[i] = jsonRecording{
			File: r.File, Call: r.Call, Kind: r.Kind, Kept: r.Kept.Format("2006-01-02T15:04:05.000Z07:00"),
			Length: r.Length.Seconds(), From: r.from(), Centre: r.Centre, Seat: r.Seat,
			Confidential: r.Confidential, State: r.state(),
		}
		if r.Outside != "" {
			all[i].Outside = r.with()
		}
	}
	return jsonout.Write(w, all)
}
