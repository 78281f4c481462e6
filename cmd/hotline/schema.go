package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"hotline/internal/dialplan"
	"hotline/internal/probe"
	"hotline/internal/problem"
	"hotline/internal/prompt"
	"hotline/internal/rehearsal/calltest"
	"hotline/internal/schema"
	"hotline/internal/simulate"
	"hotline/ivr"
)

type schemaCmd struct {
	File string `arg:"" optional:"" help:"Kind of file; without it, one schema for all of them."`
}

func (schemaCmd) Help() string {
	return `Editors that know YAML (those with yaml-language-server) complete and check while
you type, once a file's first line says where the schema is:

  hotline schema > hotline.schema.json
  # yaml-language-server: $schema=../hotline.schema.json

The schema knows forms, not meanings: hotline check finds the rest.

Kinds of files: ` + strings.Join(kindsOfFiles(), ", ") + `.`
}

// forms are all kinds of files that engineers edit.
func forms() []schema.File {
	return slices.Concat(ivr.Forms(), dialplan.Forms(), []schema.File{prompt.ManifestForm(), calltest.Form(), simulate.Form(), probe.Form()})
}

func kindsOfFiles() []string {
	all := forms()
	names := make([]string, len(all))
	for i, f := range all {
		names[i] = f.Name
	}
	return names
}

func (c schemaCmd) Run(std streams) error {
	text, err := c.schema()
	if err != nil {
		return err
	}
	_, err = std.out.Write(text)
	return err
}

func (c schemaCmd) schema() ([]byte, error) {
	all := forms()
	if c.File == "" {
		return schema.Documents("Files of the hotline's dialplans tree", all)
	}
	for _, f := range all {
		if f.Name == c.File {
			return schema.Document(f)
		}
	}
	text := fmt.Sprintf("there is no kind of file %q", c.File)
	if hint := problem.DidYouMean(c.File, kindsOfFiles()); hint != "" {
		text += "; " + hint
	}
	return nil, errors.New(text)
}
