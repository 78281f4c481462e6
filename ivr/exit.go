package ivr

import (
	"hotline/internal/schema"
	"hotline/internal/yamlfile"
)

// exit is a way from one step to another.
type exit struct {
	way     string        // "then", "open", "key 1", "no-seat", …
	label   string        // for people; empty for the ordinary way on
	at      yamlfile.Node // where the step's name stands
	to      *step
	unasked bool // taken without the caller doing anything and without a wait
}

// exitOf is the exit that a key of m names, or nil.
func exitOf(m yamlfile.Map, key string) *exit {
	n, ok := m.Get(key)
	if !ok {
		return nil
	}
	return &exit{way: key, at: n}
}

// unaskedExit is exitOf for what happens by itself.
func unaskedExit(m yamlfile.Map, key string) *exit {
	e := exitOf(m, key)
	if e != nil {
		e.unasked = true
	}
	return e
}

// exits are those of the verb that are there.
func (s *step) exits() []*exit {
	var there []*exit
	for _, e := range s.verb.exits() {
		if e != nil {
			there = append(there, e)
		}
	}
	return there
}

// stepRef is the type of a key that names a step.
func stepRef() schema.Type { return schema.Text() }

func field(name, doc string, of schema.Type) schema.Field {
	return schema.Field{Name: name, Doc: doc, Type: of}
}

func needed(name, doc string, of schema.Type) schema.Field {
	return schema.Field{Name: name, Doc: doc, Type: of, Need: true}
}

func thenField(doc string) schema.Field { return field("then", doc, stepRef()) }

// sentence is what can be said: a text, or one for each language.
func sentence() schema.Type {
	return schema.Either(schema.TextUpTo(longestText), schema.Map(schema.Like(languageForm.String(), "a language, such as zh"), schema.TextUpTo(longestText)))
}
