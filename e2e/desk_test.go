package e2e

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/call"
	"hotline/internal/softphone"
)

// notes is a queue with time for notes, of seat 8023.
const notes = "88620024"

// does dials a code, types what is asked for, and hears a word to its end.
func (s *scene) does(p *softphone.Phone, code, typed, says string) {
	s.Helper()
	dialled := s.codes(p, code)
	if typed != "" {
		s.types(dialled, typed)
	}
	s.hears(dialled.Call, says)
	require.NoError(s, dialled.Hangup(s.ctx))
}

// types presses keys when something was asked for.
func (s *scene) types(p party, keys string) {
	s.Helper()
	require.NoError(s, p.WaitSound(s.ctx))
	s.press(p, keys)
}

// atDesk registers a telephone that is no seat's own.
func (s *scene) atDesk(account string) *softphone.Phone {
	s.Helper()
	p := s.phoneOf(account)
	require.NoError(s, p.Register(s.ctx))
	return p
}

// A seat begins work at a telephone of nobody: its calls ring there, and it does all it
// has to by codes.
func TestASeatWorksAtAFreeTelephone(t *testing.T) {
	s := open(t)
	free := s.atDesk("9001")
	pin := s.rig.Secrets.PINs["8023"]
	wrong := "0" + strings.Repeat("7", len(pin)-1)

	in := s.codes(free, "*11")
	s.hears(in.Call, "请输入座席号。")
	s.press(in, "8023#")
	s.hears(in.Call, "请输入密码。")
	s.press(in, wrong+"#")
	s.hears(in.Call, "密码不正确。")
	s.hears(in.Call, "请输入密码。")
	s.press(in, pin+"#")
	s.hears(in.Call, "签入成功，可以接听来电了。")
	s.over(in.Call)
	require.Equal(t, "9001", until(s, 1, func(f *acd.SeatSignedIn) bool { return f.Seat == "8023" }).Phone)
	refused := until(s, 1, any1[call.SignInRefused])
	require.Equal(t, []string{"8023", "9001", "wrong-pin"}, []string{refused.Seat, refused.Phone, refused.Why})

	s.does(free, "*142", "", "已经示忙。")
	require.Equal(t, "用餐", until(s, 1, any1[*acd.SeatPaused]).Reason)
	s.does(free, "*13", "", "已经示闲。")
	until(s, 1, any1[*acd.SeatReady])
	s.does(free, "*15", "", "现在不能延长话后处理时间。")

	caller, seat := s.connect(notes, free)
	s.hangsUp(caller, seat)
	s.does(free, "*15", "", "话后处理时间延长了一分钟。")
	s.does(free, "*1623", "", "已经记录，投诉请求，康复。")
	classified := until(s, 1, any1[call.Classified])
	require.Equal(t, []string{"8023", "23", "投诉请求", "康复"},
		[]string{classified.Seat, classified.Code, classified.Function, classified.Field})
	s.does(free, "*16", "02", "已经记录，不予受理，信访事项已经办结。")
	s.does(free, "*13", "", "已经示闲。")
	until(s, 1, any1[*acd.WrapUpEnded])
	s.does(free, "*18", "", "您今天接听1个来电，通话0分钟，漏接0个。")
	s.does(free, "*17", "", "正在呼叫班长，请稍候。")

	s.does(free, "*12", "", "已经签出，您辛苦了。")
	until(s, 1, func(f *acd.SeatSignedOut) bool { return f.Seat == "8023" })
	s.does(free, "*14", "", "示忙没有成功，请先签入。")
	require.NotContains(t, s.story(), pin, "no PIN is on record")
}

// After five wrong PINs the right one does not help, wherever it is typed.
func TestASeatIsLockedAfterWrongPINs(t *testing.T) {
	s := open(t)
	free := s.atDesk("9001")
	var tries []party
	for range 5 {
		try := s.codes(free, "*118023")
		s.types(try, "4711#")
		tries = append(tries, try)
	}
	until(s, 5, func(f call.SignInRefused) bool { return f.Why == "wrong-pin" })
	for _, try := range tries {
		s.hangsUp(try)
	}
	s.does(s.atDesk("8051"), "*118023", s.rig.Secrets.PINs["8023"]+"#", "密码已锁定，请稍后再试。")
	until(s, 1, func(f call.SignInRefused) bool { return f.Why == "locked" && f.Until > f.At })
	require.NotRegexp(t, `acd\.SeatSignedIn [^\n]*Seat:8023 `, s.story())
}

// A seat without a talk calls for its supervisor: they talk.
func TestASeatTalksToItsSupervisor(t *testing.T) {
	s := open(t)
	boss, desk := s.seat("8000"), s.seat("8001")
	asks := s.codes(desk, "*17")
	ringing := theSeat(s.rings(boss))
	require.NoError(t, ringing.Answer(s.ctx))
	s.sound(together(asks, ringing)...)
	s.hangsUp(ringing, asks)
	require.Equal(t, []string{"8000"}, until(s, 1, any1[call.HelpAsked]).Of)
}

// Both telephones of a seat ring; whichever is picked up has the call.
func TestASeatWithTwoTelephones(t *testing.T) {
	s := open(t)
	one, other := s.seat("8021"), s.atDesk("8051")
	until(s, 1, func(f *acd.SeatSignedIn) bool { return f.Seat == "8021" })
	for _, first := range []*softphone.Phone{one, other} {
		s.part(first.URI(), func() {
			caller := theCaller(s.dial(talks))
			ringing := map[*softphone.Phone]*softphone.Call{one: s.rings(one), other: s.rings(other)}
			seat := theSeat(ringing[first])
			require.NoError(s, seat.Answer(s.ctx))
			delete(ringing, first)
			for _, c := range ringing {
				s.over(c)
			}
			s.sound(together(caller, seat)...)
			s.hangsUp(caller, seat)
		})
	}
}
