package acd

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// canon writes down everything of a floor that can matter from here on, in an order of
// its own: two floors with the same canon behave the same. Memory that is used again,
// the shape of trees and lanes without calls do not matter.
func canon(s *State) string {
	b := &strings.Builder{}
	next, ok := s.NextTimer()
	fmt.Fprintln(b, s.floor, s.seed, s.now, s.rules.Hash, s.lastOffer, s.turns, s.weighty, next, ok, s.misfits, s.misfit)
	fmt.Fprintln(b, "machines", s.Machines())
	for _, id := range slices.Sorted(maps.Keys(s.queues)) {
		canonQueue(b, s, s.queues[id])
	}
	for _, id := range slices.Sorted(maps.Keys(s.seats)) {
		canonSeat(b, s.seats[id])
	}
	for _, id := range slices.Sorted(maps.Keys(s.calls)) {
		canonCall(b, s.calls[id])
	}
	for _, id := range slices.Sorted(maps.Keys(s.offers)) {
		o := s.offers[id]
		fmt.Fprintln(b, "offer", o.id, o.call.id, o.seat.id, o.until)
	}
	canonList(b, s)
	for _, o := range []order[*seat]{s.wraps, s.rests, s.losts} {
		fmt.Fprintln(b, "timers", named(o, func(st *seat) string { return st.id }))
	}
	for _, o := range []order[*call]{s.waits, s.stages} {
		fmt.Fprintln(b, "timers", named(o, func(c *call) string { return c.id }))
	}
	fmt.Fprintln(b, "timers", named(s.rings, func(o *offer) string { return fmt.Sprint(o.id) }),
		named(s.presses, func(q *queue) string { return q.id }), named(s.dues, func(b *callback) string { return b.id }))
	return b.String()
}

func named[T any](o order[T], name func(T) string) (all []string) {
	for _, v := range o.all() {
		all = append(all, name(v))
	}
	return all
}

func canonQueue(b *strings.Builder, s *State, q *queue) {
	fmt.Fprintln(b, "queue", q.id, q.listed, q.tally, q.staff, q.calls, q.waiting, q.absent, s.Line(q.id), q.reserves, q.pressed,
		q.press, q.turn, q.pass, q.handling, q.forecast, q.timed, q.open,
		named(q.oldest, func(c *call) string { return c.id }), named(q.pending, func(b *callback) string { return b.id }))
	for i, l := range q.base {
		fmt.Fprint(b, " base ", i)
		canonLane(b, l)
	}
	for _, sig := range slices.Sorted(maps.Keys(q.lanes)) {
		if l := q.lanes[sig]; l.calls > 0 {
			fmt.Fprintf(b, " lane %q", sig)
			canonLane(b, l)
		}
	}
}

func canonLane(b *strings.Builder, l *lane) {
	call := func(c *call) string { return c.id }
	fmt.Fprintln(b, l.needs, l.prefer, l.levels, l.only != nil, named(l.line, call), named(l.rung, call), named(l.away, call),
		named(l.idle, func(p *post) string { return p.seat.id }), l.tally, l.staff, l.bars, l.calls,
		named(l.noSeat, call), named(l.allPaused, call))
}

func canonSeat(b *strings.Builder, st *seat) {
	skills := st.skills
	if !st.listed { // they are told anew with the rules that name it
		skills = nil
	}
	fmt.Fprintf(b, "seat %+v listed %v skills %v missed %d idle %v wrap %v rest %v lost %v held %q\n",
		st.status(), st.listed, skills, st.missed, st.idle, st.wrap, st.rest, st.lost, st.held)
	for _, p := range st.posts {
		fmt.Fprintf(b, " post %s %+v place %d calls %d talk %d pass %d\n", p.queue.id, p.rules, p.place, p.calls, p.talk, p.pass)
	}
}

func canonCall(b *strings.Builder, c *call) {
	var offers []int64
	for _, o := range c.offers {
		offers = append(offers, o.id)
	}
	last := ""
	if c.stage == alone {
		last = c.last.id
	}
	fmt.Fprintf(b, "call %+v key %v limits %+v needs %v prefer %v stage %d last %q turn %v in line %v offers %v calls %q told %d %d %d %d began %d passed %v reached %v\n",
		c.status(), c.key, c.limits, c.needs, c.prefer, c.stage, last, c.turn, c.inLine, offers, c.calls,
		c.first, c.expected, c.low, c.high, c.began, c.passed, c.reached)
}

func canonList(b *strings.Builder, s *State) {
	for _, id := range slices.Sorted(maps.Keys(s.callbacks)) {
		c := s.callbacks[id]
		fmt.Fprintf(b, "callback %+v due %v pending %v over %v, in its spot %v\n",
			c.status(), c.due, c.pending, c.over, s.spots[c.spot()] == c)
	}
	fmt.Fprintln(b, len(s.spots), s.onFloor)
	lasts := map[string]string{}
	for who, v := range s.lasts.of {
		if s.seats[v.value.id] == v.value { // others are no more
			lasts[who] = fmt.Sprint(v.at, v.value.id)
		}
	}
	fmt.Fprintln(b, "last seats", lasts, "left", s.left.of)
}
