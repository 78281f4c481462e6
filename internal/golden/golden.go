// Package golden runs tests whose input and expected output stand in one file, a
// txtar archive: its last part is what must come out of the parts before it.
package golden

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"
)

// Run gives the parts of each file that the pattern matches to act, the last one
// apart, and compares what it returns with the last one. With update what came out
// is written there instead, to be read before it is kept.
func Run(t *testing.T, pattern string, update bool, act func(t *testing.T, in []txtar.File, last string) string) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			require.NoError(t, err)
			require.Greater(t, len(ar.Files), 1)
			last := &ar.Files[len(ar.Files)-1]
			got := act(t, ar.Files[:len(ar.Files)-1], string(last.Data))
			if update {
				last.Data = []byte(got)
				require.NoError(t, os.WriteFile(file, txtar.Format(ar), 0o600))
				return
			}
			require.Equal(t, string(last.Data), got)
		})
	}
}
