package dialplan

import (
	"slices"

	"hotline/internal/form"
	"hotline/internal/problem"
	"hotline/ivr"
)

// noteSkills keeps where the skills of a seat stand.
func (l *loader) noteSkills(found form.SkillsAt) {
	for _, s := range found {
		if _, noted := l.skills[s.Skill.Skill]; !noted {
			l.skills[s.Skill.Skill] = s.NameAt.Place()
		}
	}
}

// checkSkills tells of skills that are named in vain.
func (l *loader) checkSkills(d *queueDraft, seats []server, known []string) {
	for _, s := range d.prefer {
		if bestOf(seats, s.Skill.Skill) == 0 {
			l.found.Add(s.NameAt.Place().Warning(lacking(s.Skill.Skill, 1, known), "no seat of %s has %s", d.ID, s.Skill.Skill))
		}
	}
	needs := d.needs.Names()
	for _, stage := range d.relax {
		for _, s := range stage.needs {
			if !slices.Contains(needs, s.Skill.Skill) && bestOf(seats, s.Skill.Skill) == 0 {
				l.found.Add(s.NameAt.Place().Warning(problem.DidYouMean(s.Skill.Skill, slices.Concat(needs, known)), "neither the queue needs %s nor has a seat of it", s.Skill.Skill))
			}
		}
	}
}

// checkSkillRef sees whether any seat has what a flow asks for.
func (l *loader) checkSkillRef(r ivr.Ref) {
	if _, ok := l.skills[r.Name]; !ok && len(l.tree.Seats) > 0 {
		l.unknown(r, r.Name, sorted(l.skills))
	}
}

// checkAsked tells of skills of seats that nothing asks for: most often one of two
// words for the same. With mistakes elsewhere it would be told in vain.
func (l *loader) checkAsked() {
	if l.found.Err() != nil {
		return
	}
	asked := l.asked()
	for _, skill := range sorted(l.skills) {
		if !asked[skill] {
			l.found.Add(l.skills[skill].Warning("name it in needs: or prefer: of a queue or a flow, or take it out", "nothing asks for %s", skill))
		}
	}
}

func (l *loader) asked() map[string]bool {
	asked := map[string]bool{}
	for _, d := range l.queues {
		for _, s := range slices.Concat(d.needs, d.prefer) {
			asked[s.Skill.Skill] = true
		}
	}
	for _, name := range l.tree.Program.Names() {
		f, _ := l.tree.Program.Flow(name)
		for _, r := range f.Refs() {
			if r.Kind == ivr.RefSkill {
				asked[r.Name] = true
			}
		}
	}
	return asked
}
