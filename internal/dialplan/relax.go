package dialplan

import (
	"time"

	"hotline/acd"
	"hotline/internal/form"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const mostStages = 10

// stageAt is a stage of relax, and where it stands.
type stageAt struct {
	acd.Stage

	form  yamlfile.Map
	needs form.SkillsAt
}

// relaxSetting reads the stages, each of which must be later and wider than the one
// before.
func relaxSetting(d *queueDraft) form.Setting {
	stages := schema.List(schema.Form(form.Fields(new(stageAt).settings())...))
	return form.Of("relax", "Other needs and levels for a caller who waits on, one stage after the other.", stages, func(n yamlfile.Node) {
		items, _ := n.List()
		now, last := d.first(), int64(0)
		for _, item := range form.Few(n, items, mostStages) {
			var s stageAt
			var ok bool
			if s.form, ok = item.Map(); !ok {
				continue
			}
			form.Read(s.form, s.settings())
			s.checkAfter(last)
			s.checkWider(now)
			now, last = now.widened(s.Stage), max(last, s.After)
			d.relax = append(d.relax, s)
			d.Rules.Relax = append(d.Rules.Relax, s.Stage)
		}
	})
}

func (s *stageAt) settings() []form.Setting {
	return []form.Setting{
		form.Needed(form.Span("after", "From this wait in the queue on.", time.Second, longestWait, &s.After)),
		form.Levels("Seats of levels 1 to this one are asked from now on, or all.", form.MostLevel, acd.AllLevels, &s.Levels),
		form.Skills("needs", "New levels of skills that were needed; 0: no longer needed.", 0, func(found form.SkillsAt) { s.needs, s.Needs = found, found.Skills() }),
	}
}

func (s *stageAt) checkAfter(last int64) {
	if n, ok := s.form.Get("after"); ok && s.After > 0 && s.After <= last {
		n.Error("put the stages in the order of their waits", "the stage before begins after %s already", words(last))
	}
}

// checkWider sees that a stage lets in more seats than before, and none fewer.
func (s *stageAt) checkWider(now circle) {
	wider, wrong := false, s.form.Has("levels") && s.Levels == 0 || s.form.Has("needs") && len(s.needs) == 0
	if n, ok := s.form.Get("levels"); ok && s.Levels > 0 {
		switch {
		case now.levels == 0 && s.Levels != acd.AllLevels:
			n.Error("take it out, or set levels: of the queue", "seats of all levels are asked before")
			wrong = true
		case s.Levels < now.levels:
			n.Error("a stage may only widen the circle", "seats of levels 1 to %d are asked before", now.levels)
			wrong = true
		default:
			wider = now.levels != 0 && s.Levels > now.levels
		}
	}
	for _, skill := range s.needs {
		before, said := now.lowered[skill.Skill.Skill]
		if said && skill.Level > before {
			skill.LevelAt.Error("a stage may only lower what is needed", "%s is needed at level %d before", skill.Skill.Skill, before)
			wrong = true
		}
		wider = wider || !said || skill.Level < before
	}
	if !wider && !wrong {
		s.form.Node().Error("raise levels:, lower one of the needs:, or take the stage out", "this stage lets in no seat that was not asked before")
	}
}

// words are a time in ms as files have it.
func words(ms int64) string { return yamlfile.Short(time.Duration(ms) * time.Millisecond) }
