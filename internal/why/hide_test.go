package why

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
)

const secretNumber = "13900000001"

// secretWorld is a caller who asks to be called back and for confidentiality, in the
// one call or in the other.
func secretWorld(t *testing.T, in string) *world {
	t.Helper()
	w := newWorld(t, "8001")
	w.own(noon+60_000, "a", call.Arrived{At: noon + 60_000, Call: "a", From: secretNumber, To: "12385", Centre: "harbin"})
	w.do(acd.Enqueue{At: noon + 61_000, Call: "a", Queue: queue, From: secretNumber})
	w.own(noon+62_000, "a", call.CallbackAsked{At: noon + 62_000, Call: "a", Callback: "k", Number: secretNumber, Queue: queue, Due: noon + 90_000})
	w.do(acd.Leave{At: noon + 62_000, Call: "a", Reason: "callback"},
		acd.AskCallback{At: noon + 62_000, Callback: "k", Of: "a", Queue: queue, Number: secretNumber, Due: noon + 90_000})
	w.own(noon+63_000, "a", call.Ended{At: noon + 63_000, Call: "a", Outcome: call.AskedCallback})
	w.do(acd.Tick{At: noon + 90_000}, acd.SeatAnswered{At: noon + 92_000, Offer: 2})
	w.own(noon+92_000, "k", call.Arrived{At: noon + 92_000, Call: "k", From: secretNumber, Of: "a"},
		call.LegDialled{At: noon + 92_000, Call: "k", Leg: "l", To: secretNumber})
	if in != "" {
		w.own(noon+95_000, in, call.MadeConfidential{At: noon + 95_000, Call: in})
	}
	return w
}

// The number of a caller who asked for confidentiality is nowhere, and that of others is
// where it was.
func TestASecretNumberIsNowhere(t *testing.T) {
	for in, shown := range map[string]bool{"": true, "a": false, "k": false} {
		t.Run("in "+in, func(t *testing.T) {
			w := secretWorld(t, in)
			moment, err := FindPoint(t.Context(), w, "--until", "2026-01-01 12:01:01")
			require.NoError(t, err)
			early, err := Stand(t.Context(), w, "", moment)
			require.NoError(t, err)
			late, err := Stand(t.Context(), w, "", Point{})
			require.NoError(t, err)
			listing, err := w.between("", "", "")
			require.NoError(t, err)
			for name, v := range map[string]any{
				"story": w.read("a", nil), "of the call back": w.read("k", nil), "before": early, "after": late, "listing": listing,
			} {
				data, err := json.Marshal(v)
				require.NoError(t, err)
				if shown {
					require.Contains(t, string(data), secretNumber, name)
				} else {
					require.NotContains(t, string(data), secretNumber, name)
					require.Contains(t, string(data), confidential, name)
				}
			}
			if !shown {
				require.NotContains(t, written(t, w.read("a", nil))+written(t, listing)+written(t, late), secretNumber)
			}
		})
	}
}

// A call of a seat shows the seat, and not whom it called.
func TestASecretNumberThatASeatCalled(t *testing.T) {
	w := newWorld(t, "8001")
	w.own(noon+1000, "a", call.Arrived{At: noon + 1000, Call: "a", Seat: "8001", From: "8001", To: secretNumber},
		call.MadeConfidential{At: noon + 2000, Call: "a"})
	s := w.read("a", nil)
	require.Equal(t, "8001", s.From)
	require.Equal(t, confidential, s.To)
	require.Equal(t, "comes in from seat 8001 to confidential", s.Events[0].Text)
}
