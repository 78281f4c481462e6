package record

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
	"hotline/internal/journal"
)

func TestLastCall(t *testing.T) {
	var groups []*journal.Group
	for n, a := range []call.Arrived{
		{Call: "a", Trunk: "carrier", From: "13800138000", Centre: "harbin"},
		{Call: "b", Trunk: "carrier", From: "13800138000", Centre: "harbin"},
		{Call: "c", Trunk: "carrier", From: "13800138000", Centre: "nation"},
		{Call: "d", Of: "a", From: "13800138000", Centre: "harbin"}, // we called
		{Call: "e", Trunk: "carrier", From: "", Centre: "harbin"},
	} {
		a.At = noon + int64(n)
		groups = append(groups, onCall(t, a.Call, a))
	}
	store, err := OpenMemory(t.Context())
	require.NoError(t, err)
	defer func() { require.NoError(t, store.Close()) }()
	_, err = store.Catchup(t.Context(), journalOf(t, groups...))
	require.NoError(t, err)
	for _, c := range []struct {
		number  string
		centres []string
		want    string
	}{
		{"13800138000", []string{"harbin"}, "b"},
		{"13800138000", []string{"harbin", "nation"}, "c"},
		{"13800138000", []string{"qiqihar"}, ""},
		{"13800138000", nil, ""},
		{"13900139000", []string{"harbin"}, ""},
	} {
		id, err := store.LastCall(t.Context(), c.number, c.centres)
		require.NoError(t, err)
		require.Equal(t, c.want, id, c)
	}
}

// What stands beside a call makes no record: it may be of no call at all.
func TestWhatStandsBesideACall(t *testing.T) {
	store, err := OpenMemory(t.Context())
	require.NoError(t, err)
	defer func() { require.NoError(t, store.Close()) }()
	_, err = store.Catchup(t.Context(), journalOf(t,
		onCall(t, "a", call.Arrived{At: noon, Call: "a"}),
		onCall(t, "a", call.FollowsUp{At: noon, Call: "a", Seat: "8001", Of: "z"}),
		onCall(t, "a", call.Ended{At: noon + 1, Call: "a", Outcome: call.CalledOut}),
		onCall(t, "a", call.Classified{At: noon + 2, Call: "a", Code: "11"}),
		onCall(t, "b", call.SignInRefused{At: noon + 3, Call: "b", Phone: "9001"}),
	))
	require.NoError(t, err)
	calls, err := store.Calls(t.Context(), Filter{Unfinished: true})
	require.NoError(t, err)
	require.Len(t, calls, 1)
	require.Equal(t, call.CalledOut, calls[0].Outcome)
	require.Equal(t, "z", calls[0].CallbackOf)
	var rows int
	require.NoError(t, store.db.QueryRowContext(t.Context(), "SELECT count(*) FROM calls").Scan(&rows))
	require.Equal(t, 1, rows)
}
