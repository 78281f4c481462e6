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
