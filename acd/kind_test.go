package acd

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var (
	sampleSkills = []Skill{{"手语", 2}}
	sampleWrap   = int64(7000)
	sampleMode   = WrapUpUntilEnded
	sampleOpen   = []Window{{1, 2}}
)

var sampleRules = Rules{
	Hash: "c0ffee",
	Queues: []Queue{{
		ID: "harbin/advice", Strategy: LongestIdle, Ring: 20_000, WrapUp: 5000,
		WrapUpMode: WrapUpExtendable, WrapUpMost: 60_000, Weight: 1, Needs: sampleSkills, Prefer: []string{"粤语"},
		Levels: 2, Relax: []Stage{{After: 3, Needs: sampleSkills, Levels: 4}}, Pressed: Pressure{5, 6},
		LastSeat: 7, LastWait: 8, Return: 9, Missed: Missed{10, MissedRest, 11},
		Callback: CallbackRules{1, 2, true, 3, 4, 5, 6, FirstCaller},
	}},
	Seats: []Seat{{
		ID: "8001", Queues: []Post{{Queue: "harbin/advice"}, {"harbin/more", 2, 3, 4, true}}, Skills: sampleSkills,
		WrapUp: &sampleWrap, WrapUpMode: &sampleMode,
	}},
}

var sampleLimits = Limits{NoSeat: true, AllPaused: true, AllBusy: true, Staff: 2, Wait: 9, Size: 3, Expected: 8}

// sampleFacts has one of each kind, with every field set, and the name it is
// written under for ever.
var sampleFacts = map[string]Fact{
	"rules-loaded":    &RulesLoaded{1, sampleRules},
	"seat-signed-in":  &SeatSignedIn{2, "8001", "8051"},
	"seat-signed-out": &SeatSignedOut{3, "8001"},
	"seat-paused":     &SeatPaused{4, "8001", "午休", true, 9},
	"seat-ready":      &SeatReady{5, "8001"},
	"call-queued": &CallQueued{
		6, "c1", "harbin/advice", 5, 7, sampleLimits, 1,
		Callback{"c1", "c0", "13900000001", 1},
		"13900000002", sampleSkills,
		[]string{"粤语"},
		"c0", "8002", 3, 1, 5, "a",
	},
	"offered": &Offered{7, 1, "c1", "harbin/advice", "8001", 27, true, Reasons{
		"longest-idle", []Candidate{{"8002", 3, 2, 4, 5, 6}}, Out{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13},
	}},
	"offer-ended":   &OfferEnded{8, 1, "c1", "8001", NoAnswer},
	"answered":      &Answered{9, "c1", "harbin/advice", "8001", 3},
	"abandoned":     &Abandoned{10, "c1", "harbin/advice", 4, "8001"},
	"overflowed":    &Overflowed{11, "c1", "harbin/advice", 5, OverflowWait},
	"talk-ended":    &TalkEnded{12, "c1", "harbin/advice", "8001", 3, Caller, 17, true, "c0"},
	"wrap-up-ended": &WrapUpEnded{17, "8001"},

	"seat-unreachable": &SeatUnreachable{17, "8001", 30},
	"seat-reachable":   &SeatReachable{17, "8001"},
	"talk-moved":       &TalkMoved{17, "c1", "8001", StateOnHold},
	"wrap-up-extended": &WrapUpExtended{17, "8001", 20},
	"relaxed":          &Relaxed{17, "c1", "harbin/advice", 1},
	"priority-changed": &PriorityChanged{17, "c1", 5},
	"reserve-called":   &ReserveCalled{17, "harbin/advice", 3, 4},
	"reserve-released": &ReserveReleased{17, "harbin/advice"},
	"hours-set":        &HoursSet{17, "harbin/advice", sampleOpen},

	"seat-occupied": &SeatOccupied{17, "8001", "c2"},
	"seat-vacated":  &SeatVacated{17, "8001", "c2", 20},
	"talk-passed":   &TalkPassed{17, "c1", "harbin/advice", "8001", "8002", "c2", 3, 20, true},

	"callback-listed":   &CallbackListed{18, "c1", "c0", "harbin/advice", "13900000001", 5, 19, "c9", true, true, "a"},
	"callback-due":      &CallbackDue{19, "c1", "harbin/advice", 30},
	"callback-put-off":  &CallbackPutOff{19, "c1", "harbin/advice", 30, PutOffClosed},
	"machine-went-away": &MachineWentAway{23, "a"},
	"machine-came":      &MachineCame{24, "a"},
	"call-cut-off":      &CallCutOff{25, "c1", "harbin/advice", 4, "8001"},
	"callback-tried":    &CallbackTried{20, "c1", "c1.2", "harbin/advice", CallbackBusy, 2, 620},
	"callback-done":     &CallbackDone{21, "c1", "harbin/advice", "c7"},
	"callback-given-up": &CallbackGivenUp{22, "c1", "harbin/advice", GivenUpAttempts},
}

var sampleInputs = map[string]Input{
	"load-rules":    LoadRules{1, sampleRules},
	"sign-in":       SignIn{2, "8001", "8051"},
	"sign-out":      SignOut{3, "8001"},
	"pause":         Pause{4, "8001", "午休"},
	"ready":         Ready{5, "8001"},
	"enqueue":       Enqueue{6, "c1", "harbin/advice", 5, 7, sampleLimits, "13900000001", sampleSkills, []string{"粤语"}, "a"},
	"hang-up":       HangUp{7, "c1"},
	"leave":         Leave{8, "c1", "callback"},
	"seat-answered": SeatAnswered{9, 1},
	"offer-failed":  OfferFailed{10, 1, Declined},
	"talk-over":     TalkOver{11, "c1", Agent},
	"tick":          Tick{12},
	"ask-callback":  AskCallback{13, "c1", "c0", "harbin/advice", "13900000001", 5, 19, true, "a"},
	"callback-over": CallbackOver{14, "c1", CallbackReached},

	"move-talk":      MoveTalk{15, "c1", StateConsulting},
	"reach":          Reach{16, "8001", true},
	"extend-wrap-up": ExtendWrapUp{17, "8001", 10},
	"reprioritise":   Reprioritise{18, "c1", 10},
	"set-hours":      SetHours{19, "harbin/advice", sampleOpen},
	"occupy":         Occupy{20, "8001", "c2"},
	"vacate":         Vacate{21, "8001", "c2", 5},
	"pass-talk":      PassTalk{22, "c1", "8002", "c2"},
	"machine-lost":   MachineLost{23, "a"},
	"machine-back":   MachineBack{24, "a"},
	"cut-off":        CutOff{25, "c1"},
}

func TestFactsReadBack(t *testing.T) {
	for kind, fact := range sampleFacts {
		t.Run(kind, func(t *testing.T) {
			require.Equal(t, kind, fact.Kind())
			requireAllSet(t, reflect.ValueOf(fact).Elem())
			require.Equal(t, reflect.ValueOf(fact).Elem().FieldByName("At").Int(), AtOf(fact))
			if seat := reflect.ValueOf(fact).Elem().FieldByName("Seat"); seat.IsValid() {
				require.Equal(t, seat.String(), SeatOf(fact))
				require.Empty(t, TakerOf(fact))
			} else if passed, ok := fact.(*TalkPassed); ok {
				require.Equal(t, []string{passed.From, passed.To}, []string{SeatOf(fact), TakerOf(fact)})
			}
			data, err := json.Marshal(fact)
			require.NoError(t, err)
			again, err := DecodeFact(kind, FactVersion, data)
			require.NoError(t, err)
			require.Equal(t, fact, again)
		})
	}
}

func TestInputsReadBack(t *testing.T) {
	for kind, in := range sampleInputs {
		t.Run(kind, func(t *testing.T) {
			require.Equal(t, kind, InputKind(in))
			require.NotZero(t, when(in))
			requireAllSet(t, reflect.ValueOf(in))
			data, err := json.Marshal(in)
			require.NoError(t, err)
			again, err := DecodeInput(kind, InputVersion, data)
			require.NoError(t, err)
			require.Equal(t, in, again)
		})
	}
	require.Empty(t, InputKind(nil))
}

// requireAllSet keeps the samples complete: a field of zero would prove nothing.
func requireAllSet(t *testing.T, v reflect.Value) {
	t.Helper()
	for i := range v.NumField() {
		require.False(t, v.Field(i).IsZero(), "%s.%s is not set", v.Type(), v.Type().Field(i).Name)
		if v.Field(i).Kind() == reflect.Struct {
			requireAllSet(t, v.Field(i))
		}
	}
}

// TestEveryKindHasASample reads the source: a new fact or input must be decodable.
func TestEveryKindHasASample(t *testing.T) {
	have := map[string]bool{}
	for _, f := range sampleFacts {
		have["Kind "+reflect.TypeOf(f).Elem().Name()] = true
	}
	for _, in := range sampleInputs {
		have["input "+reflect.TypeOf(in).Name()] = true
	}
	for _, name := range []string{"fact_kind.go", "input_kind.go"} {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil {
				method := f.Name.Name + " " + receiver(f)
				require.True(t, have[method], "no sample for %s", method)
				delete(have, method)
			}
		}
	}
	require.Empty(t, have)
}

func TestDecodeRefuses(t *testing.T) {
	for _, bad := range []struct {
		kind, data, says string
		version          int
	}{
		{"offered", `{}`, "has version 2, and this program reads 1 to 1", 2},
		{"offered", `{}`, "has version 0", 0},
		{"ofered", `{}`, `unknown kind of fact "ofered"`, 1},
		{"offered", `null`, "not a JSON object", 1},
		{"offered", ``, "not a JSON object", 1},
		{"offered", `{"at":"noon"}`, `acd: "offered": json`, 1},
		{"offered", `{} {}`, `acd: "offered"`, 1},
	} {
		_, err := DecodeFact(bad.kind, bad.version, []byte(bad.data))
		require.ErrorContains(t, err, bad.says)
		kind := strings.Replace(bad.kind, "offered", "tick", 1)
		_, err = DecodeInput(kind, bad.version, []byte(bad.data))
		says := strings.NewReplacer("kind of fact", "kind of input", `"offered"`, `"tick"`).Replace(bad.says)
		require.ErrorContains(t, err, says)
	}
}

// FuzzDecodeFact: whatever can be read can be written and read again, the same.
func FuzzDecodeFact(f *testing.F) {
	for kind, fact := range sampleFacts {
		data, err := json.Marshal(fact)
		require.NoError(f, err)
		f.Add(kind, 1, data)
	}
	f.Add("offered", 1, []byte(`{"considered":{"runners_up":[]}}`))
	f.Fuzz(func(t *testing.T, kind string, version int, data []byte) {
		fact, err := DecodeFact(kind, version, data)
		if err != nil {
			require.Nil(t, fact)
			return
		}
		require.Equal(t, kind, fact.Kind())
		written, err := json.Marshal(fact)
		require.NoError(t, err)
		again, err := DecodeFact(kind, FactVersion, written)
		require.NoError(t, err)
		rewritten, err := json.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(written), string(rewritten))
		Fold(New("test"), fact)
	})
}

func receiver(f *ast.FuncDecl) string {
	of := f.Recv.List[0].Type
	if star, ok := of.(*ast.StarExpr); ok {
		of = star.X
	}
	return of.(*ast.Ident).Name
}
