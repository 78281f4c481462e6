package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// migrations lead from an empty file to today's schema, one version a step; the
// version reached stands in user_version. A step is never edited once released.
func migrations() []string {
	return []string{
		`
		CREATE TABLE journal (
			seq    INTEGER PRIMARY KEY,
			at     INTEGER NOT NULL, -- ms since the Unix epoch
			stream TEXT NOT NULL,
			call   TEXT,             -- NULL: about no call
			input  TEXT,             -- {kind, v, data}; NULL: nothing came from outside
			facts  TEXT NOT NULL     -- [{kind, v, data}, ...]
		) STRICT;
		CREATE INDEX journal_by_call ON journal (call, seq) WHERE call IS NOT NULL;
		CREATE INDEX journal_by_stream ON journal (stream, seq);
		CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
		INSERT INTO meta VALUES ('id', lower(hex(randomblob(16))));`,
		`
		ALTER TABLE journal ADD COLUMN place INTEGER NOT NULL DEFAULT 0; -- in the order of a fleet; 0: not shared
		ALTER TABLE journal ADD COLUMN origin TEXT;                      -- <machine>/<n>; NULL: the stream itself
		CREATE UNIQUE INDEX journal_by_place ON journal (stream, place) WHERE place > 0;
		CREATE TABLE snapshots (
			id     INTEGER PRIMARY KEY,
			name   TEXT NOT NULL,
			seq    INTEGER NOT NULL, -- all groups up to here are in it
			place  INTEGER NOT NULL,
			at     INTEGER NOT NULL, -- ms since the Unix epoch
			schema INTEGER NOT NULL, -- of data
			rules  TEXT NOT NULL,    -- version of the rules in force
			data   BLOB NOT NULL     -- gzip
		) STRICT;
		CREATE INDEX snapshots_by_name ON snapshots (name, id);
		CREATE TABLE pending (
			log   TEXT NOT NULL,
			n     INTEGER NOT NULL,
			at    INTEGER NOT NULL,
			entry TEXT NOT NULL, -- {kind, v, data}
			PRIMARY KEY (log, n)
		) STRICT, WITHOUT ROWID;`,
	}
}

// migrate applies the steps that the file has not seen yet, each in a
// transaction of its own.
func migrate(ctx context.Context, conn *sql.Conn, dir string, steps []string) error {
	version, err := schemaVersion(ctx, conn)
	if err != nil {
		return err
	}
	if version > len(steps) {
		return newer(dir, version, len(steps))
	}
	for ; version < len(steps); version++ {
		if err := migrateTo(ctx, conn, version+1, steps[version]); err != nil {
			return fmt.Errorf("bring the schema to version %d: %w", version+1, err)
		}
	}
	return nil
}

func migrateTo(ctx context.Context, conn *sql.Conn, version int, step string) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(ctx, step); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version)); err != nil {
		return err
	}
	return tx.Commit()
}

// checkSchema is for those who may only read.
func checkSchema(ctx context.Context, db querier, dir string, want int) error {
	version, err := schemaVersion(ctx, db)
	switch {
	case err != nil:
		return err
	case version > want:
		return newer(dir, version, want)
	case version == 0:
		return &OpenError{Kind: Damaged, Dir: dir, Err: errors.New("it holds no schema")}
	case version < want:
		return &OpenError{Kind: Older, Dir: dir, Err: fmt.Errorf("schema %d, this one reads %d", version, want)}
	}
	return nil
}

type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func schemaVersion(ctx context.Context, db querier) (version int, err error) {
	err = db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	return version, err
}

func newer(dir string, found, known int) error {
	return &OpenError{Kind: Newer, Dir: dir, Err: fmt.Errorf("schema %d, this one knows up to %d", found, known)}
}
