package dialplan_test

import (
	"testing"
	"time"

	"hotline/acd"

	"github.com/stretchr/testify/require"
)

// The week of the National Day: seven days off, and the Saturday after is worked.
func TestCallbackWindows(t *testing.T) {
	tree := shipped(t)
	at := func(text string) time.Time {
		when, err := time.ParseInLocation("2006-01-02 15:04", text, china())
		require.NoError(t, err)
		return when
	}
	for name, c := range map[string]struct {
		from string
		days int
		want []string
	}{
		"holiday and make-up day": {"2026-09-30 16:00", 11, []string{
			"2026-09-30 16:00", "2026-09-30 17:30", "2026-10-08 08:30", "2026-10-08 12:00", "2026-10-08 13:00", "2026-10-08 17:30",
			"2026-10-09 08:30", "2026-10-09 12:00", "2026-10-09 13:00", "2026-10-09 17:30",
			"2026-10-10 08:30", "2026-10-10 12:00", "2026-10-10 13:00", "2026-10-10 17:30",
		}},
		"nothing but days off":      {"2026-10-01 00:00", 7, nil},
		"begun within the days":     {"2026-10-09 09:00", 1, []string{"2026-10-09 09:00", "2026-10-09 12:00", "2026-10-09 13:00", "2026-10-09 17:30", "2026-10-10 08:30", "2026-10-10 12:00"}},
		"as it opens, as it closes": {"2026-10-09 12:00", 0, nil},
	} {
		t.Run(name, func(t *testing.T) {
			want := []acd.Window{}
			for i := 0; i < len(c.want); i += 2 {
				want = append(want, acd.Window{From: at(c.want[i]).UnixMilli(), To: at(c.want[i+1]).UnixMilli()})
			}
			got := tree.CallbackWindows("nation/advice", at(c.from), c.days)
			require.Equal(t, want, got)
			require.Equal(t, got, tree.CallbackWindows("nation/advice", at(c.from).UTC(), c.days))
		})
	}
	require.Nil(t, tree.CallbackWindows("harbin/advice", at("2026-10-01 00:00"), 7), "open at all hours")
	require.NotNil(t, tree.CallbackWindows("nation/other", at("2026-10-09 09:00"), 7), "not always: never")
	require.Empty(t, tree.CallbackWindows("nation/other", at("2026-10-09 09:00"), 7))
}

// Every quarter of an hour of three weeks is in a window if and only if the centre is
// open then.
func TestCallbackWindowsAgreeWithTheHours(t *testing.T) {
	tree := shipped(t)
	from := time.Date(2026, 9, 15, 9, 10, 0, 0, china())
	windows := tree.CallbackWindows("hunan/advice", from, 22)
	for at := from; at.Before(from.AddDate(0, 0, 21)); at = at.Add(15 * time.Minute) {
		inside := false
		for _, w := range windows {
			inside = inside || w.From <= at.UnixMilli() && at.UnixMilli() < w.To
		}
		require.Equal(t, tree.OpenAt("hunan", at).Open, inside, at)
	}
}
