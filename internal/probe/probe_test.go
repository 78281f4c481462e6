package probe

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func sane() Probe {
	return Probe{
		Name: "main", Server: "10.0.0.5:5060", Number: "12385", From: "01065000000",
		Hears: Expect{Text: "您好"}, Key: "1", Then: Expect{File: "one.wav"},
	}
}

func TestCheckNamesTheKey(t *testing.T) {
	require.Empty(t, sane().Check())
	for want, spoil := range map[string]func(*Probe){
		`name: "" will not do; use up to 40`:                       func(p *Probe) { p.Name = "" },
		`name: "a b" will not do`:                                  func(p *Probe) { p.Name = "a b" },
		`server: "10.0.0.5" is no address; write host:port`:        func(p *Probe) { p.Server = "10.0.0.5" },
		`server: "h:0" is no address`:                              func(p *Probe) { p.Server = "h:0" },
		`server: ":5060" is no address`:                            func(p *Probe) { p.Server = ":5060" },
		`number: "12385;x" will not do`:                            func(p *Probe) { p.Number = "12385;x" },
		`from: "a@b" will not do`:                                  func(p *Probe) { p.From = "a@b" },
		`key: "x" will not do; use 0-9`:                            func(p *Probe) { p.Key = "x" },
		`key: nothing tells whether it works`:                      func(p *Probe) { p.Then = Expect{} },
		`then-hears: it comes after a key`:                         func(p *Probe) { p.Key = "" },
		`hears: the words are there twice`:                         func(p *Probe) { p.Hears.File = "x.wav" },
		`then-hears: the words are there twice`:                    func(p *Probe) { p.Then.Text = "x" },
		`hears: a prompt of more than 1000 characters`:             func(p *Probe) { p.Hears.Text = strings.Repeat("好", 1001) },
		`answer-within: 3m will not do; give a time from 1s to 2m`: func(p *Probe) { p.AnswerWithin = 3 * time.Minute },
		`hears-within: -1s will not do`:                            func(p *Probe) { p.Hears.Within = -time.Second },
		`then-within: 10ms will not do`:                            func(p *Probe) { p.Then.Within = 10 * time.Millisecond },
	} {
		p := sane()
		spoil(&p)
		found := p.Check()
		require.Len(t, found, 1, want)
		require.Contains(t, found[0].String(), want)
	}
	require.Len(t, Probe{}.Check(), 4, "all at once")
}

func TestUsualTimes(t *testing.T) {
	p := sane()
	p.Then.Within = time.Minute
	p = p.usual()
	require.Equal(t, []time.Duration{UsualAnswer, UsualHears, time.Minute},
		[]time.Duration{p.AnswerWithin, p.Hears.Within, p.Then.Within})
}

func TestLines(t *testing.T) {
	r := Result{Probe: "main", Took: 2500 * time.Millisecond, Cause: Passed, Steps: []Step{
		{Answer, 300 * time.Millisecond, "answered"}, {Prompt, 1200 * time.Millisecond, "heard “您好”"},
	}}
	require.Equal(t, []string{
		"main: answer    0.3s  answered",
		"main: prompt    1.2s  heard “您好”",
		"main: passed    2.5s",
	}, r.Lines())
	r.Cause, r.Detail = Busy, "486 Busy\x1bHere"
	require.Equal(t, "main: FAILED    2.5s  busy: 486 Busy?Here", r.Lines()[2])
}
