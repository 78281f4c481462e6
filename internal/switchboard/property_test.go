package switchboard

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"hotline/internal/asterisk"
)

// plan is what people do and what goes wrong in one run of the property. It is
// drawn before the run, so that a plan that fails can be made smaller.
type plan struct {
	callers  []visit
	habits   map[string]habit
	does     map[string][]string // what seats do in their talks
	accident []accident
}

type visit struct {
	second   int
	called   string
	patience time.Duration
	keys     string
}

// accident goes wrong in a second.
type accident struct {
	second int
	what   string
	seat   string
	kind   asterisk.Kind
	skip   int
	times  int
}

func drawPlan(t *rapid.T) plan {
	seat := rapid.SampledFrom([]string{"8001", "8002", "8003", "8011", "8012", "8021", "8031", "8051", "8042", "8071", "9001"})
	p := plan{habits: map[string]habit{}, does: map[string][]string{}}
	p.callers = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) visit {
		return visit{
			second:   rapid.IntRange(0, 40).Draw(t, "second"),
			called:   rapid.SampledFrom([]string{"12385", "12385", "12381", "12383", "12384", "12386", "12387", "99999", "12371", "12372", "12373", "12374", "12375", "12376", "0591-12385", "12389", "12389", "12390", "12391", "12391", "12392", "12392", "12379", "12394"}).Draw(t, "called"),
			patience: time.Duration(rapid.IntRange(0, 120).Draw(t, "patience")) * time.Second,
			keys:     rapid.StringOfN(rapid.RuneFrom([]rune("0129*#")), 0, 4, -1).Draw(t, "keys"),
		}
	}), 1, 4).Draw(t, "callers")
	for _, id := range []string{"8001", "8002", "8003", "8011", "8012", "8013", "8021", "8031", "8051", "8042", "9001", remote, calledBack, elsewhereAllowed + "@carrier"} {
		p.habits[id] = rapid.SampledFrom([]habit{answers, answers, ignores, declines, busy, shortly, machine, sendsOn}).Draw(t, id)
	}
	for _, id := range []string{"8001", "8002", "8003", "8011", "8012"} {
		p.does[id] = rapid.SliceOfN(rapid.SampledFrom(deeds()), 0, 8).Draw(t, "what "+id+" does")
	}
	p.accident = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) accident {
		return accident{
			second: rapid.IntRange(0, 60).Draw(t, "second"),
			what:   rapid.SampledFrom([]string{"crash", "link", "reload", "offline", "online", "pause", "private", "guest", "request", "panic"}).Draw(t, "what"),
			seat:   seat.Draw(t, "seat"),
			kind:   rapid.SampledFrom([]asterisk.Kind{asterisk.Server, asterisk.Conflict, asterisk.Timeout, asterisk.Unreachable}).Draw(t, "kind"),
			skip:   rapid.IntRange(0, 9).Draw(t, "skip"),
			times:  rapid.IntRange(1, 3).Draw(t, "times"),
		}
	}), 0, 4).Draw(t, "accidents")
	return p
}

// deeds are what a seat can do in a talk.
func deeds() []string {
	all := []string{"wait", "wait", "wait", "hold", "take", "leave", "refer 60", "refer 8012", "refer 8002", "*", "#", "99"}
	for _, act := range []string{"1", "3", "5", "6", "0"} {
		all = append(all, "*"+act)
	}
	for _, to := range []string{"8001", "8002", "8003", "8012", outsider, "61", "62", "63", "999"} {
		all = append(all, "*2"+to+"#", "*4"+to+"#")
	}
	return all
}

// Whatever people do, and whatever goes wrong meanwhile: each call ends once,
// with a typed outcome; no leg, bridge, playback or goroutine is left; nobody
// sits in silence; and the journal adds up to the floors as they are.
func TestAnythingMayHappen(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := drawPlan(rt)
		var problem string
		synctest.Test(t, func(t *testing.T) { problem = p.run(t) })
		if problem != "" {
			rt.Fatalf("%s", problem)
		}
	})
}

func (p plan) run(t *testing.T) string {
	l := newLife(newScene(t))
	l.open(loadTree(t))
	l.online("8001", "8002", "8011", "8012", "8013", "8021", "8031", "8051", "8042", "8061", "8071")
	l.habits = p.habits
	for seat, list := range p.does {
		l.does[seat] = slices.Clone(list)
	}
	l.bearable += 60 * min(1, len(p.accident))
	for second := range 165 {
		for i, v := range p.callers {
			if v.second == second {
				name := fmt.Sprintf("caller%d", i)
				l.keys[name] = v.keys
				l.calls(name, v.called, v.patience)
			}
		}
		for i, a := range p.accident {
			if a.second == second {
				l.befalls(i, a)
			}
		}
		l.lives(1)
	}
	l.noTrouble()
	l.lives(30)
	l.callOff()
	l.lives(30)
	if d := snapshotsHold(t, l.story.journal); d != "" {
		return d
	}
	return l.over()
}

func (l *life) befalls(i int, a accident) {
	switch a.what {
	case "crash":
		l.crash().restart(loadTree(l.t))
	case "link":
		l.linkDown()
		l.lives(a.skip)
		l.linkUp()
	case "reload":
		l.board.Reload(loadTree(l.t))
	case "offline":
		l.offline(a.seat)
	case "online":
		l.online(a.seat)
	case "pause":
		desk := fmt.Sprintf("desk%d", i)
		l.patience[desk] = time.Now().Add(time.Minute)
		l.dials(desk, a.seat, "*14")
	case "private":
		l.callsAs(fmt.Sprintf("private%d", i), a.seat, []string{"8001", "8011", "61", "*238002", "010-88881234"}[a.skip%5], 20*time.Second)
	case "guest":
		l.guest("pair", "8031", "9001")
	case "panic":
		op := []string{"play", "dial", "bridge", "music", "join"}[a.skip%5]
		l.trouble(trouble{op: op, times: 1, do: func() { panic("a mistake") }})
	case "request":
		l.trouble(trouble{op: "any", skip: a.skip, times: a.times, kind: a.kind, done: a.kind == asterisk.Timeout})
	}
}
