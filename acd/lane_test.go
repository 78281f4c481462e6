package acd

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestLanesAreSwept: callers with ever new needs leave no lanes behind, and those who
// still wait keep theirs.
func TestLanesAreSwept(t *testing.T) {
	f, at := newTestFloor(), 0
	give := func(format string, args ...any) []Fact {
		at++
		facts, err := f.give(readInput(t, f.state, fmt.Sprint(at, " ")+fmt.Sprintf(format, args...)))
		require.NoError(t, err)
		return facts
	}
	give("rules v1 q(20,0;relax=9000:rare=0) a:q;rare=9")
	give("enqueue waits q needs rare=9")
	for n := range 5 * mostLanes {
		give("enqueue %d q needs skill%d=2+rare=1", n, n)
		give("hang-up %d", n)
		require.LessOrEqual(t, len(f.state.queues["q"].lanes), mostLanes+2)
	}
	offer := give("sign-in a")[1].(*Offered)
	require.Equal(t, "waits", offer.Call)
	require.NoError(t, f.replay())
}
