package fleet

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hotline/internal/journal"
)

// epoch is the time for which one machine led a log. It begins with a group of its own,
// whose origin is ":" and the epoch's name; no replica sees that group. Two copies of a log
// whose epochs are the same up to a place hold the same groups up to there: an epoch has
// one writer, which never writes a place twice.
type epoch struct {
	Place int64  `json:"p"`
	Name  string `json:"n"` // <token>/<machine>/<random>
}

const epochMark = ":"

func epochName(token int64, machine, random string) string {
	return fmt.Sprintf("%d/%s/%s", token, machine, random)
}

func beginsEpoch(g *journal.Group) (name string, ok bool) {
	return strings.CutPrefix(g.Origin, epochMark)
}

// epochs are those of a log, by place.
type epochs []epoch

// at names the epoch of a place; "" before the first.
func (e epochs) at(place int64) string {
	return e.upTo(place).last().Name
}

func (e epochs) last() epoch {
	if len(e) == 0 {
		return epoch{}
	}
	return e[len(e)-1]
}

func (e epochs) upTo(place int64) epochs {
	n, _ := slices.BinarySearchFunc(e, place+1, func(one epoch, p int64) int { return int(one.Place - p) })
	return e[:n]
}

// token is the highest there was.
func (e epochs) token() (highest int64) {
	for _, one := range e {
		text, _, _ := strings.Cut(one.Name, "/")
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			highest = max(highest, n)
		}
	}
	return highest
}

// forkFrom tells from which place on two copies differ that reach to the places mine and
// theirs; 0 = as far as both reach, they are the same.
func forkFrom(a, b epochs, mine, theirs int64) int64 {
	both := min(mine, theirs)
	a, b = a.upTo(both), b.upTo(both)
	for i := range max(len(a), len(b)) {
		switch {
		case i >= len(a):
			return b[i].Place
		case i >= len(b):
			return a[i].Place
		case a[i] != b[i]:
			return min(a[i].Place, b[i].Place)
		}
	}
	return 0
}
