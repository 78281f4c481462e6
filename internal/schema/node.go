package schema

import (
	"bytes"
	"encoding/json"
)

// node is one schema inside the document. Types make a new one each time they
// are asked.
type node struct {
	Schema      string     `json:"$schema,omitempty"`
	Ref         string     `json:"$ref,omitempty"`
	Title       string     `json:"title,omitempty"`
	Description string     `json:"description,omitempty"`
	Unproposed  bool       `json:"doNotSuggest,omitempty"` // editors do not propose it
	Type        kindOf     `json:"type,omitempty"`
	Enum        []any      `json:"enum,omitempty"`
	MinLength   int        `json:"minLength,omitempty"`
	MaxLength   int        `json:"maxLength,omitempty"`
	Pattern     string     `json:"pattern,omitempty"`
	Error       string     `json:"errorMessage,omitempty"` // editors show it for a wrong type or form
	Minimum     *int       `json:"minimum,omitempty"`
	Maximum     *int       `json:"maximum,omitempty"`
	MinItems    int        `json:"minItems,omitempty"`
	Items       *node      `json:"items,omitempty"`
	Properties  properties `json:"properties,omitempty"`
	Required    []string   `json:"required,omitempty"`
	Names       *node      `json:"propertyNames,omitempty"`
	Others      any        `json:"additionalProperties,omitempty"` // false or a *node
	Not         *node      `json:"not,omitempty"`
	AnyOf       []*node    `json:"anyOf,omitempty"`
	AllOf       []*node    `json:"allOf,omitempty"`
	If          *node      `json:"if,omitempty"`
	Then        *node      `json:"then,omitempty"`
	Else        *node      `json:"else,omitempty"`
	Definitions properties `json:"definitions,omitempty"`
}

// kindOf is written as one word where it is one.
type kindOf []string

// MarshalJSON writes a single type plainly.
func (k kindOf) MarshalJSON() ([]byte, error) {
	if len(k) == 1 {
		return json.Marshal(k[0])
	}
	return json.Marshal([]string(k))
}

// properties keep the order in which they were declared.
type properties []property

type property struct {
	name string
	node *node
}

func (ps properties) has(name string) bool {
	for _, p := range ps {
		if p.name == name {
			return true
		}
	}
	return false
}

// MarshalJSON writes an object in the order of the list.
func (ps properties) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, p := range ps {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(p.name)
		if err != nil {
			return nil, err
		}
		value, err := plainJSON(p.node)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// plainJSON leaves < and > as they are.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}
