package record

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// version is of the tables and of the folding: raise it whenever either changes,
// or a kind of fact becomes known, and every file is built anew.
const version = 8

const schema = `
	CREATE TABLE calls (
		id          TEXT PRIMARY KEY,
		from_number TEXT NOT NULL,
		to_number   TEXT NOT NULL,
		trunk       TEXT NOT NULL,
		dialled_by  TEXT NOT NULL,
		centre      TEXT NOT NULL,
		queue       TEXT NOT NULL,
		seat        TEXT NOT NULL,
		arrived     INTEGER,
		queued      INTEGER,
		left_queue  INTEGER,
		answered    INTEGER,
		talk_since  INTEGER,
		talk_done   INTEGER NOT NULL,
		ended       INTEGER,
		outcome     TEXT NOT NULL,
		ended_by    TEXT NOT NULL,
		detail      TEXT NOT NULL,
		offers      INTEGER NOT NULL,
		area        TEXT NOT NULL,
		hops        INTEGER NOT NULL,
		callback_of TEXT NOT NULL,
		grade       INTEGER,
		transfers   TEXT NOT NULL,
		supervised  TEXT NOT NULL,
		help        INTEGER NOT NULL,
		class       TEXT NOT NULL,
		refused     TEXT NOT NULL,
		waited              INTEGER AS (max(0, coalesce(answered, left_queue, ended) - queued)),
		waited_from_arrival INTEGER AS (max(0, answered - arrived)),
		talked              INTEGER AS (talk_done + coalesce(max(0, ended - talk_since), 0))
	) STRICT;
	CREATE INDEX calls_by_arrival ON calls (arrived, id);
	CREATE INDEX calls_back ON calls (callback_of) WHERE callback_of <> '';
	CREATE INDEX calls_by_number ON calls (from_number, arrived);
	CREATE TABLE messages (
		file     TEXT PRIMARY KEY,
		call     TEXT NOT NULL,
		centre   TEXT NOT NULL,
		left_at  INTEGER NOT NULL,
		length   INTEGER NOT NULL,
		heard_at INTEGER
	) STRICT;
	CREATE INDEX messages_by_time ON messages (left_at, file);
	CREATE TABLE talks (
		file     TEXT PRIMARY KEY,
		call     TEXT NOT NULL,
		leg      TEXT NOT NULL,
		ended_at INTEGER NOT NULL,
		length   INTEGER NOT NULL
	) STRICT;
	CREATE TABLE legs (
		leg    TEXT PRIMARY KEY,
		seat   TEXT NOT NULL,
		number TEXT NOT NULL
	) STRICT, WITHOUT ROWID;
	CREATE TABLE confidential (call TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
	CREATE TABLE ratings (
		call  TEXT NOT NULL,
		seat  TEXT NOT NULL,
		grade INTEGER NOT NULL,
		at    INTEGER NOT NULL
	) STRICT;
	CREATE INDEX ratings_by_time ON ratings (at);
	CREATE TABLE stays (
		id       INTEGER PRIMARY KEY,
		floor    TEXT NOT NULL,
		call     TEXT NOT NULL,
		queue    TEXT NOT NULL,
		centre   TEXT NOT NULL,
		callback INTEGER NOT NULL,
		queued   INTEGER NOT NULL,
		over     INTEGER,
		fate     TEXT NOT NULL DEFAULT '',
		reason   TEXT NOT NULL DEFAULT ''
	) STRICT;
	CREATE INDEX stays_by_time ON stays (queued);
	CREATE INDEX stays_by_call ON stays (call);
	CREATE TABLE work (
		id       INTEGER PRIMARY KEY,
		floor    TEXT NOT NULL,
		call     TEXT NOT NULL,
		queue    TEXT NOT NULL,
		centre   TEXT NOT NULL,
		seat     TEXT NOT NULL,
		answered INTEGER NOT NULL,
		talked   INTEGER,
		cut      INTEGER NOT NULL DEFAULT FALSE,
		done     INTEGER
	) STRICT;
	CREATE INDEX work_by_time ON work (answered);
	CREATE INDEX work_under_way ON work (floor, seat) WHERE done IS NULL;
	CREATE TABLE offers (
		floor  TEXT NOT NULL,
		offer  INTEGER NOT NULL,
		call   TEXT NOT NULL,
		queue  TEXT NOT NULL,
		centre TEXT NOT NULL,
		seat   TEXT NOT NULL,
		made   INTEGER NOT NULL,
		result TEXT NOT NULL DEFAULT '',
		PRIMARY KEY (floor, offer)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX offers_by_time ON offers (made);
	CREATE TABLE spells (
		floor TEXT NOT NULL,
		seat  TEXT NOT NULL,
		state TEXT NOT NULL,
		since INTEGER NOT NULL,
		until INTEGER NOT NULL
	) STRICT;
	CREATE INDEX spells_by_end ON spells (until);
	CREATE TABLE stances (
		floor TEXT NOT NULL,
		seat  TEXT NOT NULL,
		now   TEXT NOT NULL,
		next  TEXT NOT NULL,
		lost  INTEGER NOT NULL,
		since INTEGER NOT NULL,
		PRIMARY KEY (floor, seat)
	) STRICT, WITHOUT ROWID;
	CREATE TABLE listed (
		id       INTEGER PRIMARY KEY,
		floor    TEXT NOT NULL,
		callback TEXT NOT NULL,
		of       TEXT NOT NULL,
		queue    TEXT NOT NULL,
		centre   TEXT NOT NULL,
		listed   INTEGER NOT NULL,
		reached  INTEGER,
		given_up INTEGER
	) STRICT;
	CREATE INDEX listed_by_time ON listed (listed);
	CREATE INDEX listed_by_name ON listed (floor, callback);
	CREATE TABLE passed (
		kind    TEXT NOT NULL,
		version INTEGER NOT NULL,
		needed  INTEGER NOT NULL, -- figures are wrong without it
		count   INTEGER NOT NULL,
		first   INTEGER NOT NULL, -- group of the journal
		problem TEXT NOT NULL,
		PRIMARY KEY (kind, version, needed)
	) STRICT;
	CREATE TABLE folded (journal TEXT NOT NULL, seq INTEGER NOT NULL) STRICT;
	INSERT INTO folded VALUES ('', 0);`

const dropSchema = `
	DROP TABLE IF EXISTS calls;
	DROP TABLE IF EXISTS messages;
	DROP TABLE IF EXISTS talks;
	DROP TABLE IF EXISTS legs;
	DROP TABLE IF EXISTS confidential;
	DROP TABLE IF EXISTS ratings;
	DROP TABLE IF EXISTS stays;
	DROP TABLE IF EXISTS work;
	DROP TABLE IF EXISTS offers;
	DROP TABLE IF EXISTS spells;
	DROP TABLE IF EXISTS stances;
	DROP TABLE IF EXISTS listed;
	DROP TABLE IF EXISTS passed;
	DROP TABLE IF EXISTS folded;`

// countParts counts what CREATE has made.
const countParts = `SELECT count(*) FROM sqlite_master WHERE type IN ('table', 'index') AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`

// prepare makes the tables, unless all of them are there in this version.
func prepare(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	var found, parts int
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&found); err != nil {
		return err
	}
	if err := tx.QueryRowContext(ctx, countParts).Scan(&parts); err != nil {
		return err
	}
	if found == version && parts == strings.Count(schema, "CREATE ") {
		return nil
	}
	if err := beginAnew(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}

// beginAnew forgets all records; the next Catchup folds the journal from its start.
func beginAnew(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, dropSchema+schema+fmt.Sprintf("PRAGMA user_version = %d;", version))
	return err
}
