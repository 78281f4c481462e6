package acd

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLateInputsHappenNow(t *testing.T) {
	for _, c := range []struct{ in, want Input }{
		{LoadRules{At: 1}, LoadRules{At: 9}},
		{SignIn{At: 1, Seat: "s"}, SignIn{At: 9, Seat: "s"}},
		{SignOut{At: 1, Seat: "s"}, SignOut{At: 9, Seat: "s"}},
		{Pause{At: 1, Seat: "s"}, Pause{At: 9, Seat: "s"}},
		{Ready{At: 1, Seat: "s"}, Ready{At: 9, Seat: "s"}},
		{Enqueue{At: 1, Call: "c", Since: 1}, Enqueue{At: 9, Call: "c", Since: 1}},
		{HangUp{At: 1, Call: "c"}, HangUp{At: 9, Call: "c"}},
		{Leave{At: 1, Call: "c"}, Leave{At: 9, Call: "c"}},
		{SeatAnswered{At: 1, Offer: 2}, SeatAnswered{At: 9, Offer: 2}},
		{OfferFailed{At: 1, Offer: 2}, OfferFailed{At: 9, Offer: 2}},
		{TalkOver{At: 1, Call: "c"}, TalkOver{At: 9, Call: "c"}},
		{AskCallback{At: 1, Callback: "b", Since: 1, Due: 2}, AskCallback{At: 9, Callback: "b", Since: 1, Due: 2}},
		{CallbackOver{At: 1, Callback: "b"}, CallbackOver{At: 9, Callback: "b"}},
		{MoveTalk{At: 1, Call: "c"}, MoveTalk{At: 9, Call: "c"}},
		{Reach{At: 1, Seat: "s", Lost: true}, Reach{At: 9, Seat: "s", Lost: true}},
		{ExtendWrapUp{At: 1, Seat: "s", By: 2}, ExtendWrapUp{At: 9, Seat: "s", By: 2}},
		{Reprioritise{At: 1, Call: "c"}, Reprioritise{At: 9, Call: "c"}},
		{SetHours{At: 1, Queue: "q"}, SetHours{At: 9, Queue: "q"}},
		{Occupy{At: 1, Seat: "s"}, Occupy{At: 9, Seat: "s"}},
		{Vacate{At: 1, Seat: "s"}, Vacate{At: 9, Seat: "s"}},
		{PassTalk{At: 1, Call: "c"}, PassTalk{At: 9, Call: "c"}},
		{MachineLost{At: 1, Machine: "a"}, MachineLost{At: 9, Machine: "a"}},
		{MachineBack{At: 1, Machine: "a"}, MachineBack{At: 9, Machine: "a"}},
		{CutOff{At: 1, Call: "c"}, CutOff{At: 9, Call: "c"}},
		{Tick{At: 1}, Tick{At: 1}},
	} {
		t.Run(InputKind(c.in), func(t *testing.T) { require.Equal(t, c.want, Late(c.in, 9)) })
	}
}

func TestNoKindOfInputStaysInThePast(t *testing.T) {
	for kind, in := range sampleInputs {
		if _, tick := in.(Tick); !tick {
			require.Equal(t, int64(1<<40), when(Late(in, 1<<40)), kind)
		}
	}
}
