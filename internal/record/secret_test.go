package record

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/journal"
)

// secretDay is a caller who asks for confidentiality in the call that calls him back,
// another who does so in the call itself and is called by a seat afterwards, and one who
// does not; the seat notes what it notes with feature codes.
func secretDay(t *testing.T) Source {
	calls := []struct {
		id    string
		facts []any
	}{
		{"a", []any{
			call.Arrived{At: noon, Call: "a", Trunk: "carrier", From: "13900000001", To: "12385"},
			&acd.CallbackListed{At: noon, Callback: "a1", Of: "a", Queue: "q", Number: "13900000001"},
			call.MessageLeft{At: noon, Call: "a", Centre: "harbin", File: "a.wav"},
		}},
		{"a1", []any{call.Arrived{At: noon + 1, Call: "a1", From: "13900000001", Of: "a"}}},
		{"code", []any{
			call.Arrived{At: noon + 2, Call: "code", Seat: "8001", From: "8001", To: "*16"},
			call.MadeConfidential{At: noon + 3, Call: "a1", Seat: "8001"},
			call.Classified{At: noon + 3, Call: "b", Seat: "8001", Code: "23"},
		}},
		{"b", []any{
			call.Arrived{At: noon + 4, Call: "b", Trunk: "carrier", From: "13900000002", To: "12385"},
			call.MadeConfidential{At: noon + 5, Call: "b"},
		}},
		{"b1", []any{call.Arrived{At: noon + 6, Call: "b1", Seat: "8001", From: "8001", To: "13900000002", Of: "b"}}},
		{"c", []any{
			call.Arrived{At: noon + 7, Call: "c", Trunk: "carrier", From: "13900000003", To: "12385"},
			&acd.CallbackListed{At: noon + 8, Callback: "c1", Of: "c", Queue: "q", Number: "13900000003"},
		}},
	}
	var groups []*journal.Group
	for _, c := range calls {
		groups = append(groups, groupsOf(t, c.id, c.facts...)...)
	}
	return journalOf(t, groups...)
}

func TestSecretNumbersAreInNoListing(t *testing.T) {
	j := secretDay(t)
	secret, err := Secrets(t.Context(), j)
	require.NoError(t, err)
	require.Equal(t, map[string]bool{"a": true, "a1": true, "b": true, "b1": true}, secret)

	s := inMemory(t)
	catchup(t, s, j)
	numbers := map[string]string{}
	calls := list(t, s, Filter{Unfinished: true})
	for _, c := range calls {
		numbers[c.ID] = c.From + ">" + c.To
		require.Equal(t, secret[c.ID], c.Confidential, c.ID)
	}
	require.Equal(t, map[string]string{
		"a": ">12385", "a1": ">", "b": ">12385", "b1": "8001>", "c": "13900000003>12385", "code": "8001>*16",
	}, numbers)

	messages, err := s.Messages(t.Context(), MessageFilter{})
	require.NoError(t, err)
	require.Empty(t, messages[0].From)
	backs, err := callbacksOf(t.Context(), j, china())
	require.NoError(t, err)

	var out strings.Builder
	require.NoError(t, WriteText(&out, calls))
	require.NoError(t, WriteJSON(&out, calls))
	require.NoError(t, WriteCallbacksText(&out, backs))
	require.NoError(t, WriteCallbacksJSON(&out, backs))
	require.NotContains(t, out.String(), "13900000001")
	require.NotContains(t, out.String(), "13900000002")
	require.Contains(t, out.String(), "b1    8001          confidential")
	require.Contains(t, out.String(), "a1  confidential  q")
	require.Equal(t, 4, strings.Count(out.String(), "13900000003"), "of who asked for nothing")
}

func TestWriteWhatASeatNoted(t *testing.T) {
	calls := shown()[:1]
	calls[0].Class, calls[0].Refused, calls[0].Help, calls[0].Supervised = "19", "诉讼", 2, []string{"8101"}
	calls[0].Transfers = []Transfer{{noon + 5000, "8001", "harbin/law", "blind"}, {noon + 6000, "8002", "12345", "attended"}}
	var out strings.Builder
	require.NoError(t, WriteText(&out, calls))
	require.Contains(t, out.String(), "OUTCOME   CLASS                  TRANSFERRED TO\n")
	require.Contains(t, out.String(), "answered  19 (not accepted: 诉讼)  harbin/law, 12345\n")
	out.Reset()
	require.NoError(t, WriteJSON(&out, calls))
	require.Contains(t, out.String(), `"transfers": [
      {
        "at": "2026-01-01T12:00:05.000+08:00",
        "from": "8001",
        "to": "harbin/law",
        "way": "blind"
      },`)
	require.Contains(t, out.String(), `"class": "19",
    "refused": "诉讼"`)
}
