package simulate

import (
	"fmt"
	"math"
	"strings"
)

// Measures of the picture in points.
const (
	width    = 1000.0
	left     = 64.0
	right    = 24.0
	headRoom = 108.0
	room     = 120.0 // of a panel
	between  = 66.0
	footRoom = 28.0
	goal     = 95.0 // per cent, GB/T 33358-2016
)

const svgStyle = `
text { font: 12px "Noto Sans", "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "DejaVu Sans", sans-serif; fill: #6f7987 }
.title { font-size: 20px; font-weight: 600; fill: #2b3440 } .name { font-size: 13px; font-weight: 600; fill: #2b3440 }
.grid { stroke: #e6eaf0 } .base { stroke: #aeb6c2 } .y { text-anchor: end } .x { text-anchor: middle }
.answered { fill: #78a6e6 } .abandoned { fill: #e6913a } .overflowed { fill: #c5cfdd } .busy { fill: #bfe0cc }
.wait { fill: #ad92d9 } .seats { fill: none; stroke: #2f8a83; stroke-width: 2 }
.level { fill: none; stroke: #2f66b5; stroke-width: 2 } .dot { fill: #2f66b5 }
.goal { stroke: #c96f14; stroke-dasharray: 5 4 } .hover { fill: #2b3440; fill-opacity: 0 } .hover:hover { fill-opacity: .06 }
`

// drawing collects the elements of a picture.
type drawing struct {
	strings.Builder
	report   *Report
	from, to int // half hours, whole hours
}

// SVG draws the mean day: who called, how long callers waited, how many were
// answered in time, and the seats. The same report gives the same bytes.
func (r *Report) SVG() []byte {
	d := &drawing{report: r, from: 16, to: 36}
	if from, to := r.span(); to > 0 {
		d.from, d.to = from/2*2, (to+1)/2*2
	}
	title := strings.TrimSpace("A simulated day: " + strings.TrimSpace(r.Date+" "+r.Title))
	height := headRoom + 4*room + 3*between + footRoom
	d.add(`<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" role="img">`, width, height, width, height)
	d.add(`<title>%s</title><style>%s</style><rect width="100%%" height="100%%" fill="#fff"/>`, escape(title), svgStyle)
	d.add(`<text class="title" x="24" y="34">%s</text><text x="24" y="54">%s</text>`, escape(title), escape(r.summary()))
	d.calls(d.panel(0, func(h *Half) float64 { return h.Offered }))
	d.waits(d.panel(1, func(h *Half) float64 { return h.ASA }))
	d.levels(panel{headRoom + 2*(room+between), 100})
	d.seats(d.panel(3, func(h *Half) float64 { return h.Seats }))
	d.hovers()
	d.add(`</svg>`)
	return []byte(d.String())
}

func (r *Report) summary() string {
	return fmt.Sprintf("mean of %d days: %.1f calls, %s answered within 15 s, ASA %.1f s, %s abandoned, occupancy %s, longest wait %.0f s",
		r.Days, float64(r.Offered)/float64(max(1, r.Days)), percent(r.Service), r.ASA, percent(r.Abandonment), percent(r.Occupancy), r.Longest)
}

func (d *drawing) add(format string, args ...any) { fmt.Fprintf(&d.Builder, format+"\n", args...) }

// panel is a diagram from its upper edge downwards; top is the value up there.
type panel struct{ y, top float64 }

func (p panel) foot() float64            { return p.y + room }
func (p panel) at(value float64) float64 { return p.foot() - min(value/p.top, 1)*room }

func (d *drawing) panel(n int, of func(*Half) float64) panel {
	most := 0.0
	for i := range d.report.Halves {
		most = max(most, of(&d.report.Halves[i]))
	}
	step := niceStep(most)
	return panel{headRoom + float64(n)*(room+between), max(math.Ceil(most/step-1e-9), 1) * step}
}

// niceStep is 1, 2 or 5 times a power of ten, for at most four steps up to a value.
func niceStep(value float64) float64 {
	least := max(value/4, 0.01)
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

// axes draws the frame of a panel, its name, and what its colours mean.
func (d *drawing) axes(p panel, name string, keys ...[2]string) {
	d.add(`<text class="name" x="%.1f" y="%.1f">%s</text>`, left, p.y-12, name)
	x := left + float64(len(name))*7 + 30
	for _, key := range keys {
		d.add(`<rect class="%s" x="%.1f" y="%.1f" width="14" height="10" rx="1.5"/><text x="%.1f" y="%.1f">%s</text>`, key[0], x, p.y-21, x+19, p.y-12, key[1])
		x += float64(len(key[1]))*7 + 44
	}
	for v, step := 0.0, niceStep(p.top); v <= p.top+1e-9; v += step {
		class := "grid"
		if v == 0 {
			class = "base"
		}
		d.add(`<line class="%s" x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f"/>`, class, left, width-right, p.at(v), p.at(v))
		d.add(`<text class="y" x="%.1f" y="%.1f">%g</text>`, left-8, p.at(v)+4, math.Round(v*1000)/1000)
	}
	every := 2
	if d.to-d.from > 28 {
		every = 4
	}
	for slot := d.from; slot <= d.to; slot += every {
		d.add(`<text class="x" x="%.1f" y="%.1f">%02d:00</text>`, d.x(slot), p.foot()+17, slot/2)
	}
}

// bar is a part of a half hour's column, from a value up to another.
func (d *drawing) bar(p panel, class string, slot int, from, to float64) {
	if to <= from {
		return
	}
	x, w := d.x(slot), d.x(slot+1)-d.x(slot)
	d.add(`<rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`, class, x+w*0.08, p.at(to), w*0.84, p.at(from)-p.at(to))
}

func (d *drawing) each(see func(slot int, h *Half)) {
	for slot := d.from; slot < min(d.to, len(d.report.Halves)); slot++ {
		see(slot, &d.report.Halves[slot])
	}
}

func (d *drawing) calls(p panel) {
	d.axes(p, "Calls in each half hour", [2]string{"answered", "answered"}, [2]string{"abandoned", "abandoned"}, [2]string{"overflowed", "overflowed or left over"})
	d.each(func(slot int, h *Half) {
		d.bar(p, "answered", slot, 0, h.Answered)
		d.bar(p, "abandoned", slot, h.Answered, h.Answered+h.Abandoned)
		d.bar(p, "overflowed", slot, h.Answered+h.Abandoned, h.Offered)
	})
}

func (d *drawing) waits(p panel) {
	d.axes(p, "Mean wait until answered, seconds")
	d.each(func(slot int, h *Half) { d.bar(p, "wait", slot, 0, h.ASA) })
}

func (d *drawing) levels(p panel) {
	d.axes(p, "Answered within 15 s, per cent of all calls")
	d.add(`<line class="goal" x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f"/>`, left, width-right, p.at(goal), p.at(goal))
	var path strings.Builder
	pen := "M"
	d.each(func(slot int, h *Half) {
		if h.Offered == 0 {
			pen = "M"
			return
		}
		x, y := (d.x(slot)+d.x(slot+1))/2, p.at(100*h.Service)
		fmt.Fprintf(&path, "%s%.1f %.1f ", pen, x, y)
		d.add(`<circle class="dot" cx="%.1f" cy="%.1f" r="3"/>`, x, y)
		pen = "L"
	})
	d.add(`<path class="level" d="%s"/>`, strings.TrimSpace(path.String()))
}

func (d *drawing) seats(p panel) {
	d.axes(p, "Seats at work, on average", [2]string{"busy", "busy: talk and wrap-up"})
	path := fmt.Sprintf("M%.1f %.1f", d.x(d.from), p.foot())
	d.each(func(slot int, h *Half) {
		d.bar(p, "busy", slot, 0, h.Occupancy*h.Seats)
		path += fmt.Sprintf(" V%.1f H%.1f", p.at(h.Seats), d.x(slot+1))
	})
	d.add(`<path class="seats" d="%s V%.1f"/>`, path, p.foot())
}

// hovers tells the figures of the half hour under the pointer.
func (d *drawing) hovers() {
	d.each(func(slot int, h *Half) {
		d.add(`<rect class="hover" x="%.1f" y="%.1f" width="%.1f" height="%.1f"><title>%s: %.1f calls, %.1f abandoned, ASA %.1f s, %s within 15 s, %.1f seats, longest wait %.0f s</title></rect>`,
			d.x(slot), headRoom, d.x(slot+1)-d.x(slot), 4*room+3*between, h.Time, h.Offered, h.Abandoned, h.ASA, percent(h.Service), h.Seats, h.Longest)
	})
}

// escape makes any text safe in XML.
func escape(text string) string {
	text = strings.Map(func(r rune) rune {
		if r >= ' ' && r != 0x7f && r != 0xfffe && r != 0xffff {
			return r
		}
		return '\uFFFD'
	}, strings.ToValidUTF8(text, "\uFFFD"))
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;").Replace(text)
}
