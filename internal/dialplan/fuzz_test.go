package dialplan_test

import (
	"os"
	"path/filepath"
	"slices"
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
	for name, text := range map[string]string{"flows/act.yaml": office()["flows/act.yaml"], "flows/plain.yaml": office()["flows/plain.yaml"]} {
		require.NoError(f, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	f.Add(files["trunks.yaml"], files["numbering.yaml"], files["centres/harbin.yaml"], files["seats.yaml"], office()["codes.yaml"], office()["classification.yaml"])
	f.Add(office()["trunks.yaml"], files["numbering.yaml"], office()["centres/harbin.yaml"], office()["seats.yaml"], office()["codes.yaml"], office()["classification.yaml"])
	f.Add("trunks: {a: {match: [::1], area: \"010\", numbers: {\"+\": x}}}", "overrides: {\"0451\": {digits: {\"\": a}, ask: [a, b]}}",
		"centre: harbin\nchain: {full: [nation, harbin]}\nhours: {days: every, times: [00:00-24:00]}", "seats: {}", "codes: {}", "functions: {1: a}")
	at := time.Date(2026, 10, 1, 12, 0, 0, 0, china())
	f.Fuzz(func(t *testing.T, trunks, numbering, centre, seats, codes, classes string) {
		for name, text := range map[string]string{
			"trunks.yaml": trunks, "numbering.yaml": numbering, "centres/harbin.yaml": centre, "seats.yaml": seats, "codes.yaml": codes, "classification.yaml": classes,
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
		for account, phone := range tree.Phones {
			require.Equal(t, account, phone.Number)
			require.True(t, phone.Seat == "" || slices.Contains(tree.Seats[phone.Seat].Phones, account))
		}
		for id, seat := range tree.Seats {
			require.NotEqual(t, len(seat.Phones) == 0, seat.Outside == nil, "a seat is reached inside or outside: %s", id)
			to, ok := tree.Target(id, "")
			require.True(t, ok && to.Kind != "", id)
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
