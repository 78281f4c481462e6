package schema

import "slices"

// Form is keys and values, no others than the fields.
func Form(fields ...Field) Type {
	return typeFunc(func() *node {
		n := &node{Type: []string{"object"}, Others: false}
		n.add(fields)
		return n
	})
}

// Kinds is keys and values in one of several forms, told apart by the key that
// names each. Where the name of one kind is a field of another that is there too
// (a menu says something first), it is the other.
func Kinds(kinds ...Kind) Type {
	return typeFunc(func() *node {
		n := &node{Type: []string{"object"}, Others: false}
		for _, k := range kinds {
			n.Properties = append(n.Properties, property{k.Name, described(k.field())})
			n.AnyOf = append(n.AnyOf, &node{Required: []string{k.Name}})
			form := Form(k.Fields...).node()
			n.AllOf = append(n.AllOf, &node{If: told(k, kinds), Then: form})
		}
		// Without a verb no kind's own form is asked, so a misspelt one is found here;
		// the other keys are proposed by the forms alone.
		for _, name := range keysOf(kinds) {
			if !n.Properties.has(name) {
				n.Properties = append(n.Properties, property{name, &node{Unproposed: true}})
			}
		}
		return n
	})
}

// keysOf are all keys that some kind has.
func keysOf(kinds []Kind) []string {
	var all []string
	for _, k := range kinds {
		for _, name := range Names(k.Fields) {
			if !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
	}
	return all
}

// told is what a map fulfils if and only if it is of kind k.
func told(k Kind, kinds []Kind) *node {
	var others []*node
	for _, other := range kinds {
		if other.Name != k.Name && other.has(k.Name) {
			others = append(others, &node{Required: []string{other.Name}})
		}
	}
	n := &node{Required: []string{k.Name}}
	if len(others) > 0 {
		n.Not = &node{AnyOf: others}
	}
	return n
}

func (n *node) add(fields []Field) {
	for _, f := range fields {
		n.Properties = append(n.Properties, property{f.Name, described(f)})
		if f.Need {
			n.Required = append(n.Required, f.Name)
		}
	}
}

// described is the type of a field, with what the field is for.
func described(f Field) *node {
	n := f.Type.node()
	n.Description = f.Doc
	return n
}
