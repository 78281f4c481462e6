package ivr

import (
	"regexp"
	"slices"
)

// secretFact is the name behind which formulas find what was typed in secret: a PIN,
// a number of somebody's papers. It is in no checkpoint, is never said, and may be
// given only where it is needed. A session that is restored does not know it and
// asks again.
const secretFact = "secret"

func (s *scope) setSecret(name, digits string) { s.secrets = with(s.secrets, name, digits) }

// open is the scope without what was typed in secret.
func (s scope) open() scope {
	s.secrets = nil
	return s
}

// mayUseSecrets marks a value that secrets may be given to.
func (v *value) mayUseSecrets() *value {
	for _, e := range v.formulas() { // none of a value that is not there
		e.mayUse = true
	}
	return v
}

func (v *value) formulas() []*expression {
	if v == nil {
		return nil
	}
	var all []*expression
	if v.single != nil {
		all = append(all, v.single)
	}
	for _, p := range v.parts {
		if p.formula != nil {
			all = append(all, p.formula)
		}
	}
	return all
}

// checkSecret keeps secrets out of what is said, kept or shown.
func (e *expression) checkSecret(asked []string) {
	if slices.Contains(asked, secretFact) && !e.mayUse {
		e.fail(0, "give it there, or collect it without secret: true", "what is typed in secret may be given to a pin, to the number of sign-in or to the body of http alone")
	}
}

// forgotten begins the flow anew if a step needs what the caller typed in secret
// before a restart.
func (s *Session) forgotten(values ...*value) bool {
	if !s.restored || !s.misses(values) {
		return false
	}
	s.restored = false
	s.goTo(s.flow.start, "restart")
	return true
}

// misses: of what the values ask for in secret, something has not been typed since.
func (s *Session) misses(values []*value) bool {
	return slices.ContainsFunc(values, func(v *value) bool {
		return slices.ContainsFunc(v.formulas(), func(e *expression) bool {
			if !e.asksFor(secretFact) {
				return false
			}
			names := secretName.FindAllStringSubmatch(e.text, -1)
			return slices.ContainsFunc(names, func(name []string) bool {
				_, typed := s.scope.secrets[name[1]]
				return !typed
			})
		})
	})
}

var secretName = regexp.MustCompile(secretFact + `\s*(?:\.|\[\s*['"])\s*(\w+)`)
