package switchboard

import (
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
)

func TestLateInputsHappenNow(t *testing.T) {
	for _, c := range []struct{ in, want acd.Input }{
		{acd.LoadRules{At: 1}, acd.LoadRules{At: 9}},
		{acd.SignIn{At: 1, Seat: "s"}, acd.SignIn{At: 9, Seat: "s"}},
		{acd.SignOut{At: 1, Seat: "s"}, acd.SignOut{At: 9, Seat: "s"}},
		{acd.Pause{At: 1, Seat: "s"}, acd.Pause{At: 9, Seat: "s"}},
		{acd.Ready{At: 1, Seat: "s"}, acd.Ready{At: 9, Seat: "s"}},
		{acd.Enqueue{At: 1, Call: "c", Since: 1}, acd.Enqueue{At: 9, Call: "c", Since: 1}},
		{acd.HangUp{At: 1, Call: "c"}, acd.HangUp{At: 9, Call: "c"}},
		{acd.Leave{At: 1, Call: "c"}, acd.Leave{At: 9, Call: "c"}},
		{acd.SeatAnswered{At: 1, Offer: 2}, acd.SeatAnswered{At: 9, Offer: 2}},
		{acd.OfferFailed{At: 1, Offer: 2}, acd.OfferFailed{At: 9, Offer: 2}},
		{acd.TalkOver{At: 1, Call: "c"}, acd.TalkOver{At: 9, Call: "c"}},
		{acd.Tick{At: 1}, acd.Tick{At: 1}},
	} {
		t.Run(acd.InputKind(c.in), func(t *testing.T) { require.Equal(t, c.want, late(c.in, 9)) })
	}
}
