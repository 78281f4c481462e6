package dialplan

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
	mostPost   = 98 // the highest level of a seat in a queue
	everyLevel = "all"
	mostSkills = 50 // of one list: seats are compared with each
)

// skillForm keeps skills fit for journals and exports; 普通话 is the rule.
var skillForm = regexp.MustCompile(`^[^\s,:;|"<>\[\]{}\\=]{1,20}$`)

// skillAt is a skill with its level, and where it stands.
type skillAt struct {
	acd.Skill

	at    yamlfile.Node // the name
	level yamlfile.Node
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

// skillsSetting is skills with levels, {普通话: 1}, in the order of their names. Where
// each counts from level 1, [普通话] will do.
func skillsSetting(name, doc string, least int, into func([]skillAt)) setting {
	form := schema.Map(skillType(), schema.Int(least, mostSkill))
	if least == 1 {
		form = schema.Either(form, schema.List(skillType()))
	}
	return setting{may(name, doc, form), func(n yamlfile.Node) {
		if least == 1 && n.IsList() {
			into(skillList(n, 1))
			return
		}
		m, _ := n.Map()
		var found []skillAt
		for _, p := range m.Pairs() {
			skill, ok := skillName(p.Key)
			level, known := p.Value.Int(least, mostSkill)
			if ok && known {
				found = append(found, skillAt{acd.Skill{Skill: skill, Level: level}, p.Key, p.Value})
			}
		}
		into(byName(found))
	}}
}

// preferSetting is a list of skills, whose levels are the seats'.
func preferSetting(into func([]skillAt)) setting {
	field := may("prefer", "Seats with these skills are asked first, those of the highest levels before others.", schema.List(skillType()))
	return setting{field, func(n yamlfile.Node) { into(skillList(n, 0)) }}
}

func skillList(n yamlfile.Node, level int) []skillAt {
	var found []skillAt
	for _, item := range few(n, n.Texts(), mostSkills) {
		skill, ok := skillName(item)
		if ok && slices.Contains(namesOf(found), skill) {
			item.Error("take one of them out", "%s is there twice", skill)
		} else if ok {
			found = append(found, skillAt{acd.Skill{Skill: skill, Level: level}, item, item})
		}
	}
	return byName(found)
}

func byName(found []skillAt) []skillAt {
	slices.SortFunc(found, func(a, b skillAt) int { return strings.Compare(a.Skill.Skill, b.Skill.Skill) })
	return found
}

// levelsSetting is how many levels of seats are asked: a number, or all, which is
// another number for who keeps it.
func levelsSetting(doc string, all int, into func(int)) setting {
	field := may("levels", doc, schema.Either(schema.Int(1, mostPost), schema.OneOf(everyLevel)))
	return setting{field, func(n yamlfile.Node) {
		if word, ok := n.Text(); ok && word == everyLevel {
			into(all)
			return
		}
		levels, _ := n.Int(1, mostPost)
		into(levels)
	}}
}

func skillsOf(found []skillAt) []acd.Skill {
	skills := make([]acd.Skill, 0, len(found))
	for _, s := range found {
		skills = append(skills, s.Skill)
	}
	return skills
}

func namesOf(found []skillAt) []string {
	names := make([]string, 0, len(found))
	for _, s := range found {
		names = append(names, s.Skill.Skill)
	}
	return names
}

// levelIn is the level of a skill, 0 if it is not among them.
func levelIn(skills []acd.Skill, skill string) int {
	for _, s := range skills {
		if s.Skill == skill {
			return s.Level
		}
	}
	return 0
}
