package acd

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// picture shows all that can matter from here on, times as seen from now.
func picture(f *testFloor) string {
	s := f.state
	var b strings.Builder
	fmt.Fprint(&b, s.rules.Hash, s.Machines())
	seats := slices.SortedFunc(maps.Values(s.seats), func(a, b *seat) int { return cmp.Compare(a.id, b.id) })
	for _, st := range seats {
		fmt.Fprint(&b, ";", st.id, st.stance, st.auto, st.reason, st.missed, st.held, "@", st.phone)
		for _, at := range []int64{st.wrap.timer.major, st.rest.major, st.lost.major} {
			if at != 0 {
				fmt.Fprint(&b, ",", at-s.now)
			}
		}
	}
	slices.SortFunc(seats, func(a, b *seat) int { return compareKeys(a.idle, b.idle) })
	for _, st := range seats {
		if st.stance.Now == StateReady || st.stance.Now == StateOffered {
			fmt.Fprint(&b, "<", st.id)
		}
	}
	for _, c := range slices.SortedFunc(maps.Values(s.calls), func(a, b *call) int { return compareKeys(a.key, b.key) }) {
		pictureCall(&b, s, c)
	}
	for _, v := range s.Callbacks() {
		fmt.Fprint(&b, ";", v.ID, v.Queue, v.Attempts, v.Call, v.Cut, v.Home)
		if v.Call == "" {
			fmt.Fprint(&b, ":", max(v.Due-s.now, 0), ",", max(v.Since-s.now, -51))
		}
	}
	for _, who := range slices.Sorted(maps.Keys(s.lasts.of)) {
		fmt.Fprint(&b, ";", who, s.lasts.of[who].value.id)
	}
	return b.String()
}

func pictureCall(b *strings.Builder, s *State, c *call) {
	fmt.Fprint(b, ";", c.id, c.queue.id, c.state, c.limits, c.home, c.reached)
	if c.state == CallTalking {
		fmt.Fprint(b, c.seat.id)
		return
	}
	for _, o := range c.offers {
		fmt.Fprint(b, o.seat.id, o.until-s.now)
	}
	fmt.Fprint(b, c.inLine, c.stage, max(c.key.major-s.now, -51), ",", max(c.queued-s.now, -26))
}
