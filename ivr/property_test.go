package ivr_test

import (
	"testing"

	"hotline/ivr"
	"hotline/ivr/ivrtest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// everything has every verb and every way out.
const everything = `flow: all
start: greet
person: wait
steps:
  greet: {say: 您好。, then: choose}
  choose:
    say: 请选择。
    menu:
      - {say: 要等候, key: 1, to: wait}
      - {say: 要转市民热线, key: 2, to: out}
      - {say: 要转到省里, key: 3, to: province}
      - {say: 要签入, key: 4, to: in}
      - {say: 要结束, key: "#", to: bye}
    retries: 2
  wait:
    queue: advice
    keys: {9: choose, "#": bye}
    instead:
      no-seat: sorry
      wait-over: {limit: 3m, to: choose}
      full: {calls: 5, to: quiet}
    then: greet
  sorry: {say: 请稍候。, then: quiet}
  quiet: {queue: nation/advice, announce: none}
  out: {forward: {number: "12345"}, then: bye}
  province: {forward: {centre: heilongjiang, else: choose}}
  in: {seat: sign-in, then: sorry, else: bye}
  bye: {say: 再见。, hangup: done}
`

func load(t require.TestingT, flows ...ivr.Source) *ivr.Program {
	prog, found := ivr.Load(flows)
	require.Empty(t, found)
	return prog
}

func loadAll(t require.TestingT) *ivr.Program {
	return load(t, ivr.Source{Name: "flows/all.yaml", Text: []byte(everything)})
}

// pending follows the effects as the world would and knows what is to come.
type pending struct{ sound, timer, result, ended bool }

func (p *pending) take(t require.TestingT, in ivr.Input, effects []ivr.Effect) {
	switch in.(type) {
	case ivr.PlayEnded:
		p.sound = false
	case ivr.Timeout:
		p.timer = false
	case ivr.HungUp:
		p.ended = true
	}
	for _, e := range effects {
		switch e := e.(type) {
		case ivr.Play:
			require.NotEmpty(t, e.Texts)
			p.sound = true
		case ivr.StopPlay:
			require.True(t, p.sound, "StopPlay without a Play")
			p.sound = false
		case ivr.SetTimer:
			p.timer = e.After > 0
		case ivr.Enter:
			p.result = false
		case ivr.Queue, ivr.Forward, ivr.SeatDo:
			p.result = true
		case ivr.End:
			require.False(t, p.ended, "ended twice")
			p.ended = true
		}
	}
}

var inputs = rapid.OneOf(
	rapid.Map(rapid.SampledFrom([]byte("0123456789*#ABCD")), func(d byte) ivr.Input { return ivr.Key{Digit: d} }),
	rapid.SampledFrom([]ivr.Input{ivr.Start{}, ivr.PlayEnded{}, ivr.Timeout{}, ivr.Connected{}}),
	rapid.SampledFrom([]ivr.Input{ivr.PlayEnded{}, ivr.Timeout{}}),
	rapid.Custom(func(t *rapid.T) ivr.Input {
		return ivr.View{Position: rapid.IntRange(-1, 30).Draw(t, "position")}
	}),
	rapid.Custom(func(t *rapid.T) ivr.Input {
		return ivr.Result{
			What:   rapid.SampledFrom([]ivr.Outcome{ivr.Talked, ivr.Left, ivr.Failed, ivr.Done, "?"}).Draw(t, "what"),
			Reason: rapid.SampledFrom([]string{"no-seat", "wait", "size", "key", "busy", ""}).Draw(t, "reason"),
		}
	}),
)

func TestNoInputLeavesACallerStuck(t *testing.T) {
	prog := loadAll(t)
	rapid.Check(t, func(t *rapid.T) {
		s, err := ivr.NewSession(prog, "all", ivr.Vars{Call: "c", Centre: "harbin"})
		require.NoError(t, err)
		var p pending
		p.take(t, ivr.Start{}, s.Next(ivrtest.Moment(), ivr.Start{}))
		for _, in := range rapid.SliceOfN(inputs, 0, 60).Draw(t, "inputs") {
			effects := s.Next(ivrtest.Moment(), in)
			if p.ended {
				require.Empty(t, effects, "effects after the end")
				continue
			}
			p.take(t, in, effects)
			require.True(t, p.sound || p.timer || p.result || p.ended, "stuck in %s", s.Checkpoint().Step)
			require.Equal(t, p.ended, s.Over())
			if rapid.IntRange(0, 20).Draw(t, "restart") == 0 && !p.ended {
				s, err = ivr.Restore(prog, s.Checkpoint())
				require.NoError(t, err)
				p = pending{}
				p.take(t, ivr.Start{}, s.Next(ivrtest.Moment(), ivr.Start{}))
			}
		}
		require.Empty(t, s.Next(ivrtest.Moment(), ivr.HungUp{}))
		require.True(t, s.Over())
	})
}

// Whatever a caller has done, 0 or doing nothing brings a queue or a forward
// within few inputs, unless the call is over.
func TestAPersonIsAlwaysInReach(t *testing.T) {
	prog := loadAll(t)
	rapid.Check(t, func(t *rapid.T) {
		s, err := ivr.NewSession(prog, "all", ivr.Vars{Call: "c", Centre: "harbin"})
		require.NoError(t, err)
		s.Next(ivrtest.Moment(), ivr.Start{})
		for _, in := range rapid.SliceOfN(inputs, 0, 30).Draw(t, "inputs") {
			s.Next(ivrtest.Moment(), in)
		}
		if s.Over() {
			return
		}
		key := rapid.Bool().Draw(t, "by key")
		for range 20 {
			switch s.Checkpoint().Step {
			case "wait", "quiet", "out", "province":
				return
			case "in":
				s.Next(ivrtest.Moment(), ivr.Result{What: ivr.Done})
			}
			if key {
				s.Next(ivrtest.Moment(), ivr.Key{Digit: '0'})
			} else {
				s.Next(ivrtest.Moment(), ivr.PlayEnded{})
				s.Next(ivrtest.Moment(), ivr.Timeout{})
			}
			if s.Over() { // a farewell, heard to its end
				return
			}
		}
		t.Fatalf("no person from %s", s.Checkpoint().Step)
	})
}
