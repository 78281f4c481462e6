package bench

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
)

// Tables are what a run says, in the order of its importance. Those with nothing in them
// are left out.
func (r *Result) Tables() []Table {
	all := []Table{
		r.goals(),
		r.setups("Idle seats, no sound", Spare),
		r.setups("Idle seats, sound both ways", Sounding),
		r.setups("A greeting first, sound both ways", Greeting),
		r.queues("Callers wait all the time", Queued),
		r.queues("Growth", Growth),
		r.queues("As much as it is meant for", Huge),
	}
	all = append(all, r.rateTables()...)
	all = append(all, r.memoryTable(), r.marked())
	return slices.DeleteFunc(all, func(t Table) bool { return len(t.Rows) == 0 })
}

// goals are the six figures with what was set out to be reached.
func (r *Result) goals() Table {
	t := Table{Title: "Against app_queue and Dial()", Head: []string{"ratio", "median (spread)", "rounds", "must", "aim"}}
	for _, g := range [][4]string{
		{"free_to_invite_vs_queue", "seat free to its next INVITE, against app_queue", "≤ 0.05", "≤ 0.01"},
		{"setup_vs_queue", "caller's INVITE to idle seat's INVITE, against app_queue", "≤ 2.0", "≤ 1.2"},
		{"cpu_vs_queue_10", "processor time a call, against app_queue with 10 seats", "≤ 1.5", "≤ 1.2"},
		{"cpu_vs_queue_1000", "the same with 1,000 seats", "≤ 1.25", "≤ 1.0"},
		{"rate_vs_queue_200", "highest clean rate, against app_queue with 200 seats", "≥ 2.0", "≥ 3"},
		{"rate_vs_dial", "highest clean rate, against Dial() with 1,000 seats", "≥ 0.45", "≥ 0.7"},
	} {
		f := r.Ratios[g[0]]
		t.Rows = append(t.Rows, []string{g[1], spread(f), strconv.Itoa(f.N), g[2], g[3]})
	}
	return t
}

// load is what distinguishes rounds of one part.
type load struct {
	seats, waiting int
	contender      string
}

// loads of a part, in order.
func (r *Result) loads(part string) (out []load) {
	for _, x := range r.Rounds {
		l := load{x.Seats, x.Waiting, x.Contender}
		if x.Part == part && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	slices.SortFunc(out, func(a, b load) int {
		return cmp.Or(cmp.Compare(a.seats, b.seats), cmp.Compare(a.waiting, b.waiting), cmp.Compare(a.contender, b.contender))
	})
	return out
}

// figure sums up a value over the rounds of a load.
func (r *Result) figure(part string, l load, value func(Round) float64) Figure {
	var values []float64
	for _, x := range r.Rounds {
		if x.Part == part && (load{x.Seats, x.Waiting, x.Contender}) == l {
			values = append(values, value(x))
		}
	}
	return Sum(values)
}

func asterisk(x Round) float64 { return x.Asterisk }
func engine(x Round) float64   { return x.Engine }
func cpu(x Round) float64      { return x.Asterisk + x.Engine }
func setup50(x Round) float64  { return x.Setup.P50 }
func setup95(x Round) float64  { return x.Setup.P95 }
func free50(x Round) float64   { return x.Free.P50 }
func free95(x Round) float64   { return x.Free.P95 }
func count(x Round) float64    { return float64(x.Calls) }

func (r *Result) setups(title, part string) Table {
	t := Table{
		Title: title + ": milliseconds",
		Head:  []string{"seats", "contender", "INVITE to seat's INVITE p50", "p95", "Asterisk a call", "engine a call", "together", "calls a round"},
	}
	for _, l := range r.loads(part) {
		at := func(f func(Round) float64) Figure { return r.figure(part, l, f) }
		t.Rows = append(t.Rows, []string{
			strconv.Itoa(l.seats), l.contender, spread(at(setup50)), spread(at(setup95)),
			spread(at(asterisk)), spread(at(engine)), spread(at(cpu)), number(at(count).Median),
		})
	}
	return t
}

func (r *Result) queues(title, part string) Table {
	t := Table{
		Title: title + ": milliseconds",
		Head:  []string{"seats", "waiting", "contender", "seat free to its INVITE p50", "p95", "Asterisk a call", "engine a call", "calls a round"},
	}
	for _, l := range r.loads(part) {
		at := func(f func(Round) float64) Figure { return r.figure(part, l, f) }
		t.Rows = append(t.Rows, []string{
			strconv.Itoa(l.seats), strconv.Itoa(l.waiting), l.contender, spread(at(free50)), spread(at(free95)),
			spread(at(asterisk)), spread(at(engine)), number(at(count).Median),
		})
	}
	return t
}

// rateTables are one for each number of seats.
func (r *Result) rateTables() (out []Table) {
	var sizes []int
	for _, x := range r.Rates {
		sizes = append(sizes, x.Seats)
	}
	slices.Sort(sizes)
	for _, seats := range slices.Compact(sizes) {
		out = append(out, r.rateTable(seats))
	}
	return out
}

func (r *Result) rateTable(seats int) Table {
	t := Table{
		Title: "Highest clean rate, " + thousands(seats) + " seats",
		Head:  []string{"contender", "calls a second (spread)", "ramps"},
	}
	for _, contender := range []string{Dial, Queue, Hotline} {
		if f := Sum(r.best(contender, seats)); f.N > 0 {
			t.Rows = append(t.Rows, []string{contender, spread(f), strconv.Itoa(f.N)})
		}
	}
	return t
}

func (r *Result) memoryTable() Table {
	t := Table{
		Title: "Memory: kB a call",
		Head:  []string{"contender", "engine without calls, MB", "talking: Asterisk", "engine", "waiting: Asterisk", "engine"},
	}
	for _, m := range r.Memory {
		t.Rows = append(t.Rows, []string{
			m.Contender, number(m.Idle / 1000), number(m.Talk.Asterisk), number(m.Talk.Engine), number(m.Wait.Asterisk), number(m.Wait.Engine),
		})
	}
	return t
}

// marked are the rounds not to be believed at once. Steps of a ramp are meant to fail.
func (r *Result) marked() Table {
	t := Table{Title: "Rounds with a mark", Head: []string{"round", "mark"}}
	for _, x := range r.Rounds {
		if x.Part == Steps {
			continue
		}
		for _, m := range x.Marks {
			t.Rows = append(t.Rows, []string{fmt.Sprintf("%s, %d seats, %d waiting, %s %d", x.Part, x.Seats, x.Waiting, x.Contender, x.Index+1), m})
		}
	}
	return t
}
