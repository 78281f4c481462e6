package recording

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// engineName is who deletes by the policy, in the access log.
const engineName = "hotline"

// erasing is what the names of wishes begin with: a call's sound is to go.
const erasing = ".erase-"

var callID = regexp.MustCompile(`^` + callForm + `$`)

// Delete puts it on record that somebody deletes a recording, and deletes it.
func (f *Folder) Delete(ctx context.Context, file File, who Access) error {
	if err := who.Check(); err != nil {
		return err
	}
	_, err := f.remove(ctx, Deleted, []File{file}, who)
	return err
}

// Erase deletes all sound of a call, and lets none be kept of it any more by this
// Folder. The wish is on the disk before the first file goes; what fails is done again
// by the sweeper, so an error is for the log alone. It may be called again, and before
// anything is there: after a restart it must be, for calls that go on.
func (f *Folder) Erase(ctx context.Context, call string) error {
	if !callID.MatchString(call) {
		return fmt.Errorf("recordings: %q is no call", call)
	}
	f.mu.Lock()
	f.erased[call] = true
	f.mu.Unlock()
	deleted, err := 0, f.wish(call)
	if err == nil {
		deleted, err = f.fulfil(ctx, call)
	}
	f.tell(func(w watcher) { w.erased(deleted, err) })
	if err != nil {
		return fmt.Errorf("the recordings of call %s, which is confidential: %w", call, err)
	}
	return nil
}

// wish notes that a call's sound is to go.
func (f *Folder) wish(call string) error {
	file, err := os.OpenFile(filepath.Join(f.dir, erasing+call), os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close(), f.sync())
}

// wishes are the calls whose sound is still to go.
func (f *Folder) wishes() ([]string, error) {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return nil, err
	}
	var calls []string
	for _, entry := range entries {
		if call, ok := strings.CutPrefix(entry.Name(), erasing); ok && callID.MatchString(call) {
			calls = append(calls, call)
		}
	}
	return calls, nil
}

// fulfil deletes what there is of a call, and then the wish.
func (f *Folder) fulfil(ctx context.Context, call string) (deleted int, err error) {
	files, err := f.Files()
	if err != nil {
		return 0, err
	}
	var its []File
	for _, file := range files {
		if file.Call == call {
			its = append(its, file)
		}
	}
	deleted, err = f.remove(ctx, Erased, its, Access{engineName, "the caller asked for confidentiality"})
	if err != nil {
		return deleted, err
	}
	if err := os.Remove(filepath.Join(f.dir, erasing+call)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return deleted, err
	}
	return deleted, f.sync()
}

// remove deletes files after that is on record. One that is gone already is well.
func (f *Folder) remove(ctx context.Context, act Act, files []File, who Access) (deleted int, err error) {
	if len(files) == 0 {
		return 0, nil
	}
	entries := make([]Entry, len(files))
	for i, file := range files {
		entries[i] = f.entry(act, file, who)
	}
	if err := f.log.Append(ctx, entries...); err != nil {
		return 0, err
	}
	var failed error
	for _, file := range files {
		err := os.Remove(filepath.Join(f.dir, file.Name))
		switch {
		case err == nil || errors.Is(err, fs.ErrNotExist):
			deleted++
		case failed == nil:
			failed = fmt.Errorf("recording %s: %w", file.Name, err) // the first tells enough
		}
	}
	return deleted, errors.Join(failed, f.sync())
}

// Swept is what was deleted, and what comes next.
type Swept struct {
	Expired int       // recordings that were older than the policy allows
	Erased  int       // of confidential calls
	Overdue int       // that could not be deleted
	Next    time.Time // when the next one is due; zero = none
}

// atOnce is how many recordings are deleted with one flush of the log.
const atOnce = 100

// Sweep deletes what is older than keep (0 = nothing is too old) and what is left of
// confidential calls, on record as who did it. After an error it tells what was done.
func (f *Folder) Sweep(ctx context.Context, keep time.Duration, by string) (Swept, error) {
	var s Swept
	errs := f.sweepWishes(ctx, &s)
	if keep <= 0 {
		return s, errs
	}
	files, err := f.Files()
	if err != nil {
		return s, cmp.Or(errs, err) // the same folder cannot be read
	}
	due := 0
	for due < len(files) && !f.now().Before(files[due].Began.Add(keep)) {
		due++
	}
	if due < len(files) {
		s.Next = files[due].Began.Add(keep)
	}
	who := Access{by, "kept for " + Days(keep)}
	var first error
	for from := 0; from < due && ctx.Err() == nil; from += atOnce {
		these := files[from:min(from+atOnce, due)]
		n, err := f.remove(ctx, Expired, these, who)
		s.Expired, s.Overdue = s.Expired+n, s.Overdue+len(these)-n
		if first == nil {
			first = err
		}
	}
	return s, errors.Join(errs, first, ctx.Err())
}

func (f *Folder) sweepWishes(ctx context.Context, s *Swept) error {
	calls, err := f.wishes()
	if err != nil {
		return fmt.Errorf("recordings: %w", err)
	}
	for _, call := range calls {
		n, failed := f.fulfil(ctx, call)
		s.Erased += n
		if failed != nil {
			s.Overdue++
			err = cmp.Or(err, failed)
		}
	}
	return err
}

// Days tells a time for which things are kept: 180d, or 36h0m0s.
func Days(d time.Duration) string {
	const day = 24 * time.Hour
	if d%day == 0 {
		return fmt.Sprintf("%dd", d/day)
	}
	return d.String()
}
