package dialplan_test

import (
	"fmt"
	"testing"

	"hotline/internal/dialplan"

	"github.com/stretchr/testify/require"
)

func TestPINs(t *testing.T) {
	s, err := dialplan.LoadSecrets(secretsFile(t, "pins:\n  \"8001\": 0471\n  8002: \"93720561\"\nseats: {\"9001\": x}\n", 0o600))
	require.NoError(t, err)
	require.Equal(t, map[string]string{"8001": "0471", "8002": "93720561"}, s.PINs)
	require.Equal(t, "x", s.Seats["9001"])
	require.Empty(t, s.Warnings)
	require.NotContains(t, fmt.Sprintf("%v %+v", s, s), "0471")
}

func TestWrongPINsAreNotShown(t *testing.T) {
	for text, want := range map[string]string{
		"pins: {\"8001\": 471}":       "this cannot be a PIN; write 4 to 8 digits",
		"pins: {\"8001\": 047147147}": "this cannot be a PIN",
		"pins: {\"8001\": 4７1471}":    "this cannot be a PIN",
		"pins: {\"8001\": [47147]}":   "8001: expected a text, found a list",
		"pins: {\"47147x\": 1}":       "this is not the number of a seat",
	} {
		_, err := dialplan.LoadSecrets(secretsFile(t, text, 0o600))
		require.ErrorContains(t, err, want, text)
		require.NotContains(t, err.Error(), "47147")
	}
}

func TestWeakPINsAreWarnedOf(t *testing.T) {
	for _, pin := range []string{"0000", "1234", "4321", "987654", "7890", "1212", "123123", "47114711", "8001", "80011234", "1987", "2026"} {
		require.True(t, dialplan.WeakPIN("8001", pin), pin)
		s, err := dialplan.LoadSecrets(secretsFile(t, "pins: {\"8001\": "+pin+"}\n", 0o600))
		require.NoError(t, err)
		require.Len(t, s.Warnings, 1)
		require.Contains(t, s.Warnings[0].String(), "the PIN of seat 8001 is easy to guess; choose digits that nobody guesses")
		if pin != "8001" && pin != "80011234" {
			require.NotContains(t, s.Warnings[0].String(), pin)
		}
	}
	for _, pin := range []string{"4711", "0471", "9372", "57081", "12355678"} {
		require.False(t, dialplan.WeakPIN("8001", pin), pin)
	}
}
