package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestClockOffset(t *testing.T) {
	now := time.Date(2026, 9, 30, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Duration{
		"":                          0,
		"0":                         0,
		"36h":                       36 * time.Hour,
		"-30m":                      -30 * time.Minute,
		"2026-10-01T08:29:00+08:00": 12*time.Hour + 29*time.Minute,
		"2026-09-30T11:59:00Z":      -time.Minute,
	} {
		var c clockOffset
		require.NoError(t, c.UnmarshalText([]byte(text)), text)
		require.Equal(t, want, c.from(now), text)
	}
	for text, says := range map[string]string{
		"tomorrow":             "give a time like 36h",
		"2026-10-01":           "the moment to start at",
		"36":                   "give a time like 36h",
		"2500000h":             "50 years",
		"9999-01-01T00:00:00Z": "50 years",
		"0001-01-01T00:00:00Z": "50 years",
	} {
		var c clockOffset
		require.ErrorContains(t, c.UnmarshalText([]byte(text)), says, text)
	}
}
