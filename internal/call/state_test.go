package call

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func fold(facts ...Fact) State {
	var s State
	for _, f := range facts {
		Fold(&s, f)
	}
	return s
}

func TestFold(t *testing.T) {
	arrived := Arrived{
		At: 1, Call: "c", Channel: "ch", Trunk: "t", From: "1", To: "12385",
		Centre: "harbin", Floor: "hlj", Flow: "main", Version: "v",
		Area: "0451", Hops: 1, Age: 60000, Of: "b",
	}
	base := State{
		Call: "c", Arrived: 1, Channel: "ch", Trunk: "t", From: "1", To: "12385",
		Centre: "harbin", Floor: "hlj", Flow: "main", Version: "v",
		Area: "0451", Hops: 1, Age: 60000, Of: "b",
	}
	dialled := LegDialled{At: 3, Call: "c", Leg: "l1", Seat: "8001", Offer: 4, Bridge: "b"}
	leg := Leg{ID: "l1", Seat: "8001", Offer: 4, Bridge: "b", Dialled: 3}

	for _, c := range []struct {
		name  string
		facts []Fact
		want  func(s *State)
	}{
		{"arrived", nil, func(*State) {}},
		{"the last step counts", []Fact{
			Stepped{At: 2, Step: "greeting", Checkpoint: json.RawMessage(`1`)},
			Stepped{At: 3, Step: "queue", Checkpoint: json.RawMessage(`2`)},
		}, func(s *State) { s.Step, s.Checkpoint, s.SteppedAt = "queue", json.RawMessage(`2`), 3 }},
		{
			"moved to the nation",
			[]Fact{Moved{At: 2, Centre: "nation", Floor: "cn"}},
			func(s *State) { s.Centre, s.Floor = "nation", "cn" },
		},
		{"a seat rings", []Fact{dialled}, func(s *State) { s.Legs = []Leg{leg} }},
		{"dialled twice is one leg", []Fact{dialled, dialled}, func(s *State) { s.Legs = []Leg{leg} }},
		{
			"a seat talks",
			[]Fact{dialled, Connected{At: 4, Leg: "l1"}},
			func(s *State) { s.Legs, s.Connected, s.ConnectedAt = []Leg{leg}, "l1", 4 },
		},
		{
			"the talking leg leaves",
			[]Fact{dialled, Connected{At: 4, Leg: "l1"}, LegEnded{At: 5, Leg: "l1"}},
			func(s *State) { s.Legs = []Leg{} },
		},
		{
			"another leg leaves",
			[]Fact{dialled, LegDialled{At: 3, Leg: "l2"}, Connected{At: 4, Leg: "l1"}, LegEnded{At: 5, Leg: "l2"}},
			func(s *State) { s.Legs, s.Connected, s.ConnectedAt = []Leg{leg}, "l1", 4 },
		},
		{
			"a leg we did not dial talks",
			[]Fact{Connected{At: 4, Leg: "x"}},
			func(s *State) { s.Legs, s.Connected, s.ConnectedAt = []Leg{{ID: "x", Dialled: 4}}, "x", 4 },
		},
		{"an unknown leg leaves", []Fact{LegEnded{At: 5, Leg: "x"}}, func(*State) {}},
		{"ended", []Fact{Ended{At: 9, Outcome: AbandonedInQueue, By: "caller", Cause: 16, Detail: "d"}}, func(s *State) {
			s.EndedAt, s.Outcome, s.By, s.Cause, s.Detail = 9, AbandonedInQueue, "caller", 16, "d"
		}},
		{"what was kept changes nothing", []Fact{
			RecordingBegun{At: 2, Recording: "r"}, MessageLeft{At: 3}, TalkRecorded{At: 4}, Rated{At: 5, Grade: 5}, CallbackAsked{At: 6},
		}, func(*State) {}},
		{"a fact of another house", []Fact{stranger{}}, func(*State) {}},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := base
			c.want(&want)
			got := fold(append([]Fact{arrived}, c.facts...)...)
			require.Equal(t, want, got)
			require.Equal(t, want.EndedAt != 0, got.Over())
		})
	}
}

type stranger struct{}

func (stranger) Kind() string { return "stranger" }

func TestStateLeg(t *testing.T) {
	s := fold(LegDialled{At: 3, Leg: "l1", To: "010", Bridge: "b"})
	leg, ok := s.Leg("l1")
	require.True(t, ok)
	require.Equal(t, Leg{ID: "l1", To: "010", Bridge: "b", Dialled: 3}, leg)
	_, ok = s.Leg("l2")
	require.False(t, ok)
}

func TestOutcomesAreDistinct(t *testing.T) {
	seen := map[Outcome]bool{}
	for _, o := range Outcomes() {
		require.False(t, seen[o], "%s is listed twice", o)
		seen[o] = true
	}
}

func genFact() *rapid.Generator[Fact] {
	leg := rapid.SampledFrom([]string{"l1", "l2", "l3"})
	at := rapid.Int64Range(1, 1000)
	return rapid.Custom(func(t *rapid.T) Fact {
		switch rapid.IntRange(0, 6).Draw(t, "kind") {
		case 0:
			return Arrived{At: at.Draw(t, "at"), Call: "c", From: rapid.String().Draw(t, "from")}
		case 1:
			return Stepped{At: at.Draw(t, "at"), Step: "s", Checkpoint: json.RawMessage(`{"a":1}`)}
		case 2:
			return Moved{At: at.Draw(t, "at"), Centre: "x", Floor: "y"}
		case 3:
			return LegDialled{At: at.Draw(t, "at"), Leg: leg.Draw(t, "leg"), Seat: "8001"}
		case 4:
			return LegEnded{At: at.Draw(t, "at"), Leg: leg.Draw(t, "leg")}
		case 5:
			return Connected{At: at.Draw(t, "at"), Leg: leg.Draw(t, "leg")}
		}
		return Ended{At: at.Draw(t, "at"), Outcome: rapid.SampledFrom(Outcomes()).Draw(t, "outcome"), By: "caller"}
	})
}

// The talking leg is always a leg of the call, no leg is there twice, and a
// state that was kept is not changed by folding on from a copy of it.
func TestFoldKeepsLegsConsistent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s State
		for _, f := range rapid.SliceOf(genFact()).Draw(t, "facts") {
			kept := s
			before, err := json.Marshal(kept)
			require.NoError(t, err)
			Fold(&s, f)
			after, err := json.Marshal(kept)
			require.NoError(t, err)
			require.Equal(t, string(before), string(after))

			seen := map[string]bool{}
			for _, l := range s.Legs {
				require.False(t, seen[l.ID])
				seen[l.ID] = true
			}
			if s.Connected != "" {
				require.True(t, seen[s.Connected])
				require.NotZero(t, s.ConnectedAt)
			}
		}
	})
}

// A snapshot taken anywhere, and the rest folded onto it, is the whole.
func TestFoldFromSnapshot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := rapid.SliceOf(genFact()).Draw(t, "facts")
		cut := rapid.IntRange(0, len(facts)).Draw(t, "cut")
		half := fold(facts[:cut]...)
		snapshot, err := json.Marshal(half)
		require.NoError(t, err)
		var s State
		require.NoError(t, json.Unmarshal(snapshot, &s))
		for _, f := range facts[cut:] {
			Fold(&s, f)
		}
		want, err := json.Marshal(fold(facts...))
		require.NoError(t, err)
		got, err := json.Marshal(s)
		require.NoError(t, err)
		require.JSONEq(t, string(want), string(got))
	})
}

func TestWhatStandsBesideACallChangesNothing(t *testing.T) {
	ended := fold(Arrived{At: 1, Call: "c"}, Ended{At: 2, Call: "c", Outcome: Answered})
	for _, f := range []Fact{Classified{At: 3, Call: "c"}, SignInRefused{At: 3, Call: "c"}} {
		require.True(t, Beside(f))
		after := ended
		Fold(&after, f)
		require.Equal(t, ended, after)
		require.Zero(t, fold(f))
	}
	require.False(t, Beside(Ended{}))
}
