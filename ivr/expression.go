package ivr

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"hotline/internal/problem"
	"hotline/internal/yamlfile"

	"github.com/expr-lang/expr/ast"
	exprcheck "github.com/expr-lang/expr/checker"
	"github.com/expr-lang/expr/compiler"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/optimizer"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"
)

const longestFormula = 300 // characters

// expression is a formula over what is known of the call. It is written in the
// language of expr (expr-lang.org) and compiled when the flow is loaded, so that
// a wrong name or type is found then.
type expression struct {
	at     yamlfile.Node
	offset int // of the formula in the node's text, bytes
	text   string
	isBool bool // a condition
	mayUse bool // what was typed in secret
	run    *vm.Program
	asks   []fact
	fixed  bool // it holds only what is known of a centre before a call
}

// compile checks the formula against what the flow knows.
func (e *expression) compile(v *vocabulary) {
	if utf8.RuneCountInString(e.text) > longestFormula {
		e.fail(0, "split it into steps", "a formula has at most %d characters", longestFormula)
		return
	}
	tree, asked, err := e.build(v)
	if err != nil {
		e.refuse(err, v)
		return
	}
	e.fixed = true
	for _, f := range v.facts {
		if slices.Contains(asked, f.name) {
			e.asks = append(e.asks, f)
			e.fixed = e.fixed && ofCentre(f.name)
		}
	}
	e.checkSecret(asked)
	e.checkSingle(tree, v)
}

// build compiles, and gives the names that the formula asks for; whatever the
// compiler stumbles over is the formula's fault.
func (e *expression) build(v *vocabulary) (root ast.Node, names []string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("this formula cannot be read: %v", p)
		}
	}()
	config := v.config
	if e.isBool {
		config.Expect, config.ExpectAny = reflect.Bool, true
	}
	tree, err := parser.ParseWithConfig(e.text, &config)
	if err != nil {
		return nil, nil, err
	}
	asked := &asked{text: e.text}
	ast.Walk(&tree.Node, asked)
	if asked.refused != nil {
		return nil, nil, asked.refused
	}
	if _, err = exprcheck.Check(tree, &config); err != nil {
		return nil, nil, err
	}
	if err = optimizer.Optimize(&tree.Node, &config); err != nil {
		return nil, nil, err
	}
	e.run, err = compiler.Compile(tree, &config)
	return tree.Node, asked.names, err
}

// What the compiler says of words that it does not know.
var (
	unknownName  = regexp.MustCompile(`unknown name (\S+)`)
	unknownField = regexp.MustCompile(`(?:has no field|unknown field) (\S+)`)
)

// refuse reports what the compiler said, where it said it.
func (e *expression) refuse(err error, v *vocabulary) {
	at, message, hint := 0, err.Error(), ""
	if where := (*file.Error)(nil); errors.As(err, &where) {
		message = where.Message
		if where.Line == 1 {
			at = where.Column
		}
	}
	name, field := unknownName.FindStringSubmatch(message), unknownField.FindStringSubmatch(message)
	switch {
	case e.text == "":
		message, hint = "there is no formula between {{ and }}", "write a value such as {{ caller.number }}"
	case name != nil:
		message, hint = "there is no value "+name[1], problem.DidYouMean(name[1], v.words())
	case field != nil:
		message, hint = "there is no value "+field[1], problem.DidYouMean(field[1], v.fieldsNear(field[1], e.text))
	case strings.Contains(message, "maximum allowed nodes"):
		at, message, hint = 0, "this formula has too many parts", "split it into steps"
	case message == "unexpected token EOF":
		message = "something is missing where the formula ends"
	case strings.Contains(message, "mismatched types"):
		hint = "texts are written in quotes, such as '0451', and numbers without"
	case strings.HasPrefix(message, "expected bool"):
		message, hint = "this is neither true nor false", "compare it, such as queue.waiting > 5"
	}
	e.fail(at, hint, "%s", oneLine(message))
}

// fail reports a problem at a character of the formula.
func (e *expression) fail(at int, hint, format string, args ...any) {
	offset := len(e.text)
	for i := range e.text {
		if at == 0 {
			offset = i
			break
		}
		at--
	}
	e.at.ErrorAt(e.offset+offset, hint, format, args...)
}

func (e *expression) asksFor(name string) bool {
	return slices.ContainsFunc(e.asks, func(f fact) bool { return f.name == name })
}

// checkSingle: a formula gives one value that can be said, sent or kept.
func (e *expression) checkSingle(n ast.Node, v *vocabulary) {
	kind := n.Type().Kind()
	if kind == reflect.Func {
		e.fail(0, "write "+e.text+"(caller.number)", "this needs something to work on")
	}
	if kind != reflect.Map {
		return
	}
	hint := ""
	for _, f := range v.facts {
		if f.name == e.text {
			hint = "take one: " + joinSome(f.fields())
		}
	}
	e.fail(0, hint, "%s is more than one value", e.text)
}

// ofCentre: the fact is known of a centre before a call.
func ofCentre(name string) bool {
	return slices.Contains([]string{"title", "area", "centre", "tier"}, name)
}

func oneLine(message string) string {
	first, _, _ := strings.Cut(message, "\n")
	return strings.TrimSpace(first)
}

// value is what the formula gives now. A formula that fails (data from a server
// that is not there, most often) gives nil and a warning.
func (e *expression) value(s *Session) any {
	out, err := s.machine.Run(e.run, s.env(e.asks))
	if err != nil {
		s.emit(Warn{Text: "expression " + e.text + " cannot be worked out"}) // the reason would show the value, which may be a person's
		return nil
	}
	return out
}

// holds is the value of a condition; one that fails does not hold.
func (e *expression) holds(s *Session) bool {
	out := e.value(s)
	yes, ok := out.(bool)
	if !ok && out != nil {
		s.emit(Warn{Text: "expression " + e.text + ": neither true nor false"})
	}
	return yes
}
