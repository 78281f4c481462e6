package switchboard

import (
	"slices"
	"strconv"
	"time"
)

// travel is how a call came to the centre where it is.
type travel struct {
	area  string   // area code that the call is about; may be empty
	hops  int      // times it was forwarded before it came to us
	age   int64    // how long the caller had waited elsewhere, ms
	been  []string // the centres it has been to, this one included
	moves int      // between them
}

const (
	mostMoves = 8         // from centre to centre, before it is taken for a circle
	mostAge   = time.Hour // that another platform is believed
)

func (t *travel) arrive(centre, area string, hops int, age int64) {
	t.area, t.hops, t.age = area, hops, age
	t.visit(centre)
}

func (t *travel) move(centre string) {
	t.moves++
	t.visit(centre)
}

func (t *travel) visit(centre string) {
	if centre != "" && !slices.Contains(t.been, centre) {
		t.been = append(slices.Clone(t.been), centre)
	}
}

// readHops and readAge read what another platform says of the call. Nonsense is
// nothing; a number beyond all bounds is a great one.
func readHops(text string) int { return int(min(readCount(text), 1<<30)) }

// readAge also knows whom to believe: a call from where hotlines may be called may
// come from one.
func readAge(text string, trusted bool) int64 {
	if !trusted {
		return 0
	}
	return min(readCount(text), int64(mostAge/time.Second)) * time.Second.Milliseconds()
}

func readCount(text string) int64 {
	n, err := strconv.ParseUint(text, 10, 63)
	if err != nil && n == 0 {
		return 0
	}
	return int64(n)
}

// trip is somebody's call to the hotline of another platform. A carrier may take us
// for that platform and send it back without our headers, to be forwarded again
// without end; so one number has no more of the same under way than a call may have
// hops. Callers who withhold their number cannot be told apart, and are not counted.
type trip struct{ from, to string }

// setOut counts the call's trip, and is false if there are too many of the kind.
func (c *caller) setOut(to string) bool {
	c.comeHome()
	if c.number == "" {
		return true
	}
	c.sb.mu.Lock()
	defer c.sb.mu.Unlock()
	t := trip{c.number, to}
	if c.sb.abroad[t] >= c.tree.MaxHops {
		return false
	}
	c.sb.abroad[t]++
	c.abroad = t
	return true
}

// comeHome ends the trip, if there is one.
func (c *caller) comeHome() {
	if c.abroad == (trip{}) {
		return
	}
	c.sb.mu.Lock()
	defer c.sb.mu.Unlock()
	if c.sb.abroad[c.abroad]--; c.sb.abroad[c.abroad] == 0 {
		delete(c.sb.abroad, c.abroad)
	}
	c.abroad = trip{}
}
