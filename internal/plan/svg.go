package plan

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// Measures of the picture in points.
const (
	width      = 1000.0
	left       = 64.0
	right      = 24.0
	headRoom   = 84.0
	callsRoom  = 150.0
	between    = 62.0
	seatsRoom  = 220.0
	footRoom   = 74.0
	mostTicks  = 5
	titleClear = 22.0 // above a panel, for its name
)

const svgStyle = `
text { font: 12px "Noto Sans", "DejaVu Sans", "Segoe UI", "Helvetica Neue", sans-serif; fill: #6f7987 }
.title { font-size: 20px; font-weight: 600; fill: #2b3440 } .name { font-size: 13px; font-weight: 600; fill: #2b3440 }
.grid { stroke: #e6eaf0 } .base { stroke: #aeb6c2 } .y { text-anchor: end } .x { text-anchor: middle }
.calls { fill: #78a6e6 } .calls:hover { fill: #2f66b5 }
.seats { fill: #ffefd6 } .edge { fill: none; stroke: #c96f14; stroke-width: 2 }
.rostered { fill: none; stroke: #8a94a3; stroke-width: 1.5 }
.patient { fill: none; stroke: #2f8a83; stroke-width: 1.8; stroke-dasharray: 5 4 }
.hover { fill: #2b3440; fill-opacity: 0 } .hover:hover { fill-opacity: .06 }
`

// drawing collects the elements of a picture.
type drawing struct {
	strings.Builder
	plan     DayPlan
	from, to int // half hours, whole hours
}

// SVG draws the day: the calls of each half hour above, the seats that they need
// below. The same plan gives the same bytes.
func (p DayPlan) SVG() []byte {
	d := &drawing{plan: p, from: 16, to: 36}
	if n := len(p.Rows); n > 0 {
		d.from, d.to = p.Rows[0].Slot/2*2, (p.Rows[n-1].Slot+2)/2*2
	}
	height := headRoom + callsRoom + between + seatsRoom + footRoom
	d.add(`<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" role="img">`, width, height, width, height)
	d.add(`<title>%s</title><style>%s</style><rect width="100%%" height="100%%" fill="#fff"/>`, p.title(), svgStyle)
	d.add(`<text class="title" x="24" y="34">%s</text><text x="24" y="54">%s</text>`, p.title(), p.summary())
	d.calls(panel{headRoom + titleClear, callsRoom - titleClear, niceTop(p.most(Row.calls))})
	seats := panel{headRoom + callsRoom + between, seatsRoom, niceTop(p.most(Row.people))}
	d.seats(seats)
	d.legend(seats.foot() + 52)
	d.add(`</svg>`)
	return []byte(d.String())
}

func (d *drawing) add(format string, args ...any) { fmt.Fprintf(&d.Builder, format+"\n", args...) }

// title names the day.
func (p DayPlan) title() string {
	const what = "Calls and seats needed"
	for day := time.Sunday; day <= time.Saturday; day++ {
		if p.Name == weekday(day) {
			return what + ": " + day.String()
		}
	}
	if p.Name == "" {
		return what
	}
	return what + ": " + p.Name
}

func (r Row) calls() float64 { return r.Calls }

// people is the highest line of the lower panel.
func (r Row) people() float64 { return float64(max(r.Rostered, r.Seats, r.patient().Rostered)) }

func (p DayPlan) most(of func(Row) float64) (most float64) {
	for _, r := range p.Rows {
		most = max(most, of(r))
	}
	return most
}

// panel is a diagram from its top downwards; top is the value up there.
type panel struct{ y, height, top float64 }

func (p panel) foot() float64            { return p.y + p.height }
func (p panel) at(value float64) float64 { return p.foot() - value/p.top*p.height }

// niceTop is the first round value that is not less.
func niceTop(value float64) float64 {
	step := niceStep(value)
	return max(math.Ceil(value/step-1e-9), 1) * step
}

// niceStep is 1, 2 or 5 times a power of ten, never less than 1.
func niceStep(value float64) float64 {
	least := value / mostTicks
	if least <= 1 {
		return 1
	}
	ten := math.Pow(10, math.Floor(math.Log10(least)))
	for _, n := range []float64{1, 2, 5} {
		if n*ten >= least {
			return n * ten
		}
	}
	return 10 * ten
}

// x is where a half hour begins.
func (d *drawing) x(slot int) float64 {
	return left + (width-left-right)*float64(slot-d.from)/float64(d.to-d.from)
}

// axes draws the frame of a panel.
func (d *drawing) axes(p panel, name string) {
	d.add(`<text class="name" x="%.1f" y="%.1f">%s</text>`, left, p.y-10, name)
	for v, step := 0.0, niceStep(p.top); v <= p.top+1e-9; v += step {
		class := "grid"
		if v == 0 {
			class = "base"
		}
		d.add(`<line class="%s" x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f"/>`, class, left, width-right, p.at(v), p.at(v))
		d.add(`<text class="y" x="%.1f" y="%.1f">%g</text>`, left-8, p.at(v)+4, v)
	}
	every := 2
	if d.to-d.from > 28 {
		every = 4
	}
	for slot := d.from; slot <= d.to; slot += every {
		d.add(`<text class="x" x="%.1f" y="%.1f">%s</text>`, d.x(slot), p.foot()+17, clock(slot))
	}
}

func (d *drawing) calls(p panel) {
	d.axes(p, "Calls in each half hour")
	for _, r := range d.plan.Rows {
		x, w := d.x(r.Slot), d.x(r.Slot+1)-d.x(r.Slot)
		d.add(`<rect class="calls" x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="1.5"><title>%s: %.1f calls</title></rect>`,
			x+w*0.08, p.at(r.Calls), w*0.84, p.foot()-p.at(r.Calls), clock(r.Slot), r.Calls)
	}
}

func (d *drawing) seats(p panel) {
	seats := d.steps(p, func(r Row) int { return r.Seats })
	if seats != "" {
		d.add(`<path class="seats" d="%s"/>`, seats)
	}
	d.axes(p, "Seats needed")
	if d.plan.Rules.Shrinkage > 0 {
		d.add(`<path class="rostered" d="%s"/>`, d.steps(p, func(r Row) int { return r.Rostered }))
	}
	d.add(`<path class="edge" d="%s"/>`, seats)
	if d.plan.Rules.Patience > 0 {
		d.add(`<path class="patient" d="%s"/>`, d.steps(p, func(r Row) int { return r.patient().Seats }))
	}
	for _, r := range d.plan.Rows {
		d.add(`<rect class="hover" x="%.1f" y="%.1f" width="%.1f" height="%.1f"><title>%s: %d seats, %s in time, %d trunks</title></rect>`,
			d.x(r.Slot), p.y, d.x(r.Slot+1)-d.x(r.Slot), p.height, clock(r.Slot), r.Seats, percent(r.Service), r.Trunks)
	}
}

// steps is a line that is level through each half hour.
func (d *drawing) steps(p panel, of func(Row) int) string {
	if len(d.plan.Rows) == 0 {
		return ""
	}
	var path strings.Builder
	fmt.Fprintf(&path, "M%.1f %.1f", d.x(d.plan.Rows[0].Slot), p.foot())
	for _, r := range d.plan.Rows {
		fmt.Fprintf(&path, " V%.1f H%.1f", p.at(float64(of(r))), d.x(r.Slot+1))
	}
	fmt.Fprintf(&path, " V%.1f", p.foot())
	return path.String()
}

func (d *drawing) legend(y float64) {
	x := left
	entry := func(class, text string) {
		d.add(`<path class="%s" d="M%.1f %.1f h26"/><text x="%.1f" y="%.1f">%s</text>`, class, x, y-4, x+34, y, text)
		x += 34 + float64(len(text))*7 + 24
	}
	entry("edge", "seats at the phone, Erlang C")
	if r := d.plan.Rules; r.Shrinkage > 0 {
		entry("rostered", fmt.Sprintf("rostered, %s shrinkage", r.Shrinkage))
	}
	if r := d.plan.Rules; r.Patience > 0 {
		entry("patient", fmt.Sprintf("seats if callers give up after %s, Erlang A", short(r.Patience)))
	}
}
