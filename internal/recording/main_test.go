package recording

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"hotline/internal/call"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// noon is a moment in China.
func noon() time.Time { return time.UnixMilli(1_767_240_000_000) } // 2026-01-01T12:00:00+08:00

// callAt is the id of a call that began so long before noon.
func callAt(before time.Duration) string { return call.NewID(noon().Add(-before).UnixMilli(), 7) }

func newKey(t testing.TB) *age.X25519Identity {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	require.NoError(t, err)
	return key
}

// site is a folder at noon, with the key of its recordings.
type site struct {
	*Folder
	dir string
	key *age.X25519Identity
}

func open(t testing.TB) *site {
	t.Helper()
	s := &site{dir: filepath.Join(t.TempDir(), "recordings"), key: newKey(t)}
	var err error
	s.Folder, err = Open(s.dir, Options{Recipients: []age.Recipient{s.key.Recipient()}, Now: noon})
	require.NoError(t, err)
	return s
}

// keeps has a sound of each name.
func (s *site) keeps(t testing.TB, names ...string) {
	t.Helper()
	for _, name := range names {
		_, err := s.Keep(context.Background(), name, strings.NewReader("sound of "+name))
		require.NoError(t, err)
	}
}

// names are those of all files but the log's.
func (s *site) names(t testing.TB) []string {
	t.Helper()
	entries, err := os.ReadDir(s.dir)
	require.NoError(t, err)
	all := []string{}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), "access.") {
			all = append(all, e.Name())
		}
	}
	return all
}

func (s *site) find(t testing.TB, name string) File {
	t.Helper()
	file, err := s.Find(name)
	require.NoError(t, err)
	return file
}

// acts are what the log tells: act, file, who and why.
func (s *site) acts(t testing.TB) []string {
	t.Helper()
	entries, err := s.Log().Entries(context.Background())
	require.NoError(t, err)
	all := []string{}
	for _, e := range entries {
		all = append(all, strings.Join([]string{string(e.Act), e.File, e.By, e.Why}, "|"))
	}
	checked, err := s.Log().Check(context.Background())
	require.NoError(t, err)
	require.Empty(t, checked.Problems)
	return all
}
