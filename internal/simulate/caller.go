package simulate

import "strconv"

// caller is a call on the floor. When it is over another takes its place, and its
// id.
type caller struct {
	brings
	id       string
	mark     int64 // differs from that of any other caller here
	arrived  int64 // at the first queue, ns
	queued   int64 // at this one
	answered int64
	source   *source
	batch    int32
	queue    int32
	offer    int64 // the last; 0: none yet
	here     bool
	talks    bool
}

// callers are all calls on the floor.
type callers struct {
	all  []caller
	free []int32
	last int64 // mark
}

// enter makes room for a caller.
func (c *callers) enter() int32 {
	c.last++
	if n := len(c.free); n > 0 {
		who := c.free[n-1]
		c.free = c.free[:n-1]
		c.all[who] = caller{id: c.all[who].id, mark: c.last, here: true}
		return who
	}
	who := len(c.all)
	c.all = append(c.all, caller{id: strconv.Itoa(who), mark: c.last, here: true})
	return int32(who)
}

// find is the caller of that id.
func (c *callers) find(id string) (who int32, at *caller) {
	n, _ := strconv.Atoi(id) // as enter made it
	return int32(n), &c.all[n]
}

func (c *callers) leave(who int32) {
	c.all[who].here = false
	c.free = append(c.free, who)
}

// clear sends everybody away.
func (c *callers) clear() {
	c.free = c.free[:0]
	for who := range c.all {
		c.leave(int32(who))
	}
}
