package flowgraph

import (
	"fmt"
	"strings"
)

const (
	margin     = 32.0
	titleRoom  = 64.0
	startRoom  = 34.0 // the dot above the first card
	legendRoom = 44.0
)

const style = `
text { font: 13px "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Zen Hei", sans-serif; fill: #2b3440 }
.title { font-size: 20px; font-weight: 600 } .flow { fill: #8a94a3 }
.name { font-weight: 600 } .verb { font-size: 11.5px; fill: #8a94a3; text-anchor: end }
.card rect { stroke-width: 1.3 }
.say rect { fill: #f7f9fc; stroke: #c5cfdd } .menu rect { fill: #e9f2ff; stroke: #78a6e6 }
.person rect { fill: #ffefd6; stroke: #e6913a; stroke-width: 1.8 } .person .verb { fill: #b5722a }
.choice rect { fill: #f4eefc; stroke: #ad92d9 } .keep rect { fill: #e9f6ee; stroke: #82bf98 }
.end rect { fill: #eef0f3; stroke: #cdd2da } .end text { fill: #6f7987 }
.wire path { fill: none; stroke: #6b7a90; stroke-width: 1.4; marker-end: url(#tip) }
.faint path { stroke: #aeb6c2; stroke-dasharray: 5 4; marker-end: url(#fainttip) }
.tag text { font-size: 12px } .faint text { fill: #808a99 } .plate { fill: #fff; fill-opacity: .88 }
.tag .cap { fill: #fff; stroke: #78a6e6 } .tag .key { font-weight: 600; text-anchor: middle; fill: #2f66b5 }
.back path { stroke: #2f8a83; marker-end: url(#backtip) }
.start { fill: #2b3440 } .legend text { font-size: 12px; fill: #6f7987 }
.badge rect { fill: #c96f14; stroke: none } .badge text { font-size: 11px; font-weight: 600; text-anchor: middle; fill: #fff }
`

// canvas collects the elements of a picture.
type canvas struct{ strings.Builder }

func (c *canvas) add(format string, args ...any) { fmt.Fprintf(&c.Builder, format+"\n", args...) }

// svg draws the sheet once it is laid out.
func (s *sheet) svg() []byte {
	var c canvas
	title := s.heading()
	width := max(s.size.x, float64(cells(title))*11, s.legendWidth()) + 2*margin
	height := titleRoom + startRoom + s.size.y + legendRoom + margin
	c.add(`<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" role="img">`, width, height, width, height)
	c.add(`<title>%s</title>`, escape(title))
	c.add(`<style>%s</style>`, style)
	c.add(`<defs>%s%s%s</defs>`, tip("tip", "#6b7a90"), tip("fainttip", "#aeb6c2"), tip("backtip", "#2f8a83"))
	c.add(`<rect width="100%%" height="100%%" fill="#fff"/>`)
	c.add(`<text class="title" x="%.0f" y="%.0f">%s</text>`, margin, margin+8, escape(title))
	c.add(`<text class="flow" x="%.0f" y="%.0f">%s</text>`, margin, margin+28, escape(s.name))
	c.add(`<g transform="translate(%.1f %.1f)">`, (width-s.size.x)/2, titleRoom+startRoom)
	s.drawStart(&c)
	for _, w := range s.wires {
		w.draw(&c)
	}
	for _, card := range s.cards {
		card.draw(&c)
	}
	for _, w := range s.wires {
		w.drawTags(&c)
	}
	c.add(`</g>`)
	s.drawLegend(&c, height-margin)
	c.add(`</svg>`)
	return []byte(c.String())
}

func (s *sheet) heading() string {
	if s.title != "" {
		return s.title
	}
	return s.name
}

func tip(id, colour string) string {
	return fmt.Sprintf(`<marker id="%s" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 1 L10 5 L0 9 z" fill="%s"/></marker>`, id, colour)
}

func (s *sheet) drawStart(c *canvas) {
	if s.start < 0 {
		return
	}
	at := s.cards[s.start]
	top := at.at.y - at.h/2
	c.add(`<circle class="start" cx="%.1f" cy="%.1f" r="5.5"/>`, at.at.x, top-26)
	c.add(`<g class="wire"><path d="M%.1f %.1f V%.1f"/></g>`, at.at.x, top-20, top)
}

func (w *wire) draw(c *canvas) {
	var d strings.Builder
	for i, p := range w.path {
		switch {
		case i == 0:
			d.WriteByte('M')
		case i%3 == 1:
			d.WriteString(" C")
		default:
			d.WriteByte(' ')
		}
		fmt.Fprintf(&d, "%.1f %.1f", p.x, p.y)
	}
	c.add(`<g class="wire%s%s"><path d="%s"/></g>`, w.fainter(), w.back(), d.String())
}

func (w *wire) fainter() string {
	if w.faint {
		return " faint"
	}
	return ""
}

// back marks a wire that leads up again, against the way the picture is read.
func (w *wire) back() string {
	if w.upward {
		return " back"
	}
	return ""
}

func (k card) draw(c *canvas) {
	x, y := k.at.x-k.w/2, k.at.y-k.h/2
	c.add(`<g class="card %s"><title>%s</title>`, k.look, escape(k.Name+"\n"+strings.Join(k.Text, "\n")))
	c.add(`<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="%.0f"/>`, x, y, k.w, k.h, k.look.corner(k.h))
	if k.look == decision {
		c.add(`<rect x="%.1f" y="%.1f" width="4" height="%.1f" style="fill:#ad92d9"/>`, x, y, k.h)
	}
	c.add(`<text class="name" x="%.1f" y="%.1f">%s</text>`, x+padding, y+20, escape(k.Name))
	c.add(`<text class="verb" x="%.1f" y="%.1f">%s</text>`, x+k.w-padding, y+20, escape(k.Verb))
	if k.zero {
		drawBadge(c, x+padding+float64(cells(k.Name))*boldCell+badgeGap, y+8)
	}
	for i, line := range k.lines {
		c.add(`<text x="%.1f" y="%.1f">%s</text>`, x+padding, y+headHeight+12+float64(i)*lineHeight, escape(line))
	}
	c.add(`</g>`)
}

func drawBadge(c *canvas, x, y float64) {
	c.add(`<g class="badge"><rect x="%.1f" y="%.1f" width="%.1f" height="%.0f" rx="8"/><text x="%.1f" y="%.1f">%s</text></g>`,
		x, y, badgeWidth(), keySize, x+badgeWidth()/2, y+12, badge)
}

func (w *wire) drawTags(c *canvas) {
	if len(w.tags) == 0 {
		return
	}
	x, y := w.label.x-w.w/2, w.label.y-w.h/2
	c.add(`<g class="tag%s"><rect class="plate" x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="4"/>`, w.fainter(), x, y, w.w, w.h)
	for _, t := range w.tags {
		t.draw(c, x+4, y)
		_, height := t.size()
		y += height
	}
	c.add(`</g>`)
}

func (t tag) draw(c *canvas, x, y float64) {
	if t.key != "" {
		width := t.keyWidth()
		c.add(`<rect class="cap" x="%.1f" y="%.1f" width="%.1f" height="%.0f" rx="4"/>`, x, y+1, width, keySize)
		c.add(`<text class="key" x="%.1f" y="%.1f">%s</text>`, x+width/2, y+13.5, escape(t.key))
	}
	for i, line := range t.lines {
		c.add(`<text x="%.1f" y="%.1f">%s</text>`, x+t.indent(), y+13.5+float64(i)*labelLine, escape(line))
	}
}

// escape makes any text safe in XML.
func escape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;").Replace(printable(text))
}

// printable has a mark in place of what XML cannot hold.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r >= ' ' && r != 0x7f && r != 0xfffe && r != 0xffff {
			return r
		}
		return '\uFFFD'
	}, strings.ToValidUTF8(text, "\uFFFD"))
}
