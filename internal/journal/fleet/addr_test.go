package fleet

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReadRedis(t *testing.T) {
	for text, want := range map[string]Redis{
		"redis":                        {Addr: "redis:6379"},
		"10.0.0.1:6380":                {Addr: "10.0.0.1:6380"},
		"redis://u:p@host:1/3":         {Addr: "host:1", User: "u", Password: "p", DB: 3},
		"redis://[2001:db8::1]:6379/0": {Addr: "[2001:db8::1]:6379"},
	} {
		got, err := ReadRedis(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	safe, err := ReadRedis("rediss://host")
	require.NoError(t, err)
	require.Equal(t, "host:6379", safe.Addr)
	require.Equal(t, "host", safe.TLS.ServerName)
	for text, why := range map[string]string{
		"http://host": "no way to Redis", "redis://": "no host", "redis://host/x": "is no number", "redis://ho st:%zz": "no address of Redis",
	} {
		_, err := ReadRedis(text)
		require.ErrorContains(t, err, why, text)
	}
}

func TestTrustTellsWhatIsWrong(t *testing.T) {
	safe, err := ReadRedis("rediss://host")
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "ca.pem")
	require.ErrorIs(t, safe.Trust(file), os.ErrNotExist)
	require.NoError(t, os.WriteFile(file, []byte("no certificate"), 0o600))
	require.ErrorContains(t, safe.Trust(file), "there is no certificate in it")
	inClear, err := ReadRedis("host:1")
	require.NoError(t, err)
	require.ErrorContains(t, inClear.Trust(file), "write rediss://host:1")
}
