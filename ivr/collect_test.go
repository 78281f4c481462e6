package ivr_test

import (
	"fmt"
	"testing"

	"hotline/ivr"

	"github.com/stretchr/testify/require"
)

// Where no number can begin with 0, it is a person at once; elsewhere it waits for
// what follows.
func TestZeroAtOnceWhereNoNumberBeginsWithIt(t *testing.T) {
	for pattern, begins := range map[string]bool{
		`[1-9][0-9]{3}`:      false,
		`[1-9]\\d*`:          false,
		`[^0]...`:            false,
		`1\\d{3}|2\\d{3}`:    false,
		`(?:1|2)[0-9]+`:      false,
		`12345`:              false,
		`\\d{4}`:             true,
		`0?[1-9]+`:           true,
		`[1-9]*0[0-9]+`:      true,
		`(1|0)[0-9]{3}`:      true,
		`.*`:                 true,
		`(?i:[0-9a-f]{4})`:   true,
		`\\b0\\d+`:           true,
		`[1-9]{0,2}[0-9]{4}`: true,
	} {
		t.Run(pattern, func(t *testing.T) {
			flow := fmt.Sprintf(`flow: f
start: ask
steps:
  ask: {collect: {say: 请输入, digits: 4-5, as: n, pattern: "%s"}, then: wait}
  wait: {queue: advice}
`, pattern)
			prog, found := ivr.Load([]ivr.Source{{Name: "f.yaml", Text: []byte(flow)}})
			require.NoError(t, found.Err())
			s, err := ivr.NewSession(prog, "f", ivr.Vars{Centre: "harbin"})
			require.NoError(t, err)
			w := begin(t, s)
			w.give(t, ivr.Key{Digit: '0'})
			require.Equal(t, begins, w.step == "f/ask")
			if begins {
				w.give(t, ivr.Key{Digit: '#'})
			}
			require.Equal(t, "f/wait", w.step)
			require.Equal(t, "person", w.way)
		})
	}
}

func TestPatternsHaveAnEnd(t *testing.T) {
	flow := `flow: f
start: ask
steps:
  ask: {collect: {say: 请输入, digits: 4-5, as: n, pattern: "((1{100}){100}){100}"}, then: wait}
  wait: {queue: advice}
`
	_, found := ivr.Load([]ivr.Source{{Name: "f.yaml", Text: []byte(flow)}})
	require.ErrorContains(t, found.Err(), "f.yaml:4:58: the pattern cannot be read: invalid repeat count")
}
