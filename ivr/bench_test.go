package ivr_test

import (
	"fmt"
	"testing"

	"hotline/ivr"
	"hotline/ivr/ivrtest"

	"github.com/stretchr/testify/require"
)

// walkRound gives a session the same inputs again and again; they lead round.
func walkRound(b *testing.B, flow string, inputs ...ivr.Input) {
	b.Helper()
	prog, found := ivr.Load([]ivr.Source{{Name: "round.yaml", Text: []byte(flow)}})
	require.NoError(b, found.Err())
	s, err := ivr.NewSession(prog, "round", ivr.Vars{Call: "c", Centre: "harbin", Caller: "13800138000", CallerArea: "0451"})
	require.NoError(b, err)
	at := ivrtest.Moment()
	s.Next(at, ivr.Start{})
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.Next(at, inputs[i%len(inputs)])
	}
	require.False(b, s.Over())
}

func BenchmarkStep(b *testing.B) {
	walkRound(b, `flow: round
start: greet
person: wait
steps:
  greet: {say: 您好。, then: choose}
  choose:
    say: 请选择。
    menu:
      - {say: 要等候, key: 1, to: wait}
      - {say: 要转市民热线, key: 2, to: wait}
    retries: 2
  wait: {queue: advice, keys: {9: choose}, then: greet}
`,
		ivr.PlayEnded{}, ivr.Key{Digit: '1'}, ivr.Timeout{}, ivr.View{Position: 3}, ivr.Key{Digit: '9'},
		ivr.Result{What: ivr.Left, Reason: "key"}, ivr.Key{Digit: '1'}, ivr.Connected{}, ivr.Result{What: ivr.Talked})
}

func BenchmarkStepThatSaysValues(b *testing.B) {
	walkRound(b, `flow: round
start: one
steps:
  one: {say: "您好，您的号码是{{ caller.number }}，现在是{{ time.clock }}。", then: two}
  two: {say: "您好，您的号码是{{ caller.number }}，现在是{{ time.clock }}。", then: end}
  end: {menu: [{say: 要再来, key: 1, to: one}]}
  wait: {queue: advice}
`, ivr.PlayEnded{}, ivr.PlayEnded{}, ivr.Key{Digit: '1'})
}

func BenchmarkStepThatDecides(b *testing.B) {
	walkRound(b, `flow: round
start: sort
steps:
  sort:
    when:
      - {if: time.hour >= 18 or time.weekday > 5, to: choose}
      - {if: caller.area == '0451' and not caller.withheld, to: choose}
    else: wait
  choose: {menu: [{say: 要再来, key: 1, to: sort}]}
  wait: {queue: advice}
`, ivr.Key{Digit: '1'})
}

func BenchmarkCheckpoint(b *testing.B) {
	prog := loadAll(b)
	s, err := ivr.NewSession(prog, "all", ivr.Vars{Call: "c", Centre: "harbin"})
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		s.Checkpoint()
	}
}

// BenchmarkLoad loads 2,000 flows of ordinary size, with formulas.
func BenchmarkLoad(b *testing.B) {
	p := everything(b)
	var files []ivr.Source
	for i := range 2000 {
		name := fmt.Sprintf("city-%d", i)
		files = append(files, ivr.Source{Name: name + ".yaml", Text: []byte(fmt.Sprintf(ordinary, name))})
	}
	files = append(files, p.flows[1])
	b.ReportAllocs()
	for b.Loop() {
		_, found := ivr.Load(files, p.languages...)
		require.NoError(b, found.Err())
	}
}

const ordinary = `flow: %s
title: 市级热线
start: open
person: wait
steps:
  open: {hours: own, open: greet, closed: shut}
  greet: {say: "您好，这里是{{ title }}残疾人服务热线。", then: choose}
  choose:
    menu:
      - {say: 要咨询, key: 1, to: busy}
      - {say: 要转其他地区, key: 2, to: where}
      - {say: 要留言, key: 3, to: message}
  busy:
    queue: advice
    when: [{if: queue.waiting > 10 and queue.seats < 3, to: back}]
    else: wait
  wait:
    queue: advice
    instead: {no-seat: chain, wait-over: {limit: 5m, to: back}}
    then: grade
  where: {call: ask-area, with: {question: 请输入, tries: 2}, as: place, then: by-area}
  by-area: {forward: {area: vars.place.area, else: wait}}
  shut: {say: "现在不在服务时间，{{ hours.reason }}。下次服务时间是{{ hours.next }}。", then: chain}
  chain: {forward: chain, voicemail: message, callback: back}
  message: {voicemail: own, then: bye}
  back: {callback: advice, then: bye}
  grade: {survey: 请您评价。, then: bye}
  bye: {say: 再见。, hangup: done}
`
