package acd

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAppQueueNamesWhatShowsIt: what docs/app_queue.md names in its column "where" is
// there, and every strategy has a row.
func TestAppQueueNamesWhatShowsIt(t *testing.T) {
	doc, err := os.ReadFile("../docs/app_queue.md")
	require.NoError(t, err)
	sources, err := filepath.Glob("*_test.go")
	require.NoError(t, err)
	var tests strings.Builder
	for _, file := range sources {
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		tests.Write(source)
	}
	named, quoted := map[string]bool{}, regexp.MustCompile("`([^`]+)`")
	for line := range strings.Lines(string(doc)) {
		cells := strings.Split(strings.TrimSuffix(strings.TrimSpace(line), "|"), " | ")
		if len(cells) != 3 || !strings.HasPrefix(line, "|") {
			continue
		}
		for _, m := range quoted.FindAllStringSubmatch(cells[2], -1) {
			named[m[1]] = true
			switch name := m[1]; {
			case strings.HasPrefix(name, "Test"):
				require.Contains(t, tests.String(), "func "+name+"(")
			case !strings.HasPrefix(name, "hotline "):
				require.FileExists(t, filepath.Join("testdata", name+".txt"), line)
			}
		}
	}
	tables, err := filepath.Glob("testdata/strategies/*.txt")
	require.NoError(t, err)
	for _, table := range tables {
		require.True(t, named["strategies/"+strings.TrimSuffix(filepath.Base(table), ".txt")], table)
	}
}
