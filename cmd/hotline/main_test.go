package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"

	"hotline/internal/parts"
	"hotline/internal/pbx/pbxtest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"hotline": main})
}

// shipped is the tree that comes with the project.
func shipped(tb testing.TB) string {
	tb.Helper()
	dir, err := filepath.Abs("../../dialplans")
	require.NoError(tb, err)
	return dir
}

// espeak finds or fetches the voice, as serve would.
func espeak(tb testing.TB) string {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), 10*time.Minute)
	defer cancel()
	cache, err := parts.CacheDir()
	require.NoError(tb, err)
	program, err := parts.Espeak(ctx, cache, pbxtest.Log(tb))
	require.NoError(tb, err)
	return program.Path
}

// TestScripts runs the command as people do. The scripts find the shipped tree in
// $DIALPLANS and the voice in $ESPEAK; other environment they have none.
func TestScripts(t *testing.T) {
	tree, voice := shipped(t), espeak(t)
	cache, err := os.UserCacheDir()
	require.NoError(t, err)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("DIALPLANS", tree)
			env.Setenv("ESPEAK", voice)
			env.Setenv("XDG_CACHE_HOME", cache)
			env.Setenv("GORACE", "atexit_sleep_ms=0") // a second for each command otherwise
			return nil
		},
		Cmds: scriptCommands(),
	})
}

// command runs the command in this process.
func command(tb testing.TB, args ...string) (status int, out, errs string) {
	tb.Helper()
	var stdout, stderr bytes.Buffer
	status = run(tb.Context(), args, streams{&stdout, &stderr})
	return status, stdout.String(), stderr.String()
}

func TestHelpEndsWell(t *testing.T) {
	for _, name := range []string{"", "serve", "demo", "calls", "check", "test", "try", "asterisk-config", "version"} {
		status, out, errs := command(t, append(strings.Fields(name), "--help")...)
		require.Zero(t, status, name)
		require.Contains(t, out, "Usage: "+strings.TrimSpace("hotline "+name), name)
		require.Empty(t, errs, name)
	}
}

func TestMisuseIsStatusTwo(t *testing.T) {
	for _, args := range [][]string{
		{},
		{"dance"},
		{"serve", "--dance"},
		{"serve", "--drain", "soon"},
		{"calls", "--last", "x"},
		{"asterisk-config"},
		{"asterisk-config", "--secrets", "s", "--out", "o", "--http", "here"},
		{"check", "a", "b"},
	} {
		status, out, errs := command(t, args...)
		require.Equal(t, 2, status, args)
		require.Empty(t, out, args)
		require.Equal(t, 1, strings.Count(errs, "\n"), errs)
		require.Contains(t, errs, "--help)", args)
	}
}

func TestCheckLikesTheShippedTree(t *testing.T) {
	status, out, errs := command(t, "check", shipped(t))
	require.Zero(t, status, errs)
	require.Contains(t, out, "is well: 4 trunks, 10 centres, 24 seats")
	for line := range strings.Lines(errs) { // a calendar runs out as time goes by
		require.Regexp(t, `calendars/\d{4}\.yaml: warning: the calendar of \d{4} is missing`, line)
	}
}

func TestReplaceChangesAllOrNothing(t *testing.T) {
	dir := t.TempDir()
	first, second := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	require.NoError(t, os.WriteFile(first, []byte("old"), 0o644))
	long := filepath.Join(dir, strings.Repeat("b", 300)) // no such name can be
	require.ErrorContains(t, replace([]outFile{{first, []byte("new"), 0o640}, {long, []byte("new"), 0o640}}), long)
	requireFile(t, first, "old", 0o644)
	requireAlone(t, first)

	require.NoError(t, replace([]outFile{{first, []byte("new"), 0o600}, {second, []byte("new"), 0o600}}))
	requireFile(t, first, "new", 0o640) // keeps its mode, but for others
	requireFile(t, second, "new", 0o600)
}

// requireAlone: nothing half-done stays beside the file.
func requireAlone(t *testing.T, path string) {
	t.Helper()
	beside, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, beside, 1)
}

func TestNewFilesBelongToTheOwnerOfTheirFolder(t *testing.T) {
	dir, owner := t.TempDir(), os.Geteuid()
	if owner == 0 { // nobody else can give files away
		owner = 12385
		require.NoError(t, os.Chown(dir, owner, owner))
	}
	path := filepath.Join(dir, "a")
	require.NoError(t, replace([]outFile{{path, []byte("new"), 0o640}}))
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.EqualValues(t, owner, info.Sys().(*syscall.Stat_t).Uid)
}

func requireFile(t *testing.T, path, content string, mode os.FileMode) {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, content, string(text))
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, mode, info.Mode().Perm())
}
