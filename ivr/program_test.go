package ivr_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"hotline/ivr"
	"hotline/ivr/ivrtest"

	"github.com/stretchr/testify/require"
)

func TestVersionFollowsContent(t *testing.T) {
	one := loadAll(t)
	require.Equal(t, one.Version, loadAll(t).Version)
	p := everything(t)
	p.flows[0].Text = append(p.flows[0].Text, "# changed\n"...)
	other, found := ivr.Load(p.flows, p.languages...)
	require.Empty(t, found)
	require.NotEqual(t, one.Version, other.Version)
	spoken, found := ivr.Load(p.flows[1:])
	require.NotEmpty(t, found, "a return that nobody waits for")
	require.NotEqual(t, other.Version, spoken.Version)
	f, ok := one.Flow("all")
	require.True(t, ok)
	require.NotEmpty(t, f.Version)
	require.Equal(t, []string{"all", "ask-area"}, one.Names())
	require.Equal(t, "English", one.Languages()[0].Title)
}

func TestTextsAreKnownBeforeACall(t *testing.T) {
	texts := loadAll(t).Texts(ivr.Use{Flow: "all", Centre: "harbin", Title: "哈尔滨市"})
	var all []string
	for _, text := range texts {
		all = append(all, text.Lang+" "+text.Text)
	}
	require.Subset(t, all, []string{
		" 您好，哈尔滨市欢迎您。", " 请选择。", " 要等候，请按 1。", " 再见。",
		"en Please choose.", "en for the city word press 2 word stop", "en word next", "en word before 9 word after",
		" 您是下一位，请您稍候。", " 您前面还有1位来电者，请您稍候。", " 您前面还有9位来电者，请您稍候。",
		" 请不要挂机。", "en Please hold.", " 哈尔滨市，请稍候。",
		" 预计等候不到1分钟。", " 预计还要等大约5分钟。", " 预计还要等3到5分钟。", "en word wait-from 1 word wait-to 2 word minutes",
	})
	require.IsIncreasing(t, all)
}

func TestRefsNameWhatLiesOutside(t *testing.T) {
	f, _ := loadAll(t).Flow("all")
	var got []string
	for _, r := range f.Refs() {
		got = append(got, string(r.Kind)+" "+r.Name)
		require.Equal(t, "flows/all.yaml", r.At.File)
	}
	require.Equal(t, []string{
		"queue advice", "queue advice", "skill 粤语", "skill 法律", "skill 手语", "queue nation/advice", "skill 社工", "number 12345", "centre heilongjiang",
		"queue advice", "queue nation/advice", "act sign-in", "act help",
	}, got)
}

func TestGraphNamesThePerson(t *testing.T) {
	prog, found := ivr.Load([]ivr.Source{
		{Name: "a.yaml", Text: []byte("flow: a\nstart: b\nsteps: {b: {say: 您好。, then: c}, c: {queue: advice}}")},
		{Name: "code.yaml", Text: []byte("flow: code\nstart: b\nsteps: {b: {say: 再见。, hangup: done}}")},
	})
	require.Empty(t, found.Errors())
	for flow, person := range map[string]string{"a": "c", "code": ""} {
		f, ok := prog.Flow(flow)
		require.True(t, ok)
		require.Equal(t, person, f.Graph().Person)
	}
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

// A called flow whose caller is gone, or calls no more, ends at a person.
func TestRestoreWithAChangedStack(t *testing.T) {
	for _, stack := range []string{`[]`, `[{"flow": "gone", "step": "x"}]`, `[{"flow": "all", "step": "gone"}]`, `[{"flow": "all", "step": "choose"}]`} {
		var cp ivr.Checkpoint
		require.NoError(t, json.Unmarshal([]byte(`{"flow": "ask-area", "step": "done", "stack": `+stack+`}`), &cp))
		s, err := ivr.Restore(loadAll(t), cp)
		require.NoError(t, err)
		effects := s.Next(ivrtest.Moment(), ivr.Start{})
		last := ivrtest.Line(effects[len(effects)-1])
		require.Contains(t, []string{"End trouble", "SetTimer 20s"}, last, stack)
		require.Equal(t, strings.Contains(stack, "choose"), last == "SetTimer 20s", "%s: %s", stack, last)
	}
}

func TestCheckpointIsSmall(t *testing.T) {
	s, err := ivr.NewSession(loadAll(t), "all", ivr.Vars{Call: "c", Caller: "13800138000", Called: "12385", Centre: "harbin", Trunk: "carrier"})
	require.NoError(t, err)
	s.Next(ivrtest.Moment(), ivr.Start{})
	text, err := json.Marshal(s.Checkpoint())
	require.NoError(t, err)
	require.Less(t, len(text), 250)
}

func TestCheckpointStaysAsItWas(t *testing.T) {
	prog := loadAll(t)
	s, err := ivr.NewSession(prog, "all", ivr.Vars{Call: "c", Centre: "harbin"})
	require.NoError(t, err)
	_, err = ivrtest.Run(prog, s, "→ Start\n→ PlayEnded\n→ PlayEnded\n→ Hours open\n→ Key 5\n→ Key 4\n")
	require.NoError(t, err)
	cp := s.Checkpoint()
	before, err := json.Marshal(cp)
	require.NoError(t, err)
	require.Contains(t, string(before), `"count":1`)
	_, err = ivrtest.Run(prog, s, "→ Key 5\n")
	require.NoError(t, err)
	after, err := json.Marshal(cp)
	require.NoError(t, err)
	require.Equal(t, string(before), string(after))
	now, err := json.Marshal(s.Checkpoint())
	require.NoError(t, err)
	require.Contains(t, string(now), `"count":2`)
}

func TestLoadRefusesHugeAndDeepFilesQuickly(t *testing.T) {
	_, found := ivr.Load([]ivr.Source{
		{Name: "big.yaml", Text: []byte(strings.Repeat("a: b\n", 3<<20))},
		{Name: "deep.yaml", Text: []byte(strings.Repeat("{a: ", 200_000))},
		{Name: "bomb.yaml", Text: []byte("a: &a [x, x]\nb: &b [*a, *a]\nsteps: [*b, *b]\n")},
	})
	require.Len(t, found, 3)
}

// A flow that makes a text longer on each round keeps no more than it could say.
func TestValuesDoNotGrowWithoutEnd(t *testing.T) {
	prog, found := ivr.Load([]ivr.Source{{Name: "f.yaml", Text: []byte(`flow: f
start: more
steps:
  more: {set: {text: "{{ (vars.text ?? '好') + (vars.text ?? '好') }}"}, then: say}
  say: {say: "{{ vars.text }}", then: ask}
  ask: {menu: [{say: 要再来, key: 1, to: more}]}
  wait: {queue: advice}
`)}})
	require.NoError(t, found.Err())
	s, err := ivr.NewSession(prog, "f", ivr.Vars{})
	require.NoError(t, err)
	s.Next(ivrtest.Moment(), ivr.Start{})
	for range 40 {
		s.Next(ivrtest.Moment(), ivr.PlayEnded{})
		effects := s.Next(ivrtest.Moment(), ivr.Key{Digit: '1'})
		for _, e := range effects {
			if play, ok := e.(ivr.Play); ok {
				require.LessOrEqual(t, len(play.Texts[0].Text), 4*600)
			}
		}
	}
	text, err := json.Marshal(s.Checkpoint())
	require.NoError(t, err)
	require.Less(t, len(text), 5000)
}

// What is small to write must not be much to check: calls of calls of calls, long
// ways from every step.
func TestLoadOfManyWays(t *testing.T) {
	var files []ivr.Source
	for i := range 5 {
		var b strings.Builder
		fmt.Fprintf(&b, "flow: f%d\nstart: s0\nsteps:\n", i)
		for n := range 300 {
			if i < 4 {
				fmt.Fprintf(&b, "  s%d: {call: f%d, then: s%d}\n", n, i+1, n+1)
			} else {
				fmt.Fprintf(&b, "  s%d: {set: {a: 1}, then: s%d}\n", n, n+1)
			}
		}
		b.WriteString("  s300: {return: done}\n")
		files = append(files, ivr.Source{Name: fmt.Sprintf("f%d.yaml", i), Text: []byte(b.String())})
	}
	var b strings.Builder
	b.WriteString("flow: long\nstart: q0\nperson: q0\nsteps:\n  first: {call: f0, then: q0}\n")
	for n := range 4000 {
		fmt.Fprintf(&b, "  q%d: {queue: a, instead: {no-seat: s0}, keys: {1: q%d, 2: m%d}}\n", n, n+1, n%100)
		fmt.Fprintf(&b, "  s%d: {set: {a: 1}, then: s%d}\n", n, n+1)
		fmt.Fprintf(&b, "  m%d: {menu: [{say: 一, key: 1, to: m%d}, {say: 二, key: 2, to: m%d}]}\n", n, (n+1)%4000, (n*7)%4000)
	}
	b.WriteString("  q4000: {queue: a}\n  s4000: {hangup: done}\n")
	files = append(files, ivr.Source{Name: "long.yaml", Text: []byte(b.String())})
	_, found := ivr.Load(files)
	require.ErrorContains(t, found.Err(), "no-seat at step q0 would hang up on the caller")
	require.Len(t, found, 100)
}
