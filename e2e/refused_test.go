package e2e

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/softphone"
)

// What a seat hears in a talk when something comes to nothing.
const (
	sayBusy     = "对方正忙。"
	sayNoAnswer = "对方没有接听。"
	sayFailed   = "电话没有接通。"
	sayNotThere = "这个号码不能转接。"
	sayGone     = "对方已经挂机。"
)

// setback is a transfer that comes to nothing.
type setback struct {
	target  string
	rejects int    // how the telephone that rings refuses; 0: none rings
	says    string // what the seat hears
}

func setbacks() map[string]setback {
	return map[string]setback{
		"busy":            {"8021", 486, sayBusy},
		"do not disturb":  {"8021", 480, sayNoAnswer},
		"busy outside":    {"555", 486, sayBusy},
		"refused outside": {"12345", 603, sayNoAnswer},
		"absent":          {"8002", 0, sayFailed},
		"wrong":           {"9999", 0, sayNotThere},
		"forbidden":       {"13900001111", 0, sayNotThere},
		"the seat itself": {"8001", 0, sayNotThere},
	}
}

// asks are the ways to ask for somebody: each returns what the telephone is told in the
// end, if it is told anything.
var asks = map[string]func(o *office, seat party, target string) (told func() int){
	"transfer by code": func(o *office, seat party, target string) func() int {
		o.press(seat, "*4"+target+"#")
		return nil
	},
	"transfer by REFER": func(o *office, seat party, target string) func() int {
		refer, err := seat.Refer(o.ctx, target)
		require.NoError(o, err)
		return func() int { return o.told(refer) }
	},
	"consultation": func(o *office, seat party, target string) func() int {
		o.press(seat, "*2"+target+"#")
		return nil
	},
}

// Whatever becomes of a transfer, the caller is with the seat again.
func TestACallerWhoIsNotTakenIsBackWithTheSeat(t *testing.T) {
	for name, ask := range asks {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t)
			all := setbacks()
			for _, why := range slices.Sorted(maps.Keys(all)) {
				if name == "consultation" && all[why].rejects == 0 && why != "absent" {
					continue // told as of a transfer
				}
				o.part(why, func() {
					caller, seat := o.inTalk()
					told := ask(o, seat, all[why].target)
					if code := all[why].rejects; code != 0 {
						ringing := o.scene.rings(o.rings[all[why].target])
						o.sound(caller.hearsMusic())
						require.NoError(o, ringing.Reject(code, "No"))
					}
					o.hears(seat.Call, all[why].says)
					o.sound(together(caller, seat)...)
					if told != nil {
						require.GreaterOrEqual(o, told(), 400)
					}
					o.hangsUp(caller, seat)
				})
			}
		})
	}
}

// Nobody is at work in the province: whoever asks for it hears so.
func TestACentreWithoutSeatsCannotBeConsulted(t *testing.T) {
	s := openAt(t, workday)
	caller, seat := s.connectAt(direct, "8001")
	s.press(seat, "*2810#")
	s.hears(seat.Call, sayNoAnswer)
	s.sound(together(caller, seat)...)
	s.hangsUp(caller, seat)
}

// The three of a transfer hang up at any moment.
func TestSomebodyHangsUpDuringATransfer(t *testing.T) {
	blind := map[string]func(o *office, seat party) *softphone.Transfer{
		"by code": func(o *office, seat party) *softphone.Transfer { o.press(seat, "*48021#"); return nil },
		"by REFER": func(o *office, seat party) *softphone.Transfer {
			refer, err := seat.Refer(o.ctx, "8021")
			require.NoError(o, err)
			return refer
		},
		"out of a consultation": func(o *office, seat party) *softphone.Transfer { o.press(seat, "*28021#"); return nil },
	}
	moments := map[string]func(o *office, caller, seat party, ringing *softphone.Call){
		"the caller while it rings": func(o *office, caller, seat party, ringing *softphone.Call) {
			o.hangsUp(caller, seat, theThird(ringing))
		},
		"the seat while it rings": func(o *office, caller, seat party, ringing *softphone.Call) {
			o.hangsUp(seat)
			third := theThird(ringing)
			o.sound(caller.hearsMusic())
			require.NoError(o, third.Answer(o.ctx))
			o.sound(together(caller, third)...)
			o.hangsUp(third, caller)
		},
		"the seat, and nobody takes the caller": func(o *office, caller, seat party, ringing *softphone.Call) {
			o.hangsUp(seat)
			o.sound(caller.hearsMusic())
			require.NoError(o, ringing.Reject(486, "Busy Here"))
			o.sound(caller.hearsMusic())
			again := theSeat(o.scene.rings(o.desk))
			require.NoError(o, again.Answer(o.ctx))
			o.sound(together(caller, again)...)
			o.hangsUp(caller, again)
		},
		"the seat in the instant of the answer": func(o *office, caller, seat party, ringing *softphone.Call) {
			third := theThird(ringing)
			hungUp := make(chan error)
			go func() { hungUp <- seat.Hangup(o.ctx) }()
			require.NoError(o, third.Answer(o.ctx))
			require.NoError(o, <-hungUp)
			o.sound(together(caller, third)...)
			o.hangsUp(caller, third)
		},
		"the one who answers": func(o *office, caller, seat party, ringing *softphone.Call) {
			third := theThird(ringing)
			require.NoError(o, third.Answer(o.ctx))
			o.hangsUp(third)
		},
	}
	for how, begin := range blind {
		t.Run(how, func(t *testing.T) {
			o := openOffice(t)
			for _, who := range slices.Sorted(maps.Keys(moments)) {
				o.part(who, func() {
					caller, seat := o.inTalk()
					refer := begin(o, seat)
					moments[who](o, caller, seat, o.scene.rings(o.rings["8021"]))
					if refer != nil && who == "the caller while it rings" {
						require.GreaterOrEqual(o, o.told(refer), 400)
					}
					_ = caller.Hangup(o.ctx) // if he is still there
					_ = seat.Hangup(o.ctx)
				})
			}
		})
	}
}

// consults brings seat and third party together while the caller waits.
func (o *office) consults(target string) (caller, seat, third party) {
	o.Helper()
	caller, seat = o.inTalk()
	o.press(seat, "*2"+target+"#")
	third = o.picksUp(target)
	o.sound(caller.hearsMusic(), seat.hears(third), third.hears(seat))
	return caller, seat, third
}

func TestSomebodyLeavesAConsultation(t *testing.T) {
	cases := map[string]func(o *office, caller, seat, third party){
		"the third party": func(o *office, caller, seat, third party) {
			o.hangsUp(third)
			o.hears(seat.Call, sayGone)
			o.sound(together(caller, seat)...)
			o.hangsUp(caller, seat)
		},
		"back to the caller": func(o *office, caller, seat, third party) {
			o.press(seat, "*0")
			o.over(third.Call)
			o.sound(together(caller, seat)...)
			o.hangsUp(seat)
		},
		"the caller": func(o *office, caller, seat, third party) {
			o.hangsUp(caller)
			o.sound(together(seat, third)...)
			o.hangsUp(seat, third)
		},
		"the seat": func(o *office, caller, seat, third party) {
			o.hangsUp(seat)
			o.sound(together(caller, third)...)
			o.hangsUp(third, caller)
		},
	}
	for _, target := range []string{"8021", "555"} {
		t.Run("with "+target, func(t *testing.T) {
			o := openOffice(t)
			for _, who := range slices.Sorted(maps.Keys(cases)) {
				o.part(who, func() {
					caller, seat, third := o.consults(target)
					cases[who](o, caller, seat, third)
					_ = caller.Hangup(o.ctx) // after the talk he goes on with the flow
				})
			}
		})
	}
}

// A transfer that rings out, by code and by button at the same time. Meanwhile a third
// seat asks for one of the two, whose telephone does not even ring: it is in a talk.
func TestATransferThatNobodyAnswers(t *testing.T) {
	o := openOffice(t)
	caller, seat := o.inTalk()
	o.press(seat, "*4555#")
	first := o.scene.rings(o.exchange)
	other, busy := o.connect(talks, o.rings["8021"])
	refer, err := busy.Refer(o.ctx, "12345")
	require.NoError(t, err)
	second := o.scene.rings(o.exchange)
	o.sound(caller.hearsMusic(), other.hearsMusic())

	late, asking := o.connectAt(direct, "8002")
	for _, name := range slices.Sorted(maps.Keys(asks)) {
		asks[name](o, asking, "8021")
		o.hears(asking.Call, sayBusy)
		o.sound(together(late, asking)...)
	}
	o.hangsUp(late, asking)

	o.over(first, second)
	o.hears(seat.Call, sayNoAnswer)
	o.hears(busy.Call, sayNoAnswer)
	require.GreaterOrEqual(t, o.told(refer), 400)
	o.sound(append(together(caller, seat), together(other, busy)...)...)
	o.hangsUp(caller, seat)
	o.hangsUp(other, busy)
}
