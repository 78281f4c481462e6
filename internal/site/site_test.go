package site_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/astconf"
	"hotline/internal/dialplan"
	"hotline/internal/site"
)

// tree has a seat with two telephones, one at an outside number, and a telephone of
// nobody.
func tree() *dialplan.Tree {
	return &dialplan.Tree{
		Trunks: map[string]dialplan.Trunk{"city": {Match: []string{"192.0.2.1"}, Contact: "sip:192.0.2.1"}},
		Seats:  map[string]dialplan.Seat{"8001": {ID: "8001"}, "8002": {ID: "8002"}},
		Phones: map[string]dialplan.Phone{
			"8051": {Number: "8051", Name: "座席一", Seat: "8001"},
			"8001": {Number: "8001", Name: "座席一", Seat: "8001"},
			"8091": {Number: "8091", Name: "空座"},
		},
		Fallback: []string{"8001", "8051"},
	}
}

func TestEveryTelephoneIsDeclared(t *testing.T) {
	secrets := dialplan.Secrets{Seats: map[string]string{"8001": "a", "8051": "b", "8091": "c", "8002": "of nobody"}}
	into := astconf.Site{Phones: []astconf.Phone{{Number: "7000"}}}
	require.NoError(t, site.Declare(&into, tree(), secrets))
	require.Equal(t, []astconf.Phone{
		{Number: "8001", Name: "座席一", Password: "a"}, {Number: "8051", Name: "座席一", Password: "b"}, {Number: "8091", Name: "空座", Password: "c"},
	}, into.Phones)
	require.Equal(t, []astconf.Trunk{{Name: "city", Match: []string{"192.0.2.1"}, Contact: "sip:192.0.2.1"}}, into.Trunks)
	require.Equal(t, []string{"8001", "8051"}, into.Fallback)

	delete(secrets.Seats, "8051")
	require.EqualError(t, site.Declare(&into, tree(), secrets),
		"telephone 8051 has no password in the secrets file: add it under seats:, or let --new-secrets make one")
}

func TestCompleteFillsWhatIsMissing(t *testing.T) {
	secrets := dialplan.Secrets{ARI: "kept", Seats: map[string]string{"8001": "kept"}, PINs: map[string]string{"8002": "4711"}}
	require.Equal(t, 5, site.Complete(&secrets, tree()), "four passwords and a PIN")
	require.Equal(t, "kept", secrets.ARI)
	require.Equal(t, []string{"8001", "8051", "8091"}, slices.Sorted(maps.Keys(secrets.Seats)))
	require.Equal(t, "kept", secrets.Seats["8001"])
	require.NotEqual(t, secrets.Seats["8051"], secrets.Seats["8091"])
	require.Equal(t, []string{"8001", "8002"}, slices.Sorted(maps.Keys(secrets.PINs)))
	require.Equal(t, "4711", secrets.PINs["8002"])
	before := secrets
	require.Zero(t, site.Complete(&secrets, tree()), "nothing is missing any more")
	require.Equal(t, before, secrets)

	var none dialplan.Secrets
	require.Equal(t, 8, site.Complete(&none, tree()))
}

func TestPINsAreHardToGuess(t *testing.T) {
	seen := map[string]bool{}
	for range 500 {
		var secrets dialplan.Secrets
		site.Complete(&secrets, tree())
		pin := secrets.PINs["8001"]
		require.Regexp(t, `^[0-9]{6}$`, pin)
		require.False(t, dialplan.WeakPIN("8001", pin), pin)
		seen[pin] = true
	}
	require.Greater(t, len(seen), 400)
}
