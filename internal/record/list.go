package record

import (
	"context"

	"hotline/internal/journal"
)

// List brings the records of a data directory up to date with its journal, which
// an engine may be writing, and returns the calls that fit.
func List(ctx context.Context, dir string, f Filter) ([]Call, error) {
	return upToDate(ctx, dir, func(s *Store) ([]Call, error) { return s.Calls(ctx, f) })
}

// ListMessages is List for the messages in the centres' voicemail.
func ListMessages(ctx context.Context, dir string, f MessageFilter) ([]Message, error) {
	return upToDate(ctx, dir, func(s *Store) ([]Message, error) { return s.Messages(ctx, f) })
}

// upToDate asks the records of a data directory after bringing them up to date.
func upToDate[T any](ctx context.Context, dir string, ask func(*Store) ([]T, error)) ([]T, error) {
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
	return ask(records)
}
