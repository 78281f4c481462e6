package plan

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestShareIsReadAndWritten(t *testing.T) {
	for text, want := range map[string]Share{"30%": 0.3, "0%": 0, "0.5 %": 0.005, "-10%": -0.1, "100%": 1} {
		var s Share
		require.NoError(t, s.UnmarshalText([]byte(text)), text)
		require.InDelta(t, float64(want), float64(s), 1e-15, text)
	}
	require.Equal(t, "30% 0.5% 99.95% -7%", Share(0.3).String()+" "+Share(0.005).String()+" "+Share(0.9995).String()+" "+Share(-0.07).String())
	for _, text := range []string{"", "%", "30", "0.3", "thirty%", "NaN%", "Inf%", "1e999%"} {
		var s Share
		require.ErrorContains(t, s.UnmarshalText([]byte(text)), "expected a share such as 5%", text)
	}
}

func TestAnswerIsReadAndWritten(t *testing.T) {
	for text, want := range map[string]Answer{
		"95/15s": {0.95, 15 * time.Second}, "80%/20s": {0.8, 20 * time.Second}, "99.5/1m": {0.995, time.Minute}, "90/0s": {0.9, 0},
	} {
		var a Answer
		require.NoError(t, a.UnmarshalText([]byte(text)), text)
		require.Equal(t, want, a, text)
	}
	require.Equal(t, "95% within 1m", Answer{0.95, time.Minute}.String())
	for text, why := range map[string]string{
		"95": "expected a share and a time such as 95/15s", "95/15": "such as 95/15s", "/15s": "such as 95/15s", "x/15s": "such as 95/15s",
		"100/15s": "less than 100", "0/15s": "more than 0", "-5/15s": "more than 0", "95/-1s": "from 0s to 1h", "95/2h": "from 0s to 1h",
	} {
		var a Answer
		require.ErrorContains(t, a.UnmarshalText([]byte(text)), why, text)
	}
}
