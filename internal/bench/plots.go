package bench

import "fmt"

// Plots are the pictures of a run, by file name. Without the rounds that they show they are
// not there.
func (r *Result) Plots() map[string]Plot {
	out := map[string]Plot{}
	if ticks, loads := r.growth(); len(ticks) > 1 {
		x := "seats / callers waiting"
		out["growth-free.svg"] = Plot{
			Title: "Seat free to its next INVITE, callers waiting", X: x, Y: "ms", Log: true, Ticks: ticks,
			Series: r.grown(loads, free50, false),
		}
		out["growth-cpu.svg"] = Plot{Title: "Processor time a call, callers waiting", X: x, Y: "ms", Ticks: ticks, Series: r.grown(loads, cpu, true)}
	}
	if seats := r.sizes(); len(seats) > 1 {
		out["setup.svg"] = r.bySize(seats, "Caller's INVITE to idle seat's INVITE", setup50)
		out["cpu.svg"] = r.bySize(seats, "Processor time a call, Asterisk and engine", cpu)
	}
	return out
}

// growth are the places of the plots: hotline's loads, few to many.
func (r *Result) growth() (ticks []string, loads []load) {
	for _, l := range r.loads(Growth) {
		if l.contender == Hotline {
			ticks, loads = append(ticks, fmt.Sprintf("%d / %d", l.seats, l.waiting)), append(loads, l)
		}
	}
	return ticks, loads
}

func (r *Result) grown(loads []load, value func(Round) float64, apart bool) []Series {
	queue, hotline := Series{Name: "Answer() + Queue()"}, Series{Name: "hotline"}
	alone := Series{Name: "hotline's engine alone"}
	for _, l := range loads {
		hotline.Values = append(hotline.Values, r.figure(Growth, l, value))
		alone.Values = append(alone.Values, r.figure(Growth, l, engine))
		l.contender = AnsweredQueue
		queue.Values = append(queue.Values, r.figure(Growth, l, value))
	}
	if !apart {
		return []Series{queue, hotline}
	}
	return []Series{queue, hotline, alone}
}

// sizes are the numbers of seats with which idle seats were measured.
func (r *Result) sizes() (out []int) {
	for _, l := range r.loads(Spare) {
		if l.contender == Hotline {
			out = append(out, l.seats)
		}
	}
	return out
}

func (r *Result) bySize(seats []int, title string, value func(Round) float64) Plot {
	p := Plot{Title: title, X: "seats", Y: "ms"}
	for _, n := range seats {
		p.Ticks = append(p.Ticks, fmt.Sprint(n))
	}
	for _, c := range [][2]string{{Queue, "Queue()"}, {Hotline, "hotline"}, {Dial, "Dial()"}} {
		s := Series{Name: c[1]}
		for _, n := range seats {
			s.Values = append(s.Values, r.figure(Spare, load{n, 0, c[0]}, value))
		}
		p.Series = append(p.Series, s)
	}
	return p
}
