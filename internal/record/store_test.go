package record

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/journal"
)

// Whoever finds the file spoilt is told that it may go; of the journal nobody is.
func TestTroubleSaysWhatHelps(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir)
	_, err := s.db.ExecContext(t.Context(), `DROP TABLE stays; DROP TABLE calls; DROP TABLE messages; DROP TABLE passed`)
	require.NoError(t, err)
	j := journalOf(t, arrivedAndEnded(t, "a", 0)...)
	_, errs := s.Catchup(t.Context(), j)
	of := SumsOf{Since: at(0), Until: at(1), Now: at(1)}
	_, _, sums := s.Sums(t.Context(), of)
	_, events := s.Events(t.Context(), of)
	_, calls := s.Calls(t.Context(), Filter{})
	_, messages := s.Messages(t.Context(), MessageFilter{})
	_, passed := s.Passed(t.Context())
	for _, err := range []error{errs, sums, events, calls, messages, passed} {
		require.ErrorContains(t, err, "no such table")
		require.ErrorContains(t, err, ": delete "+filepath.Join(dir, fileName)+", which is built anew from the journal")
	}
}

func TestADamagedJournalIsNotTheRecordsFault(t *testing.T) {
	dir := t.TempDir()
	w, err := journal.OpenSQLite(t.Context(), dir, journal.Options{})
	require.NoError(t, err)
	for range 2000 {
		require.NoError(t, w.Append(t.Context(), arrivedAndEnded(t, "a", 0)...))
	}
	require.NoError(t, w.Close())
	path := filepath.Join(dir, "journal.db")
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	require.NoError(t, err)
	info, err := file.Stat()
	require.NoError(t, err)
	_, err = file.WriteAt(make([]byte, info.Size()/2), info.Size()/4)
	require.NoError(t, err)
	require.NoError(t, file.Close())

	r, err := journal.OpenReader(t.Context(), dir)
	require.NoError(t, err)
	defer func() { require.NoError(t, r.Close()) }()
	_, err = openAt(t, dir).Catchup(t.Context(), r)
	require.ErrorContains(t, err, "the journal "+path+" is damaged")
	require.ErrorContains(t, err, "restore it from a backup, or move it away to begin an empty one; keep the damaged file")
	require.NotContains(t, err.Error(), fileName)
}
