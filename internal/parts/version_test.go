package parts

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseVersion(t *testing.T) {
	for said, want := range map[string]string{
		"Asterisk 22.10.1+dfsg+~cs6.17.60671434-1":                          "22.10.1",
		"Asterisk certified/22.8-cert1":                                     "22.8",
		"eSpeak NG text-to-speech: 1.52.0  Data at: /usr/lib/x86_64-linux/": "1.52.0",
	} {
		v, err := parseVersion(said)
		require.NoError(t, err, said)
		require.Equal(t, want, v.String())
	}
	for _, said := range []string{"", "Asterisk GIT-master-abc", "22", "1.99999999999999999999"} {
		_, err := parseVersion(said)
		require.Error(t, err, said)
	}
}

func TestVersionAtLeast(t *testing.T) {
	minimum := version{22, 10}
	for _, enough := range []version{{22, 10}, {22, 10, 1}, {22, 11}, {23, 0}} {
		require.True(t, enough.atLeast(minimum), enough)
	}
	for _, tooOld := range []version{{22, 9, 9}, {22}, {16, 28}, {}} {
		require.False(t, tooOld.atLeast(minimum), tooOld)
	}
}
