package simulate

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"hotline/acd"
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

// setting is one key of a form, and what becomes of its value.
type setting struct {
	field schema.Field
	read  func(yamlfile.Node)
}

func fieldsOf(settings []setting) []schema.Field {
	fields := make([]schema.Field, len(settings))
	for i, s := range settings {
		fields[i] = s.field
	}
	return fields
}

// readSettings reads those that are there.
func readSettings(m yamlfile.Map, settings []setting) {
	for _, s := range settings {
		if n, ok := m.Get(s.field.Name); ok {
			s.read(n)
		}
	}
}

func may(name, doc string, of schema.Type) schema.Field {
	return schema.Field{Name: name, Doc: doc, Type: of}
}

// span is a time, kept in ms.
func span(name, doc string, least, most time.Duration, into *int64) setting {
	return setting{may(name, doc, schema.Duration(least, most)), func(n yamlfile.Node) {
		d, _ := n.Duration(least, most)
		*into = d.Milliseconds()
	}}
}

// lasting is a time, kept as it is.
func lasting(name, doc string, least, most time.Duration, into *time.Duration) setting {
	return setting{may(name, doc, schema.Duration(least, most)), func(n yamlfile.Node) { *into, _ = n.Duration(least, most) }}
}

// number is from 1 on.
func number(name, doc string, most int, into *int) setting {
	return setting{may(name, doc, schema.Int(1, most)), func(n yamlfile.Node) { *into, _ = n.Int(1, most) }}
}

func yes(name, doc string, into *bool) setting {
	return setting{may(name, doc, schema.OneOf("yes", "no")), func(n yamlfile.Node) {
		word, _ := n.OneOf("yes", "no")
		*into = word == "yes"
	}}
}

func choice[T ~string](name, doc string, into *T, words ...T) setting {
	options := make([]string, len(words))
	for i, w := range words {
		options[i] = string(w)
	}
	return setting{may(name, doc, schema.OneOf(options...)), func(n yamlfile.Node) {
		if word, ok := n.OneOf(options...); ok {
			*into = T(word)
		}
	}}
}

func times(name, doc string, into *Times) setting {
	return setting{may(name, doc, timesType()), func(n yamlfile.Node) { *into = loadTimes(n) }}
}

func share(name, doc string, into *float64) setting {
	return setting{may(name, doc, schema.Like(`^[0-9.]+ ?%$`, "write it like 20%")), func(n yamlfile.Node) {
		text, _ := n.Text()
		digits, ok := strings.CutSuffix(text, "%")
		v, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
		if !ok || err != nil || math.IsNaN(v) || v < 0 || v > 100 {
			n.Error("write it like 20%", "%s: expected a share from 0%% to 100%%, found %q", name, text)
			return
		}
		*into = v / 100
	}}
}

// group is a form within the form.
func group(name, doc string, begins func(), settings ...setting) setting {
	return setting{may(name, doc, schema.Form(fieldsOf(settings)...)), func(n yamlfile.Node) {
		if m, ok := n.Map(); ok {
			m.Fields(fieldsOf(settings))
			begins()
			readSettings(m, settings)
		}
	}}
}

// list is a list of forms; make begins each.
func list(name, doc string, item func() ([]setting, func())) setting {
	example, _ := item()
	return setting{may(name, doc, schema.List(schema.Form(fieldsOf(example)...))), func(n yamlfile.Node) {
		items, _ := n.List()
		for _, one := range items {
			if m, ok := one.Map(); ok {
				settings, done := item()
				m.Fields(fieldsOf(settings))
				readSettings(m, settings)
				done()
			}
		}
	}}
}

const mostSkill = 9

// skills are names with levels: {粤语: 1}.
func skills(name, doc string, least int, into *[]acd.Skill) setting {
	return setting{may(name, doc, schema.Map(schema.Text(), schema.Int(least, mostSkill))), func(n yamlfile.Node) {
		m, _ := n.Map()
		for _, p := range m.Pairs() {
			if level, ok := p.Value.Int(least, mostSkill); ok {
				*into = append(*into, acd.Skill{Skill: p.Name, Level: level})
			}
		}
		slices.SortFunc(*into, func(a, b acd.Skill) int { return strings.Compare(a.Skill, b.Skill) })
	}}
}

func names(name, doc string, into *[]string) setting {
	return setting{may(name, doc, schema.List(schema.Text())), func(n yamlfile.Node) {
		for _, item := range n.Texts() {
			text, _ := item.Text()
			*into = append(*into, text)
		}
		slices.Sort(*into)
	}}
}
