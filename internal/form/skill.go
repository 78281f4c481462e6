package form

import (
	"regexp"
	"slices"
	"strings"

	"hotline/acd"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const (
	mostSkill  = 9  // its highest level
	mostSkills = 50 // of one list: seats are compared with each
)

// skillForm keeps skills fit for journals and exports; 普通话 is the rule.
var skillForm = regexp.MustCompile(`^[^\s,:;|"<>\[\]{}\\=]{1,20}$`)

// SkillAt is a skill with its level, and where both stand.
type SkillAt struct {
	acd.Skill

	NameAt, LevelAt yamlfile.Node
}

// SkillsAt are skills in the order of their names, each once.
type SkillsAt []SkillAt

// Skills are the skills as the distributor knows them.
func (s SkillsAt) Skills() []acd.Skill {
	skills := make([]acd.Skill, 0, len(s))
	for _, one := range s {
		skills = append(skills, one.Skill)
	}
	return skills
}

// Names are those of the skills.
func (s SkillsAt) Names() []string {
	names := make([]string, 0, len(s))
	for _, one := range s {
		names = append(names, one.Skill.Skill)
	}
	return names
}

// Skills is skills with levels from least on, {普通话: 1}. Where each counts from
// level 1, [普通话] will do.
func Skills(name, doc string, least int, into func(SkillsAt)) Setting {
	of := schema.Map(skillType(), schema.Int(least, mostSkill))
	if least == 1 {
		of = schema.Either(of, schema.List(skillType()))
	}
	return Of(name, doc, of, func(n yamlfile.Node) {
		if least == 1 && !n.IsMap() { // a single word is told how to become a list
			into(skillList(n, 1))
			return
		}
		m, _ := n.Map()
		var found SkillsAt
		for _, p := range m.Pairs() {
			skill, ok := skillName(p.Key)
			level, known := p.Value.Int(least, mostSkill)
			if ok && known {
				found = append(found, SkillAt{acd.Skill{Skill: skill, Level: level}, p.Key, p.Value})
			}
		}
		into(byName(found))
	})
}

// Prefer is a list of skills, whose levels are the seats'.
func Prefer(into func(SkillsAt)) Setting {
	return Of("prefer", "Seats with these skills are asked first, those of the highest levels before others.",
		schema.List(skillType()), func(n yamlfile.Node) { into(skillList(n, 0)) })
}

func skillType() schema.Type {
	return schema.Like(skillForm.String(), "use up to 20 letters or digits, without spaces")
}

func skillName(n yamlfile.Node) (string, bool) {
	text, ok := n.Text()
	if ok && !skillForm.MatchString(text) {
		n.Error("use up to 20 letters or digits, without spaces", "%q cannot be the name of a skill", text)
		return text, false
	}
	return text, ok
}

func skillList(n yamlfile.Node, level int) SkillsAt {
	var found SkillsAt
	for _, item := range Few(n, n.Texts(), mostSkills) {
		skill, ok := skillName(item)
		if ok && slices.Contains(found.Names(), skill) {
			item.Error("take one of them out", "%s is there twice", skill)
		} else if ok {
			found = append(found, SkillAt{acd.Skill{Skill: skill, Level: level}, item, item})
		}
	}
	return byName(found)
}

func byName(found SkillsAt) SkillsAt {
	slices.SortFunc(found, func(a, b SkillAt) int { return strings.Compare(a.Skill.Skill, b.Skill.Skill) })
	return found
}
