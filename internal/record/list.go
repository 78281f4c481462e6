package record

import (
	"context"

	"hotline/internal/journal"
)

// List brings the records of a data directory up to date with its journal, which
// an engine may be writing, and returns the calls that fit.
func List(ctx context.Context, dir string, f Filter) ([]Call, error) {
	reader, err := journal.OpenReader(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	records, err := Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer records.Close()
	if _, err := records.Catchup(ctx, reader); err != nil {
		return nil, err
	}
	return records.Calls(ctx, f)
}
