package recording

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"
)

// OwnKeyPath is where an engine keeps a key of its own when it is given no public
// ones, within its data folder.
func OwnKeyPath(data string) string { return filepath.Join(data, "keys", "recordings.txt") }

// LoadRecipients reads a file of age public keys, one a line.
func LoadRecipients(path string) ([]age.Recipient, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("public keys for recordings: %w", err)
	}
	if bytes.Contains(text, []byte("AGE-SECRET-KEY-")) {
		return nil, fmt.Errorf("public keys for recordings: %s holds a secret key, which does not belong on this machine: "+
			"put the public one there (age-keygen -y)", path)
	}
	to, err := age.ParseRecipients(bytes.NewReader(text))
	if err == nil {
		_, err = age.Encrypt(io.Discard, to...) // not every kind goes with every other
	}
	if err != nil {
		return nil, fmt.Errorf("public keys for recordings: %s: %w: give one a line, like age1…", path, err)
	}
	return to, nil
}

// LoadKeys reads a file of age secret keys, one a line.
func LoadKeys(path string) ([]age.Identity, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("key for recordings: %w", err)
	}
	defer file.Close()
	keys, err := age.ParseIdentities(file)
	if err != nil {
		return nil, fmt.Errorf("key for recordings: %s: %w: give a file that age-keygen made", path, err)
	}
	return keys, nil
}

// OwnRecipients are those of the key in the data folder, which is made if there is
// none.
func OwnRecipients(data string) (to []age.Recipient, err error) {
	path := OwnKeyPath(data)
	keys, err := LoadKeys(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeKey(path); err != nil {
			return nil, fmt.Errorf("key for recordings: %w", err)
		}
		keys, err = LoadKeys(path)
	}
	if err != nil {
		return nil, err
	}
	for _, key := range keys {
		switch k := key.(type) {
		case *age.X25519Identity:
			to = append(to, k.Recipient())
		case *age.HybridIdentity:
			to = append(to, k.Recipient())
		default:
			return nil, fmt.Errorf("key for recordings: %s: a %T has no public key", path, key)
		}
	}
	return to, nil
}

// makeKey makes a key and never replaces one. It is on the disk, whole, before it has
// its name: else what is encrypted for it could be lost.
func makeKey(path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	key, err := age.GenerateX25519Identity()
	if err != nil {
		return err
	}
	file, err := os.CreateTemp(dir, unfinished) // 0600
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	text := strings.Join([]string{
		"# Plays the recordings beside it. Whoever has this file and them can listen.",
		"# public key: " + key.Recipient().String(),
		key.String(), "",
	}, "\n")
	_, err = file.WriteString(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Link(file.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return (&Folder{dir: dir}).sync()
}
