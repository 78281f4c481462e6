package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"gopkg.in/yaml.v3"
)

// configFlag is a YAML file that gives flags their values.
type configFlag string

// BeforeResolve reads the file before the flags get their values.
func (c configFlag) BeforeResolve(k *kong.Kong, ctx *kong.Context, trace *kong.Path) error {
	path := string(ctx.FlagValue(trace.Flag).(configFlag))
	if path == "" {
		return nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("configuration file: %w", err)
	}
	values := map[string]yaml.Node{}
	if err := yaml.Unmarshal(data, &values); err != nil {
		return fmt.Errorf("configuration file %s: %w", path, err)
	}
	if err := onlyFlags(path, values, ctx.Selected()); err != nil {
		return err
	}
	ctx.AddResolver(kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		if node, ok := values[flag.Name]; ok {
			return node.Value, nil
		}
		return nil, nil
	}))
	return nil
}

// onlyFlags refuses keys that are no flags: a misspelt one would be silent.
func onlyFlags(path string, values map[string]yaml.Node, command *kong.Node) error {
	var names []string
	for _, f := range command.Flags {
		names = append(names, f.Name)
	}
	for key, node := range values {
		if !slices.Contains(names, key) {
			return fmt.Errorf("%s:%d:%d: unknown setting %q; known are: %s", path, node.Line, 1, key, strings.Join(names, ", "))
		}
		if node.Kind != yaml.ScalarNode {
			return fmt.Errorf("%s:%d:%d: %s wants one value", path, node.Line, node.Column, key)
		}
	}
	return nil
}
