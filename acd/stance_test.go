package acd

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// arrows are all there are; "now>next" or one word at rest.
const arrows = `
signed-out          --sign-in-->  ready
talking>signed-out  --sign-in-->  talking>ready
ready               --sign-out--> signed-out
paused              --sign-out--> signed-out
talking>ready       --sign-out--> talking>signed-out
talking>paused      --sign-out--> talking>signed-out
wrap-up>ready       --sign-out--> signed-out
wrap-up>paused      --sign-out--> signed-out
ready               --pause-->    paused
paused              --pause-->    paused
offered>ready       --pause-->    offered>paused
offered>paused      --pause-->    offered>paused
talking>ready       --pause-->    talking>paused
talking>paused      --pause-->    talking>paused
wrap-up>ready       --pause-->    wrap-up>paused
wrap-up>paused      --pause-->    wrap-up>paused
paused              --ready-->    ready
offered>paused      --ready-->    offered>ready
talking>paused      --ready-->    talking>ready
wrap-up>paused      --ready-->    wrap-up>ready
ready               --offer-->    offered>ready
offered>ready       --accept-->   talking>ready
offered>paused      --accept-->   talking>paused
offered>ready       --release-->  ready
offered>paused      --release-->  paused
talking>ready       --talk-end--> ready
talking>paused      --talk-end--> paused
talking>signed-out  --talk-end--> signed-out
talking>ready       --wrap-up-->  wrap-up>ready
talking>paused      --wrap-up-->  wrap-up>paused
wrap-up>ready       --wrap-end--> ready
wrap-up>paused      --wrap-end--> paused
`

func (s Stance) arrowEnd() string {
	if s.Now == s.Next {
		return s.Now.String()
	}
	return s.Now.String() + ">" + s.Next.String()
}

// stances that a seat can be in.
func allStances() []Stance {
	return []Stance{
		{StateSignedOut, StateSignedOut},
		{StateReady, StateReady},
		{StatePaused, StatePaused},
		{StateOffered, StateReady},
		{StateOffered, StatePaused},
		{StateTalking, StateReady},
		{StateTalking, StatePaused},
		{StateTalking, StateSignedOut},
		{StateWrapUp, StateReady},
		{StateWrapUp, StatePaused},
	}
}

// TestArrows takes every step from every stance: right arrows lead where the table
// says, and all others are refused.
func TestArrows(t *testing.T) {
	right := map[string]string{}
	for line := range strings.Lines(strings.TrimSpace(arrows)) {
		words := strings.Fields(line)
		right[words[0]+" "+words[1]] = words[2]
	}
	for _, from := range allStances() {
		for by := range steps {
			arrow := fmt.Sprintf("%s --%v-->", from.arrowEnd(), by)
			t.Run(arrow, func(t *testing.T) {
				to, err := from.after(by)
				want, ok := right[arrow]
				delete(right, arrow)
				if !ok {
					require.Error(t, err)
					require.Equal(t, from, to)
					return
				}
				require.NoError(t, err)
				require.Equal(t, want, to.arrowEnd())
				require.Contains(t, allStances(), to)
			})
		}
	}
	require.Empty(t, right, "arrows from stances that are not")
	_, err := Stance{}.after(steps)
	require.Error(t, err)
}

func TestStateNames(t *testing.T) {
	for state := range seatStates {
		text, err := state.MarshalText()
		require.NoError(t, err)
		var again SeatState
		require.NoError(t, again.UnmarshalText(text))
		require.Equal(t, state, again)
	}
	for state := range callLeaving {
		text, err := state.MarshalText()
		require.NoError(t, err)
		var again CallState
		require.NoError(t, again.UnmarshalText(text))
		require.Equal(t, state, again)
	}
	require.Error(t, new(SeatState).UnmarshalText([]byte("asleep")))
	require.Error(t, new(CallState).UnmarshalText([]byte("asleep")))
	require.Equal(t, "SeatState(9)", SeatState(9).String())
	require.Equal(t, "CallState(9)", CallState(9).String())
}
