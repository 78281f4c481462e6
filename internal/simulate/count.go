package simulate

import "time"

const (
	within = 15 * time.Second // the time to answer in, GB/T 33358-2016
	short  = 5 * time.Second  // who gives up within it is counted apart, too
)

// count is what happened, to the calls that arrived in some time or to the seats in
// it.
type count struct {
	offered    int64
	atOnce     int64 // a seat was free
	answered   int64
	inTime     int64 // answered within 15 s
	abandoned  int64
	soon       int64 // abandoned within 15 s
	short      int64 // abandoned within 5 s
	overflowed int64
	left       int64 // waiting when the day was over
	again      int64 // offered: callers who had given up before
	told       int64 // whose wait was forecast and is known
	held       int64 // whose wait was as forecast

	waited  float64 // of those answered, s
	handled float64 // talk and wrap-up, s
	longest int64   // wait, ns

	busy float64 // seats talking or in wrap-up, seat-seconds
	work float64 // seats at work
}

func (c *count) add(o *count) {
	c.offered += o.offered
	c.atOnce += o.atOnce
	c.answered += o.answered
	c.inTime += o.inTime
	c.abandoned += o.abandoned
	c.soon += o.soon
	c.short += o.short
	c.overflowed += o.overflowed
	c.left += o.left
	c.again += o.again
	c.told += o.told
	c.held += o.held
	c.waited += o.waited
	c.handled += o.handled
	c.longest = max(c.longest, o.longest)
	c.busy += o.busy
	c.work += o.work
}

func (c *count) answer(wait int64) {
	c.answered++
	c.waited += seconds(wait)
	c.longest = max(c.longest, wait)
	if wait <= int64(within) {
		c.inTime++
	}
}

func (c *count) abandon(wait int64) {
	c.abandoned++
	c.longest = max(c.longest, wait)
	if wait <= int64(within) {
		c.soon++
	}
	if wait <= int64(short) {
		c.short++
	}
}

func (c *count) overflow(wait int64) {
	c.overflowed++
	c.longest = max(c.longest, wait)
}

func sum(counts []count) (all count) {
	for i := range counts {
		all.add(&counts[i])
	}
	return all
}

func seconds(ns int64) float64 { return float64(ns) / float64(time.Second) }
