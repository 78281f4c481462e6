package dialplan_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"hotline/internal/dialplan"

	"github.com/stretchr/testify/require"
)

func secretsFile(t *testing.T, text string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secrets.yaml")
	require.NoError(t, os.WriteFile(path, []byte(text), mode))
	require.NoError(t, os.Chmod(path, mode))
	return path
}

func TestSecrets(t *testing.T) {
	s, err := dialplan.LoadSecrets(secretsFile(t, "ari: hunter1\nseats:\n  \"8001\": 0123\n  8002: hunter2\n", 0o600))
	require.NoError(t, err)
	require.Equal(t, "hunter1", s.ARI)
	require.Equal(t, map[string]string{"8001": "0123", "8002": "hunter2"}, s.Seats)
	require.Empty(t, s.Warnings)
	require.NotContains(t, fmt.Sprintf("%v %+v %s", s, s, s.LogValue()), "hunter")
}

func TestSecretsReadableByOthers(t *testing.T) {
	s, err := dialplan.LoadSecrets(secretsFile(t, "ari: x\n", 0o644))
	require.NoError(t, err)
	require.Len(t, s.Warnings, 1)
	require.Contains(t, s.Warnings[0].String(), "others than the owner can read the secrets; chmod 600")
}

func TestBrokenSecretsAreNotShown(t *testing.T) {
	for text, want := range map[string]string{
		"ari: [hunter2]\n":                     "ari: expected a text, found a list",
		"ari: *hunter2\n":                      "this is not YAML",
		"ari: \"hunter2\n":                     "this is not YAML",
		"seats: hunter2\n":                     "seats: expected keys and values, found something else",
		"seats: {hunter2: x}\n":                "this is not the number of a seat",
		"aria: hunter2\n":                      `"aria" is not known here; did you mean "ari"?`,
		"seats: {\"8001\": a, \"8001\": b}\n":  "8001 is there twice",
		"seats: {\"8001\": }\nari: hunter2 \n": "8001: expected a text, found nothing",
	} {
		path := secretsFile(t, text, 0o600)
		_, err := dialplan.LoadSecrets(path)
		require.ErrorContains(t, err, want, text)
		require.ErrorContains(t, err, path+":1:", text)
		require.NotContains(t, err.Error(), "hunter2")
	}
	_, err := dialplan.LoadSecrets("none.yaml")
	require.EqualError(t, err, "none.yaml: there is no such file of secrets; write it, or give another path")
}
