package ivr_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hotline/ivr"
	"hotline/ivr/ivrtest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// heard is what a caller hears who waits, and when it begins.
type heard struct {
	at   time.Duration
	text string
}

// waitIn lets a caller of a flow wait for so long, in which he presses no key.
func waitIn(t require.TestingT, flow string, most time.Duration) (all []heard) {
	prog, found := ivr.Load([]ivr.Source{{Name: "wait.yaml", Text: []byte(flow)}})
	require.NoError(t, found.Err())
	s, err := ivr.NewSession(prog, "wait", ivr.Vars{Call: "c", Centre: "harbin"})
	require.NoError(t, err)
	var now, timer, ends time.Duration // the two are when they happen; zero: never
	inputs := []ivr.Input{ivr.Start{}}
	for now <= most {
		for len(inputs) > 0 {
			in := inputs[0]
			inputs = inputs[1:]
			for _, e := range s.Next(ivrtest.Moment().Add(now), in) {
				switch e := e.(type) {
				case ivr.SetTimer:
					timer = now + e.After
				case ivr.Look:
					inputs = append(inputs, ivr.View{Position: 3, Waiting: 3})
				case ivr.Play:
					ends = now + ivr.SpeechTime(e.Texts...)
					all = append(all, heard{now, e.Texts[0].Text})
				}
			}
		}
		switch {
		case ends > 0 && ends < timer:
			now, ends, inputs = ends, 0, []ivr.Input{ivr.PlayEnded{}}
		default:
			now, timer, inputs = timer, 0, []ivr.Input{ivr.Timeout{}}
		}
	}
	return all
}

// However often a caller shall hear his place and the messages, he hears both, each
// message in its turn, and none cuts another one short.
func TestPlacesAndMessagesTakeTurns(t *testing.T) {
	messages := []string{"请不要挂机。", strings.Repeat("我们会按照来电的先后顺序为您接通。", 5), "请您稍候。"}
	rapid.Check(t, func(t *rapid.T) {
		seconds := func(name string) time.Duration {
			return time.Duration(rapid.IntRange(10, 90).Draw(t, name)) * time.Second
		}
		const place = "前面2位。"
		all := waitIn(t, fmt.Sprintf(
			"flow: wait\nstart: wait\nsteps:\n  wait:\n    queue: advice\n    announce: {first: after %s, position: every %s, every: %s, comfort: [%s], text: '前面{{ ahead }}位。'}\n",
			seconds("first"), seconds("position"), seconds("every"), strings.Join(messages, ", ")), 30*time.Minute)
		places, said := 0, 0
		for i, h := range all {
			if h.text == place {
				places++
			} else {
				require.Equal(t, messages[said%len(messages)], h.text)
				said++
			}
			if i > 0 {
				before := all[i-1]
				quiet := max(10*time.Second, ivr.SpeechTime(ivr.Text{Text: before.text}))
				require.GreaterOrEqual(t, h.at-before.at, quiet, "%s after %s", h.text, before.text)
			}
		}
		require.GreaterOrEqual(t, places, 8)
		require.GreaterOrEqual(t, said, 8)
	})
}
