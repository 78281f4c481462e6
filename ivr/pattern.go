package ivr

import (
	"regexp"
	"regexp/syntax"
)

// typed is a pattern as callers meet it: only digits can be typed. Word borders
// and the like are taken to hold.
type typed struct{ prog *syntax.Prog } // nil: not known

func newTyped(pattern *regexp.Regexp) typed {
	re, err := syntax.Parse(pattern.String(), syntax.Perl)
	if err != nil {
		return typed{}
	}
	prog, err := syntax.Compile(re.Simplify())
	if err != nil {
		return typed{}
	}
	return typed{prog}
}

// after is true if what callers type may begin with these digits.
func (t typed) after(digits string) bool {
	if t.prog == nil {
		return true
	}
	at := t.start()
	for i := range len(digits) {
		at = t.next(at, digits[i:i+1])
	}
	return len(at) > 0
}

// fits is true if some digits, so many of them, match.
func (t typed) fits(least, most int) bool {
	if t.prog == nil {
		return true
	}
	at := t.start()
	for n := 0; n <= most; n++ {
		for pc := range at {
			if n >= least && t.prog.Inst[pc].Op == syntax.InstMatch {
				return true
			}
		}
		at = t.next(at, "0123456789")
	}
	return false
}

// places are instructions that wait for a digit, or match.
type places map[uint32]bool

func (t typed) start() places {
	return t.walk(uint32(t.prog.Start), map[uint32]bool{}, places{})
}

// next is where one of the digits leads.
func (t typed) next(at places, digits string) places {
	to, seen := places{}, map[uint32]bool{}
	for pc := range at {
		inst := &t.prog.Inst[pc]
		if inst.Op == syntax.InstMatch {
			continue
		}
		for _, d := range digits {
			if inst.MatchRune(d) {
				t.walk(inst.Out, seen, to)
				break
			}
		}
	}
	return to
}

// walk collects the places that are reached without a digit.
func (t typed) walk(pc uint32, seen map[uint32]bool, to places) places {
	if seen[pc] {
		return to
	}
	seen[pc] = true
	switch inst := &t.prog.Inst[pc]; inst.Op {
	case syntax.InstAlt, syntax.InstAltMatch:
		t.walk(inst.Out, seen, to)
		t.walk(inst.Arg, seen, to)
	case syntax.InstCapture, syntax.InstEmptyWidth, syntax.InstNop:
		t.walk(inst.Out, seen, to)
	case syntax.InstFail:
	default:
		to[pc] = true
	}
	return to
}
