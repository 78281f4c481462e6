package ivr_test

import (
	"encoding/json"
	"strings"
	"testing"

	"hotline/ivr"
	"hotline/ivr/ivrtest"

	"github.com/stretchr/testify/require"
)

func TestVersionFollowsContent(t *testing.T) {
	one := loadAll(t)
	require.Equal(t, one.Version, loadAll(t).Version)
	other := load(t, ivr.Source{Name: "flows/all.yaml", Text: []byte(everything + "# changed\n")})
	require.NotEqual(t, one.Version, other.Version)
	f, ok := one.Flow("all")
	require.True(t, ok)
	require.NotEmpty(t, f.Version)
	require.Equal(t, []string{"all"}, one.Names())
}

func TestTextsAreKnownBeforeACall(t *testing.T) {
	texts := loadAll(t).Texts()
	require.Subset(t, texts, []string{
		"您好。", "请选择。", "要等候，请按 1。", "要结束，请按井号键。", "再见。",
		"您是下一位，请您稍候。", "您前面还有1位来电者，请您稍候。", "您前面还有9位来电者，请您稍候。",
	})
	require.IsIncreasing(t, texts)
}

func TestRefsNameWhatLiesOutside(t *testing.T) {
	f, _ := loadAll(t).Flow("all")
	var got []string
	for _, r := range f.Refs() {
		got = append(got, string(r.Kind)+" "+r.Name)
		require.Equal(t, "flows/all.yaml", r.At.File)
	}
	require.Equal(t, []string{"queue advice", "queue nation/advice", "number 12345", "centre heilongjiang"}, got)
}

func TestNoSuchFlow(t *testing.T) {
	_, err := ivr.NewSession(loadAll(t), "al", ivr.Vars{})
	require.EqualError(t, err, `there is no flow "al"; did you mean "all"?`)
	_, err = ivr.Restore(loadAll(t), ivr.Checkpoint{Flow: "gone", Vars: ivr.Vars{Call: "c7"}})
	require.ErrorContains(t, err, `resume call c7: there is no flow "gone"`)
}

func TestRestoreIntoAChangedFlow(t *testing.T) {
	s, err := ivr.Restore(loadAll(t), ivr.Checkpoint{Flow: "all", Version: "older", Step: "gone", Vars: ivr.Vars{Centre: "harbin"}})
	require.NoError(t, err)
	require.Equal(t, ivr.Enter{Flow: "all", Step: "wait"}, s.Next(ivrtest.Moment(), ivr.Start{})[0])
}

func TestCheckpointIsSmall(t *testing.T) {
	s, err := ivr.NewSession(loadAll(t), "all", ivr.Vars{Call: "c", Caller: "13800138000", Called: "12385", Centre: "harbin", Trunk: "carrier"})
	require.NoError(t, err)
	s.Next(ivrtest.Moment(), ivr.Start{})
	text, err := json.Marshal(s.Checkpoint())
	require.NoError(t, err)
	require.Less(t, len(text), 250)
}

func TestLoadRefusesHugeAndDeepFilesQuickly(t *testing.T) {
	_, found := ivr.Load([]ivr.Source{
		{Name: "big.yaml", Text: []byte(strings.Repeat("a: b\n", 3<<20))},
		{Name: "deep.yaml", Text: []byte(strings.Repeat("{a: ", 200_000))},
		{Name: "bomb.yaml", Text: []byte("a: &a [x, x]\nb: &b [*a, *a]\nsteps: [*b, *b]\n")},
	})
	require.Len(t, found, 3)
}

func FuzzLoad(f *testing.F) {
	f.Add(everything)
	f.Add("flow: f\nstart: a\nsteps:\n  a: {hangup: done}\n")
	f.Fuzz(func(t *testing.T, text string) {
		prog, found := ivr.Load([]ivr.Source{{Name: "f.yaml", Text: []byte(text)}})
		if found.Err() != nil {
			return
		}
		s, err := ivr.NewSession(prog, "f", ivr.Vars{Centre: "c"})
		require.NoError(t, err)
		require.NotEmpty(t, s.Next(ivrtest.Moment(), ivr.Start{}))
		for _, in := range []ivr.Input{ivr.Key{Digit: '0'}, ivr.PlayEnded{}, ivr.Timeout{}, ivr.Result{What: ivr.Left, Reason: "no-seat"}, ivr.HungUp{}} {
			s.Next(ivrtest.Moment(), in)
		}
		require.True(t, s.Over())
	})
}

func BenchmarkStep(b *testing.B) {
	prog := loadAll(b)
	s, err := ivr.NewSession(prog, "all", ivr.Vars{Call: "c", Centre: "harbin"})
	require.NoError(b, err)
	s.Next(ivrtest.Moment(), ivr.Start{})
	inputs := []ivr.Input{
		ivr.PlayEnded{},
		ivr.Key{Digit: '1'},
		ivr.Timeout{},
		ivr.View{Position: 3},
		ivr.Key{Digit: '9'},
		ivr.Result{What: ivr.Left, Reason: "key"},
		ivr.Key{Digit: '1'},
		ivr.Connected{},
		ivr.Result{What: ivr.Talked},
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.Next(ivrtest.Moment(), inputs[i%len(inputs)])
	}
}
