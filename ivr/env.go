package ivr

import (
	"maps"
	"reflect"
	"slices"

	"github.com/expr-lang/expr/types"
)

// declared are the names that a flow itself gives to values.
type declared struct {
	digits, secrets, vars, params []string
}

// dialledFact is what was dialled behind a feature code.
const dialledFact = "dialled"

// fact is something that formulas can ask for: its name, what it is, and how it
// is now.
type fact struct {
	name string
	is   types.Type
	now  func(*Session) any
}

// What formulas find behind a name; each field's tag is its name there.
type (
	callerFacts struct {
		Number   string `expr:"number"`
		Area     string `expr:"area"`
		City     string `expr:"city"`
		Mobile   bool   `expr:"mobile"`
		Withheld bool   `expr:"withheld"`
	}
	timeFacts struct {
		Hour    int    `expr:"hour"`
		Minute  int    `expr:"minute"`
		Weekday int    `expr:"weekday"` // Monday = 1
		Date    string `expr:"date"`
		Clock   string `expr:"clock"`
	}
	queueFacts struct {
		Position int `expr:"position"`
		Waiting  int `expr:"waiting"`
		Seats    int `expr:"seats"`
		Expected int `expr:"expected"` // seconds
	}
	hoursFacts struct {
		Open   bool   `expr:"open"`
		Why    string `expr:"why"`
		Reason string `expr:"reason"`
		Next   string `expr:"next"`
		Known  bool   `expr:"known"`
	}
)

// facts are all that formulas of a flow may ask for.
func (d declared) facts() []fact {
	text := func(of func(*Vars) string) func(*Session) any {
		return func(s *Session) any { return of(&s.vars) }
	}
	return []fact{
		{"caller", fieldsOf(callerFacts{}), (*Session).callerFacts},
		{"called", types.String, text(func(v *Vars) string { return v.Called })},
		{"trunk", types.String, text(func(v *Vars) string { return v.Trunk })},
		{"area", types.String, text(func(v *Vars) string { return v.Area })},
		{"centre", types.String, text(func(v *Vars) string { return v.Centre })},
		{"tier", types.String, text(func(v *Vars) string { return v.Tier })},
		{"title", types.String, text(func(v *Vars) string { return v.Title })},
		{"seat", types.String, text(func(v *Vars) string { return v.Seat })},
		{dialledFact, types.String, text(func(v *Vars) string { return v.Digits })},
		{"time", fieldsOf(timeFacts{}), (*Session).timeFacts},
		{"attempts", types.Int, func(s *Session) any { return s.attempts }},
		{"queue", fieldsOf(queueFacts{}), (*Session).queueFacts},
		{"hours", fieldsOf(hoursFacts{}), func(s *Session) any { return hoursFacts(s.hours) }},
		{"language", types.String, func(s *Session) any { return s.lang.ID }},
		{"slow", types.Bool, func(s *Session) any { return s.slow }},
		{"digits", names(d.digits, types.String), func(s *Session) any { return s.scope.Digits }},
		{secretFact, names(d.secrets, types.String), func(s *Session) any { return s.scope.secrets }},
		{"vars", names(d.vars, types.Any), func(s *Session) any { return s.scope.Vars }},
		{"params", names(d.params, types.Any), func(s *Session) any { return s.scope.Params }},
		{"spell", types.TypeOf(func(string) string { return "" }), func(s *Session) any {
			return func(digits string) string { return spell(s.lang.ID, digits) }
		}},
	}
}

func names(list []string, t types.Type) types.Map {
	m := types.Map{}
	for _, name := range list {
		m[name] = t
	}
	return m
}

// fieldsOf is what formulas find in a struct. (The compiler takes no structs behind
// a name; the machine does.)
func fieldsOf(v any) types.Map {
	of := reflect.TypeOf(v)
	m := types.Map{}
	for i := range of.NumField() {
		f := of.Field(i)
		m[f.Tag.Get("expr")] = types.TypeOf(reflect.Zero(f.Type).Interface())
	}
	return m
}

// fields are the names behind the fact's own, if there are any.
func (f fact) fields() []string {
	m, _ := f.is.(types.Map)
	return slices.Sorted(maps.Keys(m))
}

func (s *Session) callerFacts() any {
	return callerFacts{
		Number: s.vars.Caller, Area: s.vars.CallerArea, City: s.vars.CallerCity,
		Mobile: s.vars.mobile(), Withheld: s.vars.Caller == "",
	}
}

func (s *Session) timeFacts() any {
	return timeFacts{
		Hour: s.now.Hour(), Minute: s.now.Minute(), Weekday: weekday(s.now),
		Date: s.now.Format("2006-01-02"), Clock: s.now.Format("15:04"),
	}
}

func (s *Session) queueFacts() any {
	return queueFacts{
		Position: s.view.Position, Waiting: s.view.Waiting, Seats: s.view.Seats,
		Expected: int(s.view.Expected.Seconds()),
	}
}

// env is what a formula that asks for these facts sees now.
func (s *Session) env(facts []fact) map[string]any {
	env := make(map[string]any, len(facts))
	for _, f := range facts {
		env[f.name] = f.now(s)
	}
	return env
}
