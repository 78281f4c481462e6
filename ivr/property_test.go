package ivr_test

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline/ivr"
	"hotline/ivr/ivrtest"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func everything(t require.TestingT) parts {
	ar, err := txtar.ParseFile("testdata/everything.txtar")
	require.NoError(t, err)
	return sortParts(t, ar.Files)
}

func loadAll(t require.TestingT) *ivr.Program {
	p := everything(t)
	prog, found := ivr.Load(p.flows, p.languages...)
	require.Empty(t, found)
	return prog
}

// pending follows the effects as the world would and knows what is to come.
type pending struct {
	sound, timer, ended bool
	answer              ivr.Effect // that the session waits for an answer to
	step, way           string
}

func (p *pending) take(t require.TestingT, in ivr.Input, effects []ivr.Effect) {
	switch in.(type) {
	case ivr.PlayEnded:
		p.sound = false
	case ivr.Timeout:
		p.timer = false
	case ivr.HungUp:
		p.ended = true
	}
	if answers(p.answer, in) {
		p.answer = nil
	}
	for _, e := range effects {
		require.False(t, p.ended, "%#v after the end", e)
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
			p.answer, p.step, p.way = nil, e.Flow+"/"+e.Step, e.Way
		case ivr.Queue, ivr.Forward, ivr.SeatDo, ivr.CallBack, ivr.AskHours, ivr.RecordMessage, ivr.Fetch:
			p.answer = e
		case ivr.Look:
			if e.Queue != "" {
				p.answer = e
			}
		case ivr.End:
			p.ended = true
		}
	}
}

// answers: the input is what the session waits for.
func answers(e ivr.Effect, in ivr.Input) (ok bool) {
	switch e.(type) {
	case ivr.AskHours:
		_, ok = in.(ivr.Hours)
	case ivr.RecordMessage:
		_, ok = in.(ivr.Recorded)
	case ivr.Fetch:
		_, ok = in.(ivr.Fetched)
	case ivr.Look:
		_, ok = in.(ivr.View)
	case ivr.Queue, ivr.Forward, ivr.SeatDo, ivr.CallBack:
		_, ok = in.(ivr.Result)
	}
	return ok
}

var (
	keys   = rapid.Map(rapid.SampledFrom([]byte("0123456789*#ABCD")), func(d byte) ivr.Input { return ivr.Key{Digit: d} })
	inputs = rapid.OneOf(keys, rapid.SampledFrom([]ivr.Input{ivr.Start{}, ivr.PlayEnded{}, ivr.Timeout{}, ivr.Connected{}}), views, results, hours, recorded, fetched)
)

// Answers to effects.
var (
	seconds = rapid.Map(rapid.IntRange(0, 900), func(n int) time.Duration { return time.Duration(n) * time.Second })
	views   = rapid.Custom(func(t *rapid.T) ivr.Input {
		return ivr.View{
			Position: rapid.IntRange(-1, 30).Draw(t, "position"), Waiting: rapid.IntRange(0, 30).Draw(t, "waiting"),
			Seats: rapid.IntRange(0, 3).Draw(t, "seats"), Expected: seconds.Draw(t, "expected"), Low: seconds.Draw(t, "low"), High: seconds.Draw(t, "high"),
		}
	})
	results = rapid.Custom(func(t *rapid.T) ivr.Input {
		return ivr.Result{
			What:   rapid.SampledFrom([]ivr.Outcome{ivr.Talked, ivr.Left, ivr.Failed, ivr.Done, "?"}).Draw(t, "what"),
			Reason: rapid.SampledFrom([]string{"no-seat", "all-paused", "all-busy", "staff", "wait", "size", "expected", "key", "busy", "voicemail", "callback", ""}).Draw(t, "reason"),
		}
	})
	hours = rapid.Custom(func(t *rapid.T) ivr.Input {
		return ivr.Hours{
			Open: rapid.Bool().Draw(t, "open"), Why: rapid.SampledFrom([]string{"always", "break", "holiday", ""}).Draw(t, "why"),
			Reason: "今天休息", Next: rapid.SampledFrom([]string{"", "今天13点"}).Draw(t, "next"),
		}
	})
	recorded = rapid.Custom(func(t *rapid.T) ivr.Input {
		return ivr.Recorded{OK: rapid.Bool().Draw(t, "ok"), Length: time.Second}
	})
	fetched = rapid.Custom(func(t *rapid.T) ivr.Input {
		return ivr.Fetched{
			OK:   rapid.Bool().Draw(t, "ok"),
			Data: rapid.SampledFrom([]any{nil, 3.0, "x", []any{1.5}, map[string]any{"open": 2.0, "name": "李"}, map[string]any{"open": "x"}}).Draw(t, "data"),
		}
	})
)

// next is an input to a session: one that it waits for, most often, or any.
func (w *walker) next(t *rapid.T) ivr.Input {
	if rapid.IntRange(0, 3).Draw(t, "odd") == 0 {
		return inputs.Draw(t, "any")
	}
	switch w.answer.(type) {
	case ivr.Look:
		return views.Draw(t, "view")
	case ivr.Queue, ivr.Forward, ivr.SeatDo, ivr.CallBack:
		return rapid.OneOf(results, keys).Draw(t, "result")
	case ivr.AskHours:
		return hours.Draw(t, "hours")
	case ivr.RecordMessage:
		return rapid.OneOf(recorded, keys).Draw(t, "recorded")
	case ivr.Fetch:
		return fetched.Draw(t, "fetched")
	}
	if w.sound {
		return rapid.OneOf(rapid.Just[ivr.Input](ivr.PlayEnded{}), keys).Draw(t, "heard")
	}
	return rapid.OneOf(rapid.Just[ivr.Input](ivr.Timeout{}), keys, keys).Draw(t, "waited")
}

var callers = rapid.Custom(func(t *rapid.T) ivr.Vars {
	return ivr.Vars{
		Call: "c", Centre: "harbin", Title: "哈尔滨市残疾人服务热线",
		Caller:     rapid.SampledFrom([]string{"", "13800138000", "045188886666", "+1 555"}).Draw(t, "caller"),
		CallerCity: rapid.SampledFrom([]string{"", "daqing"}).Draw(t, "city"),
		Language:   rapid.SampledFrom([]string{"", "en", "fr"}).Draw(t, "language"),
		Lead:       rapid.SampledFrom([]string{"", "本号码将停用。"}).Draw(t, "lead"),
		Slow:       rapid.Bool().Draw(t, "slow"),
	}
})

// walker is a session with what the world owes it.
type walker struct {
	*ivr.Session
	pending
}

func begin(t require.TestingT, s *ivr.Session) *walker {
	w := &walker{Session: s}
	w.give(t, ivr.Start{})
	return w
}

func (w *walker) give(t require.TestingT, in ivr.Input) []ivr.Effect {
	effects := w.Next(ivrtest.Moment(), in)
	w.take(t, in, effects)
	require.Equal(t, w.ended, w.Over())
	require.True(t, w.sound || w.timer || w.answer != nil || w.ended, "stuck in %s", w.step)
	return effects
}

// again is the session as it is after a restart, not started yet.
func again(t require.TestingT, prog *ivr.Program, s *ivr.Session) *ivr.Session {
	text, err := json.Marshal(s.Checkpoint())
	require.NoError(t, err)
	var cp ivr.Checkpoint
	require.NoError(t, json.Unmarshal(text, &cp))
	restored, err := ivr.Restore(prog, cp)
	require.NoError(t, err)
	return restored
}

// anyCall is a session after generated inputs.
func anyCall(t *rapid.T, prog *ivr.Program) *walker {
	s, err := ivr.NewSession(prog, "all", callers.Draw(t, "vars"))
	require.NoError(t, err)
	w := begin(t, s)
	for range rapid.IntRange(0, 60).Draw(t, "inputs") {
		w.give(t, w.next(t))
		if !w.ended && rapid.IntRange(0, 20).Draw(t, "restart") == 0 {
			w = begin(t, again(t, prog, w.Session))
		}
	}
	return w
}

func TestNoInputLeavesACallerStuck(t *testing.T) {
	prog := loadAll(t)
	rapid.Check(t, func(t *rapid.T) {
		w := anyCall(t, prog)
		require.Empty(t, w.give(t, ivr.HungUp{}))
		require.True(t, w.Over())
		require.Empty(t, w.give(t, ivr.Start{}))
	})
}

// answerBadly gives the session the answer it waits for, and a bad one. It is true
// when the caller is on the way to a person.
func (w *walker) answerBadly(t *rapid.T) bool {
	switch w.answer.(type) {
	case ivr.Queue, ivr.Forward:
		return true
	case ivr.AskHours:
		w.give(t, ivr.Hours{Why: "holiday"})
	case ivr.RecordMessage:
		w.give(t, ivr.Recorded{})
	case ivr.Fetch:
		w.give(t, ivr.Fetched{})
	case ivr.Look:
		w.give(t, ivr.View{})
	case ivr.CallBack, ivr.SeatDo:
		w.give(t, ivr.Result{What: ivr.Failed})
	}
	return false
}

// Whatever a caller has done, 0 or doing nothing brings a queue or a forward
// within few inputs, unless the call is over.
func TestAPersonIsAlwaysInReach(t *testing.T) {
	prog := loadAll(t)
	rapid.Check(t, func(t *rapid.T) {
		w := anyCall(t, prog)
		key := rapid.Bool().Draw(t, "by key")
		for range 30 {
			if w.ended || w.answerBadly(t) {
				return
			}
			if key {
				w.give(t, ivr.Key{Digit: '0'})
			} else {
				w.give(t, ivr.PlayEnded{})
				w.give(t, ivr.Timeout{})
			}
		}
		t.Fatalf("no person from %s", w.step)
	})
}

// In each of these steps 0, after * has taken back what was typed and with # after
// it where a number may begin with it, leads to the flow's person, or to that of
// the flow that called it.
func TestZeroIsAPerson(t *testing.T) {
	prog := loadAll(t)
	for _, step := range []string{
		"all/choose", "all/choose-more", "all/offer", "all/message", "all/back", "all/back-then", "all/grade",
		"all/greet", "all/tell", "all/lunch", "all/bye", "all/look-up", "ask-area/ask", "ask-area/number",
	} {
		flow, name, _ := strings.Cut(step, "/")
		rapid.Check(t, func(t *rapid.T) {
			var cp ivr.Checkpoint
			require.NoError(t, json.Unmarshal([]byte(`{"stack": [{"flow": "all", "step": "where"}]}`), &cp))
			cp.Flow, cp.Step, cp.Vars = flow, name, callers.Draw(t, "vars")
			s, err := ivr.Restore(prog, cp)
			require.NoError(t, err)
			w := begin(t, s)
			for range rapid.IntRange(0, 12).Draw(t, "inputs") {
				w.give(t, w.next(t))
			}
			if _, ordering := w.answer.(ivr.CallBack); w.ended || ordering || w.step != step {
				return
			}
			if _, recording := w.answer.(ivr.RecordMessage); !recording {
				w.give(t, ivr.Key{Digit: '*'})
			}
			w.give(t, ivr.Key{Digit: '0'})
			if w.way != "person" {
				w.give(t, ivr.Key{Digit: '#'})
			}
			require.Equal(t, "all/wait", w.step)
			require.Equal(t, "person", w.way)
		})
	}
}

// A restart at a step changes nothing but that the step is said again.
func TestRestoredSessionGoesOnEqually(t *testing.T) {
	prog := loadAll(t)
	rapid.Check(t, func(t *rapid.T) {
		s, err := ivr.NewSession(prog, "all", callers.Draw(t, "vars"))
		require.NoError(t, err)
		w := begin(t, s)
		for range rapid.IntRange(0, 40).Draw(t, "inputs") {
			effects := w.give(t, w.next(t))
			at := slices.IndexFunc(effects, isEnter)
			if w.ended || at < 0 {
				continue
			}
			if other := begun(again(t, prog, w.Session)); slices.Equal(lines(effects), lines(other.first)) {
				for range rapid.IntRange(1, 10).Draw(t, "afterwards") {
					in := w.next(t)
					require.Equal(t, lines(w.give(t, in)), lines(other.s.Next(ivrtest.Moment(), in)))
				}
			} else {
				requireSaidAgain(t, effects, other.first)
			}
		}
	})
}

type started struct {
	s     *ivr.Session
	first []ivr.Effect
}

func begun(s *ivr.Session) started {
	return started{s, s.Next(ivrtest.Moment(), ivr.Start{})}
}

func isEnter(e ivr.Effect) bool { _, ok := e.(ivr.Enter); return ok }

// lines are effects from the last Enter on, without what a restart may change: how
// the step was come to, and a timer that is stopped and was not running.
func lines(effects []ivr.Effect) []string {
	var all []string
	for _, e := range effects {
		if at, ok := e.(ivr.Enter); ok {
			all, e = nil, ivr.Enter{Flow: at.Flow, Step: at.Step}
		}
		if e != (ivr.SetTimer{}) {
			all = append(all, ivrtest.Line(e))
		}
	}
	return all
}

// requireSaidAgain: without the words of the way here, which were said already.
func requireSaidAgain(t require.TestingT, effects, restored []ivr.Effect) {
	before, after := lines(effects), lines(restored)
	require.Equal(t, before[0], after[0])
	words := func(all []string) string {
		for _, l := range all {
			if said, ok := strings.CutPrefix(l, "Play "); ok {
				return said
			}
		}
		return ""
	}
	require.True(t, strings.HasSuffix(words(before), words(after)), "%s\n%s", before, after)
	require.NotEmpty(t, words(before))
}

func TestSessionsOfOneProgramAreIndependent(t *testing.T) {
	prog := loadAll(t)
	p := everything(t)
	script := "→ Start\n→ Key #\n→ PlayEnded\n→ PlayEnded\n→ Hours open\n→ Key 5\n→ Restore\n→ Start\n→ Key 2\n" +
		"→ Fetched 200 {\"open\": 2, \"name\": \"李\"}\n→ PlayEnded\n→ Key 0\n→ View 3/3\n"
	play := func(caller string) string {
		vars := p.vars
		vars.Caller = caller
		s, err := ivr.NewSession(prog, "all", vars)
		if err != nil {
			return err.Error()
		}
		got, err := ivrtest.Run(prog, s, script)
		if err != nil {
			return err.Error()
		}
		return got
	}
	numbers := []string{"13800138000", "045188886666", "", "13900139000"}
	want, got := make([]string, len(numbers)), make([]string, len(numbers))
	for i, n := range numbers {
		want[i] = play(n)
		require.Contains(t, want[i], "李您好，您有2件事项在办理。")
	}
	for range 20 {
		var all sync.WaitGroup
		for i, n := range numbers {
			all.Go(func() { got[i] = play(n) })
		}
		all.Wait()
		require.Equal(t, want, got)
	}
}
