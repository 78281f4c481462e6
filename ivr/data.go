package ivr

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"strconv"
	"strings"
)

const (
	longestKept = 4000    // bytes of a text that a flow keeps
	mostWhole   = 1 << 53 // beyond it a float64 has no whole numbers of its own
)

// plain is a value as JSON would give it back, so that a restart changes nothing. A
// float without a fraction is a whole number; what is no number is nothing.
func plain(v any) any {
	switch v := v.(type) {
	case nil, bool, int:
		return v
	case string:
		if len(v) > longestKept { // a flow that goes in circles makes it longer and longer
			return strings.ToValidUTF8(v[:longestKept], "")
		}
		return v
	case float64:
		return plainNumber(v)
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = plain(item)
		}
		return list
	case []string:
		list := make([]any, len(v))
		for i, text := range v {
			list[i] = text
		}
		return list
	case map[string]any:
		return plainMap(v)
	case map[string]string:
		all := make(map[string]any, len(v))
		for name, text := range v {
			all[name] = text
		}
		return all
	}
	return fmt.Sprint(v)
}

func plainNumber(v float64) any {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return nil
	case v == math.Trunc(v) && math.Abs(v) < mostWhole:
		return int(v)
	}
	return v
}

func plainMap(m map[string]any) map[string]any {
	if m == nil {
		return nil
	}
	all := make(map[string]any, len(m))
	for name, item := range m {
		all[name] = plain(item)
	}
	return all
}

// show writes a value as callers and servers get it.
func show(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any, map[string]any:
		if text, err := json.Marshal(v); err == nil {
			return string(text)
		}
	}
	return fmt.Sprint(v)
}

// scope is what a flow has collected. A called flow has a scope of its own. Maps
// are never changed, only replaced: checkpoints share them.
type scope struct {
	Digits map[string]string `json:"digits,omitempty"`
	Vars   map[string]any    `json:"vars,omitempty"`
	Params map[string]any    `json:"params,omitempty"`

	secrets map[string]string // for this life only: see [scope.open]
}

func (s *scope) setDigits(name, digits string) { s.Digits = with(s.Digits, name, digits) }
func (s *scope) setVar(name string, v any)     { s.Vars = with(s.Vars, name, plain(v)) }

// with is a copy of a map with one value more.
func with[V any](m map[string]V, name string, v V) map[string]V {
	all := make(map[string]V, len(m)+1)
	maps.Copy(all, m)
	all[name] = v
	return all
}

// restored is the scope as it was before it went through JSON.
func (s scope) restored() scope {
	return scope{Digits: s.Digits, Vars: plainMap(s.Vars), Params: plainMap(s.Params)}
}
