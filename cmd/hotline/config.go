package main

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"hotline/internal/problem"
	"hotline/internal/yamlfile"
)

// configFlag is a YAML file that gives the other flags of its command their
// values, where neither the command line nor the environment does.
type configFlag string

// BeforeResolve reads the file before the flags get their values. A flag of
// another command can come here by its environment variable, and is passed by.
func (c configFlag) BeforeResolve(ctx *kong.Context, trace *kong.Path) error {
	path := string(ctx.FlagValue(trace.Flag).(configFlag))
	command := ctx.Selected()
	if path == "" || command == nil || !slices.Contains(command.Flags, trace.Flag) {
		return nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("configuration file: %w", err)
	}
	flags := slices.DeleteFunc(slices.Clone(command.Flags), func(f *kong.Flag) bool { return f == trace.Flag })
	values, found := readSettings(path, text, flags)
	if err := found.Err(); err != nil {
		return err
	}
	ctx.AddResolver(settings(values))
	return nil
}

// settings resolves flags from the file. Kong asks it for every flag that is not
// on the command line, those with an environment variable too.
func settings(values map[string]string) kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		value, ok := values[flag.Name]
		if !ok || slices.ContainsFunc(flag.Envs, isSet) {
			return nil, nil
		}
		return value, nil
	})
}

func isSet(env string) bool {
	_, ok := os.LookupEnv(env)
	return ok
}

// readSettings finds every mistake of a file. No problem shows its lines: one
// may hold a password.
func readSettings(path string, text []byte, flags []*kong.Flag) (map[string]string, problem.Problems) {
	var found problem.Problems
	values := map[string]string{}
	root, ok := yamlfile.ReadSecret(path, text, &found)
	if !ok {
		return nil, found
	}
	m, _ := root.Map()
	names := make([]string, len(flags))
	for i, f := range flags {
		names[i] = f.Name
	}
	m.Only(names...)
	for _, f := range flags {
		n, ok := m.Get(f.Name)
		if !ok {
			continue
		}
		value, ok := n.Text()
		if err := fits(f, value); ok && err != nil {
			n.Error("see hotline serve --help", "%s: %v", f.Name, err)
		}
		values[f.Name] = value
	}
	found.Sort()
	return values, found
}

// fits tells why a flag cannot have a value.
func fits(flag *kong.Flag, value string) error {
	if options := flag.EnumSlice(); flag.Enum != "" && !slices.Contains(options, value) {
		return fmt.Errorf("must be one of %s", strings.Join(options, ", "))
	}
	scan := kong.ScanFromTokens(kong.Token{Type: kong.FlagValueToken, Value: value})
	return flag.Mapper.Decode(&kong.DecodeContext{Value: flag.Value, Scan: scan}, reflect.New(flag.Target.Type()).Elem())
}
