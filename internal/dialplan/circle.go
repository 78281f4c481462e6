package dialplan

import (
	"maps"

	"hotline/acd"
)

// circle is the seats that a call may be offered to, by level and skills. needs are
// the queue's; lowered has the last level said of any skill, for calls bring needs of
// their own.
type circle struct {
	levels  int // 0 = all
	needs   []acd.Skill
	lowered map[string]int
}

// first is the circle of a call that has just joined.
func (d *queueDraft) first() circle {
	c := circle{levels: d.Rules.Levels, needs: d.Rules.Needs, lowered: map[string]int{}}
	for _, s := range c.needs {
		c.lowered[s.Skill] = s.Level
	}
	return c
}

// widened is the circle after a stage. What would make it narrower is a mistake, and
// passed over.
func (c circle) widened(s acd.Stage) circle {
	c.lowered = maps.Clone(c.lowered)
	for _, n := range s.Needs {
		if before, said := c.lowered[n.Skill]; !said || n.Level < before {
			c.lowered[n.Skill] = n.Level
		}
	}
	switch {
	case s.Levels == acd.AllLevels:
		c.levels = 0
	case c.levels != 0:
		c.levels = max(c.levels, s.Levels)
	}
	return c
}

// reaches is true if seats of a level are in the circle.
func (c circle) reaches(level int) bool { return c.levels == 0 || level <= c.levels }

// has is true if a seat with these skills, of this level, is in the circle.
func (c circle) has(level int, skills []acd.Skill) bool {
	for _, n := range c.needs {
		if levelIn(skills, n.Skill) < c.lowered[n.Skill] {
			return false
		}
	}
	return c.reaches(level)
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
