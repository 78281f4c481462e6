package dialplan_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"hotline/internal/dialplan"
	"hotline/internal/problem"

	"github.com/stretchr/testify/require"
)

// Whatever engineers write, they get a tree that answers, or a list of mistakes.
func FuzzLoad(f *testing.F) {
	files := country()
	delete(files, "area-codes.csv") // half a thousand lines that say nothing to this
	dir := plant(f, files)
	f.Add(files["trunks.yaml"], files["numbering.yaml"], files["centres/harbin.yaml"], files["seats.yaml"])
	f.Add("trunks: {a: {match: [::1], area: \"010\", numbers: {\"+\": x}}}", "overrides: {\"0451\": {digits: {\"\": a}, ask: [a, b]}}",
		"centre: harbin\nchain: {full: [nation, harbin]}\nhours: {days: every, times: [00:00-24:00]}", "seats: {}")
	at := time.Date(2026, 10, 1, 12, 0, 0, 0, china())
	f.Fuzz(func(t *testing.T, trunks, numbering, centre, seats string) {
		for name, text := range map[string]string{
			"trunks.yaml": trunks, "numbering.yaml": numbering, "centres/harbin.yaml": centre, "seats.yaml": seats,
		} {
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
		}
		tree, err := dialplan.Load(dir)
		if err != nil {
			var found problem.Problems
			require.ErrorAs(t, err, &found)
			require.NotEmpty(t, found.Errors())
			return
		}
		for trunk := range tree.Trunks {
			for _, called := range []string{"12385", "0731-12385", "010-12385", ""} {
				e := tree.Explain(dialplan.Query{At: at, Trunk: trunk, Called: called, Caller: "0731-88886666"})
				require.NotEmpty(t, e.Why)
				require.Equal(t, e.Centre == "", e.Flow == "")
			}
		}
	})
}
