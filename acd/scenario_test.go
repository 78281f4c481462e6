package acd

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write what happened into testdata, to be read before it is kept")

// TestScenarios plays testdata/*.txt and testdata/strategies/*.txt: "== title" starts a
// floor, a line with a time in seconds is an input, and the lines with ">" under it are
// all its facts.
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	tables, err := filepath.Glob("testdata/strategies/*.txt")
	require.NoError(t, err)
	require.Len(t, tables, len(Strategies()), "every strategy has its examples")
	files = append(files, tables...)
	require.NotEmpty(t, files)
	for _, file := range files {
		want, err := os.ReadFile(file)
		require.NoError(t, err)
		var got bytes.Buffer
		for i, text := range strings.Split(string(want), "\n== ") {
			if i == 0 {
				got.WriteString(text)
				continue
			}
			title, _, _ := strings.Cut(text, "\n")
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txt")+"/"+title, func(t *testing.T) {
				played := play(t, text)
				got.WriteString("\n== " + played)
				if !*update {
					require.Equal(t, text, played)
				}
			})
		}
		if *update {
			require.NoError(t, os.WriteFile(file, got.Bytes(), 0o600))
		}
	}
}

// play runs a scenario and writes it down as it went.
func play(t *testing.T, text string) string {
	t.Helper()
	f := newTestFloor()
	var out []string
	for n, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), ">") {
			continue
		}
		out = append(out, line)
		if n == 0 || strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		facts, err := f.give(readInput(t, f.state, line))
		require.NoError(t, err, line)
		for _, fact := range facts {
			out = append(out, "         > "+tell(fact))
		}
	}
	require.NoError(t, f.replay())
	return strings.Join(out, "\n")
}

// words reads a line word by word.
type words struct {
	t    *testing.T
	list []string
}

func (w *words) next() string {
	require.NotEmpty(w.t, w.list, "a word is missing")
	word := w.list[0]
	w.list = w.list[1:]
	return word
}

// rest is what is left of the line.
func (w *words) rest() string { return strings.Join(w.list, " ") }

func (w *words) ms() int64 {
	seconds, err := strconv.ParseFloat(w.next(), 64)
	require.NoError(w.t, err)
	return int64(seconds * 1000)
}

func (w *words) number() int {
	n, err := strconv.Atoi(w.next())
	require.NoError(w.t, err)
	return n
}

// offer reads "#3", or a seat for the offer it has.
func (w *words) offer(s *State) int64 {
	word := w.next()
	if number, ok := strings.CutPrefix(word, "#"); ok {
		id, err := strconv.ParseInt(number, 10, 64)
		require.NoError(w.t, err)
		return id
	}
	seat, _ := s.Seat(word)
	require.NotZero(w.t, seat.Offer, "no offer at seat %s", word)
	return seat.Offer
}
