package trial

import (
	"bufio"
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"hotline/internal/dialplan"
	"hotline/internal/rehearsal"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// tries places a call at somebody's terminal, who types the lines.
func tries(t *testing.T, to, at string, typed ...string) string {
	t.Helper()
	tree, err := dialplan.Load("../testdata/tree")
	require.NoError(t, err)
	when, err := time.Parse(time.RFC3339, at)
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, Run(t.Context(), Config{
		In: bufio.NewScanner(strings.NewReader(strings.Join(typed, "\n"))), Out: &out, Terminal: true,
		Tree: tree, Call: rehearsal.Call{Trunk: "carrier", From: "13800138000", To: to}, At: when,
	}))
	return out.String()
}

func TestEachLineIsAskedForWithItsTime(t *testing.T) {
	out := tries(t, "12385", "2026-03-11T10:00:00+08:00", "wait 3s", "", " hang  up ")
	for _, line := range []string{"0.0s> ", "3.0s> ", "4.0s> ", "4.0s  hangs up", "an empty line lets time pass"} {
		require.Contains(t, out, line)
	}
	require.True(t, strings.HasSuffix(out, "ends: abandoned-ringing, by caller\n"), out)
}

func TestAMessageIsSpoken(t *testing.T) {
	out := tries(t, "010-12385", "2026-10-01T10:00:00+08:00", "", "", "2", "", "say 我要留言", "#", "", "", "")
	require.Contains(t, out, "speaks for 0.9s: 我要留言")
	require.NotContains(t, out, "nobody records")
}

// Who is to be called back can wait for it.
func TestTheCallBackIsPartOfTheCall(t *testing.T) {
	out := tries(t, "010-12385", "2026-03-13T20:00:00+08:00", "", "", "3", "1", "wait 10s", "", "wait 61h", "1", "hang up", "never read")
	require.Contains(t, out, "ends: callback-asked")
	require.Contains(t, out, "is being called back by centre nation")
	require.True(t, strings.HasSuffix(out, "ends: callback-reached, by caller: reached\n"), out)
}

func TestAskUntilTheAnswerWillDo(t *testing.T) {
	number, name, usual := "", "", "12385"
	good := func(answer string) error {
		if answer == "" {
			return errors.New("say a number")
		}
		return nil
	}
	questions := []Question{{What: "number", Into: &number, Check: good}, {What: "usual", Into: &usual}, {What: "name", Into: &name}}
	var out bytes.Buffer
	require.True(t, Ask(bufio.NewScanner(strings.NewReader("\n 110 \n\nx")), &out, true, questions))
	require.Equal(t, "number: say a number\nnumber: usual [12385]: name: ", out.String())
	require.Equal(t, []string{"110", "12385", "x"}, []string{number, usual, name})
	require.False(t, Ask(bufio.NewScanner(strings.NewReader("110")), &out, false, questions), "no more lines")
}
