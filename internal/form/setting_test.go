package form_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"hotline/acd"
	"hotline/internal/form"
	"hotline/internal/problem"
	"hotline/internal/yamlfile"
)

// values is something of each kind.
type values struct {
	name   string
	wait   int64
	size   int
	flag   bool
	yes    bool
	way    acd.Strategy
	levels int
	skills []acd.Skill
	prefer []string
	wrapUp form.WrapUp
	ready  []string // what was done, in order
}

func (v *values) settings() []form.Setting {
	note := func(what string) func() { return func() { v.ready = append(v.ready, what) } }
	return []form.Setting{
		form.Needed(form.Text("name", "Its name.", &v.name)),
		form.Span("wait", "A time.", time.Second, time.Minute, &v.wait),
		form.Group("more", "A form within.", func(m yamlfile.Map) { v.ready = append(v.ready, m.Names()...) },
			form.Count("size", "A number.", 1, 9, &v.size),
			form.Flag("flag", "A truth.", &v.flag)).Before(note("begun")),
		form.Yes("yes", "A truth.", &v.yes),
		form.Choice("way", "A word.", &v.way, acd.RingAll, acd.LongestIdle),
		form.Levels("Levels.", form.MostLevel, acd.AllLevels, &v.levels),
		form.Skills("skills", "Skills.", 1, func(found form.SkillsAt) { v.skills = found.Skills() }),
		form.Prefer(func(found form.SkillsAt) { v.prefer = found.Names() }),
		form.QueueWrapUp("Notes.", time.Hour, func(w form.WrapUp) { v.wrapUp = w }),
	}
}

func read(t *testing.T, text string) (v values, found problem.Problems) {
	t.Helper()
	root, ok := yamlfile.Read("a.yaml", []byte(text), &found)
	require.True(t, ok)
	m, ok := root.Map()
	require.True(t, ok)
	form.Read(m, v.settings())
	return v, found
}

func TestRead(t *testing.T) {
	v, found := read(t, `
name: 咨询
wait: 20s
more: {flag: true, size: 3}
yes: true
way: ring-all
levels: all
skills: {粤语: 3, 手语: 1}
prefer: [粤语, 手语]
wrap-up: {time: 10s, extendable: 2m}
`)
	require.NoError(t, found.Err())
	require.Equal(t, values{
		name: "咨询", wait: 20_000, size: 3, flag: true, yes: true, way: acd.RingAll, levels: acd.AllLevels,
		skills: []acd.Skill{{Skill: "手语", Level: 1}, {Skill: "粤语", Level: 3}}, prefer: []string{"手语", "粤语"},
		wrapUp: form.WrapUp{Time: 10_000, Mode: acd.WrapUpExtendable, Most: 120_000},
		ready:  []string{"begun", "flag", "size"},
	}, v)
}

// What is not there is not read, and every mistake is told in one run.
func TestReadTellsEveryMistake(t *testing.T) {
	v, found := read(t, "wait: 2m\nmore: 3\nyes: perhaps\nway: random\nlevels: 99\nskills: 粤语\nprefer: [粤语, 粤语]\nwrap-up: sometime\nweight: 1\n")
	require.Empty(t, v.name)
	require.Equal(t, []string{"begun"}, v.ready, "what its values mean together is not asked of no form")
	var told []string
	for _, p := range found {
		told = append(told, p.Message)
	}
	require.Equal(t, []string{
		`"weight" is not known here`,
		`name is missing`,
		`wait: expected a time from 1s to 1m, found "2m"`,
		`more: expected keys and values, found "3"`,
		`yes: expected one of yes, no, true, false, found "perhaps"`,
		`way: expected one of ring-all, longest-idle, found "random"`,
		`levels: expected a number from 1 to 98, found "99"`,
		`skills: expected a list, found "粤语"`,
		`粤语 is there twice`,
		`wrap-up: expected a time, found "sometime"`,
	}, told)
}

// A form that has other keys too is checked by who knows them all.
func TestFill(t *testing.T) {
	var found problem.Problems
	root, _ := yamlfile.Read("a.yaml", []byte("wait: 5s\nother: 1\n"), &found)
	m, _ := root.Map()
	var v values
	form.Fill(m, v.settings())
	require.NoError(t, found.Err())
	require.Equal(t, values{wait: 5000}, v)
}

func TestWrapUps(t *testing.T) {
	for text, want := range map[string]form.WrapUp{
		"0":                              {},
		"45s":                            {Time: 45_000},
		"until-ended":                    {Mode: acd.WrapUpUntilEnded},
		"{time: 10s, extendable: true}":  {Time: 10_000, Mode: acd.WrapUpExtendable},
		"{time: 10s, extendable: 1m30s}": {Time: 10_000, Mode: acd.WrapUpExtendable, Most: 90_000},
		"{time: 60m, extendable: 60m}":   {Time: 3_600_000, Mode: acd.WrapUpExtendable, Most: 3_600_000},
	} {
		v, found := read(t, "name: a\nwrap-up: "+text)
		require.NoError(t, found.Err(), text)
		require.Equal(t, want, v.wrapUp, text)
	}
}
