package e2e

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"hotline/internal/call"
	"hotline/internal/softphone"
)

// What is said to those who supervise, and whom they help.
const (
	sayNotAllowed = "您没有这项权限。"
	sayNoCall     = "没有找到对应的通话。"
	sayHelpAsked  = "已经请求班长协助。"
	sayHelpWanted = "座席8001请求协助。要对座席耳语，请按 2；要加入通话，请按 3；要接管通话，请按 4。"
	sayNoHelp     = "现在没有班长可以协助。"
)

// codes dials a code, and waits until it is taken.
func (s *scene) codes(p *softphone.Phone, code string) party {
	s.Helper()
	return theSupervisor(s.dialFrom(p, code, softphone.DialOptions{}))
}

// supervised waits for the record of a supervisor's act.
func (s *scene) supervised(mode string) {
	s.Helper()
	f := until(s, 1, func(f call.Supervised) bool { return f.Mode == mode })
	require.Equal(s, "8001", f.Seat)
	require.Equal(s, "8000", f.By)
	require.NotEmpty(s, f.Call)
	require.Positive(s, f.At)
}

// heardBy is what all hear while somebody supervises in a mode.
func heardBy(mode string, caller, seat, supervisor party) []hearing {
	switch mode {
	case "listen":
		return []hearing{caller.hears(seat), seat.hears(caller), supervisor.hears(caller, seat)}
	case "whisper":
		return []hearing{caller.hears(seat), seat.hears(caller, supervisor), supervisor.hears(caller, seat)}
	case "barge":
		return together(caller, seat, supervisor)
	}
	return together(caller, supervisor) // take-over
}

func TestASupervisorTakesPart(t *testing.T) {
	codes := map[string]string{"listen": "*418001", "whisper": "*428001", "barge": "*438001", "take-over": "*448001"}
	ends := map[string]func(s *scene, caller, seat, supervisor party){
		"the supervisor leaves": func(s *scene, caller, seat, supervisor party) {
			s.hangsUp(supervisor)
			s.supervised("end")
			s.sound(together(caller, seat)...)
			s.hangsUp(caller, seat)
		},
		"the caller hangs up": func(s *scene, caller, seat, supervisor party) { s.hangsUp(caller, seat, supervisor) },
		"the seat hangs up":   func(s *scene, caller, seat, supervisor party) { s.hangsUp(seat, caller, supervisor) },
	}
	s := open(t)
	boss, desk := s.seat("8000"), s.seat("8001")
	for _, mode := range []string{"listen", "whisper", "barge"} {
		for _, who := range slices.Sorted(maps.Keys(ends)) {
			s.part(mode+", "+who, func() {
				caller, seat := s.connect(direct, desk)
				supervisor := s.codes(boss, codes[mode])
				s.supervised(mode)
				s.sound(heardBy(mode, caller, seat, supervisor)...)
				ends[who](s, caller, seat, supervisor)
			})
		}
	}
	for _, who := range []string{"the caller", "the supervisor"} {
		s.part("take-over, "+who+" hangs up", func() {
			caller, seat := s.connect(direct, desk)
			supervisor := s.codes(boss, codes["take-over"])
			s.over(seat.Call)
			s.sound(heardBy("take-over", caller, seat, supervisor)...)
			s.supervised("take-over")
			require.Equal(s, call.Transferred{From: "8001", To: "8000", Way: "taken-over"}, withoutCall(s.transferred("taken-over")))
			if who == "the caller" {
				s.hangsUp(caller, supervisor)
			} else {
				s.hangsUp(supervisor, caller)
			}
		})
	}
}

func withoutCall(f call.Transferred) call.Transferred {
	f.At, f.Call = 0, ""
	return f
}

// By keys a supervisor goes from one part to another; each is on record.
func TestASupervisorChangesHisPart(t *testing.T) {
	s := open(t)
	boss, desk := s.seat("8000"), s.seat("8001")
	caller, seat := s.connect(direct, desk)
	supervisor := s.codes(boss, "*418001")
	for _, key := range []struct{ key, mode string }{{"", "listen"}, {"2", "whisper"}, {"3", "barge"}, {"1", "listen"}} {
		if key.key != "" {
			s.press(supervisor, key.key)
		}
		s.supervised(key.mode)
		s.sound(heardBy(key.mode, caller, seat, supervisor)...)
	}
	s.press(seat, "*1")
	s.sound(caller.hearsMusic(), seat.hearsNothing(), supervisor.hears(seat))
	s.press(seat, "*1")
	s.sound(heardBy("listen", caller, seat, supervisor)...)
	s.press(supervisor, "4")
	s.over(seat.Call)
	s.supervised("take-over")
	s.sound(together(caller, supervisor)...)
	require.Empty(t, caller.Digits())
	s.hangsUp(caller, supervisor)
}

// A supervisor goes on listening where the talk goes on with others.
func TestASupervisorListensToAConsultation(t *testing.T) {
	o := openOffice(t)
	boss := o.seat("8000")
	caller, seat, third := o.consults("8021")
	supervisor := o.codes(boss, "*418001")
	o.sound(caller.hearsMusic(), seat.hears(third), third.hears(seat), supervisor.hears(seat, third))
	o.press(seat, "*3")
	o.sound(append(together(caller, seat, third), supervisor.hears(caller, seat, third))...)
	o.hangsUp(seat, supervisor)
	o.sound(together(caller, third)...)
	o.hangsUp(caller, third)
}

func TestSupervisionIsRefused(t *testing.T) {
	s := open(t)
	boss, desk, other := s.seat("8000"), s.seat("8001"), s.seat("8002")
	caller, seat := s.connect(direct, desk)
	for name, c := range map[string]struct {
		by         *softphone.Phone
		code, says string
	}{
		"a seat of another house":      {boss, "*418101", sayNotAllowed},
		"a seat that is nobody's boss": {other, "*438001", sayNotAllowed},
		"a seat itself":                {desk, "*448001", sayNotAllowed},
		"nobody talks there":           {boss, "*428002", sayNoCall},
	} {
		refused := s.codes(c.by, c.code)
		s.hears(refused.Call, c.says)
		require.NoError(t, refused.Hangup(s.ctx), name)
	}
	s.sound(together(caller, seat)...)
	s.hangsUp(caller, seat)
	require.NotContains(t, s.story(), "call.Supervised")
}

// A seat asks for help in its talk: the supervisor's telephone rings, and he listens.
func TestASeatGetsHelp(t *testing.T) {
	s := open(t)
	boss, desk := s.seat("8000"), s.seat("8001")
	s.part("he listens, and takes over", func() {
		caller, seat := s.connect(direct, desk)
		s.press(seat, "*7")
		s.hears(seat.Call, sayHelpAsked)
		supervisor := theSupervisor(s.rings(boss))
		require.NoError(s, supervisor.Answer(s.ctx))
		s.hears(supervisor.Call, sayHelpWanted)
		s.supervised("listen")
		s.sound(heardBy("listen", caller, seat, supervisor)...)
		s.press(supervisor, "4")
		s.over(seat.Call)
		s.supervised("take-over")
		s.sound(heardBy("take-over", caller, seat, supervisor)...)
		s.hangsUp(caller, supervisor)
		require.Equal(s, []string{"8000"}, until(s, 1, any1[call.HelpAsked]).Of)
	})
	s.part("he does not take the call", func() {
		caller, seat := s.connect(direct, desk)
		s.press(seat, "*7")
		require.NoError(s, s.rings(boss).Reject(486, "Busy Here"))
		s.hears(seat.Call, sayNoHelp)
		s.sound(together(caller, seat)...)
		s.hangsUp(caller, seat)
	})
	s.part("the talk ends while his telephone rings", func() {
		caller, seat := s.connect(direct, desk)
		s.press(seat, "*7")
		ringing := s.rings(boss)
		s.hangsUp(caller, seat, theSupervisor(ringing))
	})
}
