package problem

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestProblemShowsItsPlace(t *testing.T) {
	at := Place{File: "flows/city.yaml", Line: 12, Column: 11, Source: "    then: wiat"}
	require.Equal(t, `flows/city.yaml:12:11: there is no step "wiat"; did you mean "wait"?
   12 |     then: wiat
      |           ^`, at.Error(`did you mean "wait"?`, "there is no step %q", "wiat").String())
}

func TestCaretStandsBelowChinese(t *testing.T) {
	at := Place{File: "f.yaml", Line: 1, Column: 5, Source: "您好\tx: 1"}
	require.Equal(t, "f.yaml:1:5: warning: odd\n    1 | 您好\tx: 1\n      | \u3000\u3000\t ^", at.Warning("", "odd").String())
}

func TestProblemOfAWholeFile(t *testing.T) {
	require.Equal(t, "seats.yaml: not there; write it", Place{File: "seats.yaml"}.Error("write it", "not there").String())
	require.Equal(t, "odd", Place{}.Error("", "odd").String())
}

func TestOnlyErrorsAreAnError(t *testing.T) {
	var ps Problems
	require.NoError(t, ps.Err())
	ps.Add(Place{File: "b", Line: 2, Column: 1}.Warning("", "w"))
	require.NoError(t, ps.Err())
	ps.Add(Place{File: "b", Line: 1, Column: 1}.Error("", "e"), Place{File: "a", Line: 9, Column: 1}.Error("", "f"))
	require.Error(t, ps.Err())
	ps.Sort()
	require.EqualError(t, ps.Err(), "a:9:1: f\nb:1:1: e\nb:2:1: warning: w")
	require.Len(t, ps.Errors(), 2)
	require.Len(t, ps.Warnings(), 1)
}

func TestProblemAsJSON(t *testing.T) {
	text, err := json.Marshal(Place{File: "a", Line: 9, Column: 1}.Error("h", "m"))
	require.NoError(t, err)
	require.JSONEq(t, `{"file":"a","line":9,"column":1,"severity":"error","message":"m","hint":"h"}`, string(text))
}

func TestDidYouMean(t *testing.T) {
	steps := []string{"greet", "wait", "bye", "choose", "nobody", "menu", "a", "b", "c"}
	for word, want := range map[string]string{
		"wiat":    `did you mean "wait"?`,
		"Greet":   `did you mean "greet"?`,
		"chose":   `did you mean "choose"?`,
		"menus":   `did you mean "menu"?`,
		"faraway": "",
		"":        "",
	} {
		require.Equal(t, want, DidYouMean(word, steps), word)
	}
	require.Equal(t, "known here: a, b", DidYouMean("zzz", []string{"b", "a"}))
	require.Empty(t, DidYouMean("zzz", nil))
}
