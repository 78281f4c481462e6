package switchboard

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/dialplan"
)

func TestWhatIsOnRecordOfACode(t *testing.T) {
	tree := &dialplan.Tree{Seats: map[string]dialplan.Seat{"8003": {ID: "8003"}}}
	for dialled, c := range map[string]struct{ digits, want string }{
		"*11":         {"", "*11"},
		"*118003":     {"8003", "*118003"},
		"*1180034711": {"80034711", "*11"},
		"*114711":     {"4711", "*11"},
		"*142":        {"2", "*142"},
		"*1623#":      {"23", "*1623#"},
		"*114711#":    {"4711", "*11"},
	} {
		require.Equal(t, c.want, dialledFor(tree, dialled, dialplan.Code{Flow: "f", Digits: c.digits}), dialled)
	}
}
