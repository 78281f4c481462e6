package problem

import "fmt"

// Place is a position in a file, kept by whoever may find later that what
// stands there does not fit.
type Place struct {
	File         string
	Line, Column int
	Source       string
}

// Error makes an error at the place.
func (p Place) Error(hint, format string, args ...any) Problem {
	return p.problem(Error, hint, fmt.Sprintf(format, args...))
}

// Warning makes a warning at the place.
func (p Place) Warning(hint, format string, args ...any) Problem {
	return p.problem(Warning, hint, fmt.Sprintf(format, args...))
}

func (p Place) problem(s Severity, hint, message string) Problem {
	return Problem{File: p.File, Line: p.Line, Column: p.Column, Severity: s, Message: message, Hint: hint, Source: p.Source}
}
