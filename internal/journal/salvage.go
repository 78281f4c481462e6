package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

const newName = "journal-new.db"

// mend makes the new file beside the damaged one, and changes them when it is complete:
// who is killed meanwhile begins again.
func (m *sqliteMedium) mend(cause error) error {
	if err := m.close(); err != nil && !isDamage(err) {
		return err
	}
	d := Damage{At: time.Now(), Cause: cause}
	fresh := filepath.Join(m.dir, newName)
	kept, lost, err := salvage(m.dir, fresh)
	if err != nil {
		return fmt.Errorf("begin another journal: %w", err)
	}
	d.Kept, d.Lost = kept, lost
	if d.File, err = exchange(m.dir, fresh, d.At); err != nil {
		return fmt.Errorf("set the damaged journal aside: %w", err)
	}
	if _, err := m.reopen(); err != nil { // from now on it has a write-ahead log, as readers expect
		return err
	}
	m.found(d)
	return nil
}

// exchange gives the damaged file its name, and the new one its place.
func exchange(dir, fresh string, at time.Time) (aside string, err error) {
	path := fileIn(dir)
	aside = filepath.Join(dir, "journal-damaged-"+at.UTC().Format("20060102T150405.000Z")+".db")
	if err := os.Link(path, aside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	for _, side := range []string{"-wal", "-shm"} {
		if err := os.Rename(path+side, aside+side); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return aside, os.Rename(fresh, path)
}

// salvage makes a new file with all that can be read of the one in dir.
func salvage(dir, fresh string) (kept, lost int64, err error) {
	if err := os.RemoveAll(fresh); err != nil {
		return 0, 0, err
	}
	if err := create(fresh); err != nil {
		return 0, 0, err
	}
	db, err := openFile(fresh, "rw", url.Values{"_pragma": {"journal_mode(OFF)", "synchronous(FULL)"}, "_txlock": {"immediate"}})
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	ctx := context.Background()
	conn, err := db.Conn(ctx)
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = conn.Close() }()
	if err := migrate(ctx, conn, dir, migrations()); err != nil {
		return 0, 0, err
	}
	s := &salvor{to: conn}
	if err := s.open(dir); err != nil {
		return 0, 0, nil //nolint:nilerr // nothing can be read
	}
	defer func() { _ = s.from.Close() }()
	err = s.run(ctx)
	return s.kept, s.lost, err
}

// salvor copies what can be read. An error of what it reads ends nothing; one of what it
// writes does.
type salvor struct {
	from *sql.DB
	to   *sql.Conn
	kept int64
	lost int64
	last int64
	old  bool // the file has no places

	missed bool // something could not be read since the last group

	places map[string]int64
}

func (s *salvor) open(dir string) (err error) {
	s.places = map[string]int64{}
	if s.from, err = openDB(dir, "ro", readerParams(dir)); err != nil {
		return err
	}
	version, err := schemaVersion(context.Background(), s.from)
	if err != nil {
		_ = s.from.Close()
		return err
	}
	s.old = version < 2
	return nil
}

func (s *salvor) run(ctx context.Context) error {
	for from, step := int64(0), int64(1); ; {
		page, whole := s.page(ctx, from)
		if len(page) == 0 && whole {
			break
		}
		s.missed = s.missed || !whole
		if err := s.write(ctx, page); err != nil {
			return err
		}
		if len(page) > 0 {
			from, step = s.last+1, 1
		}
		if whole {
			continue
		}
		if step > farthest { // nothing follows
			break
		}
		from, step = from+step, 2*step
	}
	return s.besides(ctx)
}

// farthest is how many numbers are leapt over in search of something that can be read.
const farthest = 1 << 40

const (
	salvageRows = `SELECT seq, at, stream, call, input, facts, place, origin FROM journal WHERE seq >= ? ORDER BY seq LIMIT 1024`
	salvageOld  = `SELECT seq, at, stream, call, input, facts, 0, NULL FROM journal WHERE seq >= ? ORDER BY seq LIMIT 1024`
)

// page reads what it can; whole is false when something could not be read. Groups that
// do not make sense, or whose place another has, are left out.
func (s *salvor) page(ctx context.Context, from int64) (page []row, whole bool) {
	query := salvageRows
	if s.old {
		query = salvageOld
	}
	rows, err := s.from.QueryContext(ctx, query, from)
	if err != nil {
		return nil, false
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var r row
		var call, origin sql.NullString
		if err := rows.Scan(&r.seq, &r.at, &r.stream, &call, &r.input, &r.facts, &r.place, &origin); err != nil {
			return page, false
		}
		r.call, r.origin = call.String, origin.String
		page = append(page, r)
	}
	return page, rows.Err() == nil
}

func (s *salvor) write(ctx context.Context, page []row) error {
	tx, err := s.to.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	insert, err := tx.PrepareContext(ctx, insertRow)
	if err != nil {
		return err
	}
	defer func() { _ = insert.Close() }()
	for i := range page {
		r := &page[i]
		if s.missed { // a gap without a mistake is what retention has removed
			s.lost, s.missed = s.lost+r.seq-s.last-1, false
		}
		s.last = r.seq
		g, err := r.decode()
		if err == nil {
			_, err = encodeRow(&g) // which tells whether it is well formed
		}
		if err != nil || takePlaces(s.places, page[i:i+1]) != nil {
			s.lost++
			continue
		}
		if err := r.insert(ctx, insert); err != nil {
			return err
		}
		s.kept++
	}
	return tx.Commit()
}

// besides copies what is not the log itself.
func (s *salvor) besides(ctx context.Context) error {
	if s.old {
		return nil
	}
	for _, t := range []struct {
		read, write string
		columns     int
	}{
		{
			`SELECT id, name, seq, place, at, schema, rules, data FROM snapshots ORDER BY id`,
			`INSERT INTO snapshots (id, name, seq, place, at, schema, rules, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, 8,
		},
		{`SELECT log, n, at, entry FROM pending ORDER BY log, n`, `INSERT INTO pending (log, n, at, entry) VALUES (?, ?, ?, ?)`, 4},
	} {
		if err := s.table(ctx, t.read, t.write, t.columns); err != nil {
			return err
		}
	}
	return nil
}

func (s *salvor) table(ctx context.Context, read, write string, columns int) error {
	rows, err := s.from.QueryContext(ctx, read)
	if err != nil {
		return nil //nolint:nilerr // it cannot be read
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		values, into := make([]any, columns), make([]any, columns)
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil //nolint:nilerr // nor can what follows
		}
		if _, err := s.to.ExecContext(ctx, write, values...); err != nil {
			return err
		}
	}
	_ = rows.Err() // what cannot be read is left behind
	return nil
}
