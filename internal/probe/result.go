package probe

import (
	"fmt"
	"time"

	"hotline/internal/plain"
)

// Phase is a part of a test call. It is the label of metrics.
type Phase string

// The phases, in their order. A call that expects no words has no prompt, one that
// presses no key no key.
const (
	Answer Phase = "answer" // dialling to the answer
	Sound  Phase = "sound"  // the answer to the first sound
	Prompt Phase = "prompt" // the answer to the beginning of the expected words
	Key    Phase = "key"    // the key to the beginning of the words that it brings
)

// Phases are all, in their order.
func Phases() []Phase { return []Phase{Answer, Sound, Prompt, Key} }

// Step is a phase that was passed.
type Step struct {
	Phase Phase
	Took  time.Duration
	What  string // for people
}

// Result is what came of a test call.
type Result struct {
	Probe  string // its name
	At     time.Time
	Took   time.Duration // the whole call
	Cause  Cause
	Detail string // of a failure, for people
	Steps  []Step // those that were passed
}

// OK reports whether everything was as it should be.
func (r Result) OK() bool { return r.Cause == Passed }

// Lines tell the result to people, one line a step and one for the whole.
func (r Result) Lines() []string {
	lines := make([]string, 0, len(r.Steps)+1)
	for _, s := range r.Steps {
		lines = append(lines, fmt.Sprintf("%s: %-6s  %5.1fs  %s", r.Probe, s.Phase, s.Took.Seconds(), s.What))
	}
	if r.OK() {
		return append(lines, fmt.Sprintf("%s: passed  %5.1fs", r.Probe, r.Took.Seconds()))
	}
	// The other side may have said it.
	detail := plain.Text(r.Detail)
	return append(lines, fmt.Sprintf("%s: FAILED  %5.1fs  %s: %s", r.Probe, r.Took.Seconds(), r.Cause, detail))
}
