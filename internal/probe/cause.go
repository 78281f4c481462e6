package probe

// Cause is how a test call came out. It is the label of metrics, so there are no
// others.
type Cause string

// The causes.
const (
	Passed      Cause = "passed"
	Unreachable Cause = "unreachable"  // nobody answers SIP at the address
	Refused     Cause = "refused"      // the call was refused, other than as busy
	Busy        Cause = "busy"         // 486 or 600
	NoAnswer    Cause = "no-answer"    // it rang, but was not answered in time
	Silent      Cause = "silent"       // it was answered, but nothing was heard
	WrongPrompt Cause = "wrong-prompt" // something else was heard
	NoReaction  Cause = "no-reaction"  // the key did not bring what it should
	HungUp      Cause = "hung-up"      // the other side hung up before the end
	Broken      Cause = "broken"       // the test call could not be made: a fault on our side
	Interrupted Cause = "interrupted"  // we were told to end; says nothing about the hotline
)

// Causes are all that count, in the order in which a call meets them.
func Causes() []Cause {
	return []Cause{Passed, Broken, Unreachable, Refused, Busy, NoAnswer, HungUp, Silent, WrongPrompt, NoReaction}
}

// failedError is why a test call did not pass.
type failedError struct {
	cause  Cause
	detail string // for people
}

func (f *failedError) Error() string { return string(f.cause) + ": " + f.detail }
