package recording

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/stretchr/testify/require"
)

func TestOwnKey(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	first, err := OwnRecipients(data)
	require.NoError(t, err)
	require.Len(t, first, 1)
	again, err := OwnRecipients(data)
	require.NoError(t, err)
	require.Equal(t, first, again, "a key is never replaced")

	path := OwnKeyPath(data)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode())
	info, err = os.Stat(filepath.Dir(path))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), info.Mode().Perm())
	beside, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, beside, 1)

	keys, err := LoadKeys(path)
	require.NoError(t, err)
	require.Equal(t, first[0], keys[0].(*age.X25519Identity).Recipient())
}

func TestADamagedKeyIsNotReplaced(t *testing.T) {
	data := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(data, "keys"), 0o700))
	require.NoError(t, os.WriteFile(OwnKeyPath(data), []byte("AGE-SECRET-KEY-1QQ\n"), 0o600))
	_, err := OwnRecipients(data)
	require.ErrorContains(t, err, "recordings.txt: error at line 1")
	require.NotContains(t, err.Error(), "QQ")
}

func TestLoadRecipients(t *testing.T) {
	one, two := newKey(t), newKey(t)
	post, err := age.GenerateHybridIdentity()
	require.NoError(t, err)
	for name, c := range map[string]struct {
		text string
		want int
		says string
	}{
		"two":             {"# office\n" + one.Recipient().String() + "\n\n" + two.Recipient().String() + "\n", 2, ""},
		"nobody":          {"# office\n", 0, "no recipients found: give one a line"},
		"no key":          {one.Recipient().String() + "\nhello\n", 0, "error at line 2"},
		"a mistyped key":  {strings.Replace(one.Recipient().String(), "age1", "age1q", 1), 0, "error at line 1"},
		"a secret key":    {one.String(), 0, "holds a secret key"},
		"kinds that part": {one.Recipient().String() + "\n" + post.Recipient().String(), 0, "incompatible recipients"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "readers.txt")
			require.NoError(t, os.WriteFile(path, []byte(c.text), 0o600))
			to, err := LoadRecipients(path)
			require.Len(t, to, c.want)
			if c.says == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.says)
			require.ErrorContains(t, err, path)
			require.NotContains(t, err.Error(), one.String())
		})
	}
	_, err = LoadRecipients(filepath.Join(t.TempDir(), "none"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestLoadKeys(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key.txt")
	require.NoError(t, os.WriteFile(path, []byte(newKey(t).Recipient().String()), 0o600))
	_, err := LoadKeys(path)
	require.ErrorContains(t, err, "give a file that age-keygen made")
}
