package ivr

import (
	"strconv"
	"time"

	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

const (
	mostLevel     = 9
	mostSkills    = 50 // of one list: seats are compared with each
	leastPriority = time.Second
	mostPriority  = 4 * time.Hour
)

// wishes are what a queue step asks for its calls, besides what the queue does for
// all: skills of the seat, and a place further in front.
type wishes struct {
	needs    []Need
	prefer   []string
	priority time.Duration
	skills   []Ref
}

func wishFields() []schema.Field {
	return []schema.Field{
		field("needs", "Skills that the seat must have for this call: [粤语], or with the least level of each: {粤语: 2}.",
			schema.Either(schema.List(schema.Text()), schema.Map(schema.Text(), schema.Int(1, mostLevel)))),
		field("prefer", "Skills whose seats are asked first.", schema.List(schema.Text())),
		field("priority", "So much wait is granted in advance: the call is placed as if it had come so much earlier.", schema.Duration(leastPriority, mostPriority)),
	}
}

func loadWishes(m yamlfile.Map) wishes {
	var w wishes
	if n, ok := m.Get("needs"); ok {
		w.loadNeeds(n)
		notTooMany(n, len(w.needs))
	}
	if n, ok := m.Get("prefer"); ok {
		w.loadPrefer(n)
		notTooMany(n, len(w.prefer))
	}
	if n, ok := m.Get("priority"); ok {
		w.priority, _ = n.Duration(leastPriority, mostPriority)
	}
	return w
}

func notTooMany(n yamlfile.Node, skills int) {
	if skills > mostSkills {
		n.Error("take some out", "there are %d skills; more than %d are not compared", skills, mostSkills)
	}
}

func (w *wishes) loadNeeds(n yamlfile.Node) {
	if n.IsText() || n.IsList() {
		for _, item := range n.Texts() {
			w.need(item, 1)
		}
		return
	}
	m, _ := n.Map()
	for _, p := range m.Pairs() {
		level, _ := p.Value.Int(1, mostLevel)
		w.need(p.Key, level)
	}
}

func (w *wishes) need(at yamlfile.Node, level int) {
	skill, ok := at.Text()
	if !ok {
		return
	}
	for _, n := range w.needs {
		if n.Skill == skill {
			at.Error("take one of them out", "%s is there twice", skill)
			return
		}
	}
	w.needs = append(w.needs, Need{Skill: skill, Level: level})
	w.skills = append(w.skills, Ref{Kind: RefSkill, Name: skill, At: at.Place()})
}

func (w *wishes) loadPrefer(n yamlfile.Node) {
	taken := map[string]bool{}
	for _, item := range n.Texts() {
		skill, _ := item.Text()
		if taken[skill] {
			item.Error("take one of them out", "%s is there twice", skill)
			continue
		}
		taken[skill] = true
		w.prefer = append(w.prefer, skill)
		w.skills = append(w.skills, Ref{Kind: RefSkill, Name: skill, At: item.Place()})
	}
}

// show is what a picture tells of the seats that are wanted: "粤语 2".
func (w *wishes) show() []string {
	var all []string
	for _, n := range w.needs {
		if n.Level > 1 {
			all = append(all, n.Skill+" "+strconv.Itoa(n.Level))
		} else {
			all = append(all, n.Skill)
		}
	}
	return all
}
