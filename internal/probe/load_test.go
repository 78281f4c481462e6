package probe

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func write(t *testing.T, dir, name, text string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(dir, name)
	require.NoError(t, os.WriteFile(path, []byte(text), mode))
	require.NoError(t, os.Chmod(path, mode))
	return path
}

func TestLoadReadsEverything(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "carrier.yaml", "user: probe\npassword: sesame\nrealm: carrier.example\n", 0o600)
	path := write(t, dir, "probes.yaml", `probes:
  - name: beijing
    server: 10.0.0.5:5060
    number: 12385
    from: "01065000000"
    credentials: carrier.yaml
    answer-within: 5s
    hears: 您好
    hears-within: 20s
    key: "1"
    then-hears-file: sounds/one.wav
    then-within: 30s
  - {name: harbin, server: "10.0.0.6:5060", number: 045112385, from: "045165000000"}
`, 0o644)
	probes, warnings, err := Load(path)
	require.NoError(t, err)
	require.Empty(t, warnings)
	require.Equal(t, []Probe{
		{
			Name: "beijing", Server: "10.0.0.5:5060", Number: "12385", From: "01065000000",
			Credentials:  Credentials{User: "probe", Password: "sesame", Realm: "carrier.example"},
			AnswerWithin: 5 * time.Second, Hears: Expect{Text: "您好", Within: 20 * time.Second},
			Key: "1", Then: Expect{File: filepath.Join(dir, "sounds/one.wav"), Within: 30 * time.Second},
		},
		{Name: "harbin", Server: "10.0.0.6:5060", Number: "045112385", From: "045165000000"},
	}, probes)
	require.NotContains(t, fmt.Sprintf("%v %+v", probes[0].Credentials, probes[0]), "sesame")
}

func TestLoadFindsEveryMistakeAtItsPlace(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "open.yaml", "user: probe\npasword: sesame\n", 0o644)
	path := write(t, dir, "probes.yaml", `probes:
  - name: a
    server: nowhere
    number: "12385"
    from: "1"
    key: "1"
  - {name: b, server: "h:1", number: "1", from: "1", hear: x, answer-within: 1h}
  - {name: c, server: "h:1", from: "1"}
  - {name: d, server: "h:1", number: "1", from: "1", credentials: open.yaml}
  - {name: d, server: "h:1", number: "1", from: "1"}
`, 0o644)
	_, _, err := Load(path)
	require.Error(t, err)
	said := err.Error()
	for _, want := range []string{
		`probes.yaml:3:13: server: "nowhere" is no address; write host:port`,
		"probes.yaml:6:10: key: nothing tells whether it works; say what it brings",
		`probes.yaml:7:54: "hear" is not known here; did you mean "hears"?`,
		"probes.yaml:7:78: answer-within: expected a time from 1s to 2m",
		"probes.yaml:8:5: number is missing",
		"open.yaml:1:1: password is missing", "open.yaml: warning: others than the owner can read the password",
		`probes.yaml:10:12: there is a probe "d" already; give each a name of its own`,
	} {
		require.Contains(t, said, want)
	}
	require.NotContains(t, said, "sesame")
}

func TestLoadRefuses(t *testing.T) {
	dir := t.TempDir()
	for text, want := range map[string]string{
		"probes: []\n":  "probes",
		"calls: []\n":   "calls",
		"- a\n":         "probes.yaml:1:1",
		"probes: [x]\n": "probes.yaml:1:10",
		"probes:\n" + strings.Repeat("  - {}\n", MostProbes+1): "at most 100",
	} {
		_, _, err := Load(write(t, dir, "probes.yaml", text, 0o644))
		require.ErrorContains(t, err, want)
	}
	_, _, err := Load(filepath.Join(dir, "gone.yaml"))
	require.ErrorContains(t, err, "gone.yaml")
	require.ErrorContains(t, err, "no such file or directory; write it, or give another path")
}

func TestCredentials(t *testing.T) {
	dir := t.TempDir()
	c, warnings, err := LoadCredentials(write(t, dir, "open.yaml", "user: probe\npassword: sesame\n", 0o644))
	require.NoError(t, err)
	require.Equal(t, Credentials{User: "probe", Password: "sesame"}, c)
	require.Len(t, warnings, 1)
	require.Contains(t, warnings[0].String(), "chmod 600")
	_, _, err = LoadCredentials(filepath.Join(dir, "gone.yaml"))
	require.ErrorContains(t, err, "the credentials cannot be read: no such file")
	_, _, err = LoadCredentials(write(t, dir, "bad.yaml", "user: probe\npassword: [sesame\n", 0o600))
	require.Error(t, err)
	require.NotContains(t, err.Error(), "sesame")
}
