package simulate

import (
	"fmt"
	"strconv"
)

// caller is a call on the floor. When it is over another takes its place, and its
// id unless callers have numbers.
type caller struct {
	brings
	id       string
	mark     int64 // differs from that of any other caller here
	arrived  int64 // at the first queue, ns
	queued   int64 // at this one
	answered int64
	low      int64 // the wait that was forecast, ms
	high     int64 // 0: none was
	source   *source
	callback string // that this call makes; empty: none
	batch    int32
	queue    int32
	rung     bool // a telephone rang for it in this queue
	here     bool
	talks    bool
	leaves   bool // the queue, of his own accord
}

// callers are all calls on the floor.
type callers struct {
	all   []caller
	free  []int32
	named map[string]int32 // by id; nil: an id is the place in all
	last  int64            // mark
}

// enter makes room for a caller. Without an id he gets one.
func (c *callers) enter(id string) int32 {
	c.last++
	who := int32(len(c.all))
	if n := len(c.free); n > 0 {
		who = c.free[n-1]
		c.free = c.free[:n-1]
	} else {
		c.all = append(c.all, caller{id: strconv.Itoa(int(who))})
	}
	switch {
	case c.named == nil:
		id = c.all[who].id
	case id == "":
		id = "c" + strconv.FormatInt(c.last, 10)
	}
	c.all[who] = caller{id: id, mark: c.last, here: true}
	if c.named != nil {
		c.named[id] = who
	}
	return who
}

// find is the caller of that id. Without him all figures would be wrong: it panics.
func (c *callers) find(id string) (who int32, at *caller) {
	who, ok := c.named[id]
	if c.named == nil {
		n, err := strconv.Atoi(id) // as enter made it
		who, ok = int32(n), err == nil && n >= 0 && n < len(c.all) && c.all[n].here
	}
	if !ok {
		panic(fmt.Sprintf("simulate: the distributor told of the call %q, which is not on the floor", id))
	}
	return who, &c.all[who]
}

func (c *callers) leave(who int32) {
	c.all[who].here = false
	c.free = append(c.free, who)
	if c.named != nil {
		delete(c.named, c.all[who].id)
	}
}

// clear sends everybody away.
func (c *callers) clear() {
	c.free = c.free[:0]
	for who := range c.all {
		c.leave(int32(who))
	}
}
