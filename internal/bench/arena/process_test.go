package arena

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestParseSpent(t *testing.T) {
	got, err := parseSpent("42 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0 20 0")
	require.NoError(t, err)
	require.Equal(t, 2*time.Second, got)
	_, err = parseSpent("42 (a) S 1 2")
	require.ErrorContains(t, err, "too few fields")
	_, err = parseSpent("42 (a) S 1 2 3 4 5 6 7 8 9 10 x y 0 0")
	require.ErrorContains(t, err, "no times")
}

func TestParseBusy(t *testing.T) {
	got, err := parseBusy("cpu  100 0 50 9999 888 0 30 20 7 0\ncpu0 1 2 3\n")
	require.NoError(t, err)
	require.Equal(t, 2*time.Second, got)
	_, err = parseBusy("intr 1 2 3")
	require.ErrorContains(t, err, "no line of all processors")
	_, err = parseBusy("cpu a b c d e f g h")
	require.ErrorContains(t, err, "/proc/stat: ")
}

func TestOfThisProcess(t *testing.T) {
	_, err := spent(os.Getpid())
	require.NoError(t, err)
	kB, err := resident(os.Getpid())
	require.NoError(t, err)
	require.Greater(t, kB, 1000.0)
}

func TestCallNumber(t *testing.T) {
	n, ok := callNumber("caller", "caller17-4711@127.0.0.2")
	require.True(t, ok)
	require.Equal(t, 16, n)
	for _, id := range []string{"warm1-2@x", "caller-2@x", "x", ""} {
		_, ok := callNumber("caller", id)
		require.False(t, ok, id)
	}
}
