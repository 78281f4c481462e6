package call

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// samples has every kind once, each field set.
func samples() map[string]Fact {
	return map[string]Fact{
		`{"at":1,"call":"c","channel":"ch","trunk":"t","seat":"s","from":"13800000000","to":"12385","centre":"harbin","floor":"f",
		  "flow":"main","version":"v","area":"0451","hops":1,"age":60000,"of":"b","why":["the trunk's city"]}`: Arrived{
			At: 1, Call: "c", Channel: "ch",
			Trunk: "t", Seat: "s", From: "13800000000", To: "12385", Centre: "harbin", Floor: "f", Flow: "main", Version: "v",
			Area: "0451", Hops: 1, Age: 60000, Of: "b", Why: []string{"the trunk's city"},
		},
		`{"at":2,"call":"c","step":"greeting","from":"start","way":"then","checkpoint":{"x":[1]}}`: Stepped{
			At: 2, Call: "c",
			Step: "greeting", From: "start", Way: "then", Checkpoint: json.RawMessage(`{"x":[1]}`),
		},
		`{"at":3,"call":"c","centre":"nation","floor":"n","why":["closed"]}`: Moved{
			At: 3, Call: "c", Centre: "nation", Floor: "n", Why: []string{"closed"},
		},
		`{"at":4,"call":"c","leg":"l","seat":"s","phone":"p","key":"1","to":"010","offer":7,"bridge":"b"}`: LegDialled{
			At: 4, Call: "c",
			Leg: "l", Seat: "s", Phone: "p", Key: "1", To: "010", Offer: 7, Bridge: "b",
		},
		`{"at":5,"call":"c","leg":"l"}`:            LegRinging{At: 5, Call: "c", Leg: "l"},
		`{"at":6,"call":"c","leg":"l","cause":16}`: LegEnded{At: 6, Call: "c", Leg: "l", Cause: 16},
		`{"at":7,"call":"c","leg":"l"}`:            Connected{At: 7, Call: "c", Leg: "l"},
		`{"at":8,"call":"c","recording":"r","heard":"h","centre":"harbin","leg":"l"}`: RecordingBegun{
			At: 8, Call: "c", Recording: "r", Heard: "h", Centre: "harbin", Leg: "l",
		},
		`{"at":9,"call":"c","centre":"harbin","file":"m.wav","length":12345}`: MessageLeft{
			At: 9, Call: "c", Centre: "harbin", File: "m.wav", Length: 12345,
		},
		`{"at":10,"call":"c","leg":"l","file":"t.wav","length":54321}`: TalkRecorded{
			At: 10, Call: "c", Leg: "l", File: "t.wav", Length: 54321,
		},
		`{"at":11,"call":"c","seat":"8001","grade":5}`: Rated{At: 11, Call: "c", Seat: "8001", Grade: 5},
		`{"at":12,"call":"c","callback":"b","floor":"f","queue":"harbin/main","number":"13800000000","due":99}`: CallbackAsked{
			At: 12, Call: "c", Callback: "b", Floor: "f", Queue: "harbin/main", Number: "13800000000", Due: 99,
		},
		`{"at":13,"call":"c","act":"hold","seat":"8001","to":"8002","talk":{"x":1}}`: TalkMoved{
			At: 13, Call: "c", Act: "hold", Seat: "8001", To: "8002", Talk: json.RawMessage(`{"x":1}`),
		},
		`{"at":14,"call":"c","from":"8001","to":"12345","way":"blind"}`:  Transferred{At: 14, Call: "c", From: "8001", To: "12345", Way: "blind"},
		`{"at":15,"call":"c","seat":"8001","by":"8000","mode":"listen"}`: Supervised{At: 15, Call: "c", Seat: "8001", By: "8000", Mode: "listen"},
		`{"at":16,"call":"c","seat":"8001","of":["8000"]}`:               HelpAsked{At: 16, Call: "c", Seat: "8001", Of: []string{"8000"}},
		`{"at":17,"call":"c","seat":"8001","code":"13","function":"政策咨询","field":"康复","refused":"诉讼"}`: Classified{
			At: 17, Call: "c", Seat: "8001", Code: "13", Function: "政策咨询", Field: "康复", Refused: "诉讼",
		},
		`{"at":18,"call":"c","recording":"r","muted":true,"seat":"8001"}`: RecordingMuted{At: 18, Call: "c", Recording: "r", Muted: true, Seat: "8001"},
		`{"at":19,"call":"c","seat":"8001"}`:                              MadeConfidential{At: 19, Call: "c", Seat: "8001"},
		`{"at":20,"call":"c","seat":"8001","phone":"9001","why":"locked","until":99}`: SignInRefused{
			At: 20, Call: "c", Seat: "8001", Phone: "9001", Why: "locked", Until: 99,
		},
		`{"at":21,"call":"c","seat":"8001","of":"b"}`: FollowsUp{At: 21, Call: "c", Seat: "8001", Of: "b"},
		`{"at":22,"call":"c","recording":"r"}`:        RecordingDropped{At: 22, Call: "c", Recording: "r"},
		`{"at":13,"call":"c","outcome":"answered","by":"seat","cause":16,"detail":"d"}`: Ended{
			At: 13, Call: "c",
			Outcome: Answered, By: "seat", Cause: 16, Detail: "d",
		},
	}
}

// The JSON of a kind is for ever: a journal written today must stay readable.
func TestFactsReadAndWriteTheirLastingForm(t *testing.T) {
	kinds := map[string]bool{}
	for form, fact := range samples() {
		t.Run(fact.Kind(), func(t *testing.T) {
			written, err := json.Marshal(fact)
			require.NoError(t, err)
			require.JSONEq(t, form, string(written))
			read, err := DecodeFact(fact.Kind(), FactVersion, []byte(form))
			require.NoError(t, err)
			require.Equal(t, fact, read)
		})
		kinds[fact.Kind()] = true
	}
	require.Equal(t, map[string]bool{
		"call-arrived": true, "call-stepped": true, "call-moved": true,
		"call-leg-dialled": true, "call-leg-ringing": true, "call-leg-ended": true, "call-connected": true,
		"call-recording-begun": true, "call-message-left": true, "call-talk-recorded": true, "call-rated": true,
		"call-callback-asked": true, "call-ended": true,
		"call-talk-moved": true, "call-transferred": true, "call-supervised": true, "call-help-asked": true,
		"call-classified": true, "call-recording-muted": true, "call-recording-dropped": true, "call-made-confidential": true, "call-sign-in-refused": true, "call-follows-up": true,
	}, kinds)
}

func TestDecodeFactRefuses(t *testing.T) {
	for _, c := range []struct {
		name    string
		kind    string
		version int
		data    string
		unknown bool
		says    string
	}{
		{"a kind from tomorrow", "call-teleported", 1, `{}`, true, "call-teleported, version 1"},
		{"a version from tomorrow", KindEnded, FactVersion + 1, `{}`, true, "call-ended, version 2"},
		{"no version", KindEnded, 0, `{}`, true, "call-ended, version 0"},
		{"broken data", KindEnded, 1, `{"at":"x"}`, false, "fact call-ended, version 1"},
		{"null", KindEnded, 1, `null`, false, "it is not a JSON object"},
		{"no data", KindEnded, 1, ``, false, "fact call-ended, version 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			fact, err := DecodeFact(c.kind, c.version, []byte(c.data))
			require.Nil(t, fact)
			require.ErrorContains(t, err, c.says)
			if c.unknown {
				require.ErrorIs(t, err, ErrUnknownKind)
			} else {
				require.NotErrorIs(t, err, ErrUnknownKind)
			}
		})
	}
}
