package recording

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

func open(t *testing.T) (*Folder, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "recordings")
	f, err := Open(dir)
	require.NoError(t, err)
	return f, dir
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	all := []string{}
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func TestKeep(t *testing.T) {
	f, dir := open(t)
	file, err := f.Keep(t.Context(), "call-message-1", strings.NewReader("sound"))
	require.NoError(t, err)
	require.Equal(t, "call-message-1.wav", file)
	require.Equal(t, []string{file}, names(t, dir))

	info, err := os.Stat(filepath.Join(dir, file))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode(), "nobody else may listen")
	info, err = os.Stat(dir)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), info.Mode().Perm())

	_, err = f.Keep(t.Context(), "call-message-1", strings.NewReader("again"))
	require.NoError(t, err)
	sound, err := f.Open(file)
	require.NoError(t, err)
	defer sound.Close()
	all, err := io.ReadAll(sound)
	require.NoError(t, err)
	require.Equal(t, "again", string(all))
}

func TestNothingHalfDoneIsLeft(t *testing.T) {
	ended, end := context.WithCancel(t.Context())
	end()
	broken := io.MultiReader(strings.NewReader("half"), iotest.ErrReader(errors.New("the line broke")))
	for name, c := range map[string]struct {
		ctx   context.Context
		name  string
		sound io.Reader
		says  string
	}{
		"the sound breaks off": {t.Context(), "a", broken, "recording a.wav: the line broke"},
		"given up":             {ended, "a", strings.NewReader("sound"), "context canceled"},
		"another folder":       {t.Context(), "../a", strings.NewReader("sound"), "use letters, digits, - and _"},
		"no name":              {t.Context(), "", strings.NewReader("sound"), "use letters, digits, - and _"},
		"hidden":               {t.Context(), ".a", strings.NewReader("sound"), "use letters, digits, - and _"},
	} {
		t.Run(name, func(t *testing.T) {
			f, dir := open(t)
			_, err := f.Keep(c.ctx, c.name, c.sound)
			require.ErrorContains(t, err, c.says)
			require.Empty(t, names(t, dir))
		})
	}
}

func TestOpenTakesAwayWhatACrashLeft(t *testing.T) {
	_, dir := open(t)
	require.NoError(t, os.WriteFile(filepath.Join(dir, ".new-1"), nil, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "kept.wav"), nil, 0o600))
	_, err := Open(dir)
	require.NoError(t, err)
	require.Equal(t, []string{"kept.wav"}, names(t, dir))
}

func TestOpenRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	for dir, says := range map[string]string{"": "no folder given", file: "choose a folder that can be made"} {
		_, err := Open(dir)
		require.ErrorContains(t, err, says)
	}
}

func TestOnlyRecordingsAreOpened(t *testing.T) {
	f, dir := open(t)
	require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(dir), "secret.wav"), nil, 0o600))
	for _, file := range []string{"../secret.wav", "passwd", "", "/etc/passwd.wav"} {
		_, err := f.Open(file)
		require.ErrorContains(t, err, "cannot be the name of a recording", file)
	}
	_, err := f.Open("none.wav")
	require.ErrorIs(t, err, os.ErrNotExist)
}
