package journal_test

import (
	"testing"

	"hotline/internal/journal"
	"hotline/internal/journal/journaltest"
)

func TestMemory(t *testing.T) {
	journaltest.Run(t, func(*testing.T) journal.Journal { return journal.NewMemory() })
}
