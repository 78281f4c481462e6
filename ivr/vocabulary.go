package ivr

import (
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/types"
)

const mostNodes = 100 // of a formula

// functions are those of expr that formulas may call: none reads a clock, and none
// makes much of little.
func functions() []string {
	return []string{
		"all", "any", "none", "one", "count", "filter", "find", "first", "last", "get", "len", "sum",
		"abs", "ceil", "floor", "round", "min", "max", "int", "float", "string",
		"lower", "upper", "trim", "trimPrefix", "trimSuffix", "hasPrefix", "hasSuffix", "indexOf", "lastIndexOf", "split",
	}
}

// formulaLanguage is what formulas of all flows have in common.
func formulaLanguage() conf.Config {
	c := conf.Config{
		Optimize: true, ShortCircuit: true, MaxNodes: mostNodes,
		Builtins: conf.FunctionsTable{}, Functions: conf.FunctionsTable{}, Disabled: map[string]bool{},
	}
	allowed := functions()
	for _, f := range builtin.Builtins {
		if slices.Contains(allowed, f.Name) {
			c.Builtins[f.Name] = f
		} else {
			c.Disabled[f.Name] = true
		}
	}
	return c
}

// vocabulary is what the formulas of one flow may hold.
type vocabulary struct {
	facts  []fact
	config conf.Config
}

func (d declared) vocabulary(common conf.Config) *vocabulary {
	v := &vocabulary{facts: d.facts(), config: common}
	env := types.Map{}
	for _, f := range v.facts {
		env[f.name] = f.is
	}
	v.config.WithEnv(env)
	return v
}

// words are all names to begin with, for suggestions.
func (v *vocabulary) words() []string {
	all := functions()
	for _, f := range v.facts {
		all = append(all, f.name)
	}
	return all
}

// fieldsNear are the names that could stand in a formula behind that of a fact.
func (v *vocabulary) fieldsNear(field, formula string) []string {
	for _, f := range v.facts {
		if strings.Contains(formula, f.name+"."+field) || strings.Contains(formula, f.name+"?."+field) {
			return f.fields()
		}
	}
	return nil
}

// asked finds out what a formula asks for, and refuses what could grow without
// bounds.
type asked struct {
	text    string
	names   []string
	refused error
}

// Visit implements ast.Visitor.
func (a *asked) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IdentifierNode:
		a.names = append(a.names, n.Value)
		if n.Value == "$env" {
			a.refuse(n, "unknown name $env")
		}
	case *ast.BinaryNode:
		if n.Operator == ".." {
			a.refuse(n, "ranges are not used here")
		}
	case *ast.VariableDeclaratorNode:
		a.refuse(n, "let is not used here; a set step gives names to values")
	}
}

func (a *asked) refuse(n ast.Node, message string) {
	if a.refused == nil {
		where := &file.Error{Location: n.Location(), Message: message}
		a.refused = where.Bind(file.NewSource(a.text))
	}
}
