package form

import (
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

// Setting is one key of a form, and what becomes of its value.
type Setting struct {
	Field schema.Field
	Read  func(yamlfile.Node) // called if the key is there
}

// Of makes a setting of a key that may be absent. doc is one sentence for who edits.
func Of(name, doc string, of schema.Type, read func(yamlfile.Node)) Setting {
	return Setting{schema.Field{Name: name, Doc: doc, Type: of}, read}
}

// Needed makes a setting that must be there.
func Needed(s Setting) Setting {
	s.Field.Need = true
	return s
}

// Before makes a setting that does something first where its key is there.
func (s Setting) Before(do func()) Setting {
	read := s.Read
	s.Read = func(n yamlfile.Node) {
		do()
		read(n)
	}
	return s
}

// Fields are the keys of the form.
func Fields(settings []Setting) []schema.Field {
	fields := make([]schema.Field, len(settings))
	for i, s := range settings {
		fields[i] = s.Field
	}
	return fields
}

// Read reads a form that has these keys and no others.
func Read(m yamlfile.Map, settings []Setting) {
	m.Fields(Fields(settings))
	Fill(m, settings)
}

// Fill reads of a form that has other keys too, and whose keys are checked already.
func Fill(m yamlfile.Map, settings []Setting) {
	for _, s := range settings {
		if n, ok := m.Get(s.Field.Name); ok {
			s.Read(n)
		}
	}
}

// Group is a form within the form. What its values mean together is checked
// afterwards; check may be nil.
func Group(name, doc string, check func(yamlfile.Map), settings ...Setting) Setting {
	return Of(name, doc, schema.Form(Fields(settings)...), func(n yamlfile.Node) {
		if m, ok := n.Map(); ok {
			Read(m, settings)
			if check != nil {
				check(m)
			}
		}
	})
}
