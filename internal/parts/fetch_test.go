package parts

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const patience = 10 * time.Minute // a fetch over a slow line

// get asks for a part as on a machine that has none of its own.
func get(t *testing.T, p part, cache string) (Program, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	return p.get(ctx, nil, cache, slog.New(slog.NewTextHandler(t.Output(), nil)))
}

// noMirror makes a fetch impossible, so that what works comes from the cache.
func noMirror(t *testing.T) { t.Setenv("HOTLINE_DEBIAN_MIRROR", "file:/nowhere/debian") }

func TestAsteriskFromAnEmptyCache(t *testing.T) {
	cache := t.TempDir()
	prog, err := get(t, asteriskPart(), cache)
	require.NoError(t, err)
	require.Equal(t, filepath.Join(cache, "asterisk"), prog.Root)
	require.NoError(t, missingModule(prog.Modules))

	said, err := prog.Cmd(t.Context(), "-V").Output()
	require.NoError(t, err)
	require.Contains(t, string(said), "Asterisk "+prog.Version)

	noMirror(t)
	again, err := get(t, asteriskPart(), cache)
	require.NoError(t, err)
	require.Equal(t, prog, again)
}

func TestEspeakFromAnEmptyCacheAndAfterDamage(t *testing.T) {
	cache := t.TempDir()
	prog, err := get(t, espeakPart(), cache)
	require.NoError(t, err)
	speaksMandarin(t, prog)

	voice, err := filepath.Glob(filepath.Join(prog.Root, "usr/lib/*/espeak-ng-data/cmn_dict"))
	require.NoError(t, err)
	require.Len(t, voice, 1)
	require.NoError(t, os.Truncate(voice[0], 100))

	// As on Ubuntu, where Debian's keyring has to be fetched too.
	t.Setenv("HOTLINE_DEBIAN_KEYRING", filepath.Join(cache, "no-keyring"))
	prog, err = get(t, espeakPart(), cache)
	require.NoError(t, err)
	speaksMandarin(t, prog)
}

func TestRedisFromAnEmptyCache(t *testing.T) {
	cache := t.TempDir()
	prog, err := get(t, redisPart(), cache)
	require.NoError(t, err)
	said, err := prog.Cmd(t.Context(), "--version").Output()
	require.NoError(t, err)
	require.Contains(t, string(said), "Redis server v="+prog.Version)
}

func speaksMandarin(t *testing.T, prog Program) {
	t.Helper()
	said, err := prog.Cmd(t.Context(), "-q", "-x", "-v", "cmn", "重庆").Output()
	require.NoError(t, err)
	require.Contains(t, string(said), "ts.h", "chóngqìng begins with ch")
}

func TestDamageIsSeen(t *testing.T) {
	for name, c := range map[string]struct {
		damage func(t *testing.T, dir string)
		want   string
	}{
		"missing file": {func(t *testing.T, dir string) { require.NoError(t, os.Remove(filepath.Join(dir, "usr/lib/a.so"))) }, "a.so: no such file"},
		"short file": {
			func(t *testing.T, dir string) { write(t, filepath.Join(dir, "usr/lib/a.so"), "1", 0o644) },
			"a.so has 1 bytes, not 5",
		},
		"no manifest": {
			func(t *testing.T, dir string) { require.NoError(t, os.Remove(filepath.Join(dir, ".manifest"))) },
			"espeak-ng is not in the cache",
		},
		"empty manifest":  {func(t *testing.T, dir string) { write(t, filepath.Join(dir, ".manifest"), "", 0o644) }, ".manifest is empty"},
		"broken manifest": {func(t *testing.T, dir string) { write(t, filepath.Join(dir, ".manifest"), "x y\n", 0o644) }, `has the line "x y"`},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "espeak-ng")
			write(t, filepath.Join(dir, "espeak-ng"), "#!/bin/sh\necho 1.52.0\n", 0o755)
			write(t, filepath.Join(dir, "usr/lib/a.so"), "12345", 0o644)
			write(t, filepath.Join(dir, ".manifest"), "5 usr/lib/a.so\n", 0o644)
			_, err := espeakPart().cached(t.Context(), dir)
			require.NoError(t, err)
			c.damage(t, dir)
			_, err = espeakPart().cached(t.Context(), dir)
			require.ErrorContains(t, err, c.want)
		})
	}
}

// A fetch that fails says why in one line and leaves nothing half done.
func TestFetchFails(t *testing.T) {
	for name, c := range map[string]struct {
		cache func(t *testing.T) string
		want  string
	}{
		"no mirror": {
			func(t *testing.T) string { return t.TempDir() },
			`^fetching espeak-ng: cannot read the package list of file:/nowhere/debian \(is there a network\?\): E: [^\n]+$`,
		},
		"cache is a file": {func(t *testing.T) string {
			file := filepath.Join(t.TempDir(), "file")
			write(t, file, "", 0o644)
			return filepath.Join(file, "cache")
		}, `^fetching espeak-ng: cannot create \S+: choose a folder that you may write to$`},
	} {
		t.Run(name, func(t *testing.T) {
			noMirror(t)
			cache := c.cache(t)
			_, err := get(t, espeakPart(), cache)
			require.Error(t, err)
			require.Regexp(t, c.want, err.Error())
			left, _ := filepath.Glob(filepath.Join(cache, "*.part.*"))
			require.Empty(t, left)
			require.NoDirExists(t, filepath.Join(cache, "espeak-ng"))
		})
	}
}

// A failed fetch does not cost what the cache had.
func TestFailedFetchKeepsTheOldEntry(t *testing.T) {
	noMirror(t)
	cache := t.TempDir()
	kept := filepath.Join(cache, "espeak-ng", "old")
	write(t, kept, "old", 0o644)
	_, err := get(t, espeakPart(), cache)
	require.Error(t, err)
	require.FileExists(t, kept)
}

func TestFetchEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cache := t.TempDir()
	log := slog.New(cancelOn{slog.DiscardHandler, cancel}) // the script's first line cancels
	err := espeakPart().fetch(ctx, filepath.Join(cache, "espeak-ng"), log)
	require.ErrorIs(t, err, context.Canceled)
	left, err := filepath.Glob(filepath.Join(cache, "*.part.*"))
	require.NoError(t, err)
	require.Empty(t, left)
}

// cancelOn cancels a context at the first line that is logged.
type cancelOn struct {
	slog.Handler
	cancel context.CancelFunc
}

func (c cancelOn) Enabled(context.Context, slog.Level) bool { return true }

func (c cancelOn) Handle(context.Context, slog.Record) error {
	c.cancel()
	return nil
}
