package e2e

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
	"hotline/internal/softphone"
)

// talks is a queue of the seats 8021, who has two telephones, and in reserve 8022.
const talks = "88620021"

// office is a house at work: a seat that talks, and whom it can bring in.
type office struct {
	*scene
	desk  *softphone.Phone            // of seat 8001, which callers reach directly
	rings map[string]*softphone.Phone // whose telephone rings for a target
}

// openOffice sets the stage for seats that hand callers on.
func openOffice(t *testing.T) *office {
	t.Helper()
	s := openAt(t, workday)
	double := s.seat("8021")
	o := &office{scene: s, desk: s.seat("8001")}
	o.rings = map[string]*softphone.Phone{
		"8021": double, "811": double, "810": s.seat("8101"), "555": s.exchange, "12345": s.exchange,
	}
	return o
}

// inTalk brings a caller and the seat together.
func (o *office) inTalk() (caller, seat party) {
	o.Helper()
	return o.connect(direct, o.desk)
}

// connect brings a caller of a number and a seat together.
func (s *scene) connect(number string, phone *softphone.Phone) (caller, seat party) {
	s.Helper()
	caller = theCaller(s.dial(number))
	seat = theSeat(s.rings(phone))
	require.NoError(s, seat.Answer(s.ctx))
	s.sound(together(caller, seat)...)
	return caller, seat
}

// connectAt is connect for a seat that has not come to work yet.
func (s *scene) connectAt(number, seat string) (caller, with party) {
	s.Helper()
	return s.connect(number, s.seat(seat))
}

// picksUp lets whom a target means answer.
func (o *office) picksUp(target string) party {
	o.Helper()
	third := theThird(o.scene.rings(o.rings[target]))
	require.NoError(o, third.Answer(o.ctx))
	return third
}

// press sends keys of somebody's telephone.
func (s *scene) press(p party, keys string) {
	s.Helper()
	require.NoError(s, p.SendDTMF(s.ctx, keys, softphone.INFO))
}

// transferred waits for the record of a transfer.
func (s *scene) transferred(way string) call.Transferred {
	s.Helper()
	return until(s, 1, func(f call.Transferred) bool { return f.Way == way })
}

// told waits for what the telephone that asked for a transfer is told in the end.
func (s *scene) told(t *softphone.Transfer) int {
	s.Helper()
	code, err := t.Wait(s.ctx)
	require.NoError(s, err)
	return code
}

// hangsUp ends a call, and waits for the end of the others.
func (s *scene) hangsUp(p party, others ...party) {
	s.Helper()
	require.NoError(s, p.Hangup(s.ctx))
	for _, other := range others {
		s.over(other.Call)
	}
}

// transfers are the ways to hand a caller on.
var transfers = map[string]func(o *office, caller, seat party, target string) (third party){
	"blind by code": func(o *office, _, seat party, target string) party {
		o.press(seat, "*4"+target+"#")
		third := o.picksUp(target)
		o.transferred("blind")
		return third
	},
	"blind by REFER": func(o *office, _, seat party, target string) party {
		refer, err := seat.Refer(o.ctx, target)
		require.NoError(o, err)
		third := o.picksUp(target)
		require.Equal(o, 200, o.told(refer))
		o.transferred("blind")
		return third
	},
	"attended by code": func(o *office, caller, seat party, target string) party {
		o.press(seat, "*2"+target+"#")
		third := o.picksUp(target)
		o.sound(caller.hearsMusic(), seat.hears(third), third.hears(seat))
		o.press(seat, "*6")
		o.transferred("attended")
		return third
	},
	"attended by REFER": func(o *office, caller, seat party, target string) party {
		require.NoError(o, seat.Hold(o.ctx))
		second, err := o.desk.Dial(o.ctx, target, softphone.DialOptions{})
		require.NoError(o, err)
		third := o.picksUp(target)
		line2 := theSeat(second)
		require.NoError(o, line2.WaitAnswered(o.ctx))
		o.sound(caller.hearsMusic(), line2.hears(third), third.hears(line2))
		refer, err := seat.ReferTo(o.ctx, second)
		require.NoError(o, err)
		require.Equal(o, 200, o.told(refer))
		o.over(second)
		o.transferred("attended")
		return third
	},
}

func TestACallerIsHandedOn(t *testing.T) {
	for name, transfer := range transfers {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t)
			for _, target := range slices.Sorted(maps.Keys(o.rings)) {
				o.part("to "+target, func() {
					caller, seat := o.inTalk()
					third := transfer(o, caller, seat, target)
					o.over(seat.Call)
					o.sound(together(caller, third)...)
					o.hangsUp(caller, third)
					require.Equal(o, "8001", until(o.scene, 1, any1[call.Transferred]).From)
				})
			}
		})
	}
}
