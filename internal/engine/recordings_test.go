package engine

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"filippo.io/age"
	"github.com/stretchr/testify/require"

	"hotline/internal/call"
	"hotline/internal/recording"
)

// Recordings go when the tree in force says so, and a reload changes that.
func TestRecordingsFollowTheTree(t *testing.T) {
	reloading(t, func(t *testing.T, e *Engine, _ *bytes.Buffer) {
		name := call.NewID(time.Now().UnixMilli(), 1) + "-message-1"
		file, err := e.recordings.Keep(t.Context(), name, strings.NewReader("sound"))
		require.NoError(t, err)
		e.sweep(t.Context())
		defer e.sweeper.Stop()
		there := func() bool {
			synctest.Wait()
			_, err := e.recordings.Find(file)
			return err == nil
		}
		<-time.After(20 * 24 * time.Hour)
		require.True(t, there(), "for ever")

		edit(t, e, "recordings.yaml", "keep: 30d\n")
		require.NoError(t, e.Reload(t.Context()))
		<-time.After(10*24*time.Hour - time.Second)
		require.True(t, there())
		edit(t, e, "recordings.yaml", "keep: half a year\n")
		require.Error(t, e.Reload(t.Context()), "it changes nothing")
		<-time.After(time.Second)
		require.False(t, there())
		_, body := ask(e, http.MethodGet, "/metrics")
		require.Contains(t, body, "\nhotline_recordings_deleted_total{why=\"expire\"} 1\n")
	})
}

func TestTheEnginesOwnKeyIsWarnedOf(t *testing.T) {
	var said bytes.Buffer
	e := newEngine(Config{Data: t.TempDir(), Log: slog.New(slog.NewTextHandler(&said, nil))})
	require.NoError(t, os.MkdirAll(filepath.Join(e.cfg.Data, recordingsDir), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(e.cfg.Data, recordingsDir, "old.wav"), nil, 0o600))
	require.NoError(t, e.findReaders())
	require.NoError(t, e.openRecordings())
	require.FileExists(t, recording.OwnKeyPath(e.cfg.Data))
	require.Empty(t, said.String(), "it may not come to a start")
	e.sweep(t.Context())
	e.Stop()
	require.Contains(t, said.String(), "level=WARN")
	require.Contains(t, said.String(), "docs/recordings.md says how to move it")
	require.Contains(t, said.String(), `msg="recordings of an older engine are not encrypted; they stay until their time is over" recordings=1`)
}

// With public keys the engine has none of its own, and cannot play what it keeps.
func TestOthersKeys(t *testing.T) {
	key, err := age.GenerateX25519Identity()
	require.NoError(t, err)
	readers := filepath.Join(t.TempDir(), "readers.txt")
	require.NoError(t, os.WriteFile(readers, []byte(key.Recipient().String()), 0o600))
	var said bytes.Buffer
	e := newEngine(Config{Data: t.TempDir(), Readers: readers, Log: slog.New(slog.NewTextHandler(&said, nil))})
	require.NoError(t, e.findReaders())
	require.NoError(t, e.openRecordings())
	e.sweep(t.Context())
	e.Stop()
	require.NoFileExists(t, recording.OwnKeyPath(e.cfg.Data))
	require.Empty(t, said.String())

	file, err := e.recordings.Keep(t.Context(), "a", strings.NewReader("sound"))
	require.NoError(t, err)
	sound, err := e.recordings.Open(file, key)
	require.NoError(t, err)
	defer sound.Close()
	all, err := io.ReadAll(sound)
	require.NoError(t, err)
	require.Equal(t, "sound", string(all))
}
