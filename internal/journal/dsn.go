package journal

import (
	"database/sql"
	"net/url"
	"path/filepath"

	"modernc.org/sqlite"
)

const fileName = "journal.db"

func fileIn(dir string) string { return filepath.Join(dir, fileName) }

// openDB opens the journal of dir, which must exist: mode is "rw" or "ro".
func openDB(dir, mode string, params url.Values) (*sql.DB, error) {
	return openFile(fileIn(dir), mode, params)
}

func openFile(name, mode string, params url.Values) (*sql.DB, error) {
	path, err := filepath.Abs(name)
	if err != nil {
		return nil, err
	}
	params.Set("mode", mode)
	dsn := url.URL{Scheme: "file", Path: path, RawQuery: params.Encode()}
	connector, err := sqlite.NewConnector(dsn.String())
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}
