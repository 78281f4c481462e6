package figures

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
	"hotline/internal/journal"
	"hotline/internal/record"
)

// TestNothingIsPassedBy: what is needed and cannot be read is an error of each way, and
// what is not needed is none.
func TestNothingIsPassedBy(t *testing.T) {
	for _, c := range []struct {
		stream, kind string
		needed       bool
	}{
		{"floor/hlj", "answered", true},
		{"floor/hlj", "beamed", true},
		{"call/a", call.KindArrived, true},
		{"call/a", "beamed", false},
		{"weather/x", "rain", false},
	} {
		w := shift(t)
		fact := journal.Entry{Kind: c.kind, Version: 99, Data: json.RawMessage("{}")}
		unread := &journal.Group{Stream: c.stream, Facts: []journal.Entry{fact}}
		require.NoError(t, w.j.Append(t.Context(), unread))
		l := closing(t, live(t, w.j))
		_, ofRecords := l.Figures(t.Context(), hour())
		ofChecker := NewChecker().Read(t.Context(), w.j, unread.Seq)
		ofLog := WriteQueueLog(t.Context(), &bytes.Buffer{}, w.j, QueueLog{})
		for _, err := range []error{ofRecords, ofChecker, ofLog} {
			if !c.needed {
				require.NoError(t, err, c)
				continue
			}
			var told *record.UnreadError
			require.ErrorAs(t, err, &told, c)
			require.Equal(t, unread.Seq, told.Group)
			require.ErrorContains(t, err, c.kind)
		}
	}
}
