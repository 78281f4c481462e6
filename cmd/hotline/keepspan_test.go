package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestKeepSpan(t *testing.T) {
	for text, want := range map[string]time.Duration{"forever": 0, "400d": 400 * day, "1d": day, "48h": 2 * day} {
		k := keepSpan(1)
		require.NoError(t, k.UnmarshalText([]byte(text)), text)
		require.Equal(t, want, time.Duration(k), text)
	}
	for _, text := range []string{"", "0d", "23h", "-3d", "a year", "1.5d", "99999999d", "d"} {
		var k keepSpan
		require.ErrorContains(t, k.UnmarshalText([]byte(text)), "give days (400d), at least 1d, or forever", text)
	}
}
