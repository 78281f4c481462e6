package schema

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Type is what a value may be.
type Type interface{ node() *node }

// typeFunc makes a type of the function that describes it.
type typeFunc func() *node

func (f typeFunc) node() *node { return f() }

// plain values: the loader reads 12385 and true as texts too.
func plain() *node { return &node{Type: []string{"string", "number", "boolean"}, MinLength: 1} }

// Any is any value.
func Any() Type { return typeFunc(func() *node { return &node{} }) }

// Text is a plain value that is not empty.
func Text() Type { return typeFunc(plain) }

// TextUpTo is a text of so many characters at most.
func TextUpTo(most int) Type {
	return typeFunc(func() *node {
		n := plain()
		n.MaxLength = most
		return n
	})
}

// Like is a text of the form that a regular expression describes; hint says it in
// words: "write it like 192.0.2.1". What YAML reads as a number is not compared.
func Like(pattern, hint string) Type {
	return typeFunc(func() *node {
		n := plain()
		n.Pattern, n.Error = pattern, hint
		return n
	})
}

// OneOf is one of the options.
func OneOf(options ...string) Type {
	return typeFunc(func() *node {
		n := &node{}
		for _, o := range options {
			n.Enum = append(n.Enum, o)
			if i, err := strconv.Atoi(o); err == nil && strconv.Itoa(i) == o {
				n.Enum = append(n.Enum, i)
			}
			if o == "true" || o == "false" {
				n.Enum = append(n.Enum, o == "true")
			}
		}
		return n
	})
}

// Int is a whole number from least to most.
func Int(least, most int) Type {
	return typeFunc(func() *node {
		return &node{
			Type: []string{"integer", "string"}, Minimum: &least, Maximum: &most,
			Pattern: "^[+-]?[0-9]+$", Error: fmt.Sprintf("write a number from %d to %d", least, most),
		}
	})
}

// Duration is a time such as 20s, 3m or 1m30s. The limits are told, not enforced.
func Duration(least, most time.Duration) Type { return duration("", least, most) }

// DurationAfter is a time with a word before it, such as "every 30s".
func DurationAfter(word string, least, most time.Duration) Type {
	return duration(word+" ", least, most)
}

func duration(prefix string, least, most time.Duration) Type {
	return typeFunc(func() *node {
		n := &node{
			Type:    []string{"string"},
			Pattern: `^` + prefix + `\s*(\+?0|\+?(([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)$`,
			Error:   fmt.Sprintf("write a time from %s%s to %s, like %s%s", prefix, Short(least), Short(most), prefix, Short(cmp.Or(least, 20*time.Second))),
		}
		if prefix == "" && least == 0 { // 0 needs no unit
			n.Type = append(n.Type, "integer")
			n.Minimum, n.Maximum = new(int), new(int)
		}
		return n
	})
}

// Short writes a duration the way people write it in a file: 1m, not 1m0s.
func Short(d time.Duration) string {
	text := d.String()
	for _, tail := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, tail) {
			text = text[:len(text)-2]
		}
	}
	return text
}

// List is a list of at least one.
func List(of Type) Type {
	return typeFunc(func() *node {
		return &node{Type: []string{"array"}, Items: of.node(), MinItems: 1}
	})
}

// Map is values under names that the author chooses. The key's type is a [Like],
// a [OneOf] or [Text].
func Map(key, value Type) Type {
	return typeFunc(func() *node {
		return &node{Type: []string{"object"}, Names: nameOf(key), Others: value.node()}
	})
}

// nameOf is the type of a key: in JSON keys are strings.
func nameOf(key Type) *node {
	n := key.node()
	n.Type = nil
	return n
}

// Either is one of the types.
func Either(types ...Type) Type {
	return typeFunc(func() *node {
		n := &node{}
		for _, t := range types {
			n.AnyOf = append(n.AnyOf, t.node())
		}
		return n
	})
}
