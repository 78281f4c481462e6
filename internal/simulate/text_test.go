package simulate

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A day is told by its date, with its title if it has one.
func TestTitle(t *testing.T) {
	for title, want := range map[string]string{
		"":   "day 2026-10-12, simulated 1 times",
		"周一": "day 2026-10-12 周一, simulated 1 times",
	} {
		m := quiet()
		m.Title = title
		r := ran(t, m)
		var text strings.Builder
		require.NoError(t, r.WriteText(&text, nil))
		first, _, _ := strings.Cut(text.String(), "\n")
		require.Equal(t, want, strings.Join(strings.Fields(first), " "))
	}
}
