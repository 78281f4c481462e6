package flowgraph

const swatch = 14.0

// entry is a sign of the picture and what it means.
type entry struct {
	wide    float64 // the sign
	draw    func(c *canvas, x, y float64)
	meaning string
}

// legend explains the signs that the picture has.
func (s *sheet) legend() []entry {
	var all []entry
	for _, l := range looks() {
		if s.anyCard(func(k card) bool { return k.look == l }) {
			all = append(all, entry{swatch, l.drawSwatch, l.meaning()})
		}
	}
	if s.anyCard(func(k card) bool { return k.zero }) {
		all = append(all, entry{badgeWidth(), func(c *canvas, x, y float64) { drawBadge(c, x, y-12) }, "0, silence and errors"})
	}
	for _, w := range s.wires {
		if w.upward {
			return append(all, entry{2 * swatch, drawBack, "back to a step before"})
		}
	}
	return all
}

func (s *sheet) anyCard(is func(card) bool) bool {
	for _, k := range s.cards {
		if is(k) {
			return true
		}
	}
	return false
}

func (l look) drawSwatch(c *canvas, x, y float64) {
	c.add(`<g class="card %s"><rect x="%.1f" y="%.1f" width="%.0f" height="%.0f" rx="%.0f"/></g>`, l, x, y-11, swatch, swatch, l.corner(swatch)/2)
}

func drawBack(c *canvas, x, y float64) {
	c.add(`<g class="wire back"><path d="M%.1f %.1f h%.0f"/></g>`, x, y-4, 2*swatch)
}

func (e entry) width() float64 { return e.wide + 8 + float64(cells(e.meaning))*smallCell + 18 }

func (s *sheet) legendWidth() float64 {
	width := 0.0
	for _, e := range s.legend() {
		width += e.width()
	}
	return width
}

func (s *sheet) drawLegend(c *canvas, y float64) {
	x := margin
	c.add(`<g class="legend">`)
	for _, e := range s.legend() {
		e.draw(c, x, y)
		c.add(`<text x="%.1f" y="%.1f">%s</text>`, x+e.wide+8, y, e.meaning)
		x += e.width()
	}
	c.add(`</g>`)
}
