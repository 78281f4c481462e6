package switchboard

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/ivr"
)

// loadProgram reads some of the flows of the tests' tree.
func loadProgram(t *testing.T, want func(name string) bool) *ivr.Program {
	t.Helper()
	files, err := filepath.Glob("testdata/tree/flows/*.yaml")
	require.NoError(t, err)
	var sources []ivr.Source
	for _, file := range files {
		if !want(strings.TrimSuffix(filepath.Base(file), ".yaml")) {
			continue
		}
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		sources = append(sources, ivr.Source{Name: file, Text: text})
	}
	program, found := ivr.Load(sources)
	require.NoError(t, found.Err())
	return program
}
