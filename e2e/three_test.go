package e2e

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/softphone"
)

// A hold by code, with music, and by the telephone's own button.
func TestACallerIsHeld(t *testing.T) {
	cases := map[string]struct {
		hold, resume func(s *scene, seat party) error
	}{
		"by code": {
			func(s *scene, seat party) error { return seat.SendDTMF(s.ctx, "*1", softphone.RFC4733) },
			func(s *scene, seat party) error { return seat.SendDTMF(s.ctx, "*1", softphone.RFC4733) },
		},
		"by code in INFO": {
			func(s *scene, seat party) error { return seat.SendDTMF(s.ctx, "*1", softphone.INFO) },
			func(s *scene, seat party) error { return seat.SendDTMF(s.ctx, "*0", softphone.INFO) },
		},
		"by button": {
			func(s *scene, seat party) error { return seat.Hold(s.ctx) },
			func(s *scene, seat party) error { return seat.Resume(s.ctx) },
		},
	}
	s := open(t)
	desk := s.seat("8001")
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		s.part(name, func() {
			caller, seat := s.connect(direct, desk)
			require.NoError(s, cases[name].hold(s, seat))
			s.sound(caller.hearsMusic(), seat.hearsNothing())
			require.NoError(s, cases[name].resume(s, seat))
			s.sound(together(caller, seat)...)
			require.Empty(s, caller.Digits(), "the caller hears no code")
			s.hangsUp(caller, seat)
		})
	}
}

// A caller hangs up, or the seat does, while the caller is held.
func TestSomebodyHangsUpDuringAHold(t *testing.T) {
	s := open(t)
	desk := s.seat("8001")
	for _, who := range []string{"the caller", "the seat"} {
		s.part(who, func() {
			caller, seat := s.connect(direct, desk)
			s.press(seat, "*1")
			s.sound(caller.hearsMusic(), seat.hearsNothing())
			if who == "the caller" {
				s.hangsUp(caller, seat)
			} else {
				s.hangsUp(seat, caller)
			}
		})
	}
}

// The caller, the seat and a third party talk; one of them leaves first.
func TestThreeTalkAndOneLeavesFirst(t *testing.T) {
	cases := map[string]func(o *office, caller, seat, third party){
		"the caller": func(o *office, caller, seat, third party) {
			o.hangsUp(caller)
			o.sound(together(seat, third)...)
			o.hangsUp(third, seat)
		},
		"the seat by code": func(o *office, caller, seat, third party) {
			o.press(seat, "*6")
			o.over(seat.Call)
			o.sound(together(caller, third)...)
			o.hangsUp(caller, third)
		},
		"the seat hangs up": func(o *office, caller, seat, third party) {
			o.hangsUp(seat)
			o.sound(together(caller, third)...)
			o.hangsUp(third, caller)
		},
		"the third party": func(o *office, caller, seat, third party) {
			o.hangsUp(third)
			o.sound(together(caller, seat)...)
			o.hangsUp(seat, caller)
		},
		"the third party is sent away": func(o *office, caller, seat, third party) {
			o.press(seat, "*0")
			o.over(third.Call)
			o.sound(together(caller, seat)...)
			o.press(seat, "*1") // which he would hear, if keys were sent on
			o.sound(caller.hearsMusic(), seat.hearsNothing())
			o.hangsUp(caller, seat)
		},
	}
	for _, target := range []string{"8021", "555"} {
		t.Run("with "+target, func(t *testing.T) {
			o := openOffice(t)
			for _, who := range slices.Sorted(maps.Keys(cases)) {
				o.part(who, func() {
					caller, seat, third := o.consults(target)
					o.press(seat, "*3")
					o.sound(together(caller, seat, third)...)
					cases[who](o, caller, seat, third)
					if target != "555" { // a number outside may have a menu: there keys are sent on
						require.Empty(o, caller.Digits(), "the caller hears no code")
					}
				})
			}
		})
	}
}

// The seat goes from the third party to the caller and back; in the end it has all three
// talk, and leaves.
func TestASeatSwapsBetweenTwo(t *testing.T) {
	for _, target := range []string{"8021", "555"} {
		t.Run("with "+target, func(t *testing.T) {
			o := openOffice(t)
			caller, seat, third := o.consults(target)
			o.press(seat, "*5")
			o.sound(caller.hears(seat), seat.hears(caller), third.hearsMusic())
			o.press(seat, "*5")
			o.sound(caller.hearsMusic(), seat.hears(third), third.hears(seat))
			o.press(seat, "*5*3")
			o.sound(together(caller, seat, third)...)
			o.press(seat, "*6")
			o.over(seat.Call)
			o.sound(together(caller, third)...)
			o.hangsUp(caller, third)
		})
	}
}

// A seat holds by its button while three talk: the other two go on.
func TestASeatHoldsWhileThreeTalk(t *testing.T) {
	o := openOffice(t)
	caller, seat, third := o.consults("555")
	o.press(seat, "*3")
	o.sound(together(caller, seat, third)...)
	require.NoError(t, seat.Hold(o.ctx))
	o.sound(together(caller, third)...)
	require.NoError(t, seat.Resume(o.ctx))
	o.sound(together(caller, seat, third)...)
	o.hangsUp(seat)
	o.sound(together(caller, third)...)
	o.hangsUp(caller, third)
}

// A seat to whom a caller was handed can do all with him that the first one could.
func TestACallerIsHandedOnTwice(t *testing.T) {
	o := openOffice(t)
	caller, seat := o.inTalk()
	third := transfers["blind by code"](o, caller, seat, "8021")
	o.over(seat.Call)
	o.press(third, "*2555#")
	last := theSupervisor(o.scene.rings(o.exchange))
	require.NoError(t, last.Answer(o.ctx))
	o.sound(caller.hearsMusic(), third.hears(last), last.hears(third))
	o.press(third, "*6")
	o.over(third.Call)
	o.sound(together(caller, last)...)
	o.hangsUp(caller, last)
}
