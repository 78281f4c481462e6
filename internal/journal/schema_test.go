package journal

import (
	"context"
	"database/sql"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

// withConn opens the file of dir, which it makes if it is not there.
func withConn(t *testing.T, dir string, do func(ctx context.Context, conn *sql.Conn)) {
	t.Helper()
	require.NoError(t, createFile(dir))
	db, err := openDB(dir, "rw", url.Values{"_txlock": {"immediate"}})
	require.NoError(t, err)
	defer db.Close()
	conn, err := db.Conn(t.Context())
	require.NoError(t, err)
	defer conn.Close()
	do(t.Context(), conn)
}

func TestMigrateGoesStepByStep(t *testing.T) {
	steps := []string{
		`CREATE TABLE a (x); INSERT INTO a VALUES (1);`,
		`ALTER TABLE a ADD COLUMN y DEFAULT 2;`,
		`UPDATE a SET x = x + y;`,
	}
	for from := range len(steps) + 1 {
		withConn(t, t.TempDir(), func(ctx context.Context, conn *sql.Conn) {
			require.NoError(t, migrate(ctx, conn, "dir", steps[:from]))
			require.NoError(t, migrate(ctx, conn, "dir", steps))
			require.NoError(t, migrate(ctx, conn, "dir", steps), "a second time changes nothing")
			var x, version int
			require.NoError(t, conn.QueryRowContext(ctx, `SELECT x FROM a`).Scan(&x))
			require.Equal(t, 3, x)
			version, err := schemaVersion(ctx, conn)
			require.NoError(t, err)
			require.Equal(t, len(steps), version)
		})
	}
}

func TestMigrateLeavesAStepThatFailsUndone(t *testing.T) {
	withConn(t, t.TempDir(), func(ctx context.Context, conn *sql.Conn) {
		err := migrate(ctx, conn, "dir", []string{`CREATE TABLE a (x)`, `CREATE TABLE b (x); CREATE TABLE a (x)`})
		require.ErrorContains(t, err, "bring the schema to version 2")
		version, err := schemaVersion(ctx, conn)
		require.NoError(t, err)
		require.Equal(t, 1, version)
		_, err = conn.ExecContext(ctx, `SELECT * FROM b`)
		require.ErrorContains(t, err, "no such table: b")
	})
}

func TestOpenRefusesTheSchemaOfANewerHotline(t *testing.T) {
	dir := t.TempDir()
	withConn(t, dir, func(ctx context.Context, conn *sql.Conn) {
		_, err := conn.ExecContext(ctx, `PRAGMA user_version = 99`)
		require.NoError(t, err)
	})
	says := "the journal " + fileIn(dir) + " was written by a newer hotline (schema 99, this one knows up to 2): use that one"
	_, err := OpenSQLite(t.Context(), dir, Options{})
	require.EqualError(t, err, says)
	_, err = OpenReader(t.Context(), dir)
	require.EqualError(t, err, says)
}

func TestReaderLeavesMigrationToTheWriter(t *testing.T) {
	dir := t.TempDir()
	withConn(t, dir, func(ctx context.Context, conn *sql.Conn) {
		require.NoError(t, migrate(ctx, conn, dir, migrations()))
		var open *OpenError
		require.ErrorAs(t, checkSchema(ctx, conn, dir, len(migrations())+1), &open)
		require.Equal(t, Older, open.Kind)
		require.EqualError(t, open, "the journal "+fileIn(dir)+" is of an older hotline (schema 2, this one reads 3): start this hotline once with it")
	})
}

// Recovery of a call or a floor looks up; it does not scan the whole log.
func TestReadingByCallAndStreamUsesAnIndex(t *testing.T) {
	withConn(t, t.TempDir(), func(ctx context.Context, conn *sql.Conn) {
		require.NoError(t, migrate(ctx, conn, "dir", migrations()))
		for query, index := range map[string]string{
			selectRows + ` AND call = ?` + inOrder:   "journal_by_call",
			selectRows + ` AND stream = ?` + inOrder: "journal_by_stream",
		} {
			var id, parent, unused int
			var plan string
			require.NoError(t, conn.QueryRowContext(ctx, `EXPLAIN QUERY PLAN `+query, 1, "x", 9).Scan(&id, &parent, &unused, &plan))
			require.Contains(t, plan, "USING INDEX "+index)
		}
	})
}

func TestAJournalWithoutATableIsDamaged(t *testing.T) {
	j, dir := openQuiet(t, Options{})
	require.NoError(t, j.Close())
	withConn(t, dir, func(ctx context.Context, conn *sql.Conn) {
		_, err := conn.ExecContext(ctx, "DROP TABLE meta")
		require.NoError(t, err)
	})
	_, err := OpenReader(t.Context(), dir)
	var open *OpenError
	require.ErrorAs(t, err, &open)
	require.Equal(t, Damaged, open.Kind)
	require.ErrorContains(t, err, "no such table: meta")
	require.ErrorContains(t, err, ": restore it from a backup, or move it away to begin an empty one; keep the damaged file")
}
