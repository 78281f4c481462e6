package dialplan

import (
	"time"

	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

// setting is one key of a form, and what becomes of its value. A form that is a
// list of settings is declared once, for the loader and for the schema.
type setting struct {
	field schema.Field
	read  func(yamlfile.Node)
}

// fieldsOf are the keys of the form.
func fieldsOf(settings []setting) []schema.Field {
	fields := make([]schema.Field, len(settings))
	for i, s := range settings {
		fields[i] = s.field
	}
	return fields
}

// readSettings reads what is there, in the order of the settings.
func readSettings(m yamlfile.Map, settings []setting) {
	m.Fields(fieldsOf(settings))
	for _, s := range settings {
		if n, ok := m.Get(s.field.Name); ok {
			s.read(n)
		}
	}
}

// needed makes a setting that must be there.
func needed(s setting) setting {
	s.field.Need = true
	return s
}

func text(name, doc string, into *string) setting {
	return setting{may(name, doc, schema.Text()), func(n yamlfile.Node) { *into, _ = n.Text() }}
}

// span is a time, kept in ms.
func span(name, doc string, least, most time.Duration, into *int64) setting {
	return setting{may(name, doc, schema.Duration(least, most)), func(n yamlfile.Node) {
		d, _ := n.Duration(least, most)
		*into = d.Milliseconds()
	}}
}

func count(name, doc string, least, most int, into *int) setting {
	return setting{may(name, doc, schema.Int(least, most)), func(n yamlfile.Node) { *into, _ = n.Int(least, most) }}
}

func flag(name, doc string, into *bool) setting {
	return setting{may(name, doc, schema.OneOf("true", "false")), func(n yamlfile.Node) {
		word, _ := n.OneOf("true", "false")
		*into = word == "true"
	}}
}

// choice is one of several words.
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

// group is a form within the form. What its values mean together is checked
// afterwards.
func group(name, doc string, check func(yamlfile.Map), settings ...setting) setting {
	return setting{may(name, doc, schema.Form(fieldsOf(settings)...)), func(n yamlfile.Node) {
		if m, ok := n.Map(); ok {
			readSettings(m, settings)
			check(m)
		}
	}}
}
