package recording

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// logOf is a log of so many lines.
func logOf(t require.TestingT, dir string, n int) *AccessLog {
	log := NewAccessLog(dir)
	for i := range n {
		require.NoError(t, log.Append(context.Background(), entry(i)))
	}
	return log
}

func entry(i int) Entry {
	return Entry{At: noon(), Act: Played, File: "a.wav.age", Call: callAt(0), By: "auditor", Why: fmt.Sprint("reason ", i)}
}

func problems(t require.TestingT, log *AccessLog) []string {
	checked, err := log.Check(context.Background())
	require.NoError(t, err)
	return checked.Problems
}

func TestAccessLog(t *testing.T) {
	dir := t.TempDir()
	log := NewAccessLog(dir)
	checked, err := log.Check(t.Context())
	require.NoError(t, err)
	require.Equal(t, Checked{Hash: strings.Repeat("0", 64)}, checked, "nothing has happened")
	entries, err := log.Entries(t.Context())
	require.NoError(t, err)
	require.Empty(t, entries)
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left, "to look makes no file")

	require.NoError(t, log.Append(t.Context(), entry(1)))
	require.NoError(t, log.Append(t.Context(), entry(2), entry(3)))
	text, err := os.ReadFile(filepath.Join(dir, logName))
	require.NoError(t, err)
	lines := strings.Split(string(text), "\n")
	require.Equal(t, `{"at":"2026-01-01T12:00:00+08:00","act":"play","file":"a.wav.age","call":"`+callAt(0)+
		`","by":"auditor","why":"reason 1","prev":"`+strings.Repeat("0", 64)+`"}`, lines[0])
	require.Contains(t, lines[2], `"prev":"`+hashOf([]byte(lines[1]))+`"`)
	for _, name := range []string{logName, headName} {
		info, err := os.Stat(filepath.Join(dir, name))
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode())
	}
	checked, err = log.Check(t.Context())
	require.NoError(t, err)
	require.Equal(t, Checked{Lines: 3, Hash: hashOf([]byte(lines[2]))}, checked)
	entries, err = log.Entries(t.Context())
	require.NoError(t, err)
	require.Equal(t, "reason 3", entries[2].Why)
	require.True(t, noon().Equal(entries[2].At))
}

// Whatever is changed in a log or taken out of it is found, at once and after more was
// written.
func TestAnyTamperingIsFound(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		at, err := os.MkdirTemp(dir, "")
		require.NoError(t, err)
		log := logOf(t, at, rapid.IntRange(1, 6).Draw(t, "lines"))
		require.Empty(t, problems(t, log))
		path := filepath.Join(at, logName)
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		lines := bytes.SplitAfter(bytes.TrimSuffix(text, []byte("\n")), []byte("\n"))
		i := rapid.IntRange(0, len(lines)-1).Draw(t, "line")
		switch rapid.SampledFrom([]string{"change", "remove", "remove all from", "double", "cut off", "no log", "no head"}).Draw(t, "how") {
		case "change":
			at := rapid.IntRange(0, len(lines[i])-2).Draw(t, "byte")
			lines[i] = bytes.Clone(lines[i])
			lines[i][at] ^= 1 << rapid.IntRange(0, 2).Draw(t, "bit")
		case "remove":
			lines = slices.Delete(lines, i, i+1)
		case "remove all from":
			lines = lines[:i]
		case "double":
			lines = slices.Insert(lines, i, lines[i])
		case "cut off":
			lines = append(lines[:i:i], lines[i][:len(lines[i])/2])
		case "no log":
			lines = nil
		case "no head":
			require.NoError(t, os.Remove(filepath.Join(at, headName)))
		}
		changed := bytes.Join(lines, nil)
		if len(lines) > 0 && len(changed) > 0 && !bytes.HasSuffix(changed, []byte("\n")) && len(changed) >= len(text)-1 {
			changed = append(changed, '\n')
		}
		require.NoError(t, os.WriteFile(path, changed, 0o600))
		require.NotEmpty(t, problems(t, log))
		require.NoError(t, log.Append(t.Context(), entry(7)))
		require.NotEmpty(t, problems(t, log), "it does not heal")
		require.NoError(t, log.Append(t.Context(), entry(8), entry(9)))
		require.NotEmpty(t, problems(t, log))
		entries, err := log.Entries(t.Context())
		require.NoError(t, err)
		require.Equal(t, "reason 9", entries[len(entries)-1].Why, "the log goes on all the same")
	})
}

// A crash at any moment of Append is no tampering.
func TestAnyCrashIsNoTampering(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		at, err := os.MkdirTemp(dir, "")
		require.NoError(t, err)
		before := rapid.IntRange(0, 3).Draw(t, "lines")
		log := logOf(t, at, before)
		head, _ := os.ReadFile(filepath.Join(at, headName))
		if before == 0 {
			head = fmt.Appendf(nil, "%020d %s\n", 0, strings.Repeat("0", 64))
		}
		old, _ := os.ReadFile(filepath.Join(at, logName))
		more := []Entry{entry(10), entry(11)}[:rapid.IntRange(1, 2).Draw(t, "more")]
		require.NoError(t, log.Append(t.Context(), more...))
		now, err := os.ReadFile(filepath.Join(at, logName))
		require.NoError(t, err)

		cut := rapid.IntRange(len(old), len(now)).Draw(t, "written")
		require.NoError(t, os.WriteFile(filepath.Join(at, logName), now[:cut], 0o600))
		require.NoError(t, os.WriteFile(filepath.Join(at, headName), head, 0o600))
		require.Empty(t, problems(t, log))
		require.NoError(t, log.Append(t.Context(), entry(12)))
		require.Empty(t, problems(t, log))
		whole := bytes.Count(now[:cut], []byte("\n"))
		checked, err := log.Check(t.Context())
		require.NoError(t, err)
		require.EqualValues(t, whole+1, checked.Lines)
	})
}

func TestProblemsSayWhere(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(lines []string) []string
		says  []string
	}{
		"the third was changed": {func(l []string) []string {
			l[2] = strings.Replace(l[2], "reason", "raisin", 1)
			return l
		}, []string{"line 4 does not follow line 3: one of them was changed, or lines between them were removed or added"}},
		"the last was changed": {func(l []string) []string {
			l[4] = strings.Replace(l[4], "reason", "raisin", 1)
			return l
		}, []string{"line 5 is not the one that was written: it was changed, or others were removed"}},
		"the last ones were removed": {func(l []string) []string { return l[:3] }, []string{"the log has 3 lines and had 5: others were removed"}},
		"the first was removed": {func(l []string) []string { return l[1:] }, []string{
			"line 1 does not begin a log: it was changed, or lines before it were removed", "the log has 4 lines and had 5: others were removed",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			log := logOf(t, t.TempDir(), 5)
			path := filepath.Join(log.dir, logName)
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			lines := c.spoil(strings.Split(strings.TrimSuffix(string(text), "\n"), "\n"))
			require.NoError(t, os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600))
			require.Equal(t, c.says, problems(t, log))
		})
	}
	log := logOf(t, t.TempDir(), 2)
	require.NoError(t, os.WriteFile(filepath.Join(log.dir, headName), []byte("nonsense"), 0o600))
	require.Equal(t, []string{"the file access.head was changed, so lines may be missing at the end"}, problems(t, log))
	require.NoError(t, os.Remove(filepath.Join(log.dir, headName)))
	require.Equal(t, []string{"the file access.head was removed, so lines may be missing at the end"}, problems(t, log))
}

func TestALineThatCannotBeReadIsShown(t *testing.T) {
	log := logOf(t, t.TempDir(), 1)
	file, err := os.OpenFile(filepath.Join(log.dir, logName), os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = file.WriteString("scribble\n")
	require.NoError(t, err)
	require.NoError(t, file.Close())
	entries, err := log.Entries(t.Context())
	require.NoError(t, err)
	require.Equal(t, Entry{Why: "scribble"}, entries[1])
}

// What is no log is not written into, and not cut off.
func TestALongEndThatIsNoLine(t *testing.T) {
	log := logOf(t, t.TempDir(), 1)
	path := filepath.Join(log.dir, logName)
	text := bytes.Repeat([]byte("x"), 3*longestLine)
	require.NoError(t, os.WriteFile(path, text, 0o600))
	require.ErrorContains(t, log.Append(t.Context(), entry(1)), "move it away: nothing was done")
	now, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, text, now)
}

func TestManyWriteOneLog(t *testing.T) {
	dir := t.TempDir()
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range 10 {
				if err := NewAccessLog(dir).Append(context.Background(), entry(i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	checked, err := NewAccessLog(dir).Check(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 40, checked.Lines)
	require.Empty(t, checked.Problems)
}

// writerEnv makes this test's program a process that writes so many lines.
const writerEnv = "HOTLINE_TEST_ACCESS_LOG"

func TestProcessesWriteOneLog(t *testing.T) {
	if dir := os.Getenv(writerEnv); dir != "" {
		logOf(t, dir, 10)
		return
	}
	dir := t.TempDir()
	var processes []*exec.Cmd
	for range 3 {
		p := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.count=1")
		p.Env = append(os.Environ(), writerEnv+"="+dir)
		require.NoError(t, p.Start())
		processes = append(processes, p)
	}
	logOf(t, dir, 10)
	for _, p := range processes {
		require.NoError(t, p.Wait(), strconv.Itoa(p.Process.Pid))
	}
	checked, err := NewAccessLog(dir).Check(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 40, checked.Lines)
	require.Empty(t, checked.Problems)
}

// Who waits for the log in vain gives up with its context.
func TestALogThatIsHeld(t *testing.T) {
	log := logOf(t, t.TempDir(), 1)
	holder, err := os.Open(filepath.Join(log.dir, headName))
	require.NoError(t, err)
	require.NoError(t, syscall.Flock(int(holder.Fd()), syscall.LOCK_EX))
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	require.ErrorContains(t, log.Append(ctx, entry(1)), "another process holds it")
	require.NoError(t, holder.Close()) // lets the one go that still waits in the kernel
	require.NoError(t, log.Append(t.Context(), entry(2)))
	checked, err := log.Check(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 2, checked.Lines)
}
