package chaos

import "fmt"

// Loss is what must not happen.
type Loss string

// The losses that a run counts.
const (
	TalkDropped Loss = "talk dropped"
	WaitLost    Loss = "wait lost"
	DoubleOffer Loss = "double offer"
	EventLost   Loss = "event lost"
)

// Losses lists them all.
func Losses() []Loss { return []Loss{TalkDropped, WaitLost, DoubleOffer, EventLost} }

// Finding is one loss.
type Finding struct {
	Loss   Loss
	At     int64  // 0 = no one moment
	Caller string // number
	Call   string // the engine's id of it
	What   string
}

func (f Finding) String() string {
	return fmt.Sprintf("%s: at %s, caller %s, call %s: %s", f.Loss, clock(f.At), f.Caller, f.Call, f.What)
}
