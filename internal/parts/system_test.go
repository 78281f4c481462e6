package parts

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	asteriskconfig "hotline/asterisk-config"
)

// write makes a file with its folders.
func write(t *testing.T, path, content string, mode os.FileMode) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(content), mode))
}

// install makes a program in prefix that tells the given version, with the
// folders of an Asterisk.
func install(t *testing.T, prefix, name, version string) (folder string) {
	t.Helper()
	folder = filepath.Join(prefix, "sbin")
	write(t, filepath.Join(folder, name), "#!/bin/sh\necho '"+name+" "+version+"'\n", 0o755)
	for _, module := range asteriskconfig.Modules() {
		write(t, filepath.Join(prefix, "lib/some-linux-gnu/asterisk/modules", module), "", 0o644)
	}
	write(t, filepath.Join(prefix, "share/asterisk/documentation/core-en_US.xml"), "", 0o644)
	return folder
}

func TestProgramOfTheMachine(t *testing.T) {
	prefix := t.TempDir()
	folder := install(t, prefix, "asterisk", "22.10.1")
	prog, ok := asteriskPart().onSystem(t.Context(), []string{t.TempDir(), folder}, slog.New(slog.DiscardHandler))
	require.True(t, ok)
	require.Equal(t, Program{
		Path:    filepath.Join(folder, "asterisk"),
		Version: "22.10.1",
		Modules: filepath.Join(prefix, "lib/some-linux-gnu/asterisk/modules"),
		Data:    filepath.Join(prefix, "share/asterisk"),
	}, prog)

	said, err := prog.Cmd(t.Context()).Output()
	require.NoError(t, err)
	require.Equal(t, "asterisk 22.10.1\n", string(said))
}

func TestNewEnoughOneBehindAnOldOne(t *testing.T) {
	old := install(t, t.TempDir(), "espeak-ng", "1.51")
	good := install(t, t.TempDir(), "espeak-ng", "1.52.0")
	prog, ok := espeakPart().onSystem(t.Context(), []string{old, good}, slog.New(slog.DiscardHandler))
	require.True(t, ok)
	require.Equal(t, filepath.Join(good, "espeak-ng"), prog.Path)
}

func TestPassedOver(t *testing.T) {
	missing := asteriskconfig.Modules()[3]
	for name, c := range map[string]struct {
		spoil func(t *testing.T, prefix string)
		why   string
	}{
		"too old": {
			func(t *testing.T, prefix string) { install(t, prefix, "asterisk", "20.6.0") },
			"is version 20.6.0, needed is 22.10 or newer",
		},
		"fails": {func(t *testing.T, prefix string) {
			write(t, filepath.Join(prefix, "sbin/asterisk"), "#!/bin/sh\nexit 3\n", 0o755)
		}, "exit status 3"},
		"without a module": {func(t *testing.T, prefix string) {
			require.NoError(t, os.Remove(filepath.Join(prefix, "lib/some-linux-gnu/asterisk/modules", missing)))
		}, "lacks the module " + missing},
		"without modules": {
			func(t *testing.T, prefix string) { require.NoError(t, os.RemoveAll(filepath.Join(prefix, "lib"))) },
			"module folder is not found",
		},
	} {
		t.Run(name, func(t *testing.T) {
			prefix := t.TempDir()
			folder := install(t, prefix, "asterisk", "22.10.1")
			c.spoil(t, prefix)
			var log bytes.Buffer
			_, ok := asteriskPart().onSystem(t.Context(), []string{folder}, slog.New(slog.NewTextHandler(&log, nil)))
			require.False(t, ok)
			require.Contains(t, log.String(), c.why)
		})
	}
}

func TestNotThere(t *testing.T) {
	folder := t.TempDir()
	write(t, filepath.Join(folder, "asterisk"), "not a program", 0o644)
	_, ok := asteriskPart().onSystem(t.Context(), []string{folder, "/nowhere"}, slog.New(slog.DiscardHandler))
	require.False(t, ok)
}
