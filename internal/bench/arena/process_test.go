package arena

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

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
	before, err := spent(os.Getpid())
	require.NoError(t, err)
	sum := 0
	for i := range 10_000_000 {
		sum += i % 7
	}
	require.NotZero(t, sum)
	after, err := spent(os.Getpid())
	require.NoError(t, err)
	require.Greater(t, after, before)
	kB, err := resident(os.Getpid())
	require.NoError(t, err)
	require.Greater(t, kB, 1000.0)
}

func TestOfNoProcess(t *testing.T) {
	_, err := spent(1 << 28)
	require.ErrorContains(t, err, "processor time of process")
	_, err = resident(1 << 28)
	require.Error(t, err)
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
