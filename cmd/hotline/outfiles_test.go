package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestWhatIsNoFileIsWrittenInto: a pipe stays a pipe, and gets its text when all files
// could be written.
func TestWhatIsNoFileIsWrittenInto(t *testing.T) {
	dir := t.TempDir()
	pipe, file, blocked := filepath.Join(dir, "pipe"), filepath.Join(dir, "file"), filepath.Join(dir, strings.Repeat("b", 250))
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	require.ErrorContains(t, replace([]outFile{{pipe, []byte("text"), 0o640}, {blocked, nil, 0o640}}), blocked) // or it would wait for a reader

	read := make(chan string, 1)
	go func() {
		text, err := os.ReadFile(pipe)
		if err != nil {
			text = []byte(err.Error())
		}
		read <- string(text)
	}()
	require.NoError(t, replace([]outFile{{pipe, []byte("text"), 0o640}, {file, []byte("more"), 0o640}}))
	require.Equal(t, "text", <-read)
	requireFile(t, file, "more", 0o640)
	info, err := os.Lstat(pipe)
	require.NoError(t, err)
	require.Equal(t, os.ModeNamedPipe, info.Mode().Type())
}

func TestALinkStaysALink(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "file"), filepath.Join(dir, "link")
	require.NoError(t, os.WriteFile(file, []byte("old"), 0o604)) //nolint:gosec // others lose what they may
	require.NoError(t, os.Symlink("file", link))
	require.NoError(t, replace([]outFile{{link, []byte("new"), 0o640}}))
	requireFile(t, file, "new", 0o600)
	require.NoError(t, writeWhole(link, 0o640, func(w io.Writer) error {
		_, err := io.WriteString(w, "newer")
		return err
	}))
	requireFile(t, file, "newer", 0o600)
	to, err := os.Readlink(link)
	require.NoError(t, err)
	require.Equal(t, "file", to)
}

// A file that could not be written whole stays as it was.
func TestHalfAFileIsNone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, []byte("old"), 0o600))
	require.ErrorIs(t, writeWhole(file, 0o640, func(w io.Writer) error {
		_, err := io.WriteString(w, "new")
		require.NoError(t, err)
		return io.ErrUnexpectedEOF
	}), io.ErrUnexpectedEOF)
	requireFile(t, file, "old", 0o600)
	requireAlone(t, file)
}

// What is open already goes on where it is: a log that is appended to loses nothing.
func TestStandardOutputGoesOn(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	require.NoError(t, os.WriteFile(log, []byte("before\n"), 0o600))
	out, err := os.OpenFile(log, os.O_WRONLY|os.O_APPEND, 0)
	require.NoError(t, err)
	name := fmt.Sprint("/dev/fd/", out.Fd())
	require.NoError(t, replace([]outFile{{name, []byte("text\n"), 0o640}}))
	_, err = out.WriteString("after\n")
	require.NoError(t, err)
	require.NoError(t, out.Close())
	requireFile(t, log, "before\ntext\nafter\n", 0o600)
}
