package talk

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// While a seat's telephone holds, nobody is left in silence with it.
func TestWithoutSeat(t *testing.T) {
	for phase, want := range map[Phase]Sounds{
		Talking:    {Caller: Music},
		OnHold:     {Caller: Music},
		Calling:    {Caller: Music, Seat: Ringing},
		Consulting: {Caller: Music, Third: Music},
		Swapped:    {Caller: Music, Third: Music},
		ThreeParty: {Caller: Bridge, Seat: Bridge, Third: Bridge},
		Aside:      {Third: Music},
		Passed:     {Caller: Bridge, Third: Bridge},
	} {
		require.Equal(t, want, State{Phase: phase}.Sounds().WithoutSeat(), phase)
	}
}
