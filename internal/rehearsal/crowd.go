package rehearsal

import (
	"fmt"
	"time"
)

const (
	crowdLine = "crowd-"        // what their channels begin with
	crowdLead = time.Minute     // how long before the caller they dialled
	crowdKeys = time.Second     // after which they press their keys
	keyPause  = time.Second / 2 // between two of them
)

// lead is how long before the call the rehearsal begins.
func (w World) lead() time.Duration {
	if len(w.Crowds) == 0 && !w.pauses() {
		return 0
	}
	return crowdLead
}

// pauses: some seats may be paused.
func (w World) pauses() bool {
	if w.Others.Does == Paused {
		return true
	}
	for _, h := range w.Seats {
		if h.Does == Paused {
			return true
		}
	}
	return false
}

// gather lets a crowd dial.
func (s *Stage) gather(n int, crowd Crowd) {
	for i := range crowd.Calls {
		id := fmt.Sprintf("%s%d-%d", crowdLine, n, i)
		number := fmt.Sprintf("139%08d", n*1000+i)
		call := Call{Trunk: crowd.Trunk, From: number, To: crowd.To}
		s.phone.places(&line{id: id, number: number, who: "another caller", args: call.args()})
		for k, key := range []byte(crowd.Keys) {
			s.clock.after(crowdKeys+time.Duration(k)*keyPause, func() bool {
				s.phone.press(id, key)
				return false
			})
		}
	}
}
