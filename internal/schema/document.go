package schema

import (
	"bytes"
	"encoding/json"
)

const draft = "http://json-schema.org/draft-07/schema#"

// File is one kind of file.
type File struct {
	Name string // "flow"; it names the schema
	Key  string // the top key that tells this kind, and must be there
	Doc  string // what is in it and where it lies
	Type Type   // of the whole file
}

// Document is the JSON Schema of one kind of file, indented.
func Document(f File) ([]byte, error) {
	n := f.node()
	n.Schema = draft
	return n.indented()
}

// Documents is one JSON Schema for all kinds of files. Which one a file is shows
// its top key; where the keys of several are there, the first of them tells.
func Documents(title string, files []File) ([]byte, error) {
	n := &node{Schema: draft, Title: title, Type: []string{"object"}}
	choice := n
	for _, f := range files {
		n.Properties = append(n.Properties, property{f.Key, &node{Description: f.Doc}})
		n.AnyOf = append(n.AnyOf, &node{Required: []string{f.Key}})
		n.Definitions = append(n.Definitions, property{f.Name, f.node()})
		choice.If, choice.Then = &node{Required: []string{f.Key}}, &node{Ref: "#/definitions/" + f.Name}
		choice.Else = &node{}
		choice = choice.Else
	}
	return n.indented()
}

func (f File) node() *node {
	n := f.Type.node()
	n.Title, n.Description = "hotline "+f.Name, f.Doc
	return n
}

func (n *node) indented() ([]byte, error) {
	text, err := plainJSON(n)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, text, "", "  "); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
