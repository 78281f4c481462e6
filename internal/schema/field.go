package schema

// Field is one key of a form.
type Field struct {
	Name string
	Doc  string // one sentence for who edits: what it is for, what is usual without it
	Type Type
	Need bool // it must be there
}

// Names are the keys of the fields.
func Names(fields []Field) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return names
}

// Kind is one of the forms that a map can have. Its name is the key that tells it
// from the others, and is one of its fields.
type Kind struct {
	Name   string
	Fields []Field
}

// has is true if the kind has a field of the name.
func (k Kind) has(name string) bool {
	for _, f := range k.Fields {
		if f.Name == name {
			return true
		}
	}
	return false
}

// field is the one that tells the kind.
func (k Kind) field() Field {
	for _, f := range k.Fields {
		if f.Name == k.Name {
			return f
		}
	}
	return Field{Name: k.Name, Type: Any()}
}
