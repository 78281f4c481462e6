package journal_test

import (
	"testing"

	"hotline/internal/journal"
	"hotline/internal/journal/journaltest"
)

func TestMemory(t *testing.T) {
	journaltest.RunShared(t, func(*testing.T) journaltest.Shared { return journal.NewMemory() })
}
